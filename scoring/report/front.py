"""Page 1: who played what and when, one paragraph, the ratings, and what was promised.

The paragraph is made from figures only, so it can be no kinder than they are.  Whoever evaluates
may add words in section 2; they never replace a number.
"""

from collections.abc import Iterator
from typing import Final

from evidence.kinds import exercise
from runbooks.authored import show_local
from scoring.figure import Metric
from scoring.report.document import Cell, Column, Front, Grid, Pairs, Row
from scoring.report.people import declared_conflicts
from scoring.report.reading import (
    RUNS,
    Reading,
    lasted,
    listed_words,
    opened_figure,
    target_of,
    value_of,
    verdict_of,
)
from scoring.report.review import draft_version, is_final
from scoring.titles import TITLES
from scoring.wording import count

RATINGS = {
    "P": "performed",
    "S": "with some challenges",
    "M": "with major challenges",
    "U": "unable",
    "N/A": "not observed",
}

_PROMISES = ("RTO", "RPO", "TTDecl", "TTSev-ok", "FIRST", "UPD-CAD", "NOTIF-TIME", "RECOV")
"""What a board asks first, where the exercise has a figure for it."""


HANDLING: Final = (
    "Restricted: for the organisation that played, its evaluators and its auditors. Names of "
    "people and words they typed are left out where they were sealed or redacted."
)


def front(r: Reading) -> Front:
    """The page that tells it all."""
    scenario, organisation = r.plan.scenario, r.plan.organisation
    return Front(
        title=scenario.title,
        subtitle=f"{listed_words(r.names.words(w) for w in scenario.rehearses).capitalize()} "
        f"rehearsal, played by {organisation.title}",
        status="final" if is_final(r) else "draft",
        version=draft_version(r),
        run=RUNS[r.opened.run],
        counts=r.counts,
        facts=Pairs(rows=tuple(_facts(r))),
        conflicts=declared_conflicts(r),
        summary=summary(r),
        objectives=objectives(r),
        promises=_promises(r),
        handling=HANDLING,
    )


def kind_of_run(r: Reading) -> str:
    """What the run was, and what it may be shown for."""
    if r.opened.run == "measured":
        return "Measured on real systems. It counts as coverage; its recovery figures are measured"
    if r.opened.run == "exercise":
        return "Exercise, simulated world. It counts as coverage; its RTO and RPO are estimates"
    word = RUNS[r.opened.run]
    return f"{word}, simulated world. It is not evidence of coverage; its RTO and RPO are estimates"


def story_span(r: Reading) -> str:
    """From StartEx to the end of the record, on the story's clock."""
    starts = r.plan.scenario.starts
    end = show_local(starts.utc_ms + r.timeline.end.at, starts.zone)
    return f"{show_local(starts.utc_ms, starts.zone)} to {end} {starts.zone}"


def _facts(r: Reading) -> Iterator[tuple[str, Cell]]:
    played = r.timeline.clock.played(r.timeline.end.at)
    yield "Story", Cell(text=story_span(r))
    took = f"{lasted(r.timeline.end.at)} of exercise time, {lasted(played)} played"
    yield "Took", Cell(text=took, cites=(r.timeline.end.seq,))
    yield "Kind of run", Cell(text=kind_of_run(r), cites=(r.record[0].seq,))
    yield "Who", Cell(text=_who(r))
    if r.scorecard.improve:
        first = r.scorecard.improve[0]
        yield "To improve first", Cell(text=first.says, cites=first.cites)
    slots = r.plan.binding.slots
    parts = [f"{s} is {r.names.title(p)}" for s, p in slots.items() if p not in r.seats]
    yield "Bound to", Cell(text=", ".join(parts) or "nothing of the organisation's")
    yield (
        "Record",
        Cell(
            text=f"{count(r.provenance.size, 'entry', 'entries')}, head {r.provenance.head[:16]}…"
            + (f" ({r.provenance.head_words})" if r.provenance.head_words else "")
        ),
    )


def _who(r: Reading) -> str:
    people = {b.seat for _, b in r.timeline.of(exercise.PersonJoined)}
    simulated = set(r.opened.responders) - people
    seats = count(len(r.plan.organisation.roles), "seat")
    parts = [count(len(people), "person", "people")] if people else ["no people"]
    if simulated:
        parts.append(f"{len(simulated)} simulated")
    return f"{seats}: {', '.join(parts)}"


def summary(r: Reading) -> str:
    """The exercise in one paragraph."""
    return " ".join(_sentences(r))


