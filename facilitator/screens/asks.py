"""What is asked of one seat now, most urgent first: the heart of the team room.

Everything here follows from what the seat was shown and from the team's own tools (policy,
runbook, comms rules), never from what the scenario expects of it.
"""

from collections.abc import Iterator

from evidence import Millis
from facilitator.screens.ask import Ask
from facilitator.screens.asks_outside import asks_from_outside
from facilitator.screens.feed import spoken
from facilitator.screens.roles import holds, mine, seat_of, who_holds
from facilitator.screens.saying import not_yet, say_at, say_due, say_span, waiting
from facilitator.screens.seen import Seen
from facilitator.screens.steps import StepView, steps_of
from facilitator.screens.story import Incoming, Story
from facilitator.screens.story.incident import headline

LOOK_AGAIN = "Look again"
SOON_MS = 600_000
"""A review is announced ten minutes before, as everything else that is due soon."""
FRESH_MS = 1_800_000
"""A page that nobody took stays on the list for half an hour; then it has been overtaken."""


def asks_of(seen: Seen, story: Story) -> tuple[Ask, ...]:
    """Everything that waits for the viewer's seat, most urgent first."""
    if seen.viewer.seat is None or story.started_at is None or story.ended_at is not None:
        return ()
    found = [
        *_start(seen, story),
        *_questions(seen, story),
        *_approvals(seen, story),
        *_steps(seen, story),
        *asks_from_outside(seen, story),
        *_pages(seen, story),
        *_reviews(seen, story),
    ]
    now = seen.clock.at
    return tuple(sorted(found, key=lambda ask: (_urgency(ask, now), ask.rank, ask.key)))


def _urgency(ask: Ask, now: Millis) -> int:
    """Late before soon before the rest; what has no time limit stands with the rest."""
    if ask.due is None:
        return 3
    left = ask.due - now
    return 0 if left < 0 else 1 if left <= SOON_MS else 3


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
            why="given to you" if view.given else "you have the runbook open",
            rank=5 if view.phase != "check" else 4,
            due=view.due,
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


def _reviews(seen: Seen, story: Story) -> Iterator[Ask]:
    """Decisions that their owner wanted to look at again about now."""
    for review in story.reviews.values():
        if review.owner == seen.viewer.seat and review.due - seen.clock.at <= SOON_MS:
            yield Ask(
                key=f"review-{review.key}",
                what=f"Time to review: {review.words}",
                button=LOOK_AGAIN,
                href=f"decide?review={review.key}#decision",
                state=say_due(review.due, seen.clock.at),
                why="you decided it, and when to look again",
                rank=6,
                due=review.due,
            )
