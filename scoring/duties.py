"""Notification duties: whom the team told, and whether that was in time.

Due instants are taken from the record (``duty.started``), where one function counted them in
elapsed hours.  At the deadline is in time.  A duty due after EndEx is *not due*, never missed, and
one that a jump carried past its deadline is *not rated*.  A recorded, owned, reasoned decision not
to notify earns full credit where the reference allows it; where it does not, the decision counts
as evidence (see DEC-COMP) and the duty stays what it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evidence import Event, Millis, Seq
from evidence.kinds.outside import DutyDeclined, DutyNotified, DutyStarted
from scenarios.duties import Duty
from scenarios.law import held_against
from scoring.awareness import assess_awareness, band_of, due_counted_from, governing_claim
from scoring.case import Case
from scoring.figure import (
    WHOLE,
    Conclusion,
    Exclusion,
    Finding,
    Metric,
    Ppm,
    Target,
    Verdict,
    ratio,
    ratio_target,
    read_share,
    share,
    show_share,
)
from scoring.timeline import Moment
from scoring.wording import instant, span

COUNTED: Final = frozenset({"met", "late", "not-met", "arguable"})
"""Verdicts of a duty that enter the overall figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """What the record says about one duty."""

    duty: Duty
    started: tuple[Event, DutyStarted] | None
    notices: tuple[tuple[Event, DutyNotified], ...]
    declined: tuple[Event, DutyDeclined] | None

    @property
    def due(self) -> Millis | None:
        """The due instant that governs; a clock that waits for a classification has none."""
        if self.started is None or self.started[1].state != "running":
            return None
        return self.started[1].due

    @property
    def latest(self) -> Millis | None:
        """The end of what can be argued; the due instant where nothing can."""
        return self.started[1].latest or self.due if self.started is not None else None

    @property
    def cites(self) -> tuple[Seq, ...]:
        events = [event for event, _ in self.notices]
        events += [told[0] for told in (self.started, self.declined) if told is not None]
        return tuple(sorted(event.seq for event in events))

    @property
    def decided(self) -> bool:
        """Whether not to notify was a recorded, owned and reasoned decision."""
        return self.declined is not None and bool(self.declined[1].owner) and (
            self.declined[1].reasoned
        )  # fmt: skip


def in_time(late_by: int, period: int) -> Ppm:
    """1 up to and at the deadline; after it the credit falls evenly to 0 over one more period."""
    if late_by <= 0:
        return WHOLE
    return max(0, WHOLE - share(late_by, period)) if period > 0 else 0


def assess_duties(case: Case) -> Iterator[Conclusion]:
    """A figure for each duty, then the weighted whole of those that were due."""
    figures: list[tuple[Duty, Metric]] = []
    for story in _stories(case):
        metric = _assess(case, story)
        figures.append((story.duty, metric))
        yield metric
        yield from _findings(case, story, metric)
    yield from assess_awareness(case)
    yield _overall(case, figures)


def _stories(case: Case) -> list[_Story]:
    timeline = case.timeline
    started = {body.duty: (event, body) for event, body in timeline.of(DutyStarted)}
    declined: dict[str, tuple[Event, DutyDeclined]] = {}
    for event, body in timeline.of(DutyDeclined):
        declined.setdefault(body.duty, (event, body))
    notices: dict[str, list[tuple[Event, DutyNotified]]] = {}
    for sent, notice in timeline.of(DutyNotified):
        notices.setdefault(notice.duty, []).append((sent, notice))
    return [
        _Story(
            duty=duty,
            started=started.get(duty.id),
            notices=tuple(notices.get(duty.id, ())),
            declined=declined.get(duty.id),
        )
        for duty in case.plan.scenario.duties
    ]


def _assess(case: Case, story: _Story) -> Metric:
    due, sent = story.due, story.notices[0][0].at if story.notices else None
    if sent is not None and (due is None or sent <= due):
        return _notified_in_time(case, story, sent, due)
    if story.declined is not None and _decline_counts(story, due):
        owner = story.declined[1].owner
        formula = f"decided not to notify at {instant(story.declined[0].at)}, owner {owner}, "
        formula += "with a reason; the reference allows it: full credit"
        return _figure(case, story, WHOLE, "met", formula)
    if due is None:
        return _without_due(case, story)
    jump = case.timeline.jump_over(due)
    if jump is not None:
        formula = f"not rated (jumped): control jumped over the due instant, {instant(due)}"
        why = "nobody could act at the due instant"
        note = Exclusion(what="jumped", why=why, cites=jump.cites)
        return _figure(case, story, None, "not-rated", formula, (note,))
    if case.timeline.is_excused(due):
        formula = "not rated: control excused the span of the due instant"
        return _figure(case, story, None, "not-rated", formula)
    latest = story.latest or due
    if sent is not None:
        if held_against(due, latest, sent=sent) == "arguable":
            return _notified_arguably(case, story, sent, due, latest)
        return _notified_late(case, story, sent, due)
    if latest >= case.timeline.end.at:
        return _open_at_the_end(case, story, due, latest)
    return _figure(case, story, 0, "not-met", f"due {instant(due)}; nothing was sent")


