"""What a figure earns in a rating, and which rating a per cent is.

A share counts as it is; a timed figure counts fully up to its target and then loses credit evenly.
"""

from evidence.kinds.control import Rating
from scenarios.rubric import Rubric
from scoring.figure import WHOLE, Metric, Ppm, read_share, share

_ORDER: dict[str, int] = {"N/A": -1, "U": 0, "M": 1, "S": 2, "P": 3}


def credit(
    metric: Metric, rubric: Rubric, *, within: int | None = None, ended: bool = True
) -> Ppm | None:
    """What a figure is worth in a rating, from 0 to 1; ``None`` leaves it out.

    Args:
        metric: The figure.
        rubric: For the fall-off of timed figures.
        within: A limit of the task's own, instead of the figure's target.
        ended: Whether the record reaches EndEx.
    """
    if metric.verdict in ("not-due", "not-rated", "not-observed"):
        return None
    if metric.verdict == "could-not-verify":
        return 0 if ended else None
    if metric.value is None:
        return 0
    if isinstance(metric.value, str):
        return min(WHOLE, read_share(metric.value))
    limit = within
    if limit is None and metric.target is not None and metric.target.bound == "at-most":
        limit = int(metric.target.value)
    if metric.unit != "ms" or limit is None:
        return None
    return fall_off(metric.value, limit, worth_nothing_after=rubric.worth_nothing_after)


def fall_off(value: int, limit: int, *, worth_nothing_after: Ppm) -> Ppm:
    """Full credit up to *limit*, then evenly less; none from *limit* plus that share of it on."""
    if value <= limit:
        return WHOLE
    room = limit * worth_nothing_after // WHOLE
    return max(0, WHOLE - share(value - limit, room)) if room else 0


def band(percent: int, rubric: Rubric) -> Rating:
    """The rating that a per cent proposes."""
    bands = rubric.bands
    if percent >= bands.p:
        return "P"
    if percent >= bands.s:
        return "S"
    return "M" if percent >= bands.m else "U"


def rank(rating: Rating) -> int:
    """The place of a rating, a better one higher; not observed is lowest."""
    return _ORDER[rating]


def no_better(rating: Rating, cap: Rating) -> Rating:
    """The worse of the two; nothing caps N/A."""
    if rating == "N/A" or cap == "N/A":
        return rating
    return rating if _ORDER[rating] <= _ORDER[cap] else cap
