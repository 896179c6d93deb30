"""What responders say outside: messages, legal notices, vendor cases."""

from collections.abc import Iterator
from functools import partial
from typing import Final, Literal

from evidence import Millis
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from scenarios.duties import Duty
from scenarios.facts import fact_about
from scenarios.organisation import Audience
from simulator.responders.keeping import undecided
from simulator.responders.mind import Mind
from simulator.responders.tasks import Later, Task
from simulator.scene import Scene
from simulator.state import DutyState, MessageState

CHASE_EVERY_PLAYED_MS: Final = 1_800_000
MESSAGE_TAKES_PLAYED_MS: Final = 480_000
"""Played time from the first line to publication, review and approval included (assumed): when
the story runs fast, the next update has to be begun that much earlier."""
UPDATE_EARLY_PERCENT: Final = 50
"""A careful writer starts the next update at this share of the interval."""


def owns_duty(scene: Scene, seat: str) -> bool:
    return any(duty.owner == seat for duty in scene.plan.scenario.duties)


def duties(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Fix awareness once personal data is in doubt, then tell whom the rules name."""
    own = [duty for duty in scene.plan.duties.values() if duty.owner == mind.seat]
    for duty in sorted(own, key=partial(_due_first, scene)):
        of = duty.from_.aware_of
        if (
            of is not None
            and of not in scene.state.aware
            and _has_heard_of(scene, mind, of)
            and _in_doubt(scene, mind, of)
        ):
            yield Task(
                key=f"aware:{of}",
                command=i.ClaimAwareness(of=of, why="reasonable certainty from what was shown"),
                takes_ms=300_000,
            )
        state = scene.state.duties.get(duty.id)
        if state is None or not state.running or state.notified_at is not None or state.declined:
            continue
        if _is_not_owed(scene, mind, duty):
            yield Task(
                key=f"decline:{duty.id}",
                command=o.DeclineDuty(
                    duty=duty.id,
                    owner=mind.seat,
                    why="no notice is owed where a risk is unlikely, and the data is safe",
                ),
                takes_ms=600_000,
            )
            continue
        ready = _time_to_follow_up(duty, state)
        if ready > scene.now:
            yield Later(at=ready, clock="exercise")
            continue
        decision = undecided(scene, mind)
        if decision is not None:
            yield decision
        fields = tuple(field for field in duty.contains if mind.keeps(f"field:{duty.id}:{field}"))
        yield Task(
            key=f"notify:{duty.id}",
            command=o.NotifyAuthority(
                duty=duty.id,
                recipient=duty.whom,
                channel=duty.by[0] if duty.by else "email",
                fields=fields,
                why="the clock runs",
            ),
            takes_ms=600_000,
        )


def _due_first(scene: Scene, duty: Duty) -> tuple[bool, int, str]:
    state = scene.state.duties.get(duty.id)
    due = state.due if state is not None else None
    return due is None, due or 0, duty.id


def _time_to_follow_up(duty: Duty, state: DutyState) -> Millis:
    """A report that follows another has something new to say half-way to its deadline."""
    if duty.from_.submitted is None or state.since is None or state.due is None:
        return Millis(0)
    return Millis((state.since + state.due) // 2)


def _has_heard_of(scene: Scene, mind: Mind, inject: str) -> bool:
    """Whether a matter was shown to this seat, or to others before this seat was last told
    anything.  Of what nobody is shown only the doubt can tell."""
    matter = scene.plan.injects.get(inject)
    if matter is None or not matter.to or inject in mind.read:
        return True
    shown = scene.state.fired.get(inject)
    return shown is not None and shown < mind.told_at


def _in_doubt(scene: Scene, mind: Mind, inject: str) -> bool:
    """Whether what was shown of the matter casts doubt on personal data."""
    matter = scene.plan.injects.get(inject)
    about = matter.about if matter is not None else None
    personal = mind.facts.get(fact_about("personal-data", about))
    data = mind.facts.get(fact_about("data", about))
    return personal in ("possible", "yes") or data in ("lost", "exposed")


def _is_not_owed(scene: Scene, mind: Mind, duty: Duty) -> bool:
    """Whether the rule spares unlikely risks, and what was shown of the matter speaks for one."""
    law = scene.plan.laws.get(duty.regime)
    spared = law.not_owed if law is not None else None
    if spared is None or (spared.fact, spared.is_) != ("risk", ("unlikely",)):
        return False
    matter = scene.plan.injects.get(duty.from_.aware_of or "")
    about = matter.about if matter is not None else None
    data, harm = (mind.facts.get(fact_about(fact, about)) for fact in ("data", "harm"))
    return data == "safe" and harm not in ("possible", "yes")


def vendors(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Open a case, oversee it, chase on schedule, escalate when the contract is breached."""
    if scene.seat_of("vendor_owner") != mind.seat or scene.state.declared is None:
        return
    involved = mind.facts.get("supplier") in ("involved", "silent")
    for story in scene.plan.scenario.vendors:
        vendor, state = story.vendor, scene.state.vendor(story.vendor)
        if state.opened_at is None:
            if involved:
                yield Task(
                    key=f"case:{vendor}",
                    command=o.OpenVendorCase(
                        vendor=vendor,
                        next_chase_at=scene.later(CHASE_EVERY_PLAYED_MS),
                        why="they are part of this",
                    ),
                )
            continue
        if state.helped:
            continue
        held = scene.plan.organisation.vendors[vendor]
        if held.critical and mind.keeps(f"oversee:{vendor}"):
            yield Task(
                key=f"oversee:{vendor}",
                command=o.NoteOversight(vendor=vendor, why="they are critical to us"),
            )
        ladder = held.ladder
        if vendor in mind.breached and ladder and state.rung == 0:
            yield Task(
                key=f"escalate:{vendor}",
                command=o.EscalateVendor(vendor=vendor, rung=1, why="the contract is breached"),
            )
        opened = scene.clock.played(state.opened_at)
        turn = (scene.played - opened) // CHASE_EVERY_PLAYED_MS
        following = Millis(opened + (turn + 1) * CHASE_EVERY_PLAYED_MS)
        if turn > state.chased and mind.keeps(f"chase:{vendor}:{turn}"):
            yield Task(
                key=f"chase:{vendor}:{turn}",
                command=o.ChaseVendor(
                    vendor=vendor,
                    next_chase_at=scene.later(CHASE_EVERY_PLAYED_MS),
                    why="no useful answer yet",
                ),
            )
        yield Later(at=following, clock="played")


def handles_messages(scene: Scene, seat: str) -> bool:
    """Whether a seat writes, reviews or approves messages to anybody."""
    audiences = scene.plan.organisation.communications.audiences
    roles = {"comms_owner", *(role for a in audiences for role in a.approved_by)}
    roles.update(a.reviewed_by for a in audiences if a.reviewed_by is not None)
    return any(scene.seat_of(role) == seat for role in roles)


def next_hands(
    scene: Scene, body: o.MessageDrafted | o.MessageHandled | o.ApprovalDelegated
) -> tuple[str | None, ...]:
    """The seats whose turn it is with a message."""
    message = scene.state.messages[body.message]
    audience = scene.plan.organisation.communications.audience(message.audience)
    assert audience is not None
    how, seats = _next_hands(scene, audience, message)
    return (*seats, *_who_may(scene, audience, how)) if _of_a_person(message) else seats


def messages(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Write to each audience in time, and walk each message through review and approval.

    What a person wrote is read whatever it is called and however the incident stands: a simulated
    approver counts as somebody who is there, so nobody else can be given the approval meanwhile.
    """
    for name, message in scene.state.messages.items():
        if _of_a_person(message):
            yield from _read(scene, mind, name, message)
    if scene.state.declared != "incident" or scene.state.closed:
        return
    for audience in scene.plan.organisation.communications.audiences:
        if audience.every is None and audience.first_within is None:
            continue
        yield from _message(scene, mind, audience)


def _message(scene: Scene, mind: Mind, audience: Audience) -> Iterator[Task | Later]:
    number = scene.state.published.get(audience.id, 0) + 1
    message = f"{audience.id}-{number}"
    state = scene.state.messages.get(message)
    if state is None:
        if scene.seat_of("comms_owner") != mind.seat:
            return
        time = _time_to_write(scene, audience)
        if time is None:
            return
        if time > scene.now:
            yield Later(at=time, clock="exercise")
        else:
            contains = tuple(c for c in audience.contains if mind.keeps(f"say:{message}:{c}"))
            yield Task(
                key=f"draft:{message}",
                command=o.DraftMessage(
                    message=message,
                    audience=audience.id,
                    channel=audience.channels[0],
                    contains=contains,
                    answers=_unanswered(scene, mind, audience.id),
                    why="they need a word from us",
                ),
                takes_ms=120_000,
            )
        return
    how, seats = _next_hands(scene, audience, state)
    if how is None or mind.seat not in seats:
        return
    if _of_a_person(state) and (how != "publish" or state.sent_back):
        return  # read by the same rules as whatever else a person wrote
    if how == "publish" and state.not_before is not None and scene.now < state.not_before:
        yield Later(at=state.not_before, clock="exercise")
        return
    following = None
    if how == "publish" and audience.every is not None:
        following = scene.later(audience.every)
    yield Task(
        key=f"{how}:{message}:{state.version}",
        command=o.HandleMessage(
            message=message,
            version=state.version,
            how=how,
            next_update_at=following,
            why="read and found fit",
        ),
    )


def _of_a_person(message: MessageState) -> bool:
    return not message.author.startswith("sim:")


def _read(scene: Scene, mind: Mind, name: str, message: MessageState) -> Iterator[Task]:
    """Review or approve what a person wrote; one that was sent back waits for its next version."""
    audience = scene.plan.organisation.communications.audience(message.audience)
    assert audience is not None
    how, seats = _next_hands(scene, audience, message)
    if how not in ("review", "approve") or message.sent_back or mind.seat == message.author_seat:
        return
    if mind.seat in (*seats, *_who_may(scene, audience, how)):
        yield Task(
            key=f"{how}:{name}:{message.version}",
            command=o.HandleMessage(
                message=name, version=message.version, how=how, why="read and found fit"
            ),
        )


def _who_may(scene: Scene, audience: Audience, how: str | None) -> tuple[str, ...]:
    """Every seat whose role reviews or approves, where several hold it."""
    reviews = (audience.reviewed_by,) if audience.reviewed_by is not None else ()
    roles = {"review": reviews, "approve": audience.approved_by}.get(how or "", ())
    seats = scene.plan.organisation.roles
    return tuple(seat for seat in seats if any(scene.holds_role(seat, role) for role in roles))


def _next_hands(
    scene: Scene, audience: Audience, message: MessageState
) -> tuple[Literal["review", "approve", "publish"] | None, tuple[str | None, ...]]:
    """What a message needs next, and the seats that may do it."""
    if message.published or message.withdrawn:
        return None, (scene.seat_of("comms_owner"),)
    if audience.reviewed_by is not None and not message.reviewed:
        return "review", (scene.seat_of(audience.reviewed_by),)
    if audience.approved_by and not message.approved:
        seats = (*map(scene.seat_of, audience.approved_by), *message.delegates)
        return "approve", tuple(seat for seat in seats if seat != message.author_seat)
    return "publish", (scene.seat_of("comms_owner"),)


def _unanswered(scene: Scene, mind: Mind, audience: str) -> str | None:
    """The oldest inject that asked this seat for something and has had no answer there."""
    for inject in mind.wanting:
        if (audience, inject) not in scene.state.answered_injects:
            return inject
    return None


def _time_to_write(scene: Scene, audience: Audience) -> Millis | None:
    """When the next message to *audience* is begun; ``None`` if one was enough."""
    last = scene.state.last_word.get(audience.id)
    if last is None:
        return scene.now
    if audience.every is None:
        return None
    num, den = scene.clock.pace
    ready = audience.every - MESSAGE_TAKES_PLAYED_MS * num // den
    early = audience.every * UPDATE_EARLY_PERCENT // 100
    return Millis(last + max(0, min(early, ready)))
