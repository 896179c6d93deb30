"""Messages: drafted, reviewed, approved, published, withdrawn, always one version at a time.

Where nobody may approve who is there and did not write it, another seat is given the approval.
"""

from collections.abc import Callable
from typing import Any

from evidence import Command
from evidence.kinds.outside import (
    ApprovalDelegated,
    DelegateApproval,
    DraftMessage,
    HandleMessage,
    MessageDrafted,
    MessageHandled,
)
from scenarios.organisation import Audience
from simulator.responders.profiles import PROFILES
from simulator.scene import By, Refused, Scene
from simulator.state import MessageState
from simulator.verbs.reading import in_future, known, known_exception, known_seat, role_title


def draft(scene: Scene, command: DraftMessage, by: By) -> None:
    """Write a message, or its next version: review and approval begin again."""
    policy = scene.plan.organisation.communications
    known(
        command.audience,
        (audience.id for audience in policy.audiences),
        because="unknown-audience",
        says=f"The communications policy has no audience `{command.audience}`",
    )
    audience = _audience(scene, command.audience)
    known(
        command.channel,
        audience.channels,
        because="wrong-channel",
        says=f"{audience.title} are not told by `{command.channel}`",
    )
    _check_points(scene, command.contains)
    if command.answers is not None and command.answers not in scene.state.fired:
        raise Refused("unasked", f"Nobody has sent you `{command.answers}` to answer.")
    in_future(scene, command.not_before, what="An embargo")
    before = scene.state.messages.get(command.message)
    scene.tell(
        MessageDrafted(
            message=command.message,
            version=before.version + 1 if before is not None else 1,
            audience=command.audience,
            channel=command.channel,
            contains=command.contains,
            answers=command.answers,
            not_before=command.not_before,
        ),
        by,
    )


def _check_points(scene: Scene, points: tuple[str, ...]) -> None:
    policy = scene.plan.organisation.communications
    vocabulary = {point for audience in policy.audiences for point in audience.contains}
    for point in points:
        if vocabulary:
            known(
                point,
                vocabulary,
                because="unknown-point",
                says=f"The communications policy has no content point `{point}`",
            )


def handle(scene: Scene, command: HandleMessage, by: By) -> None:
    message = _version(scene, command)
    audience = _audience(scene, message.audience)
    known_exception(scene, command.exception)
    _CHECKS[command.how](scene, command, message, by)
    lacks = missing(audience, message) if command.how == "publish" else ()
    scene.tell(
        MessageHandled(
            message=command.message,
            version=command.version,
            audience=message.audience,
            channel=message.channel,
            how=command.how,
            author=message.author_seat,
            simulated=by.simulated,
            entitled=_entitled(scene, audience, command.how, message, by),
            missing=lacks,
            exception=command.exception,
            contains=message.contains,
            answers=message.answers,
            next_update_at=command.next_update_at if command.how == "publish" else None,
        ),
        by,
    )


def delegate(scene: Scene, command: DelegateApproval, by: By) -> None:
    """Nobody's own message, to nobody who is not there, and by nobody to themselves."""
    message = _message(scene, command.message)
    audience = _audience(scene, message.audience)
    known_seat(scene, command.seat)
    title = scene.plan.organisation.title_of(command.seat)
    if not audience.approved_by:
        raise Refused("no-approval", f"{audience.title} are told without an approval.")
    if message.withdrawn or message.published or message.approved:
        raise Refused("approved", "This message waits for no approval.")
    holders = _approvers(scene, audience)
    for seat in (*holders, *message.delegates):
        if _can_approve(scene, message, seat):
            able = scene.plan.organisation.title_of(seat)
            raise Refused("approver-there", f"{able} can approve this message.")
    if command.seat == message.author_seat:
        raise Refused("own-message", f"{title} wrote this message; somebody else must approve it.")
    if command.seat == by.seat:
        raise Refused("own-delegation", "Nobody gives themselves an approval; choose another seat.")
    if not _can_approve(scene, message, command.seat):
        raise Refused("away", f"{title} cannot be reached now; choose somebody else.")
    scene.tell(
        ApprovalDelegated(message=command.message, seat=command.seat, instead_of=holders), by
    )


def _approvers(scene: Scene, audience: Audience) -> tuple[str, ...]:
    """The seats that may approve by the policy."""
    roles = audience.approved_by
    return tuple(
        seat
        for seat in scene.plan.organisation.roles
        if any(scene.holds_role(seat, role) for role in roles)
    )


