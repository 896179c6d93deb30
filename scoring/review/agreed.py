"""How far evaluators agree who rated the same tasks alone.

Per cent of agreeing pairs and the table of who met what are always shown.  Krippendorff's alpha
for ordered ratings joins them from ten tasks on; below that the disagreements themselves say more
than any coefficient.  N/A is no rating: it is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

import msgspec

from evidence import Seq
from evidence.kinds.control import Rating
from scoring.agreement import ordinal_alpha
from scoring.figure import share, show_share
from scoring.review.raters import Rated, TaskRatings

RATINGS: Final[tuple[Rating, ...]] = ("U", "M", "S", "P")
"""From worst to best."""

TOO_FEW: Final = 10
"""Below this many tasks rated by several a coefficient would say nothing."""


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """One task that several rated alone and not alike."""

    task: str
    ratings: tuple[Rating, ...]
    cites: tuple[Seq, ...]

    def to_json(self) -> dict[str, Any]:
        return {"task": self.task, "ratings": list(self.ratings), "cites": list(self.cites)}


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far raters agreed.

    Attributes:
        tasks: How many tasks two or more rated alone.
        agreeing: Pairs of ratings that were equal, as a share of all pairs.
        confusion: By pair of ratings, the worse first: how often the two met.
        alpha: Krippendorff's alpha for ordered ratings, four places; ``None`` below ten tasks, or
            where all ratings are the same, so that nothing could have differed.
        disagreements: The tasks that were not rated alike.
    """

    tasks: int
    agreeing: str
    confusion: Mapping[str, int]
    alpha: str | None
    disagreements: tuple[Disagreement, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "tasks": self.tasks,
            "agreeing": self.agreeing,
            "confusion": dict(self.confusion),
            "alpha": self.alpha,
            "disagreements": [one.to_json() for one in self.disagreements],
        }


def measure_agreement(tasks: Mapping[str, TaskRatings]) -> Agreement | None:
    """The agreement over all tasks that several rated alone; ``None`` where there is none.

    A task whose ratings are not open yet is left out: counting it would betray them.
    """
    units = {
        name: rated
        for name, task in tasks.items()
        if not task.closed
        and len(rated := [r for r in task.alone().values() if r.rating != "N/A"]) > 1
    }
    if not units:
        return None
    pairs = [
        _worse_first(a.rating, b.rating)
        for rated in units.values()
        for a, b in combinations(rated, 2)
    ]
    return Agreement(
        tasks=len(units),
        agreeing=show_share(share(sum(a == b for a, b in pairs), len(pairs))),
        confusion={
            f"{a}-{b}": pairs.count((a, b))
            for place, a in enumerate(RATINGS)
            for b in RATINGS[place:]
        },
        alpha=_alpha(units.values()) if len(units) >= TOO_FEW else None,
        disagreements=tuple(
            Disagreement(
                task=name,
                ratings=tuple(one.rating for one in rated),
                cites=tuple(one.seq for one in rated),
            )
            for name, rated in units.items()
            if len({one.rating for one in rated}) > 1
        ),
    )


def show_alpha(units: Sequence[Sequence[int | None]]) -> str | None:
    """Krippendorff's alpha as it is printed; below chance it is negative."""
    alpha = ordinal_alpha(units)
    if alpha is None:
        return None
    ppm = share(abs(alpha.numerator), alpha.denominator)
    return f"{'-' if alpha < 0 else ''}{show_share(ppm)}"


def _alpha(units: Iterable[Sequence[Rated]]) -> str | None:
    return show_alpha([[RATINGS.index(one.rating) for one in rated] for rated in units])


def _worse_first(first: Rating, second: Rating) -> tuple[Rating, Rating]:
    return (first, second) if RATINGS.index(first) <= RATINGS.index(second) else (second, first)
