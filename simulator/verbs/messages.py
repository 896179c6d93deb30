"""Messages: drafted, reviewed, approved, published, withdrawn, always one version at a time."""

from collections.abc import Callable
from typing import Any

from evidence import Command
from evidence.kinds.outside import DraftMessage, HandleMessage, MessageDrafted, MessageHandled
from scenarios.organisation import Audience
from simulator.scene import By, Refused, Scene
from simulator.state import MessageState
from simulator.verbs.reading import in_future, known, known_exception, role_title


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
    before = scene.state.messages.get(command.message)
    scene.tell(
        MessageDrafted(
            message=command.message,
            version=before.version + 1 if before is not None else 1,
            audience=command.audience,
            channel=command.channel,
            contains=command.contains,
            answers=command.answers,
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
    missing = _missing(audience, message) if command.how == "publish" else ()
    scene.tell(
        MessageHandled(
            message=command.message,
            version=command.version,
            audience=message.audience,
            channel=message.channel,
            how=command.how,
            author=message.author_seat,
            simulated=by.simulated,
            entitled=_entitled(scene, audience, command.how, by),
            missing=missing,
            exception=command.exception,
            contains=message.contains,
            answers=message.answers,
            next_update_at=command.next_update_at if command.how == "publish" else None,
        ),
        by,
    )


def _version(scene: Scene, command: HandleMessage) -> MessageState:
    """The message, if the version meant is the present one and the message still stands."""
    messages = scene.state.messages
    known(
        command.message,
        messages,
        because="unknown-message",
        says=f"There is no message `{command.message}`",
    )
    message = messages[command.message]
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
    if not _entitled(scene, audience, "approve", by):
        who = " or the ".join(role_title(role) for role in audience.approved_by)
        raise Refused("not-entitled", f"Only the {who} may approve this message.")
    if message.approved:
        raise Refused("approved", "This version has been approved already.")


def _check_publish(scene: Scene, command: HandleMessage, message: MessageState, by: By) -> None:
    audience = _audience(scene, message.audience)
    if message.channel in scene.state.tools_down:
        raise Refused(
            "tool-down", f"`{message.channel}` is down; write a version for another channel."
        )
    missing = _missing(audience, message)
    if missing and command.exception is None:
        raise Refused(
            f"no-{missing[0]}",
            f"This version still needs {_NEEDS[missing[0]]}; "
            "get it, or publish with an exception code.",
        )
    in_future(scene, command.next_update_at, what="The next update")


def _nothing(scene: Scene, command: HandleMessage, message: MessageState, by: By) -> None:
    """Sending back and withdrawing are always possible."""


def _missing(audience: Audience, message: MessageState) -> tuple[str, ...]:
    """The transitions that the policy asks for and that did not happen."""
    missing = []
    if audience.reviewed_by is not None and not message.reviewed:
        missing.append("review")
    if audience.approved_by and not message.approved:
        missing.append("approve")
    return tuple(missing)


def _entitled(scene: Scene, audience: Audience, how: str, by: By) -> bool:
    """Whether the policy lets this seat do it; it says nothing about who may publish."""
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
    HandleMessage: handle,
}

__all__ = ["VERBS"]
