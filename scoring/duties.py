"""Notification duties: whom the team told, and whether that was in time.

Due instants are taken from the record (``duty.started``), where one function counted them by the
law.  At the deadline is in time.  A duty due after EndEx is *not due*, never missed, and
one that a jump carried past its deadline is *not rated*.  A recorded, owned, reasoned decision not
to notify earns full credit where the reference allows it; where it does not, the decision counts
as evidence (see DEC-COMP) and the duty stays what it is.
"""

from collections.abc import Iterator
from typing import Final

from evidence import Millis
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
    Part,
    Ppm,
    Target,
    Verdict,
    ratio,
    ratio_target,
    read_share,
    show_share,
)
from scoring.notices import Notices, credit, in_time, notices_of, quality
from scoring.timeline import Moment
from scoring.wording import instant, span

COUNTED: Final = frozenset({"met", "late", "not-met", "arguable"})
"""Verdicts of a duty that enter the overall figure."""


def assess_duties(case: Case) -> Iterator[Conclusion]:
    """A figure for each duty, then the weighted whole of those that were due."""
    figures: list[tuple[Duty, Metric]] = []
    for story in notices_of(case):
        metric = _assess(case, story)
        figures.append((story.duty, metric))
        yield metric
        yield from _findings(case, story, metric)
    yield from assess_awareness(case)
    yield _overall(case, figures)


def _assess(case: Case, story: Notices) -> Metric:
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


def _decline_counts(story: Notices, due: Millis | None) -> bool:
    """Whether the decision not to notify was sound, in time, and allowed by the reference."""
    if story.declined is None or not story.decided or not _may_decline(story.duty):
        return False
    return due is None or story.declined[0].at <= due


def _may_decline(duty: Duty) -> bool:
    return duty.decline_allowed or duty.reference in ("either", "do-not-notify")


def _without_due(case: Case, story: Notices) -> Metric:
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


def _open_at_the_end(case: Case, story: Notices, due: Millis, latest: Millis) -> Metric:
    where = "at EndEx" if case.timeline.ended is not None else "where the record stops"
    formula = f"due {instant(due)}, open {where} ({instant(case.timeline.end.at)})"
    if due < case.timeline.end.at:
        formula += f"; by another reading of the law it is due {instant(latest)}"
    return _figure(case, story, None, _pending(case), formula)


def _notified_in_time(case: Case, story: Notices, sent: Millis, due: Millis | None) -> Metric:
    content, channel, told = quality(case, story)
    earned = credit(case, WHOLE, content, channel)
    if due is None:
        formula = f"sent {instant(sent)}, before anything was due{told}"
        return _figure(case, story, earned, "met", formula)
    margin = span(due - sent)
    formula = f"due {instant(due)}, sent {instant(sent)}, margin {margin}; T = 1.0000{told}"
    counted = by_the_band(case, story, sent)
    if counted is None:
        return _figure(case, story, earned, "met", formula)
    verdict, since, earlier = counted
    if verdict == "late":
        timeliness = in_time(sent - earlier, earlier - since)
        formula += f"; certainty was there by {instant(since)}, and counted from there it was due "
        formula += f"{instant(earlier)}: T = {show_share(timeliness)}"
        return _figure(case, story, credit(case, timeliness, content, channel), "late", formula)
    formula += (
        f"; arguable: the facts were shown at {instant(since)}, and counted from there it was "
        f"due {instant(earlier)}"
    )
    note = Exclusion(what="the earlier start", why="the team claimed awareness later")
    return _figure(case, story, earned, "arguable", formula, (note,))


def by_the_band(case: Case, story: Notices, sent: Millis) -> tuple[Verdict, Millis, Millis] | None:
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
    case: Case, story: Notices, sent: Millis, due: Millis, latest: Millis
) -> Metric:
    content, channel, told = quality(case, story)
    formula = f"due {instant(due)}, sent {instant(sent)}; arguable: by another reading of the law "
    formula += f"it was due {instant(latest)}; T = 1.0000{told}"
    return _figure(case, story, credit(case, WHOLE, content, channel), "arguable", formula)


def _notified_late(case: Case, story: Notices, sent: Millis, due: Millis) -> Metric:
    assert story.started is not None, "a due instant comes from a started duty"
    timeliness = in_time(sent - due, due - story.started[1].since)
    content, channel, told = quality(case, story)
    earned = credit(case, timeliness, content, channel)
    formula = f"due {instant(due)}, sent {instant(sent)}, late by {span(sent - due)}; "
    formula += f"T = {show_share(timeliness)}{told}"
    return _figure(case, story, earned, "late", formula)


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
    story: Notices,
    earned: Ppm | None,
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
        value=None if earned is None else show_share(earned),
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
        parts=[
            Part(
                weight=duty.weight,
                value=read_share(str(metric.value)),
                whole=f"`{duty.title}` in time, complete and by the right channel",
                nothing=f"`{duty.title}` never sent",
            )
            for duty, metric in rated
        ],
    )


def _findings(case: Case, story: Notices, metric: Metric) -> Iterator[Finding]:
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
