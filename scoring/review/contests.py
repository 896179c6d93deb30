"""Figures that a team does not accept, and the lead evaluator's ruling on each.

A figure set aside stays in the scorecard with its value and its formula; it is *not rated*, says
why, and counts in no rating.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from evidence import Body, Event, Seq
from evidence.kinds.review import FigureContested, FigureRuled, Ruling
from scoring.figure import Exclusion, Metric

SAID: Final[tuple[type[Body], ...]] = (FigureContested, FigureRuled)


class Contest(msgspec.Struct, frozen=True, kw_only=True):
    """One figure under contest; ``ruling`` is ``None`` while it is open."""

    figure: str
    ruling: Ruling | None
    contested: tuple[Seq, ...]
    ruled: Seq | None

    def to_json(self) -> dict[str, Any]:
        return {
            "figure": self.figure,
            "ruling": self.ruling,
            "contested": list(self.contested),
            "ruled": self.ruled,
        }


def gather_contests(events: Iterable[Event]) -> dict[str, Contest]:
    """Fold the facts of :data:`SAID`, in the order of the record, by figure; the last word holds.

    A contest after the ruling opens the question again.
    """
    found: dict[str, Contest] = {}
    for event in events:
        match event.body:
            case FigureContested(figure=figure):
                before = found[figure].contested if figure in found else ()
                found[figure] = Contest(
                    figure=figure, ruling=None, contested=(*before, event.seq), ruled=None
                )
            case FigureRuled(figure=figure, ruling=ruling):
                before = found[figure].contested if figure in found else ()
                found[figure] = Contest(
                    figure=figure, ruling=ruling, contested=before, ruled=event.seq
                )
            case _:
                pass
    return found


def set_aside(metric: Metric, contests: dict[str, Contest]) -> Metric:
    """The figure as it counts after the ruling on it, if there was one."""
    contest = contests.get(metric.name)
    if contest is None or contest.ruling != "set-aside" or contest.ruled is None:
        return metric
    note = Exclusion(
        what=f"{metric.name}, which was {metric.verdict}",
        why="contested, and set aside by the lead evaluator",
        cites=(*contest.contested, contest.ruled),
    )
    return msgspec.structs.replace(metric, verdict="not-rated", excluded=(*metric.excluded, note))
