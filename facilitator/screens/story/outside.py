"""What leaves the team: messages, notices, the breach record, vendor cases."""

from evidence import Event
from evidence.kinds import outside as o
from facilitator.screens.naming import Names
from facilitator.screens.seen import Seen
from facilitator.screens.story.feed import is_message, key_of
from facilitator.screens.story.incident import cause_words, write
from facilitator.screens.story.registry import on
from facilitator.screens.story.state import (
    BreachValue,
    DutyStory,
    Incoming,
    MessageStory,
    Story,
    Version,
)


@on(o.MessageDrafted)
def _drafted(story: Story, event: Event, body: o.MessageDrafted, seen: Seen) -> None:
    message = story.messages.get(body.message)
    if message is None:
        message = MessageStory(body.message, body.audience, body.channel)
        story.messages[body.message] = message
    if message.audience != body.audience:
        message.delegates.clear()
    message.audience, message.channel, message.answers = body.audience, body.channel, body.answers
    message.not_before = body.not_before
    message.reviewed_at = message.approved_at = message.published_at = None
    message.withdrawn_at = message.sent_back = None
    text = cause_words(event, seen, "text")
    message.versions.append(
        Version(body.version, event.at, event.role, event.actor, text, body.contains)
    )


@on(o.ApprovalDelegated)
def _delegated(story: Story, event: Event, body: o.ApprovalDelegated, seen: Seen) -> None:
    message, names = story.messages[body.message], Names(seen.plan)
    message.delegates.append(body.seat)
    who = names.seat(body.seat)
    words = f"{who} may approve the message to {names.audience(message.audience)}"
    write(story, event, "message", words)


@on(o.MessageHandled)
def _handled(story: Story, event: Event, body: o.MessageHandled, seen: Seen) -> None:
    message = story.messages[body.message]
    words = cause_words(event, seen)
    match body.how:
        case "review":
            message.reviewed_at, message.reviewed_by = event.at, event.role
        case "send-back":
            message.reviewed_at = message.approved_at = None
            message.sent_back = words or "sent back"
        case "approve":
            message.approved_at, message.approved_by = event.at, event.role
        case "withdraw":
            message.withdrawn_at = event.at
        case "publish":
            _published(story, event, body, message, seen)


def _published(
    story: Story, event: Event, body: o.MessageHandled, message: MessageStory, seen: Seen
) -> None:
    message.published_at, message.published_by = event.at, event.role
    message.next_update_at, message.missing = body.next_update_at, body.missing
    text = message.versions[-1].text if message.versions else None
    message.published.append((event.at, body.version, text, body.next_update_at))
    audience = Names(seen.plan).audience(body.audience)
    write(story, event, "message", f"Told {audience}", reason=text)
    for incoming in story.incoming:
        if body.answers is not None and incoming.id == body.answers:
            incoming.answered_at, incoming.answered_by = event.at, event.role
            incoming.answer = "with a message"


@on(o.DutyStarted)
def _duty(story: Story, event: Event, body: o.DutyStarted, seen: Seen) -> None:
    before = story.duties.get(body.duty)
    duty = DutyStory(body.duty, body.since, body.due, body.rule, body.state)
    duty.latest, duty.classify_by = body.latest, body.classify_by
    if before is not None:
        duty.notified_at, duty.declined_at = before.notified_at, before.declined_at
        duty.notified_by, duty.declined_by = before.notified_by, before.declined_by
    story.duties[body.duty] = duty


@on(o.DutyNotified)
def _notified(story: Story, event: Event, body: o.DutyNotified, seen: Seen) -> None:
    duty = story.duties.setdefault(
        body.duty, DutyStory(body.duty, event.at, None, "", "not-started")
    )
    duty.notified_at, duty.notified_by = event.at, event.role
    duty.late_by_ms, duty.given = body.late_by_ms, body.fields
    write(story, event, "message", f"Notified {body.recipient}")


@on(o.DutyDeclined)
def _declined(story: Story, event: Event, body: o.DutyDeclined, seen: Seen) -> None:
    duty = story.duties.setdefault(
        body.duty, DutyStory(body.duty, event.at, None, "", "not-started")
    )
    duty.declined_at, duty.declined_by = event.at, body.owner
    duty.decline_reason = cause_words(event, seen)
    words = f"Decided not to notify: {Names(seen.plan).duty(body.duty)}"
    write(story, event, "decision", words, reason=duty.decline_reason)


@on(o.DutyExpired)
def _expired(story: Story, event: Event, body: o.DutyExpired, seen: Seen) -> None:
    if body.duty in story.duties:
        story.duties[body.duty].expired = True


@on(o.BreachRecordUpdated)
def _breach(story: Story, event: Event, body: o.BreachRecordUpdated, seen: Seen) -> None:
    words = cause_words(event, seen)
    story.breach.setdefault(body.field, []).append(
        BreachValue(
            event.at,
            event.role,
            body.tag,
            body.value,
            body.low,
            body.high,
            body.given,
            words,
            body.next_check_at,
            body.values,
            body.from_at,
            body.until_at,
            body.owner,
        )
    )


@on(o.VendorOpened)
def _opened(story: Story, event: Event, body: o.VendorOpened, seen: Seen) -> None:
    vendor = story.vendor(body.vendor)
    vendor.opened_at, vendor.answer_due = event.at, body.answer_due
    vendor.next_chase_at = body.next_chase_at
    vendor.turns.append((event.at, "us", cause_words(event, seen) or "Opened the case"))
    write(story, event, "vendor", f"Opened a case with {Names(seen.plan).title(body.vendor)}")


@on(o.VendorChased)
def _chased(story: Story, event: Event, body: o.VendorChased, seen: Seen) -> None:
    vendor = story.vendor(body.vendor)
    vendor.next_chase_at = body.next_chase_at
    vendor.turns.append((event.at, "us", cause_words(event, seen) or "Chased"))


@on(o.VendorEscalated)
def _escalated(story: Story, event: Event, body: o.VendorEscalated, seen: Seen) -> None:
    vendor = story.vendor(body.vendor)
    vendor.rung = body.rung
    ladder = seen.plan.organisation.vendors[body.vendor].ladder
    who = ladder[body.rung - 1] if 0 < body.rung <= len(ladder) else f"rung {body.rung}"
    vendor.turns.append((event.at, "us", f"Escalated to the {who}"))
    write(story, event, "vendor", f"Escalated at {Names(seen.plan).title(body.vendor)}: {who}")


@on(o.OversightNoted)
def _noted(story: Story, event: Event, body: o.OversightNoted, seen: Seen) -> None:
    story.vendor(body.vendor).turns.append(
        (event.at, "note", cause_words(event, seen) or "Oversight noted")
    )


@on(o.VendorReplied)
def _replied(story: Story, event: Event, body: o.VendorReplied, seen: Seen) -> None:
    vendor = story.vendor(body.vendor)
    vendor.acknowledged = True
    vendor.helped = vendor.helped or body.reply == "useful"
    vendor.turns.append((event.at, "them", body.text))
    if is_message(event):
        title = Names(seen.plan).title(body.vendor)
        story.incoming.append(
            Incoming(
                key_of(body.vendor, event),
                body.vendor,
                event.at,
                "vendor-portal",
                title,
                body.text,
                (),
            )
        )


@on(o.VendorBreached)
def _breached(story: Story, event: Event, body: o.VendorBreached, seen: Seen) -> None:
    story.vendor(body.vendor).breached = True


@on(o.VendorStatusShown)
def _status(story: Story, event: Event, body: o.VendorStatusShown, seen: Seen) -> None:
    story.vendor(body.vendor).status = (event.at, body.says, body.text)
