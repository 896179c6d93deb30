"""Since when the team says it was aware, and since when it could have been.

The earliest claim governs.  A scenario may mark the band in which reasonable certainty was there to
be had: a claim inside it is arguable, one after it is the finding *awareness late*, and its notices
are counted from the end of the band.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence import Event, Millis, Seq
from evidence.kinds.control import InjectFired
from evidence.kinds.incident import AwarenessClaimed
from scenarios.answer_keys import Awareness
from scenarios.duties import Duty
from scenarios.duty_clocks import due_in, given_aware
from scoring.case import Case
from scoring.figure import Finding
from scoring.timeline import visible
from scoring.wording import instant, span


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """When certainty could be argued from, and until when it could be argued away."""

    opens: Millis
    closes: Millis | None
    """``None`` while what settles it has not been shown, or where nobody marked an end."""
    cites: tuple[Seq, ...]


def band_of(case: Case, of: str) -> Band | None:
    """The band of one matter; where the scenario marks none, the showing itself with no end."""
    marked = next((one for one in case.plan.scenario.awareness if one.of == of), None)
    if marked is None:
        shown = shown_first(case, of)
        return None if shown is None else Band(opens=shown.at, closes=None, cites=(shown.seq,))
    return _marked(case, marked)


def _marked(case: Case, marked: Awareness) -> Band | None:
    opens, settles = shown_first(case, marked.known_from), shown_first(case, marked.known_by)
    first = opens or settles
    if first is None:
        return None
    cites = tuple(sorted({event.seq for event in (opens, settles) if event is not None}))
    closes = None if settles is None else Millis(settles.at + marked.plus)
    return Band(opens=first.at, closes=closes, cites=cites)


def shown_first(case: Case, inject: str) -> Event | None:
    """When an inject was first shown to somebody on the team."""
    for event, body in case.timeline.of(InjectFired):
        if body.inject == inject and visible(event):
            return event
    return None


def due_counted_from(case: Case, duty: Duty, at: Millis) -> Millis | None:
    """When the duty would have been due, or to be classified, at the latest from this awareness."""
    found = due_in(case.plan, duty, given_aware(case.plan, duty, at))
    return found.latest if found.latest is not None else found.classify_by


def governing_claim(case: Case, of: str) -> tuple[Event, AwarenessClaimed] | None:
    claims = [(e, body) for e, body in case.timeline.of(AwarenessClaimed) if body.of == of]
    return min(claims, key=lambda claim: (claim[1].since, claim[0].seq), default=None)


def assess_awareness(case: Case) -> Iterator[Finding]:
    """Claims that were late, written down late, or made again."""
    yield from _late(case)
    limit = case.plan.rubric.contemporaneous
    for event, body in case.timeline.of(AwarenessClaimed):
        if body.lag_ms > limit:
            yield Finding(
                code="not-contemporaneous",
                of=body.of,
                says=f"Awareness of {body.of} since {instant(body.since)} was recorded "
                f"{span(body.lag_ms)} later; it counts, and is marked as not contemporaneous.",
                cites=(event.seq,),
            )
        if not body.governs:
            yield Finding(
                code="later-claim",
                of=body.of,
                says=f"A later claim of awareness of {body.of} ({instant(body.since)}) is kept; "
                "the earliest one governs.",
                cites=(event.seq,),
            )


def _late(case: Case) -> Iterator[Finding]:
    for marked in case.plan.scenario.awareness:
        band, claim = _marked(case, marked), governing_claim(case, marked.of)
        if band is None or band.closes is None:
            continue
        if claim is None:
            if case.timeline.end.at > band.closes:
                says = f"Nobody said since when the team was aware of {marked.of}; reasonable "
                says += f"certainty was there by {instant(band.closes)}."
                yield Finding(code="awareness-never", of=marked.of, says=says, cites=band.cites)
        elif claim[1].since > band.closes:
            since, by = claim[1].since, band.closes
            says = f"Awareness of {marked.of} was claimed since {instant(since)}; reasonable "
            says += (
                f"certainty was there by {instant(by)}, {span(since - by)} earlier, and notices "
            )
            says += "are counted from there."
            cites = (*band.cites, claim[0].seq)
            yield Finding(code="awareness-late", of=marked.of, says=says, cites=cites)
