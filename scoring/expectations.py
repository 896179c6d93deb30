"""Expected actions: n of m that a good team takes after an inject were seen in time.

The engine sees most of them; an evaluator ticks what only the room can show.  An action whose
deadline lies after EndEx was not due.  What was seen and then taken back is expected again, and
only what came since counts.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from evidence import Seq
from evidence.kinds import control
from scoring.case import Case
from scoring.figure import Conclusion, Exclusion, Finding, counted
from scoring.wording import count

State = Literal["met", "late", "missed", "left-out"]


class Outcome(NamedTuple):
    """What became of one expected action."""

    state: State
    why: str
    cites: tuple[Seq, ...]


def judge_expectations(case: Case) -> dict[str, Outcome]:
    """The outcome of every expected action that came up."""
    timeline = case.timeline
    found: dict[str, Outcome] = {}
    opened_by: dict[str, str] = {}
    opened_at: dict[str, Seq] = {}
    for event, opened in timeline.of(control.ExpectationOpened):
        why = "its deadline lies after the end: not due"
        found[opened.expectation] = Outcome("left-out", why, (event.seq,))
        opened_by[opened.expectation], opened_at[opened.expectation] = opened.inject, event.seq
    for event, change in timeline.of(control.InjectSet):
        for name, inject in opened_by.items():
            cites = found[name].cites
            if change.state == "withdrawn" and change.inject == inject and cites[-1] < event.seq:
                why = "control took back the message that it follows from"
                found[name] = Outcome("left-out", why, (*cites, event.seq))
    for event, missed in timeline.of(control.ExpectationMissed):
        if event.seq < opened_at.get(missed.expectation, 0):
            continue
        cites = (*_cites(found, missed.expectation), event.seq)
        if timeline.is_excused(event.at):
            outcome = Outcome("left-out", "control excused the span of its deadline", cites)
        else:
            outcome = Outcome("missed", "not seen by its deadline", cites)
        found[missed.expectation] = outcome
    for event, met in timeline.of(control.ExpectationMet):
        if event.seq < opened_at.get(met.expectation, 0):
            continue
        cites = (*_cites(found, met.expectation), event.seq)
        state: State = "late" if met.late else "met"
        found[met.expectation] = Outcome(state, "seen", cites)
    for event, tick in timeline.of(control.ActionTicked):
        cites = (*_cites(found, tick.expectation), event.seq)
        before = found.get(tick.expectation)
        if tick.seen:
            found[tick.expectation] = Outcome("met", "ticked by an evaluator", cites)
        elif before is None or before.state == "left-out":
            found[tick.expectation] = Outcome("missed", "an evaluator did not see it", cites)
    return found


def _cites(found: dict[str, Outcome], expectation: str) -> tuple[Seq, ...]:
    return found[expectation].cites if expectation in found else ()


def assess_expectations(case: Case, outcomes: dict[str, Outcome]) -> Iterator[Conclusion]:
    """EXPECT over all expected actions, and a finding for each one missed."""
    rated = {name: o for name, o in outcomes.items() if o.state != "left-out"}
    met = sum(outcome.state == "met" for outcome in rated.values())
    late = sum(outcome.state == "late" for outcome in rated.values())
    texts = {
        expected.id: expected.text
        for inject in case.plan.scenario.injects
        for expected in inject.expects
    }
    yield counted(
        "EXPECT",
        met,
        len(rated),
        rubric=case.plan.rubric,
        clock="played",
        formula=f"{met} seen in time / {count(len(rated), 'expected action')}"
        + (f"; {late} came late" if late else ""),
        nothing="not observed: no expected action came up",
        cites=[seq for outcome in rated.values() for seq in outcome.cites],
        excluded=tuple(
            Exclusion(what=name, why=outcome.why, cites=outcome.cites)
            for name, outcome in outcomes.items()
            if outcome.state == "left-out"
        ),
        missing=[
            f'"{texts.get(name, name).rstrip(".")}"'
            for name, outcome in sorted(rated.items(), key=lambda one: one[1].state != "late")
            if outcome.state != "met"
        ],
    )
    for name, outcome in outcomes.items():
        if outcome.state == "missed":
            text = texts.get(name, name)
            yield Finding(
                code="expected-and-not-seen",
                of=name,
                says=f"Expected and not seen in time: {text.rstrip('.')}.",
                cites=outcome.cites,
            )