def _sentences(r: Reading) -> Iterator[str]:
    yield from _reaction(r)
    for metric in r.scorecard.metrics:
        if metric.key == "RTO":
            yield _recovery(r, metric)
        elif metric.key == "RPO" and metric.value is not None:
            data = r.names.title(metric.of or "")
            yield (
                f"{data[:1].upper()}{data[1:]} came back as it stood "
                f"{lasted(int(metric.value))} before the outage{_against(metric)}."
            )
    yield from _outside(r)
    rated = [o for o in r.scorecard.objectives if o.rating != "N/A"]
    good = sum(o.rating in ("P", "S") for o in rated)
    were = "was" if len(rated) == 1 else "were"
    yield f"{good} of {count(len(rated), 'objective')} {were} performed, or with some challenges."
    if r.timeline.ended is None:
        yield "The record stops before EndEx."


def _reaction(r: Reading) -> Iterator[str]:
    found, called = r.case.moments.declared, r.case.moments.severity
    declared = r.scorecard.metric("TTDecl")
    if r.case.moments.detected is None:
        yield "The team did not detect the incident."
        return
    if found is None or declared is None or declared.value is None:
        yield "The team detected the incident and never declared it."
        return
    level = ""
    if called is not None:
        body = r.timeline.at_seq(called.seq)
        level = f"; it first called SEV{getattr(body.body, 'level', '?')}" if body else ""
    after = lasted(int(declared.value))
    yield f"The team declared {after} after detection{_against(declared)}{level}."


def _recovery(r: Reading, metric: Metric) -> str:
    service = r.names.title(metric.of or "")
    if metric.value is None:
        if metric.verdict == "not-observed":
            return f"{service} had no outage."
        return f"{service} never came back with a passed validation, so its recovery is not shown."
    return f"{service} was back and validated after {lasted(int(metric.value))}{_against(metric)}."


def _against(metric: Metric) -> str:
    if metric.target is None or metric.verdict == "info":
        return ""
    met = {"met": "met", "not-met": "missed"}.get(metric.verdict, metric.verdict.replace("-", " "))
    shown = target_of(metric, whose=False).lstrip("≤≥ ")
    return f", against a target of {shown}: {met}"


def _outside(r: Reading) -> Iterator[str]:
    duties = [m for m in r.scorecard.metrics if m.key == "NOTIF-TIME" and m.of is not None]
    due = [m for m in duties if m.verdict in ("met", "late", "not-met", "arguable")]
    if due:
        met = sum(m.verdict == "met" for m in due)
        unrated = sum(m.verdict in ("not-rated", "could-not-verify") for m in duties)
        beside = f"; {unrated} could not be rated" if unrated else ""
        yield f"{met} of {count(len(due), 'legal or contractual notice')} went out in time{beside}."
    first = r.scorecard.metric("FIRST")
    if first is not None and first.value is not None:
        yield (
            f"The first word outside came {lasted(int(first.value))} after the declaration"
            f"{_against(first)}."
        )


def objectives(r: Reading) -> Grid:
    """Every objective with its rating, and what held it down."""
    rows = []
    for place, objective in enumerate(r.scorecard.objectives, start=1):
        weak = [t.title for t in objective.tasks if t.rating in ("M", "U")]
        some = [t.title for t in objective.tasks if t.rating == "S"]
        tasks = count(len(objective.tasks), "task")
        if weak:
            because = f"Weakest: {_small('; '.join(weak))}"
        elif some:
            because = f"With challenges: {_small('; '.join(some))}"
        elif objective.rating == "N/A":
            because = "Nothing of it was observed"
        else:
            because = f"Performed: {tasks}"
        rows.append(
            Row(
                cells=(
                    Cell(text=objective.title, strong=True, to=f"objective-{place}"),
                    Cell(text=RATINGS[objective.rating], rating=objective.rating),
                    Cell(text=because),
                )
            )
        )
    columns = (
        Column(title="Objective"),
        Column(title="Rating"),
        Column(title="Because", wide=True),
    )
    return Grid(caption="Objectives", columns=columns, rows=tuple(rows), quiet=True)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _promises(r: Reading) -> Grid:
    rows = []
    for key in _PROMISES:
        for metric in r.scorecard.metrics:
            whole = metric.of is None or key in ("RTO", "RPO")
            if metric.key == key and whole and metric.target is not None:
                named = f"{TITLES[key]}{f', {r.names.title(metric.of)}' if metric.of else ''}"
                rows.append(figure_row(metric, named))
    return Grid(caption="Met and missed", columns=FIGURE_COLUMNS, rows=tuple(rows), quiet=True)


FIGURE_COLUMNS = (
    Column(title="Figure", wide=True),
    Column(title="Value", number=True),
    Column(title="Target", number=True),
    Column(title="Whose target"),
    Column(title="Verdict"),
)


def figure_row(metric: Metric, named: str) -> Row:
    """One figure; it opens to its formula."""
    target = metric.target
    return Row(
        cells=(
            Cell(text=named, strong=True),
            Cell(text=value_of(metric)),
            Cell(text=target_of(metric, whose=False)),
            Cell(text=target.named if target else ""),
            verdict_of(metric),
        ),
        opens=opened_figure(metric),
    )
