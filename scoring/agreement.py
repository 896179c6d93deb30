"""Agreement between raters, or between calls and references, across many incidents or tasks.

One exercise has one severity line; a programme has many, and a rated exercise has several raters.
Kappa hides how serious a miss is, so it is printed second, after the asymmetric loss.
Sources: Cohen 1968 (weighted kappa); Krippendorff, *Content Analysis* (ordinal alpha).
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import permutations


def exact_rate(reference: Sequence[int], called: Sequence[int]) -> Fraction:
    """The part of pairs that are equal."""
    return _part(a == r for r, a in zip(reference, called, strict=True))


def under_rate(reference: Sequence[int], called: Sequence[int]) -> Fraction:
    """The part called too mild; 1 is the worst level."""
    return _part(a > r for r, a in zip(reference, called, strict=True))


def over_rate(reference: Sequence[int], called: Sequence[int]) -> Fraction:
    """The part called too severe."""
    return _part(a < r for r, a in zip(reference, called, strict=True))


def quadratic_weighted_kappa(first: Sequence[int], second: Sequence[int]) -> Fraction | None:
    """Cohen's kappa with squared distances; ``None`` where chance allows no disagreement."""
    seen = sum((a - b) ** 2 for a, b in zip(first, second, strict=True))
    by_chance = sum((a - b) ** 2 for a in first for b in second)
    return 1 - Fraction(seen * len(first), by_chance) if by_chance else None


def ordinal_alpha(units: Sequence[Sequence[int | None]]) -> Fraction | None:
    """Krippendorff's alpha for ordered ratings, any number of raters, ratings may be missing.

    Args:
        units: For each unit the ratings it got, as numbers in order; ``None`` is no rating.

    Returns:
        ``None`` with fewer than two distinct ratings among the units rated twice.
    """
    coincidences: dict[tuple[int, int], Fraction] = {}
    for unit in units:
        given = [rating for rating in unit if rating is not None]
        for pair in permutations(given, 2):
            weight = Fraction(1, len(given) - 1)
            coincidences[pair] = coincidences.get(pair, Fraction(0)) + weight
    totals: dict[int, Fraction] = {}
    for (rating, _), weight in coincidences.items():
        totals[rating] = totals.get(rating, Fraction(0)) + weight
    everything = sum(totals.values(), Fraction(0))
    seen = sum(
        (weight * _distance(totals, *pair) for pair, weight in coincidences.items()), Fraction(0)
    )
    by_chance = sum(
        (totals[a] * totals[b] * _distance(totals, a, b) for a in totals for b in totals),
        Fraction(0),
    )
    return 1 - (everything - 1) * seen / by_chance if by_chance else None


def _distance(totals: dict[int, Fraction], first: int, second: int) -> Fraction:
    """Squared ordinal distance: how many ratings lie between, the two ends counted half."""
    low, high = min(first, second), max(first, second)
    between = sum((n for rating, n in totals.items() if low <= rating <= high), Fraction(0))
    return (between - (totals[low] + totals[high]) / 2) ** 2


def _part(outcomes: Iterable[bool]) -> Fraction:
    found = list(outcomes)
    return Fraction(sum(found), len(found))
