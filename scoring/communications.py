"""Communications: did messages go the required way, and did people hear often enough.

The way of a message is draft, review where the policy asks for one, approval by an entitled
person other than the author, publication.  A promised interval runs on exercise time; one that
left people too little played time, because of pace or a jump, is not rated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence import Event, Millis, Seq
from evidence.kinds.incident import SeverityCalled
from evidence.kinds.outside import MessageHandled
from scenarios.organisation import Audience
from scoring.case import Case
from scoring.figure import (
    WHOLE,
    Conclusion,
    Exclusion,
    Finding,
    Metric,
    Target,
    Verdict,
    counted,
    house,
    ratio,
    share,
)
from scoring.wording import count, instant, some, span


@dataclass(slots=True)
class _Message:
    """What was done with one message before it went out."""

    handled: list[tuple[Event, MessageHandled]] = field(default_factory=list)

    def before(
        self, seq: Seq, how: str, version: int | None = None
    ) -> list[tuple[Event, MessageHandled]]:
        return [
            (event, body)
            for event, body in self.handled
            if event.seq < seq and body.how == how and version in (None, body.version)
        ]


def assess_communications(case: Case) -> Iterator[Conclusion]:
    """COMMS-CONF, UPD-CAD, COVERAGE and FIRST, with a finding for each way around the policy."""
    published = [
        (event, body) for event, body in case.timeline.of(MessageHandled) if body.how == "publish"
    ]
    yield from _conformance(case, published)
    yield _cadence(case, published)
    yield _coverage(case, published)
    yield _first(case, published)


def _conformance(case: Case, published: list[tuple[Event, MessageHandled]]) -> Iterator[Conclusion]:
    messages: dict[str, _Message] = {}
    for event, body in case.timeline.of(MessageHandled):
        messages.setdefault(body.message, _Message()).handled.append((event, body))
    required = violated = 0
    told: list[str] = []
    excluded: list[Exclusion] = []
    for event, body in published:
        audience = case.plan.organisation.communications.audience(body.audience)
        if audience is None:
            continue
        steps = _Steps(case, messages[body.message], event, body, audience)
        steps.judge()
        cost = len(steps.deviations) * WHOLE
        if steps.deviations and body.exception in case.plan.organisation.exceptions:
            cost = len(steps.deviations) * (WHOLE - case.plan.rubric.exception_keeps)
        required += steps.required
        violated += cost
        excluded += steps.excluded
        told += [f"{body.message}: {what}" for what in steps.deviations]
        if audience.external and not steps.approved and body.exception is None:
            yield Finding(
                code="unapproved-notice",
                of=body.message,
                says=f"{body.message} went to {audience.title} at {instant(event.at)} without the "
                "approval that the policy asks for.",
                cites=(event.seq,),
            )
    key, rubric = "COMMS-CONF", case.plan.rubric
    cites = [event.seq for event, _ in published]
    if not required:
        yield counted(key, 0, 0, rubric=rubric, formula="", cites=cites, excluded=tuple(excluded),
                      nothing="not observed: nothing was published")  # fmt: skip
        return
    yield ratio(
        key,
        share(required * WHOLE - violated, required * WHOLE),
        rubric=rubric,
        formula=f"1 - {count(len(told), 'deviation')} / {count(required, 'required transition')}"
        + (f" ({some(told)})" if told else ""),
        cites=cites,
        excluded=tuple(excluded),
        tally=(required - len(told), required) if violated == len(told) * WHOLE else None,
        missing=told,
    )


@dataclass(slots=True)
class _Steps:
    """The transitions that one publication needed, and those that went wrong."""

    case: Case
    message: _Message
    event: Event
    body: MessageHandled
    audience: Audience
    required: int = 0
    approved: bool = True
    deviations: list[str] = field(default_factory=list)
    excluded: list[Exclusion] = field(default_factory=list)

    def judge(self) -> None:
        if self.audience.reviewed_by is not None:
            self._transition("review", "no review")
        if self.audience.approved_by:
            self.approved = self._transition("approve", "no approval")
        self.required += 1
        withdrawn = self.message.before(self.event.seq, "withdraw", self.body.version)
        if self.body.channel not in self.audience.channels:
            self.deviations.append("wrong channel")
        elif withdrawn:
            self.deviations.append("published after withdrawal")
        elif not self.body.entitled:
            self.deviations.append("published by a seat that may not")

    def _transition(self, how: str, absent: str) -> bool:
        """Whether it was done, rightly; a simulated one is left out on either side."""
        found = self.message.before(self.event.seq, how, self.body.version)
        if found and all(body.simulated for _, body in found):
            self.excluded.append(
                Exclusion(
                    what=f"{how} of {self.body.message}",
                    why="given by a simulated responder; that is not an approval",
                    cites=tuple(event.seq for event, _ in found),
                )
            )
            return True
        self.required += 1
        people = [(event, body) for event, body in found if not body.simulated]
        if any(body.entitled and self._other(event, body) for event, body in people):
            return True
        if any(self._other(event, body) for event, body in people):
            self.deviations.append(f"{how} by a seat that may not")
        elif people:
            self.deviations.append(f"{how} by the author")
        elif self.message.before(self.event.seq, how):
            self.deviations.append(f"{how} was of another version")
        else:
            self.deviations.append(absent)
        return False

    def _other(self, event: Event, body: MessageHandled) -> bool:
        return self.case.timeline.seat_of(event) != body.author


def _cadence(case: Case, published: list[tuple[Event, MessageHandled]]) -> Metric:
    kept = whole = 0
    cites: list[Seq] = []
    excluded: list[Exclusion] = []
    late: list[tuple[int, str]] = []
    until = case.timeline.until
    for audience in case.plan.organisation.communications.audiences:
        sent = [(e, b) for e, b in published if b.audience == audience.id and e.seq <= until.seq]
        followers: list[tuple[Seq, Millis] | None] = [(e.seq, e.at) for e, _ in sent[1:]]
        for (event, body), following in zip(sent, [*followers, None], strict=False):
            allowed = _allowed(case, audience, event, body)
            if allowed is None:
                continue
            end = following or (until.seq, until.at)
            took = case.timeline.elapsed(event.at, end[1])
            if following is None and took <= allowed:
                continue  # the next word was not due when it ended
            people_had = case.timeline.played(event.at, event.at + allowed)
            if people_had < case.plan.rubric.least_played_for_cadence:
                why = f"not rated at this pace: it left people {span(people_had)} of played time"
                what = f"update to {audience.id} after {instant(event.at)}"
                excluded.append(Exclusion(what=what, why=why, cites=(event.seq,)))
                continue
            whole += 1
            kept += took <= allowed
            cites += (event.seq, end[0])
            if took > allowed:
                says = f"{audience.id} waited {span(took)}, promised {span(allowed)}"
                late.append((took - allowed, says))
    return counted(
        "UPD-CAD",
        kept,
        whole,
        rubric=case.plan.rubric,
        clock="exercise",
        formula=f"{kept} within the promised interval / {count(whole, 'interval')} between updates"
        + (f"; {some([says for _, says in late])}" if late else ""),
        nothing="not observed: no interval between updates was due",
        cites=cites,
        excluded=tuple(excluded),
        missing=[says for _, says in sorted(late)],
    )


def _allowed(case: Case, audience: Audience, event: Event, body: MessageHandled) -> int | None:
    """The audience's own cadence, or the called level's where it has none; sooner if promised."""
    called = [b.level for e, b in case.timeline.of(SeverityCalled) if e.seq <= event.seq]
    level = case.plan.organisation.severity.level(called[-1]) if called else None
    every = level.update_every if level is not None else None
    limits = [audience.every if audience.every is not None else every]
    if body.next_update_at is not None:
        limits.append(max(0, body.next_update_at - event.at))
    return min((limit for limit in limits if limit is not None), default=None)


def _coverage(case: Case, published: list[tuple[Event, MessageHandled]]) -> Metric:
    """Audiences that had to hear something: the policy promises a first word, or the story's
    stakeholders wait for one."""
    waiting = {stakeholder.audience for stakeholder in case.plan.scenario.stakeholders}
    required = [
        audience.id
        for audience in case.plan.organisation.communications.audiences
        if audience.id in waiting or audience.first_within is not None
    ]
    reached = {body.audience: event.seq for event, body in reversed(published)}
    silent = [audience for audience in required if audience not in reached]
    declared = case.moments.declared
    return counted(
        "COVERAGE",
        len(required) - len(silent),
        len(required) if declared is not None or reached else 0,
        rubric=case.plan.rubric,
        formula=f"{len(required) - len(silent)} reached / {count(len(required), 'audience')} "
        "that had to hear" + (f"; not told: {', '.join(silent)}" if silent else ""),
        nothing="not observed: no audience had to be told",
        cites=[reached[audience] for audience in required if audience in reached]
        or [case.timeline.end.seq],  # the end shows that nothing came
        missing=silent,
    )


def _first(case: Case, published: list[tuple[Event, MessageHandled]]) -> Metric:
    """From the declaration to the first word to anybody outside, on played time."""
    timeline, declared = case.timeline, case.moments.declared
    audiences = case.plan.organisation.communications.audiences
    outside = {audience.id for audience in audiences if audience.external}
    target = _first_target(case)
    until = timeline.until
    first = next((e for e, b in published if b.audience in outside and e.seq <= until.seq), None)
    limit = int(target.value) if target is not None else None
    value: int | None = None
    verdict: Verdict
    if declared is None:
        verdict, formula = "not-observed", "not observed: nothing was declared"
    elif first is None:
        waited = timeline.played(declared.at, until.at)
        formula = f"nobody outside had heard anything {span(waited)} after the declaration"
        missed = limit is not None and waited > limit
        verdict = "not-met" if missed else "not-due" if timeline.ended else "could-not-verify"
    else:
        value = max(0, timeline.played(declared.at, first.at))
        formula = (
            f"from the declaration ({instant(declared.at)}) to the first message to anybody "
            f"outside ({instant(first.at)}): {span(value)} of played time"
        )
        verdict = "info" if limit is None else "met" if value <= limit else "not-met"
    cites = [found.seq for found in (declared, first) if found is not None]
    return Metric(
        key="FIRST",
        value=value,
        unit="ms",
        clock="played",
        target=target,
        verdict=verdict,
        formula=formula,
        cites=tuple(sorted(cites)),
    )


def _first_target(case: Case) -> Target | None:
    promised = [
        (audience.first_within, audience.id)
        for audience in case.plan.organisation.communications.audiences
        if audience.external and audience.first_within is not None
    ]
    if promised:
        ms, name = min(promised)
        return Target(value=ms, bound="at-most", named=f"comms policy, {name}")
    within = case.plan.rubric.within.get("FIRST")
    if within is None:
        return None
    return Target(value=within, bound="at-most", named=house(case.plan.rubric))
