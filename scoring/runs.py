"""What happened to each runbook: the steps as performed, beside the steps as written.

A runbook has one run per exercise and its id names the run.  Order is the order of the record,
so two things at one millisecond still come one after the other.

**Taking a finish back never raises a figure.**  The step keeps its first start, its approvals and
its failures; its finish, what the finish captured, its checks and its skips count only from the
last reopening on.  A step that was ever finished stays in each figure that it was in: taken back
and not finished again, it was not validated, not in time, and not there for what builds on it.
"""

from dataclasses import dataclass, field
from typing import Final

from evidence import Event, Seq
from evidence.kinds import control, procedure, review, world
from runbooks.model import Runbook, Step
from scenarios.plan import Plan
from scoring.timeline import Moment, Timeline, visible

JUSTIFIED: Final[tuple[procedure.Deviation, ...]] = ("document-wrong", "justified-adaptation")
"""Deviations that cost nothing."""


@dataclass(slots=True)
class Performed:
    """One step as it was performed."""

    started: Moment | None = None
    started_by: str | None = None
    finished: Moment | None = None
    """The first finish, or the first since it was last reopened."""
    finished_first: Seq | None = None
    """The first finish of all, taken back or not."""
    reopened: list[Seq] = field(default_factory=list)
    skipped: tuple[Seq, procedure.StepSkipped] | None = None
    validations: list[tuple[Seq, bool]] = field(default_factory=list)
    approvals: list[tuple[Seq, str | None, bool]] = field(default_factory=list)
    """Leaf, seat, and whether a simulated responder gave it."""

    @property
    def began(self) -> Seq | None:
        """Where in the record work on it began; a step may be finished without a start."""
        return self.started.seq if self.started is not None else self.finished_first

    @property
    def ends(self) -> Seq:
        """What the record has last about its end: the finish, else that it was taken back."""
        return self.finished.seq if self.finished is not None else self.reopened[-1]

    def done_before(self, seq: Seq) -> bool:
        return self.finished is not None and self.finished.seq <= seq


@dataclass(slots=True)
class Run:
    """One runbook's run."""

    book: Runbook
    opened: Moment | None = None
    steps: dict[str, Performed] = field(default_factory=dict)
    checks: list[tuple[Seq, str, bool]] = field(default_factory=list)
    captured: dict[str, Seq] = field(default_factory=dict)
    stop_met: list[tuple[Seq, str]] = field(default_factory=list)
    """Stop conditions that were met, each from the leaf on that showed it to the team."""
    unseen: list[tuple[Seq, str]] = field(default_factory=list)
    """Stop conditions that were met and never shown to anybody."""
    stops: list[Seq] = field(default_factory=list)
    """Every stop; a stopped run may go on."""
    starts: list[tuple[Seq, str]] = field(default_factory=list)
    """Every start of a step, repeats included."""
    classified: dict[str, tuple[Seq, procedure.Deviation]] = field(default_factory=dict)
    """What an evaluator called leaving the text at a step; it goes before the team's own word."""

    def called(self, step: str) -> str:
        """A step by what it says to do, in quotation marks."""
        return f"“{self.book.called(step)}”"

    def deviation(self, step: str) -> procedure.Deviation | None:
        """What leaving the text at this step was; ``None`` where nobody called it anything."""
        if step in self.classified:
            return self.classified[step][1]
        did = self.steps.get(step)
        if did is None or did.skipped is None or not did.skipped[1].reasoned:
            return None
        return did.skipped[1].deviation

    def excused(self, step: str) -> bool:
        """Whether leaving the text here costs nothing: it was wrong, or leaving it was right."""
        return self.deviation(step) in JUSTIFIED

    def step(self, step: str) -> Performed:
        return self.steps.setdefault(step, Performed())

    def ignored_stop(self) -> tuple[tuple[Seq, str], tuple[Seq, str]] | None:
        """The met stop condition, and the first step that was started in spite of it.

        It holds until the run is stopped, or a step that watches the condition has passed its
        check, which shows that it is met no longer.  To begin a step that watches it is to see to
        it, and not to ignore it; and where steps watch it, it binds what builds on them.
        """
        before = closure(self.book)
        for met in self.stop_met:
            watching = {step.id for step in self.book.steps if met[1] in step.stops}
            settled = [
                seq
                for name in watching & self.steps.keys()
                for seq, passed in self.steps[name].validations
                if passed and seq > met[0]
            ]
            over = min((*settled, *(seq for seq in self.stops if seq > met[0])), default=None)
            for started in self.starts:
                in_force = started[0] > met[0] and (over is None or started[0] < over)
                builds = not watching or watching & before.get(started[1], frozenset())
                if in_force and builds and started[1] not in watching:
                    return met, started
        return None

    def done(self) -> list[tuple[Step, Performed]]:
        """The steps that were finished, in the order of the runbook."""
        return [(step, did) for step, did in self.ever_done() if did.finished is not None]

    def ever_done(self) -> list[tuple[Step, Performed]]:
        """The same, and those whose finish was taken back."""
        found = ((step, self.steps.get(step.id)) for step in self.book.steps)
        return [
            (step, did)
            for step, did in found
            if did is not None and (did.finished is not None or did.reopened)
        ]


