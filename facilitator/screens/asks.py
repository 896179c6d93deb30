"""What is asked of one seat now, most urgent first: the heart of the team room.

Everything here follows from what the seat was shown and from the team's own tools (policy,
runbook, comms rules), never from what the scenario expects of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.feed import spoken
from facilitator.screens.naming import Names
from facilitator.screens.roles import holds, mine, seat_of, who_holds
from facilitator.screens.saying import State, not_yet, say_at, say_due, say_span, waiting
from facilitator.screens.seen import Seen
from facilitator.screens.steps import StepView, steps_of
from facilitator.screens.story import Incoming, Story
from facilitator.screens.story.incident import headline

FRESH_MS = 1_800_000
"""A page that nobody took stays on the list for half an hour; then it has been overtaken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing that waits for this seat."""

    key: str
    what: str
    button: str
    href: str
    state: State
    why: str
    rank: int
    due: Millis | None = None


def asks_of(seen: Seen, story: Story) -> tuple[Ask, ...]:
    """Everything that waits for the viewer's seat, most urgent first."""
    if seen.viewer.seat is None or story.started_at is None or story.ended_at is not None:
        return ()
    found = [
        *_start(seen, story),
        *_questions(seen, story),
        *_approvals(seen, story),
        *_messages(seen, story),
        *_steps(seen, story),
        *_duties(seen, story),
        *_updates(seen, story),
        *_vendors(seen, story),
        *_pages(seen, story),
    ]
    now = seen.clock.at
    return tuple(sorted(found, key=lambda ask: (_urgency(ask, now), ask.rank, ask.key)))


def _urgency(ask: Ask, now: Millis) -> int:
    """Late before soon before the rest; what has no time limit stands with the rest."""
    if ask.due is None:
        return 3
    left = ask.due - now
    return 0 if left < 0 else 1 if left <= 600_000 else 3


def _start(seen: Seen, story: Story) -> Iterator[Ask]:
    """The first three minutes: somebody must say that this is an incident, and how bad."""
    if not holds(seen, story, "incident_commander"):
        return
    signals = [incoming for incoming in story.incoming if incoming.signal]
    if signals and story.declared is None:
        yield Ask(
            key="declare",
            what="Is this an incident?",
            button="Decide",
            href="decide#declare",
            state=waiting(f"first sign {say_span(seen.clock.at - signals[0].at)} ago"),
            why=headline(signals[-1].text),
            rank=0,
        )
    if story.declared == "incident" and story.level is None:
        since = story.declared_at or seen.clock.at
        yield Ask(
            key="severity",
            what="Say how severe it is",
            button="Open the tree",
            href="severity",
            state=waiting(f"declared {say_span(seen.clock.at - since)} ago"),
            why="A few questions lead to the level",
            rank=1,
        )


def _questions(seen: Seen, story: Story) -> Iterator[Ask]:
    decisions = {decision.id: decision for decision in seen.plan.scenario.decisions}
    questions = {question.id: question for question in seen.plan.scenario.questions}
    for asked in story.asked.values():
        if asked.answered_at is not None:
            continue
        decision = decisions.get(asked.id)
        owner = decision.owner if decision is not None else None
        if not mine(seen, asked.to) and owner != seen.viewer.seat:
            continue
        point = decision or questions.get(asked.id)
        due = _decision_due(story, asked.at, decision.by if decision is not None else None)
        yield Ask(
            key=f"ask-{asked.incoming}",
            what=" ".join(point.ask.split()) if point else "Answer a question",
            button="Decide" if decision is not None else "Answer",
            href=f"team#{asked.incoming}",
            state=say_due(due, seen.clock.at) if due else not_yet("no time limit"),
            why=f"asked at {say_at(asked.at)}",
            rank=2,
            due=due,
        )
    for incoming in story.incoming:
        if _wants_answer(incoming) and mine(seen, incoming.to):
            yield Ask(
                key=incoming.key,
                what=headline(spoken(incoming)),
                button="Answer",
                href=f"team#{incoming.key}",
                state=not_yet(f"since {say_at(incoming.at)}"),
                why=f"from {incoming.sender or incoming.channel.replace('-', ' ')}",
                rank=6,
            )


def _decision_due(story: Story, at: Millis, by: int | None) -> Millis | None:
    """A decision's time limit is time that people have, so it is counted in played time."""
    if by is None:
        return None
    return story.clock.at_played(Millis(story.clock.played(at) + by), after=at)


def _wants_answer(incoming: Incoming) -> bool:
    return (
        incoming.asks
        and not incoming.signal
        and incoming.question is None
        and incoming.answered_at is None
        and incoming.taken_at is None
        and not incoming.withdrawn
    )