def _can_approve(scene: Scene, message: MessageState, seat: str) -> bool:
    """Whether somebody sits there, can be reached, and did not write it."""
    state = scene.state
    if seat in state.away or seat == message.author_seat:
        return False
    sits = state.seats.get(seat)
    if sits is None or not sits.startswith("sim:"):
        return sits is not None
    profile = state.opened.responders.get(seat) if state.opened is not None else None
    return profile in PROFILES and not state.by_hand


def _message(scene: Scene, message: str) -> MessageState:
    messages = scene.state.messages
    known(
        message,
        messages,
        because="unknown-message",
        says=f"There is no message `{message}`",
    )
    return messages[message]


def _version(scene: Scene, command: HandleMessage) -> MessageState:
    """The message, if the version meant is the present one and the message still stands."""
    message = _message(scene, command.message)
    if command.version < message.version:
        raise Refused("newer-version", f"Version {message.version} is newer; look at that one.")
    if command.version > message.version:
        raise Refused(
            "no-such-version",
            f"There is no version {command.version}; the newest is {message.version}.",
        )
    if message.withdrawn:
        raise Refused("withdrawn", "This message was withdrawn; write a new version.")
    if message.published and command.how != "withdraw":
        raise Refused("published", "This version has been published; write a new one.")
    return message


def _check_review(scene: Scene, command: HandleMessage, message: MessageState, by: By) -> None:
    if by.actor == message.author:
        raise Refused("own-message", "You wrote this message; somebody else must review it.")
    if message.reviewed:
        raise Refused("reviewed", "This version has been reviewed already.")


def _check_approve(scene: Scene, command: HandleMessage, message: MessageState, by: By) -> None:
    audience = _audience(scene, message.audience)
    if by.actor == message.author:
        raise Refused("own-message", "You wrote this message; somebody else must approve it.")
    if not _entitled(scene, audience, "approve", message, by):
        who = " or the ".join(role_title(role) for role in audience.approved_by)
        raise Refused("not-entitled", f"Only the {who} may approve this message.")
    if message.approved:
        raise Refused("approved", "This version has been approved already.")


def _check_publish(scene: Scene, command: HandleMessage, message: MessageState, by: By) -> None:
    audience = _audience(scene, message.audience)
    if message.not_before is not None and scene.now < message.not_before:
        until = scene.clock_text(message.not_before)
        raise Refused("embargoed", f"This version must not go out before {until}.")
    if message.channel in scene.state.tools_down:
        raise Refused(
            "tool-down", f"`{message.channel}` is down; write a version for another channel."
        )
    lacks = missing(audience, message)
    if lacks and command.exception is None:
        raise Refused(
            f"no-{lacks[0]}",
            f"This version still needs {_NEEDS[lacks[0]]}; "
            "get it, or publish with an exception code.",
        )
    in_future(scene, command.next_update_at, what="The next update")


def _nothing(scene: Scene, command: HandleMessage, message: MessageState, by: By) -> None:
    """Sending back and withdrawing are always possible."""


def missing(audience: Audience, message: MessageState) -> tuple[str, ...]:
    """The transitions that the policy asks for and that did not happen."""
    lacks = []
    if audience.reviewed_by is not None and not message.reviewed:
        lacks.append("review")
    if audience.approved_by and not message.approved:
        lacks.append("approve")
    return tuple(lacks)


def _entitled(scene: Scene, audience: Audience, how: str, message: MessageState, by: By) -> bool:
    """Whether the policy lets this seat do it; it says nothing about who may publish."""
    if how == "approve" and by.seat in message.delegates:
        return True
    reviewers = (audience.reviewed_by,) if audience.reviewed_by is not None else ()
    roles = {
        "review": reviewers,
        "approve": audience.approved_by,
        "send-back": (*reviewers, *audience.approved_by),
    }.get(how, ())
    return not roles or any(scene.holds_role(by.seat, role) for role in roles)


def _audience(scene: Scene, audience: str) -> Audience:
    found = scene.plan.organisation.communications.audience(audience)
    assert found is not None, "a drafted message has an audience of the policy"
    return found


_NEEDS = {"review": "a review", "approve": "an approval"}
_CHECKS: dict[str, Callable[[Scene, HandleMessage, MessageState, By], None]] = {
    "review": _check_review,
    "send-back": _nothing,
    "approve": _check_approve,
    "publish": _check_publish,
    "withdraw": _nothing,
}

VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {
    DraftMessage: draft,
    DelegateApproval: delegate,
    HandleMessage: handle,
}

__all__ = ["VERBS", "missing"]
