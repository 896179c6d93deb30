"""A runbook as one seat sees it: which step is where, what it waits for, what may be pressed.

The reasons are those that the engine would refuse with, said before anybody presses.
"""

from dataclasses import dataclass
from typing import Final, Literal

from evidence import Millis
from facilitator.screens.naming import Names
from facilitator.screens.roles import holds, who_holds
from facilitator.screens.saying import (
    State,
    done,
    missed,
    not_yet,
    running,
    said_list,
    skipped,
    waiting,
)
from facilitator.screens.seen import Seen
from facilitator.screens.story import RunStory, StepStory, Story, TakenBack
from runbooks.model import Runbook, Step

Phase = Literal["done", "check", "running", "ready", "blocked", "skipped", "failed"]
CHECK_FIRST: Final = "Opens when what stands under \u201cCheck before\u201d holds."
"""Nothing but the checks is missing: the step is somebody's turn, and its checks are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """A precondition, and what was found."""

    id: str
    check: str
    safety: bool
    passed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as the viewer sees it."""

    run: str
    id: str
    number: int
    title: str
    do: str
    role: str
    owner: str
    """Who holds its role."""
    holder: str
    """Who is to do it: the owner, unless it was given to somebody."""
    mine: bool
    given: bool
    """To the viewer, by name."""
    phase: Phase
    state: State
    blocked: str | None
    """Why it cannot be started or finished now, in words; ``None`` if it can."""
    optional: bool
    major: bool
    after: tuple[int, ...]
    expected_ms: int
    taken_ms: int | None
    due: Millis | None
    started_at: Millis | None
    done_at: Millis | None
    done_by: str
    stated_at: Millis | None
    taken_back: TakenBack | None
    taken_back_by: str
    checks: tuple[CheckView, ...]
    validation: str | None
    validator: str | None
    may_validate: bool
    approver: str | None
    approved_by: str | None
    waits_for_approval: bool
    may_approve: bool
    stops: tuple[tuple[str, str, str], ...]
    """Id, when, then."""
    evidence: tuple[tuple[str, str, bool], ...]
    """Id, what to capture, whether it was."""
    say: tuple[str, ...]
    """Whom to tell after it."""
    asks_point: bool
    response_runs: bool
    said: str | None
    """What the system answered."""
    reason: str | None
    simulated_approval: bool


def steps_of(seen: Seen, story: Story, run: RunStory) -> tuple[StepView, ...]:
    """Every step of an opened runbook, in the order in which it is written."""
    book = seen.plan.books[run.run]
    numbers = {step.id: place for place, step in enumerate(book.steps, start=1)}
    return tuple(_view(seen, story, run, book, step, numbers) for step in book.steps)


def _view(
    seen: Seen, story: Story, run: RunStory, book: Runbook, step: Step, numbers: dict[str, int]
) -> StepView:
    names, at = Names(seen.plan), run.step(step.id)
    blocked = _blocked(seen, story, run, book, step, numbers)
    phase = _phase(step, at, blocked)
    awaits = step.approved_by is not None and at.approved_at is None and phase == "blocked"
    awaits = awaits and not _waits_earlier(run, book, step)
    due = Millis(at.started_at + step.expected) if at.started_at and phase == "running" else None
    validator = step.validation.role or step.role if step.validation else None
    response = seen.plan.responses.get(step.uses or "")
    said = story.response_says.get(at.response or "")
    owner = who_holds(seen, story, step.role)
    given = at.given_to is not None and at.given_to == seen.viewer.seat
    own = given if at.given_to is not None else holds(seen, story, step.role)
    return StepView(
        run=run.run,
        id=step.id,
        number=numbers[step.id],
        title=names.step(run.run, step.id),
        do=step.do,
        role=names.role(step.role),
        owner=owner,
        holder=names.seat(at.given_to) if at.given_to is not None else owner,
        mine=own or (phase == "check" and holds(seen, story, validator)),
        given=given,
        phase=phase,
        state=_state(step, at, phase, awaits, blocked, numbers, run),
        blocked=blocked,
        optional=step.optional,
        major=step.major,
        after=tuple(sorted(numbers[before] for before in step.after)),
        expected_ms=step.expected,
        taken_ms=_taken(seen, at),
        due=due,
        started_at=at.started_at,
        done_at=at.finished_at,
        done_by=names.seat(at.finished_by),
        stated_at=at.stated_at,
        taken_back=at.taken_back,
        taken_back_by=names.seat(at.taken_back.by if at.taken_back else None),
        checks=tuple(
            CheckView(id=c.id, check=c.check, safety=c.safety, passed=run.checks.get(c.id))
            for c in book.preconditions
            if c.id in step.needs
        ),
        validation=step.validation.check if step.validation else None,
        validator=who_holds(seen, story, validator) if validator else None,
        may_validate=at.finished_at is not None and at.validated is not True,
        approver=who_holds(seen, story, step.approved_by) if step.approved_by else None,
        approved_by=names.seat(at.approved_by) if at.approved_at is not None else None,
        waits_for_approval=awaits,
        may_approve=holds(seen, story, step.approved_by),
        stops=tuple((s.id, s.when, s.then) for s in book.stop if s.id in step.stops),
        evidence=tuple(
            (e.id, e.capture, e.id in run.captured) for e in book.evidence if e.id in step.evidence
        ),
        say=tuple(
            f"{names.audience(point.audience)}: {point.say}"
            for point in book.communication
            if point.after == step.id
        ),
        asks_point=response is not None and response.chooses is not None,
        response_runs=at.response_runs,
        said=said[1] if said else None,
        reason=at.skipped,
        simulated_approval=at.simulated_approval,
    )