def _approvals(seen: Seen, story: Story) -> Iterator[Ask]:
    for view in _open_steps(seen, story):
        if view.waits_for_approval and view.may_approve:
            yield Ask(
                key=f"approve-{view.run}-{view.id}",
                what=f"Approve: {view.title}",
                button="Look at it",
                href=f"runbook?run={view.run}&step={view.id}#step-{view.id}",
                state=waiting("waits for you"),
                why=f"runbook step {view.number}",
                rank=3,
            )


def _messages(seen: Seen, story: Story) -> Iterator[Ask]:
    names, seat = Names(seen.plan), seen.viewer.seat
    for message in story.messages.values():
        audience = seen.plan.organisation.communications.audience(message.audience)
        if audience is None or message.published_at is not None or message.withdrawn_at is not None:
            continue
        author = message.versions[-1].seat
        title = names.audience(message.audience)
        ask = _message_step(seen, story, message.reviewed_at, message.approved_at, audience.id)
        if message.sent_back is not None:
            if author == seat:
                yield _message_ask(message.message, f"Rewrite the message to {title}", "Rewrite", 4)
        elif ask is not None and author != seat:
            yield _message_ask(message.message, f"{ask} the message to {title}", "Read it", 3)
        elif author == seat and not _waits(audience, message.reviewed_at, message.approved_at):
            yield _message_ask(message.message, f"Publish the message to {title}", "Publish", 3)


def _message_ask(message: str, what: str, button: str, rank: int) -> Ask:
    return Ask(
        key=f"message-{message}",
        what=what,
        button=button,
        href=f"comms?m={message}#open",
        state=waiting("waits for you"),
        why="nothing leaves this room",
        rank=rank,
    )


def _waits(audience: object, reviewed: Millis | None, approved: Millis | None) -> bool:
    needs_review = getattr(audience, "reviewed_by", None) is not None and reviewed is None
    needs_approval = bool(getattr(audience, "approved_by", ())) and approved is None
    return needs_review or needs_approval


def _message_step(
    seen: Seen, story: Story, reviewed: Millis | None, approved: Millis | None, audience_id: str
) -> str | None:
    audience = seen.plan.organisation.communications.audience(audience_id)
    if audience is None:
        return None
    if audience.reviewed_by is not None and reviewed is None:
        return "Check" if holds(seen, story, audience.reviewed_by) else None
    if audience.approved_by and approved is None:
        return "Approve" if any(holds(seen, story, r) for r in audience.approved_by) else None
    return None


def _open_steps(seen: Seen, story: Story) -> Iterator[StepView]:
    for run in story.runs.values():
        if run.open and run.run in seen.plan.books:
            yield from steps_of(seen, story, run)


def _steps(seen: Seen, story: Story) -> Iterator[Ask]:
    for view in _open_steps(seen, story):
        if not view.mine or view.phase not in ("ready", "running", "check"):
            continue
        verb = {"ready": "Start", "running": "Finish", "check": "Check the result of"}[view.phase]
        if view.phase == "running" and view.response_runs:
            continue
        yield Ask(
            key=f"step-{view.run}-{view.id}",
            what=f"{verb} step {view.number}: {view.title}",
            button=f"Open step {view.number}",
            href=f"runbook?run={view.run}&step={view.id}#step-{view.id}",
            state=view.state,
            why="you have the runbook open",
            rank=5 if view.phase != "check" else 4,
            due=view.due,
        )


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
    """Audience to the instant at which the next word was promised, where one is open."""
    last: dict[str, tuple[Millis, Millis | None]] = {}
    for message in story.messages.values():
        for at, _, _, next_at in message.published:
            if message.audience not in last or at >= last[message.audience][0]:
                last[message.audience] = (at, next_at)
    return {audience: due for audience, (_, due) in last.items() if due is not None}


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


def _pages(seen: Seen, story: Story) -> Iterator[Ask]:
    """Alerts that nobody has taken; once an incident runs, taking them is no longer asked."""
    if story.declared == "incident":
        return
    for incoming in story.incoming:
        fresh = seen.clock.at - incoming.at <= FRESH_MS
        open_ = incoming.signal and incoming.taken_at is None and incoming.answered_at is None
        if open_ and fresh and not incoming.withdrawn and mine(seen, incoming.to):
            yield Ask(
                key=incoming.key,
                what=f"Take the {incoming.channel.replace('-', ' ')}: {headline(spoken(incoming))}",
                button="Take it",
                href=f"team#{incoming.key}",
                state=not_yet(f"since {say_at(incoming.at)}"),
                why=who_holds(seen, story, "incident_commander") + " leads"
                if seat_of(seen, story, "incident_commander") != seen.viewer.seat
                else "you lead",
                rank=1,
            )
