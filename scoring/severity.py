"""Severity over time: how long the called level was wrong, and in which direction.

Loss is asymmetric, because a late alarm costs more than a loud one.  It is integrated on exercise
time from detection to the close (or EndEx).  Jumped spans are left out, for nobody could call a
level in them, and so are excused spans.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from evidence import Millis, Seq
from evidence.kinds.incident import SeverityCalled
from scenarios.rubric import SeverityLoss
from scoring.case import Case
from scoring.figure import WHOLE, Conclusion, Metric, Ppm, ratio, share
from scoring.reference import Band, find_policy_gap
from scoring.wording import count, instant, span


class Piece(NamedTuple):
    """A span in which neither the call nor the reference changed."""

    ms: int
    called: int | None
    band: Band
    since: int
    """The instant at which it begins."""


class Shares(NamedTuple):
    """How the time was spent; together with the time without any level, the whole."""

    exact: Ppm
    within_one: Ppm
    under: Ppm
    over: Ppm
    unset: Ppm


def loss(called: int, band: Band, *, weights: SeverityLoss) -> int:
    """What a called level costs per unit of time."""
    if called > band.mildest:
        return weights.under * (called - band.mildest)
    if called < band.worst:
        return weights.over * (band.worst - called)
    return 0


def worst_loss(band: Band, levels: Sequence[int], *, weights: SeverityLoss) -> int:
    """The most that any level could cost; what having called none costs."""
    return max(loss(level, band, weights=weights) for level in levels)


def accuracy(
    pieces: Iterable[Piece], levels: Sequence[int], *, weights: SeverityLoss
) -> Ppm | None:
    """One minus the loss over the worst possible loss; ``None`` where nothing could be lost."""
    lost, possible = losses(pieces, levels, weights=weights)
    return share(possible - lost, possible) if possible else None


def losses(
    pieces: Iterable[Piece], levels: Sequence[int], *, weights: SeverityLoss
) -> tuple[int, int]:
    """Cost times milliseconds: of what was called, and of the worst that could have been."""
    lost = possible = 0
    for piece in pieces:
        worst = worst_loss(piece.band, levels, weights=weights)
        possible += worst * piece.ms
        if piece.called is None:
            lost += worst * piece.ms
        else:
            lost += loss(piece.called, piece.band, weights=weights) * piece.ms
    return lost, possible


def accuracy_if_called(case: Case, *, earlier: int) -> Ppm | None:
    """What SEV-ACC would be had the first call come earlier, though not before detection."""
    pieces, _ = _pieces(case, earlier=earlier)
    return _of_case(case, pieces)


class Stretch(NamedTuple):
    """A span with one wrong level, or none, and what a right one there would have made of it."""

    ms: int
    since: int
    called: int | None
    band: Band
    then: Ppm


def costliest_stretch(case: Case) -> Stretch | None:
    """The span that cost the most; ``None`` where nothing was lost."""
    pieces, _ = _pieces(case)
    worst: Stretch | None = None
    lost = 0
    for called, band in dict.fromkeys((piece.called, piece.band) for piece in pieces):
        here = [piece for piece in pieces if (piece.called, piece.band) == (called, band)]
        cost, _ = _losses_of(case, here)
        if cost > lost:
            righted = [
                piece._replace(called=band.worst) if piece in here else piece for piece in pieces
            ]
            ms = sum(piece.ms for piece in here)
            then = _of_case(case, righted) or 0
            worst, lost = Stretch(ms, here[0].since, called, band, then), cost
    return worst


def to_spare(case: Case, bound: Ppm) -> int | None:
    """Milliseconds of one level too mild, where the call was right, that would go below *bound*.

    ``None`` where there was not so much time.
    """
    pieces, _ = _pieces(case)
    lost, possible = _losses_of(case, pieces)
    left, each = possible * (WHOLE - bound) // WHOLE - lost, case.plan.rubric.severity_loss.under
    if not each or left < 0:
        return None
    ms = left // each + 1
    return ms if ms <= spent(pieces)[0] else None


def _of_case(case: Case, pieces: list[Piece]) -> Ppm | None:
    lost, possible = _losses_of(case, pieces)
    return share(possible - lost, possible) if possible else None


def _losses_of(case: Case, pieces: list[Piece]) -> tuple[int, int]:
    levels = [level.level for level in case.plan.organisation.severity.levels]
    return losses(pieces, levels, weights=case.plan.rubric.severity_loss)


def shares(pieces: Sequence[Piece]) -> Shares | None:
    """How much of the time the level was right, too mild, too severe, or not called at all."""
    total = sum(piece.ms for piece in pieces)
    return Shares(*(share(ms, total) for ms in spent(pieces))) if total else None


def spent(pieces: Sequence[Piece]) -> tuple[int, int, int, int, int]:
    """The same in milliseconds."""
    exact = within_one = under = over = unset = 0
    for ms, called, band, _ in pieces:
        if called is None:
            unset += ms
            continue
        exact += ms if band.worst <= called <= band.mildest else 0
        within_one += ms if band.worst - 1 <= called <= band.mildest + 1 else 0
        under += ms if called > band.mildest else 0
        over += ms if called < band.worst else 0
    return exact, within_one, under, over, unset


_RATES: Final = (
    ("SEV-EXACT", "with an accepted level"),
    ("SEV-WITHIN-ONE", "at most one level from an accepted one"),
    ("SEV-UNDER", "with a level too mild"),
    ("SEV-OVER", "with a level too severe"),
)


def measure_severity(case: Case) -> Iterator[Conclusion]:
    """SEV-ACC, and beside it what it does not tell: rates, direction, number of changes."""
    detected, until = case.moments.detected, case.timeline.until
    yield from find_policy_gap(case.references, case.timeline)
    if detected is None:
        yield _nothing("the incident was never detected")
        return
    pieces, cites = _pieces(case)
    lost, possible = _losses_of(case, pieces)
    ppm, rates = _of_case(case, pieces), shares(pieces)
    if ppm is None or rates is None:
        yield _nothing(
            "experts would have accepted every level throughout, so none could be wrong"
            if pieces
            else "no reference severity was in force between detection and the close"
        )
        return
    rubric = case.plan.rubric
    excluded = case.timeline.left_out(detected, until)
    cites = tuple(sorted({detected.seq, *cites}))
    whole = span(sum(piece.ms for piece in pieces))
    *times, none = spent(pieces)
    unset = span(none)
    yield ratio(
        "SEV-ACC",
        ppm,
        rubric=rubric,
        clock="exercise",
        formula=(
            f"1 - {span(lost)} lost / {span(possible)} that could be lost, over {whole} from "
            f"{instant(detected.at)} to {instant(until.at)}; a level too mild costs its time times "
            f"{rubric.severity_loss.under}, too severe times {rubric.severity_loss.over}, none as "
            f"much as the worst; no level for {unset}"
        ),
        cites=cites,
        excluded=excluded,
    )
    for (key, words), rate, ms in zip(_RATES, rates, times, strict=False):
        yield ratio(
            key,
            rate,
            rubric=rubric,
            clock="exercise",
            formula=f"{span(ms)} {words} / {whole}; without any level {unset}",
            cites=cites,
            excluded=excluded,
        )
    yield _changes(case)


def _changes(case: Case) -> Metric:
    calls = [
        (event.seq, body.level)
        for event, body in case.timeline.of(SeverityCalled)
        if event.seq <= case.timeline.until.seq
    ]
    moves = [(a, b) for (_, a), (_, b) in pairwise(calls) if a != b]
    raised = sum(b < a for a, b in moves)
    levels = " -> ".join(f"SEV{level}" for _, level in calls) or "none"
    return Metric(
        key="SEV-CHANGES",
        value=len(moves),
        unit="count",
        verdict="info",
        formula=f"levels called: {levels}; raised {count(raised, 'time')}, "
        f"lowered {count(len(moves) - raised, 'time')}",
        cites=tuple(seq for seq, _ in calls),
    )


def _nothing(why: str) -> Metric:
    return Metric(
        key="SEV-ACC",
        value=None,
        unit="ratio",
        clock="exercise",
        verdict="not-observed",
        formula=f"not observed: {why}",
    )


def _pieces(case: Case, *, earlier: int = 0) -> tuple[list[Piece], tuple[Seq, ...]]:
    """The span from detection to the close, cut wherever the call or the reference changes.

    With *earlier*, as it would be had the first call come so much sooner.
    """
    timeline = case.timeline
    detected, until = case.moments.detected, timeline.until
    assert detected is not None, "asked for only after detection"
    calls = [(event.at, event.seq, body.level) for event, body in timeline.of(SeverityCalled)]
    if calls and earlier:
        first, place, level = calls[0]
        calls[0] = (Millis(min(first, max(detected.at, first - earlier))), place, level)
    changes: list[tuple[int, Seq, Band | int]] = [
        *((one.at, one.seq, one.band) for one in case.references),
        *calls,
    ]
    at: int
    pieces: list[Piece] = []
    cites: list[Seq] = []
    in_force: dict[type[object], Seq] = {}
    """What held when the clock started: the last reference and the last call before it."""
    called: int | None = None
    band: Band | None = None
    since: int = detected.at
    for at, seq, change in sorted(changes, key=lambda one: one[:2]):
        if seq > until.seq:
            continue
        if band is not None and at > since:
            pieces.append(Piece(timeline.counted(since, at), called, band, since))
        since = max(since, at)
        if isinstance(change, Band):
            band = change
        else:
            called = change
        if seq <= detected.seq:
            in_force[type(change)] = seq
        else:
            cites.append(seq)
    if band is not None and until.at > since:
        pieces.append(Piece(timeline.counted(since, until.at), called, band, since))
    return [piece for piece in pieces if piece.ms], (*in_force.values(), *cites)
