"""Figures over several exercises: means that do not mislead, drift, and what became of actions.

One exercise has a scorecard; a programme has these.  Each says how many it rests on, for a mean
of few is an anecdote.  Sources: doctrine 2.3 and 2.14.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

import msgspec

from evidence.programme import Item
from scoring.figure import Metric, share, show_share
from scoring.wording import count, show_span

FEWEST: Final = 5
"""Below this many nothing is claimed about a trend."""

_MATERIAL: Final = Fraction(11, 10)
"""Worse than before by more than a tenth is material."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Many times as a reader should see them: the mean never alone.

    Attributes:
        many: How many there are.
        mean: Whole milliseconds, rounded half up.
        median: The middle one; of two the mean.
        p90: The smallest that nine in ten do not exceed.
    """

    many: int
    mean: int
    median: int
    p90: int

    @property
    def says_little(self) -> bool:
        """There are too few to claim anything."""
        return self.many < FEWEST

    def to_json(self) -> dict[str, Any]:
        return {
            "many": self.many,
            "mean": self.mean,
            "median": self.median,
            "p90": self.p90,
            "says_little": self.says_little,
        }


def spread_of(times_ms: Iterable[int]) -> Spread | None:
    """Mean, median and ninetieth percentile (nearest rank); ``None`` of nothing."""
    times = sorted(times_ms)
    if not times:
        return None
    many = len(times)
    middle = times[(many - 1) // 2] + times[many // 2]
    return Spread(
        many=many,
        mean=(2 * sum(times) + many) // (2 * many),
        median=(middle + 1) // 2,
        p90=times[-(-9 * many // 10) - 1],
    )


class Drift(NamedTuple):
    """A recovery figure against the one of the last comparable run."""

    material: bool
    """It opens a risk."""
    escalates: bool
    """The promise that is broken now is a contract's."""
    says: str


def measure_drift(
    before_ms: int, now_ms: int, *, floor_ms: int, target_ms: int | None, contractual: bool
) -> Drift:
    """Whether a recovery time or point has worsened materially.

    It has when it is more than a tenth and more than *floor_ms* worse, or when it crossed its
    target.

    Args:
        before_ms: The figure of the last comparable run.
        now_ms: The figure of this run.
        floor_ms: A worsening up to this is noise, whatever share it is.
        target_ms: The promise that binds, if there is one.
        contractual: Whether that promise is a contract's.
    """
    worse = now_ms > max(_MATERIAL * before_ms, Fraction(before_ms + floor_ms))
    crossed = target_ms is not None and before_ms <= target_ms < now_ms
    change = f"{show_span(before_ms)} before, {show_span(now_ms)} now"
    if crossed:
        says = f"{change}: it crossed its target"
    elif worse:
        says = f"{change}: materially worse"
    else:
        says = f"{change}: no material change"
    return Drift(material=worse or crossed, escalates=crossed and contractual, says=says)


class Action(NamedTuple):
    """One line of an improvement plan, as far as it has come."""

    due: date
    closed: date | None = None
    implemented: bool = False
    effective: bool | None = None
    """What the validation found; ``None`` before it."""


def actions_of(items: Iterable[Item]) -> tuple[Action, ...]:
    """Items of the programme record as they are measured; what was dropped counts for nothing."""
    shown = {"validated": True, "not-effective": False}
    return tuple(
        Action(
            due=date.fromisoformat(one.opened.due),
            closed=one.closed,
            implemented=one.state in ("implemented", "validated", "not-effective"),
            effective=shown.get(one.state),
        )
        for one in items
        if one.state != "dropped"
    )


def measure_actions(actions: Sequence[Action], *, start: date, end: date) -> tuple[Metric, Metric]:
    """ACT-DONE over the actions due in a period (both days in it), and ACT-VALID over all."""
    due = [action for action in actions if start <= action.due <= end]
    done = [action for action in due if action.closed is not None and action.closed <= action.due]
    overdue = [
        (end - action.due).days
        for action in due
        if action.due < end and (action.closed is None or action.closed > end)
    ]
    late = f"; {len(overdue)} overdue, the oldest by {max(overdue)} days" if overdue else ""
    implemented = [action for action in actions if action.implemented]
    effective = sum(action.effective is True for action in implemented)
    return (
        _of("ACT-DONE", len(done), len(due),
            f"{len(done)} closed by their day / {count(len(due), 'action')} due{late}"),
        _of("ACT-VALID", effective, len(implemented),
            f"{effective} shown to work / {count(len(implemented), 'action')} implemented"),
    )  # fmt: skip


def measure_recurrence(
    causes: Sequence[tuple[date, str]], *, start: date, end: date, taxonomy: str
) -> Metric:
    """RECUR: incidents of a period whose class of cause had appeared in the twelve months before.

    Args:
        causes: Day and class of cause of each incident or finding, earlier periods included.
        start: First day of the period.
        end: Last day of the period.
        taxonomy: Version of the classes, without which two figures cannot be compared.
    """
    now = [(day, cause) for day, cause in causes if start <= day <= end]
    again = sum(
        any(other == cause and _year_before(day) <= earlier < day for earlier, other in causes)
        for day, cause in now
    )
    formula = f"{again} of a cause seen in the 12 months before / {count(len(now), 'incident')}"
    return _of("RECUR", again, len(now), f"{formula} (classes {taxonomy})")


def measure_cover(*, held: int, rehearsals: int, exercised: int, functions: int) -> Metric:
    """PROG-COV: kinds of rehearsal held in the cycle; critical functions exercised beside it."""
    functions_too = f"; {exercised} of {count(functions, 'critical function')} exercised"
    formula = f"{held} held in the cycle / {count(rehearsals, 'kind')} of rehearsal"
    return _of("PROG-COV", held, rehearsals, formula + functions_too)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _of(key: str, part: int, whole: int, formula: str) -> Metric:
    return Metric(
        key=key,
        value=show_share(share(part, whole)) if whole else None,
        unit="ratio",
        verdict="info" if whole else "not-observed",
        formula=formula,
        tally=(part, whole) if whole else None,
    )