def gather_runs(plan: Plan, timeline: Timeline) -> list[Run]:
    """The run of each runbook in the plan, opened or not."""
    runs = {book.runbook: Run(book=book) for book in plan.runbooks}
    _gather_steps(runs, timeline)
    for event, opened in timeline.of(procedure.RunStarted):
        if opened.run in runs:
            runs[opened.run].opened = runs[opened.run].opened or Moment(event.seq, event.at)
    for event, check in timeline.of(procedure.PreconditionChecked):
        if check.run in runs:
            runs[check.run].checks.append((event.seq, check.precondition, check.passed))
    for event, capture in timeline.of(procedure.EvidenceCaptured):
        if capture.run in runs:
            runs[capture.run].captured.setdefault(capture.item, event.seq)
    for event, called in timeline.of(review.DeviationClassified):
        if called.run in runs:
            runs[called.run].classified[called.step] = (event.seq, called.deviation)
    for event, stop in timeline.of(procedure.RunStopped):
        if stop.run in runs:
            runs[stop.run].stops.append(event.seq)
    for event, met in timeline.of(procedure.StopConditionMet):
        if met.run in runs:
            _note_stop(runs[met.run], event.seq, met.condition, _signs(plan, met), timeline)
    return list(runs.values())


def _signs(plan: Plan, met: procedure.StopConditionMet) -> frozenset[str] | None:
    """What shows a met condition; ``None`` where the story does not say, and people see it."""
    signs = {
        (use.runbook, sign.condition): frozenset(sign.shown_by)
        for use in plan.scenario.runbooks
        for sign in use.stops
    }
    return signs.get((met.run, met.condition))


def _note_stop(
    run: Run, seq: Seq, condition: str, signs: frozenset[str] | None, timeline: Timeline
) -> None:
    if signs is None:
        run.stop_met.append((seq, condition))
        return
    shown = [event.seq for event, names in _showings(timeline) if signs.intersection(names)]
    if shown:
        run.stop_met.append((max(seq, min(shown)), condition))
    else:
        run.unseen.append((seq, condition))


def _showings(timeline: Timeline) -> list[tuple[Event, tuple[str, ...]]]:
    """What the team was shown, by the names of what showed it."""
    found: list[tuple[Event, tuple[str, ...]]] = [
        *((event, (body.inject,)) for event, body in timeline.of(control.InjectFired)),
        *((event, (body.signal,)) for event, body in timeline.of(world.SignalRaised)),
        *((event, body.found) for event, body in timeline.of(procedure.QueryReturned)),
        *((event, (b.response,)) for event, b in timeline.of(procedure.ResponseEnded)
          if not b.worked),
    ]  # fmt: skip
    return [(event, names) for event, names in found if visible(event)]


def _gather_steps(runs: dict[str, Run], timeline: Timeline) -> None:
    for event, started in timeline.of(procedure.StepStarted):
        if started.run in runs:
            run = runs[started.run]
            run.starts.append((event.seq, started.step))
            step = run.step(started.step)
            if step.started is None:
                step.started = Moment(event.seq, event.at)
                step.started_by = timeline.seat_of(event)
    for event, reopened in timeline.of(procedure.StepReopened):
        if reopened.run in runs:
            runs[reopened.run].step(reopened.step).reopened.append(event.seq)
    _gather_results(runs, timeline)
    for event, approval in timeline.of(procedure.StepApproved):
        if approval.run in runs:
            given = (event.seq, timeline.seat_of(event), approval.simulated)
            runs[approval.run].step(approval.step).approvals.append(given)


def _gather_results(runs: dict[str, Run], timeline: Timeline) -> None:
    """What reopening a step takes back: nothing here counts that came before the last time."""

    def stands(
        event: Event, body: procedure.StepFinished | procedure.StepSkipped | procedure.StepValidated
    ) -> bool:
        if body.run not in runs:
            return False
        return event.seq > max(runs[body.run].step(body.step).reopened, default=-1)

    for event, finished in timeline.of(procedure.StepFinished):
        if finished.run not in runs:
            continue
        run = runs[finished.run]
        step = run.step(finished.step)
        if step.finished_first is None:
            step.finished_first = event.seq
        if stands(event, finished):
            step.finished = step.finished or Moment(event.seq, event.at)
            for item in finished.evidence:
                run.captured.setdefault(item, event.seq)
    for event, skipped in timeline.of(procedure.StepSkipped):
        if stands(event, skipped):
            runs[skipped.run].step(skipped.step).skipped = (event.seq, skipped)
    for event, check in timeline.of(procedure.StepValidated):
        if stands(event, check):
            runs[check.run].step(check.step).validations.append((event.seq, check.passed))


def closure(book: Runbook) -> dict[str, frozenset[str]]:
    """For each step all steps that come before it, by the transitive closure of ``after``."""
    direct = {step.id: step.after for step in book.steps}
    before: dict[str, frozenset[str]] = {}

    def walk(step: str) -> frozenset[str]:
        if step not in before:
            before[step] = frozenset()  # a circle, which the checker refuses, ends here
            found = set(direct.get(step, ()))
            for earlier in direct.get(step, ()):
                found |= walk(earlier)
            before[step] = frozenset(found)
        return before[step]

    for step in direct:
        walk(step)
    return before
