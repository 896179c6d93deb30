"""The reference severity: which levels were right at each moment, as a band.

Two judges stand behind it.  The scenario's experts say from which truth on which levels they
would call.  The organisation's own severity tree, walked on the true facts that the team had been
shown by then, says which level its policy gives.  Where they differ the band spans both: nobody is
wrong who follows their policy on what they know, and a policy that differs from the experts is a
finding about the policy.
"""

from collections.abc import Iterator
from typing import NamedTuple

from evidence import Event, Millis, Seq
from evidence.kinds import control, incident, outside, procedure, world
from scenarios.plan import Plan
from scoring.figure import Finding
from scoring.timeline import Timeline, visible
from scoring.wording import instant

LONG_ENOUGH_MS = 600_000
"""A policy that differs for less than ten minutes may only wait for the next fact."""


class Band(NamedTuple):
    """The levels that are accepted; 1 is the worst."""

    worst: int
    mildest: int

    def holds(self, level: int) -> bool:
        return self.worst <= level <= self.mildest

    def with_level(self, level: int | None) -> "Band":
        """The band that spans this level too."""
        if level is None:
            return self
        return Band(min(self.worst, level), max(self.mildest, level))


class Reference(NamedTuple):
    """What holds from one leaf on."""

    seq: Seq
    at: Millis
    experts: Band
    policy: int | None
    """Where the tree leads on what was shown; ``None`` while an answer is missing."""

    @property
    def band(self) -> Band:
        return self.experts.with_level(self.policy)


def find_references(plan: Plan, timeline: Timeline) -> tuple[Reference, ...]:
    """Every change of the reference, in the order of the record."""
    said = [(event, body) for event, body in timeline.of(incident.SeverityReferenceSet)]
    if not said:
        return ()
    changes: list[tuple[Event, Band | dict[str, str]]] = [
        *((event, Band(body.worst, body.mildest)) for event, body in said),
        *shown_facts(timeline),
    ]
    policy = plan.organisation.severity
    facts: dict[str, str] = {}
    experts: Band | None = None
    found: list[Reference] = []
    for event, change in sorted(changes, key=lambda one: one[0].seq):
        if isinstance(change, Band):
            experts = change
        else:
            facts |= change
        if experts is None:
            continue
        level = policy.walk(policy.answers_for(facts))
        last = found[-1] if found else None
        if last is None or (last.experts, last.policy) != (experts, level):
            found.append(Reference(event.seq, event.at, experts, level))
    return tuple(found)


def shown_facts(timeline: Timeline) -> Iterator[tuple[Event, dict[str, str]]]:
    """Facts as the team was shown them; what a false signal told is none."""
    false = _false_signals(timeline)
    told: list[tuple[Event, str, dict[str, str]]] = [
        *((e, b.signal, b.tells) for e, b in timeline.of(world.SignalRaised)),
        *((e, b.inject, b.tells) for e, b in timeline.of(control.InjectFired)),
        *((e, "", b.tells) for e, b in timeline.of(procedure.QueryReturned)),
        *((e, "", b.tells) for e, b in timeline.of(outside.VendorReplied)),
    ]
    for event, name, tells in told:
        if tells and name not in false and visible(event):
            yield event, tells


def _false_signals(timeline: Timeline) -> frozenset[str]:
    """Signals that were never judged true."""
    judged = [(body.signal, body.verdict) for _, body in timeline.of(world.SignalJudged)]
    true = {signal for signal, verdict in judged if verdict == "true"}
    return frozenset(signal for signal, _ in judged) - true


def find_policy_gap(references: tuple[Reference, ...], timeline: Timeline) -> Iterator[Finding]:
    """The longest stretch in which the tree led outside what the experts accept."""
    ends = [*(one.at for one in references[1:]), timeline.until.at]
    gaps = [
        (end - one.at, one, end)
        for one, end in zip(references, ends, strict=False)  # without references there is an end
        if one.policy is not None and not one.experts.holds(one.policy)
    ]
    if not gaps:
        return
    lasted, widest, end = max(gaps, key=lambda gap: gap[0])
    if lasted < LONG_ENOUGH_MS:
        return
    yield Finding(
        code="policy-differs",
        of=f"SEV{widest.policy}",
        says=f"From {instant(widest.at)} to {instant(end)} the organisation's severity tree led to "
        f"SEV{widest.policy} on what the team had been shown, where the scenario's experts would "
        f"call {show_band(widest.experts)}. Both were accepted; look at the tree.",
        cites=(widest.seq,),
    )


def show_band(band: Band) -> str:
    """``SEV1``, ``SEV1 to SEV2``."""
    if band.worst == band.mildest:
        return f"SEV{band.worst}"
    return f"SEV{band.worst} to SEV{band.mildest}"