def _taken(seen: Seen, at: StepStory) -> int | None:
    if at.started_at is None:
        return None
    return (at.finished_at or seen.clock.at) - at.started_at


def _phase(step: Step, at: StepStory, blocked: str | None) -> Phase:
    if at.skipped is not None:
        return "skipped"
    if at.finished_at is not None:
        if step.validation is not None and at.validated is not True:
            return "check"
        return "done"
    if at.started_at is not None:
        return "running"
    if blocked not in (None, CHECK_FIRST):
        return "blocked"
    return "failed" if at.failed_at is not None else "ready"


def _waits_earlier(run: RunStory, book: Runbook, step: Step) -> bool:
    """Whether a step before this one is still open: then nobody is asked to approve yet."""
    for before in book.predecessors(step.id):
        at = run.step(before)
        if at.skipped is None and at.finished_at is None:
            return True
    return False


def _blocked(
    seen: Seen, story: Story, run: RunStory, book: Runbook, step: Step, numbers: dict[str, int]
) -> str | None:
    """The first thing that is missing, so that one knows what to do next."""
    at = run.step(step.id)
    if at.started_at is not None and at.finished_at is None:
        return "The system is still at work." if at.response_runs else None
    open_ = [
        numbers[before]
        for before in book.predecessors(step.id)
        if run.step(before).skipped is None and run.step(before).finished_at is None
    ]
    if open_:
        return f"Opens after step {said_list([str(number) for number in sorted(open_)])}."
    unchecked = [
        numbers[before.id]
        for before in book.steps
        if before.id in book.predecessors(step.id)
        and before.validation is not None
        and run.step(before.id).skipped is None
        and run.step(before.id).validated is not True
    ]
    if unchecked:
        return f"Opens when the result of step {unchecked[0]} is checked."
    for check in book.preconditions:
        if check.id in step.needs and run.checks.get(check.id) is not True:
            return CHECK_FIRST
    if step.approved_by is not None and at.approved_at is None:
        return f"Opens when {who_holds(seen, story, step.approved_by)} has approved it."
    return None


def _state(
    step: Step,
    at: StepStory,
    phase: Phase,
    awaits: bool,
    blocked: str | None,
    numbers: dict[str, int],
    run: RunStory,
) -> State:
    if phase == "done":
        return done("checked" if step.validation is not None else "done")
    if phase == "check":
        return missed("check failed") if at.validated is False else waiting("check the result")
    if phase == "skipped":
        return skipped("skipped")
    if phase == "running":
        if at.response_failed:
            return missed("did not work")
        return running("at work" if at.response_runs else "running")
    if phase == "failed":
        return missed("could not be done")
    if phase == "ready":
        words = "check first" if blocked == CHECK_FIRST else "ready to start"
        return State(words=words, tone="news", shape="run")
    if awaits:
        return waiting("waits for approval")
    open_ = [numbers[b] for b in step.after if run.step(b).finished_at is None]
    return not_yet(f"after {said_list([str(n) for n in sorted(open_)])}" if open_ else "not yet")
