"""Figures over the programme record: what became of the actions of earlier exercises.

One exercise has a scorecard; a programme has these.  Each says how many it rests on, for a share
of few is an anecdote.  Source: doctrine 2.3.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from evidence.programme import Item
from scoring.figure import Metric, share, show_share
from scoring.wording import count


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
    late = (
        f"; {len(overdue)} overdue, the oldest by {count(max(overdue), 'day')}" if overdue else ""
    )
    implemented = [action for action in actions if action.implemented]
    effective = sum(action.effective is True for action in implemented)
    return (
        _of("ACT-DONE", len(done), len(due),
            f"{len(done)} closed by their day / {count(len(due), 'action')} due{late}"),
        _of("ACT-VALID", effective, len(implemented),
            f"{effective} shown to work / {count(len(implemented), 'action')} implemented"),
    )  # fmt: skip


def _of(key: str, part: int, whole: int, formula: str) -> Metric:
    return Metric(
        key=key,
        value=show_share(share(part, whole)) if whole else None,
        unit="ratio",
        verdict="info" if whole else "not-observed",
        formula=formula,
        tally=(part, whole) if whole else None,
    )
