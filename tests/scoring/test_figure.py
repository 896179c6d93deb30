"""Shares: whole parts per million inside, four places in print."""

import pytest

from scoring.figure import WHOLE, read_share, share, show_share


@pytest.mark.parametrize(
    ("ppm", "shown"),
    [(0, "0.0000"), (49, "0.0000"), (50, "0.0001"), (149, "0.0001"), (805_560, "0.8056"),
     (WHOLE, "1.0000"), (3 * WHOLE, "3.0000")],
)  # fmt: skip
def test_a_share_is_printed_to_the_nearest_of_four_places(ppm: int, shown: str) -> None:
    assert show_share(ppm) == shown
    assert abs(read_share(shown) - ppm) <= 50


@pytest.mark.parametrize(
    ("part", "whole", "ppm"), [(1, 3, 333_333), (2, 3, 666_667), (1, 2_000_000, 1), (0, 7, 0)]
)
def test_half_a_part_per_million_is_one(part: int, whole: int, ppm: int) -> None:
    assert share(part, whole) == ppm
