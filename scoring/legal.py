"""Legal tests on what the team had been shown: when they were met, and when the team said so.

Findings and no figure: the law does not say how fast a test must be walked, only by when notice
is due.  A classification that came long after the facts is what a debrief should look at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence import Event, Seq
from evidence.kinds.incident import DecisionRecorded
from scenarios.duties import DutyTrigger
from scenarios.facts import legal_facts
from scenarios.law import ASKS, NAMES, TESTS, Outcome
from scoring.case import Case
from scoring.figure import Finding
from scoring.reference import shown_facts
from scoring.wording import instant, some, span


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalTest:
    """One test on all that was shown; once it was met it stays so."""

    test: str
    outcome: Outcome
    cites: tuple[Seq, ...]
    """What showed the facts."""
    met: Event | None
    """The leaf that showed the last fact it took."""
    asked: bool
    """Whether a decision of the scenario classifies the incident."""
    called: Event | None
    """The team's first one that classified it so."""

    @property
    def says(self) -> str:
        """When it was met on what was shown, beside when the team said so."""
        return _met(self, self.met) if self.met is not None else _not_met(self)

    @property
    def cited(self) -> tuple[Seq, ...]:
        called = () if self.called is None else (self.called.seq,)
        return tuple(sorted({*self.cites, *called}))


def walk_legal_tests(case: Case) -> Iterator[LegalTest]:
    """The tests that the plan's duties rest on, as far as anything was shown of them."""
    shown = [
        (event, facts)
        for event, tells in sorted(shown_facts(case.timeline), key=lambda one: one[0].seq)
        if (facts := legal_facts(tells))
    ]
    for test in TESTS:
        triggers = _triggers(case, test)
        if not triggers:
            continue
        facts = dict(case.plan.organisation.facts)
        outcome: Outcome | None = None
        cites: list[Seq] = []
        met: Event | None = None
        for event, told in shown:
            heard = {fact: value for fact, value in told.items() if fact in ASKS[test].known}
            if heard and met is None:
                facts |= heard
                cites.append(event.seq)
                outcome = TESTS[test](facts)
                met = event if outcome.verdict == "yes" else None
        if outcome is not None:
            yield LegalTest(
                test=test,
                outcome=outcome,
                cites=tuple(cites),
                met=met,
                asked=any(trigger.classified is not None for trigger in triggers),
                called=_called(triggers, case),
            )


def assess_legal_tests(case: Case) -> Iterator[Finding]:
    """What a debrief should know of each test."""
    for found in walk_legal_tests(case):
        unmet = "legal-test-open" if found.outcome.may_turn else "legal-test-not-met"
        code = "legal-test-met" if found.met is not None else unmet
        yield Finding(code=code, of=found.test, says=found.says, cites=found.cited)


def _met(found: LegalTest, met: Event) -> str:
    shown = (
        f"What the team had been shown by {instant(met.at)} made it {NAMES[found.test]}: "
        f"{found.outcome.because}."
    )
    if found.called is None:
        return f"{shown} The team never classified it so." if found.asked else shown
    if found.called.seq <= met.seq:
        return f"{shown} The team had classified it so at {instant(found.called.at)}."
    late = span(found.called.at - met.at)
    return f"{shown} The team classified it so at {instant(found.called.at)}, {late} later."


def _not_met(found: LegalTest) -> str:
    still = f"; not known: {some(found.outcome.open_facts)}" if found.outcome.may_turn else ""
    shown = (
        f"What the team was shown did not make it {NAMES[found.test]}: "
        f"{found.outcome.because}{still}."
    )
    if found.called is None:
        return shown
    return f"{shown} The team classified it so all the same, at {instant(found.called.at)}."


def _triggers(case: Case, test: str) -> list[DutyTrigger]:
    """What starts the duties of laws that rest on this test."""
    laws = case.plan.laws
    return [
        duty.from_
        for duty in case.plan.duties.values()
        if duty.regime in laws and test in laws[duty.regime].facts
    ]


def _called(triggers: Sequence[DutyTrigger], case: Case) -> Event | None:
    """The first decision that starts one of them."""
    said = (
        event
        for event, body in case.timeline.of(DecisionRecorded)
        for trigger in triggers
        if body.decision is not None
        and body.decision == trigger.classified
        and (not trigger.as_ or body.choice in trigger.as_)
    )
    return next(said, None)