def _decline_counts(story: _Story, due: Millis | None) -> bool:
    """Whether the decision not to notify was sound, in time, and allowed by the reference."""
    if story.declined is None or not story.decided or not _may_decline(story.duty):
        return False
    return due is None or story.declined[0].at <= due


def _may_decline(duty: Duty) -> bool:
    return duty.decline_allowed or duty.reference in ("either", "do-not-notify")


def _without_due(case: Case, story: _Story) -> Metric:
    started = story.started
    if started is None:
        late = _silence(case, story.duty)
        if late is not None:
            return _figure(case, story, None, "could-not-verify", late)
        formula = "not observed: the event that starts this duty never came"
        return _figure(case, story, None, "not-observed", formula)
    if started[1].state == "provisional":
        formula = f"waiting for a classification since {instant(started[1].since)}: nothing is due"
        return _figure(case, story, None, _pending(case), formula)
    formula = "the rule names no instant and nothing was sent: an evaluator judges"
    return _figure(case, story, None, "not-rated", formula)


def _pending(case: Case) -> Verdict:
    return "not-due" if case.timeline.ended is not None else "could-not-verify"


def _open_at_the_end(case: Case, story: _Story, due: Millis, latest: Millis) -> Metric:
    where = "at EndEx" if case.timeline.ended is not None else "where the record stops"
    formula = f"due {instant(due)}, open {where} ({instant(case.timeline.end.at)})"
    if due < case.timeline.end.at:
        formula += f"; by another reading of the law it is due {instant(latest)}"
    return _figure(case, story, None, _pending(case), formula)


def _notified_in_time(case: Case, story: _Story, sent: Millis, due: Millis | None) -> Metric:
    content, channel, told = _quality(case, story)
    credit = _credit(case, WHOLE, content, channel)
    if due is None:
        formula = f"sent {instant(sent)}, before anything was due{told}"
        return _figure(case, story, credit, "met", formula)
    margin = span(due - sent)
    formula = f"due {instant(due)}, sent {instant(sent)}, margin {margin}; T = 1.0000{told}"
    counted = _by_the_band(case, story, sent)
    if counted is None:
        return _figure(case, story, credit, "met", formula)
    verdict, since, earlier = counted
    if verdict == "late":
        timeliness = in_time(sent - earlier, earlier - since)
        formula += f"; certainty was there by {instant(since)}, and counted from there it was due "
        formula += f"{instant(earlier)}: T = {show_share(timeliness)}"
        return _figure(case, story, _credit(case, timeliness, content, channel), "late", formula)
    formula += (
        f"; arguable: the facts were shown at {instant(since)}, and counted from there it was "
        f"due {instant(earlier)}"
    )
    note = Exclusion(what="the earlier start", why="the team claimed awareness later")
    return _figure(case, story, credit, "arguable", formula, (note,))


def _by_the_band(case: Case, story: _Story, sent: Millis) -> tuple[Verdict, Millis, Millis] | None:
    """Where the notice is in time only by the team's own claim: verdict, start and due instant.

    From the end of the band nobody could argue any more; from its beginning one could.
    """
    of = story.duty.from_.aware_of
    band = band_of(case, of) if of is not None else None
    claim = governing_claim(case, of) if of is not None else None
    if band is None:
        return None
    starts: tuple[tuple[Verdict, Millis | None], ...] = (
        ("late", band.closes), ("arguable", band.opens),
    )  # fmt: skip
    for verdict, start in starts:
        if start is None or (claim is not None and claim[1].since <= start):
            continue
        due = due_counted_from(case, story.duty, start)
        if due is not None and sent > due:
            return verdict, start, due
    return None


def _notified_arguably(
    case: Case, story: _Story, sent: Millis, due: Millis, latest: Millis
) -> Metric:
    content, channel, told = _quality(case, story)
    formula = f"due {instant(due)}, sent {instant(sent)}; arguable: by another reading of the law "
    formula += f"it was due {instant(latest)}; T = 1.0000{told}"
    return _figure(case, story, _credit(case, WHOLE, content, channel), "arguable", formula)


def _notified_late(case: Case, story: _Story, sent: Millis, due: Millis) -> Metric:
    assert story.started is not None, "a due instant comes from a started duty"
    timeliness = in_time(sent - due, due - story.started[1].since)
    content, channel, told = _quality(case, story)
    credit = _credit(case, timeliness, content, channel)
    formula = f"due {instant(due)}, sent {instant(sent)}, late by {span(sent - due)}; "
    formula += f"T = {show_share(timeliness)}{told}"
    return _figure(case, story, credit, "late", formula)


