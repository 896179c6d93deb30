"""What is asked of one seat for those who wait outside: readers, authorities, suppliers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from evidence import Millis
from facilitator.screens.ask import Ask
from facilitator.screens.message import MAY_GO_OUT, embargo_of, lane_of, may_approve
from facilitator.screens.naming import Names
from facilitator.screens.roles import holds
from facilitator.screens.saying import State, not_yet, say_at, say_due, waiting
from facilitator.screens.seen import Seen
from facilitator.screens.story import MessageStory, Story, VendorStory
from scenarios.organisation import Audience

WAITS: Final = waiting("waits for you")


def asks_from_outside(seen: Seen, story: Story) -> Iterator[Ask]:
    """Messages on their way, notices, words that were promised, and suppliers to chase."""
    yield from _messages(seen, story)
    yield from _duties(seen, story)
    yield from _updates(seen, story)
    yield from _vendors(seen, story)


def _messages(seen: Seen, story: Story) -> Iterator[Ask]:
    names, seat = Names(seen.plan), seen.viewer.seat
    for message in story.messages.values():
        audience = seen.plan.organisation.communications.audience(message.audience)
        if audience is None or message.published_at is not None or message.withdrawn_at is not None:
            continue
        author = message.versions[-1].seat
        title = names.audience(message.audience)
        ask = _message_step(seen, story, message, audience)
        if message.sent_back is not None:
            if author == seat:
                yield _message_ask(message.message, f"Rewrite the message to {title}", "Rewrite", 4)
        elif ask is not None and author != seat:
            yield _message_ask(message.message, f"{ask} the message to {title}", "Read it", 3)
        elif lane_of(seen, message) == "ready" and (
            author == seat or holds(seen, story, "comms_owner")
        ):
            yield _publish_ask(seen, message, title)


def _publish_ask(seen: Seen, message: MessageStory, title: str) -> Ask:
    until, state = embargo_of(seen, message), WAITS
    if until is not None:
        state = not_yet(f"not before {say_at(until)}")
    elif message.not_before is not None:
        state = waiting(MAY_GO_OUT)
    ask = _message_ask(message.message, f"Publish the message to {title}", "Publish", 3, state)
    return replace(ask, opens=until)


def _message_ask(message: str, what: str, button: str, rank: int, state: State = WAITS) -> Ask:
    return Ask(
        key=f"message-{message}",
        what=what,
        button=button,
        href=f"comms?m={message}#open",
        state=state,
        why="nothing leaves this room",
        rank=rank,
    )


def _message_step(
    seen: Seen, story: Story, message: MessageStory, audience: Audience
) -> str | None:
    match lane_of(seen, message):
        case "review":
            return "Check" if holds(seen, story, audience.reviewed_by) else None
        case "approval":
            return "Approve" if may_approve(seen, story, message) else None
        case _:
            return None


def _duties(seen: Seen, story: Story) -> Iterator[Ask]:
    for duty in story.duties.values():
        authored = seen.plan.duties.get(duty.duty)
        if authored is None or duty.notified_at is not None or duty.declined_at is not None:
            continue
        if authored.owner != seen.viewer.seat:
            continue
        yield Ask(
            key=f"duty-{duty.duty}",
            what=f"Tell {authored.whom}, or decide not to",
            button="Open the notice",
            href=f"breach#duty-{duty.duty}",
            state=say_due(duty.due, seen.clock.at) if duty.due else not_yet("without delay"),
            why=authored.title,
            rank=4,
            due=duty.due,
        )


def _updates(seen: Seen, story: Story) -> Iterator[Ask]:
    if not holds(seen, story, "comms_owner"):
        return
    names = Names(seen.plan)
    for audience, due in promised_updates(story).items():
        yield Ask(
            key=f"update-{audience}",
            what=f"Next word to {names.audience(audience)}",
            button="Write it",
            href=f"comms?to={audience}#write",
            state=say_due(due, seen.clock.at),
            why="you promised it",
            rank=5,
            due=due,
        )


def promised_updates(story: Story) -> dict[str, Millis]:
    """Audience to the instant at which the next word was promised, where one is open.

    Once play has ended nobody waits for it any more.
    """
    if story.ended_at is not None:
        return {}
    last: dict[str, tuple[Millis, Millis | None]] = {}
    for message in story.messages.values():
        for at, _, _, next_at in message.published:
            if message.audience not in last or at >= last[message.audience][0]:
                last[message.audience] = (at, next_at)
    return {audience: due for audience, (_, due) in last.items() if due is not None}


def answered_elsewhere(seen: Seen, story: Story, vendor: VendorStory) -> bool:
    """The contract was kept, and the answer went to another seat.

    The whole team is told when a contract is broken, whereas an answer reaches whom it is written
    to.  By hand nobody watches contracts, so silence says nothing.
    """
    due = vendor.answer_due
    over = due is not None and seen.clock.at > due and not story.by_hand
    return over and seen.viewer.seat is not None and not vendor.acknowledged and not vendor.breached


def _vendors(seen: Seen, story: Story) -> Iterator[Ask]:
    if not holds(seen, story, "vendor_owner"):
        return
    names = Names(seen.plan)
    for vendor in story.vendors.values():
        if vendor.opened_at is None or vendor.helped:
            continue
        due = vendor.next_chase_at or vendor.answer_due
        if due is None or due > seen.clock.at:
            continue
        yield Ask(
            key=f"vendor-{vendor.vendor}",
            what=f"Chase {names.title(vendor.vendor)}",
            button="Open the case",
            href=f"vendors#{vendor.vendor}",
            state=say_due(due, seen.clock.at),
            why="no useful answer yet",
            rank=5,
            due=due,
        )
