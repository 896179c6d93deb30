"""Messages, notices, the breach record and vendor cases."""

from evidence import Event
from evidence.kinds import outside as o
from simulator.folds.registry import Topics, on
from simulator.state import MessageState, State


@on(o.MessageDrafted)
def _drafted(state: State, event: Event, body: o.MessageDrafted) -> Topics:
    before = state.messages.get(body.message)
    given = before.delegates if before is not None and before.audience == body.audience else ()
    state.messages[body.message] = MessageState(
        audience=body.audience,
        channel=body.channel,
        version=body.version,
        author=event.actor or "",
        author_seat=event.role or "",
        contains=body.contains,
        answers=body.answers,
        not_before=body.not_before,
        delegates=given,
    )
    return (f"drafted:{body.audience}",)


@on(o.ApprovalDelegated)
def _delegated(state: State, event: Event, body: o.ApprovalDelegated) -> Topics:
    state.messages[body.message].delegates += (body.seat,)
    return ()


@on(o.MessageHandled)
def _handled(state: State, event: Event, body: o.MessageHandled) -> Topics:
    message = state.messages[body.message]
    match body.how:
        case "review":
            message.reviewed, message.sent_back = True, False
        case "send-back":
            message.reviewed, message.approved, message.sent_back = False, False, True
        case "approve":
            message.approved, message.sent_back = True, False
        case "withdraw":
            message.withdrawn = True
        case "publish":
            return _published(state, event, body, message)
    return ()


def _published(state: State, event: Event, body: o.MessageHandled, message: MessageState) -> Topics:
    message.published = True
    audience = body.audience
    state.published[audience] = state.published.get(audience, 0) + 1
    state.last_word[audience] = event.at
    state.promised.pop(audience, None)
    if body.next_update_at is not None:
        state.promised[audience] = body.next_update_at
    if body.answers is not None:
        state.answered_injects.add((audience, body.answers))
    return (f"published:{audience}",)


@on(o.DutyStarted)
def _duty_started(state: State, event: Event, body: o.DutyStarted) -> Topics:
    duty = state.duty(body.duty)
    duty.state, duty.since = body.state, body.since
    duty.due, duty.running = body.due, body.state == "running"
    duty.latest, duty.classify_by = body.latest, body.classify_by
    return ()


@on(o.DutyNotified)
def _duty_notified(state: State, event: Event, body: o.DutyNotified) -> Topics:
    duty = state.duty(body.duty)
    if duty.notified_at is None:
        duty.notified_at = event.at
    return (f"notified:{body.duty}",)


@on(o.DutyDeclined)
def _duty_declined(state: State, event: Event, body: o.DutyDeclined) -> Topics:
    state.duty(body.duty).declined = True
    return (f"declined:{body.duty}",)


@on(o.DutyExpired)
def _duty_expired(state: State, event: Event, body: o.DutyExpired) -> Topics:
    state.duty(body.duty).expired = True
    return ()


@on(o.BreachRecordUpdated)
def _breach(state: State, event: Event, body: o.BreachRecordUpdated) -> Topics:
    state.breach_fields.add(body.field)
    return (f"breach:{body.field}",)


@on(o.VendorOpened)
def _vendor_opened(state: State, event: Event, body: o.VendorOpened) -> Topics:
    vendor = state.vendor(body.vendor)
    vendor.opened_at, vendor.answer_due = event.at, body.answer_due
    return (f"vendor:{body.vendor}",)


@on(o.VendorChased)
def _vendor_chased(state: State, event: Event, body: o.VendorChased) -> Topics:
    state.vendor(body.vendor).chased += 1
    return (f"vendor:{body.vendor}",)


@on(o.VendorEscalated)
def _vendor_escalated(state: State, event: Event, body: o.VendorEscalated) -> Topics:
    state.vendor(body.vendor).rung = body.rung
    return (f"vendor:{body.vendor}",)


@on(o.VendorReplied)
def _vendor_replied(state: State, event: Event, body: o.VendorReplied) -> Topics:
    vendor = state.vendor(body.vendor)
    vendor.acknowledged = True
    vendor.helped = vendor.helped or body.reply == "useful"
    return (f"vendor:{body.vendor}",)


@on(o.VendorBreached)
def _vendor_breached(state: State, event: Event, body: o.VendorBreached) -> Topics:
    state.vendor(body.vendor).breached = True
    return (f"vendor:{body.vendor}",)


@on(o.VendorFixed)
def _vendor_fixed(state: State, event: Event, body: o.VendorFixed) -> Topics:
    state.vendor(body.vendor).fixed = True
    return (f"vendor:{body.vendor}",)