def _quality(case: Case, story: _Story) -> tuple[Ppm, Ppm, str]:
    """Content and channel of the notices: phased notices together carry the content."""
    duty = story.duty
    given = {field for _, notice in story.notices for field in notice.fields}
    present = [field for field in duty.contains if field in given]
    content = share(len(present), len(duty.contains)) if duty.contains else WHOLE
    notice = story.notices[0][1]
    law = case.plan.laws.get(duty.regime)
    known = {duty.whom, duty.id, law.whom if law is not None else duty.whom}
    right = notice.recipient.casefold() in {name.casefold() for name in known}
    right = right and (not duty.by or notice.channel in duty.by)
    told = f", C = {show_share(content)} ({len(present)} of {len(duty.contains)} fields)"
    told += f", K = {1 if right else 0} (recipient and channel)"
    return content, WHOLE if right else 0, told


def _credit(case: Case, timeliness: Ppm, content: Ppm, channel: Ppm) -> Ppm:
    """T x (0.5 + 0.3 C + 0.2 K), with the rubric's weights."""
    weights = case.plan.rubric.notice
    whole = weights.sent + weights.content + weights.channel
    inner = weights.sent * WHOLE + weights.content * content + weights.channel * channel
    return timeliness * inner // (whole * WHOLE)


def _silence(case: Case, duty: Duty) -> str | None:
    """Where awareness was never claimed, but counted from the band the time ran out."""
    of = duty.from_.aware_of
    band = band_of(case, of) if of is not None else None
    if band is None:
        return None
    start = band.closes if band.closes is not None else band.opens
    due = due_counted_from(case, duty, start)
    if due is None or due >= case.timeline.end.at:
        return None
    return (
        f"nobody said since when the team was aware; the facts were shown at {instant(start)}, "
        f"and counted from there it was due {instant(due)}"
    )


def _figure(
    case: Case,
    story: _Story,
    credit: Ppm | None,
    verdict: Verdict,
    formula: str,
    excluded: tuple[Exclusion, ...] = (),
) -> Metric:
    started = story.started
    target = None
    if started is not None and story.due is not None:
        target = Target(value=story.due, bound="by", named=started[1].rule)
        last = story.notices[0][0] if story.notices else None
        until = Moment(last.seq, last.at) if last is not None else case.timeline.end
        if not excluded:
            since = Moment(started[0].seq, started[1].since)
            excluded = case.timeline.left_out(since, until)
    return Metric(
        key="NOTIF-TIME",
        of=story.duty.id,
        value=None if credit is None else show_share(credit),
        unit="ratio",
        clock="exercise",
        target=target,
        verdict=verdict,
        formula=formula,
        cites=story.cites,
        excluded=excluded,
    )


def _overall(case: Case, figures: list[tuple[Duty, Metric]]) -> Metric:
    rated = [(duty, metric) for duty, metric in figures if metric.verdict in COUNTED]
    left_out = tuple(
        Exclusion(what=duty.id, why=metric.formula, cites=metric.cites)
        for duty, metric in figures
        if metric.verdict not in COUNTED
    )
    weight = sum(duty.weight for duty, _ in rated)
    if not weight:
        unverified = any(metric.verdict == "could-not-verify" for _, metric in figures)
        due = any(metric.verdict == "not-due" for _, metric in figures)
        return Metric(
            key="NOTIF-TIME",
            value=None,
            unit="ratio",
            clock="exercise",
            target=ratio_target("NOTIF-TIME", case.plan.rubric),
            verdict="could-not-verify" if unverified else "not-due" if due else "not-observed",
            formula="no duty was due and rated",
            excluded=left_out,
        )
    total = sum(duty.weight * read_share(str(metric.value)) for duty, metric in rated)
    parts = " + ".join(f"{duty.weight} x {metric.value}" for duty, metric in rated)
    return ratio(
        "NOTIF-TIME",
        total // weight,
        rubric=case.plan.rubric,
        clock="exercise",
        formula=f"({parts}) / {weight}: each duty's own figure, by its weight",
        cites=[seq for _, metric in rated for seq in metric.cites],
        excluded=left_out,
    )


def _findings(case: Case, story: _Story, metric: Metric) -> Iterator[Finding]:
    duty, title = story.duty, story.duty.title
    if metric.verdict == "not-due" and story.due is not None:
        says = f"{title} was open at EndEx; it is due {instant(story.due)}."
        yield Finding(code="open-at-endex", of=duty.id, says=says, cites=metric.cites)
    if metric.verdict == "not-met" and not story.decided:
        says = f"{title} was missed, and nobody recorded a decision not to notify."
        yield Finding(code="deadline-missed", of=duty.id, says=says, cites=metric.cites)
    if metric.verdict == "late" and not any(n.delay_reasons for _, n in story.notices):
        says = f"{title} was late, and no reasons for the delay were given."
        yield Finding(code="late-without-reasons", of=duty.id, says=says, cites=metric.cites)
    if story.declined is not None and not _may_decline(duty):
        says = f"{title}: the team decided not to notify, against the reference."
        yield Finding(code="decided-against-the-reference", of=duty.id, says=says,
                      cites=(story.declined[0].seq,))  # fmt: skip
    if duty.reference == "do-not-notify" and story.notices:
        says = f"{title}: notice was given although the reference sees no need (advice only)."
        yield Finding(code="over-notified", of=duty.id, says=says, cites=metric.cites)
