"""Agreement is between two who judged the same things; a list with more or fewer is a mistake."""

from collections.abc import Callable, Sequence

import pytest

from scoring import exact_rate, over_rate, quadratic_weighted_kappa, under_rate


@pytest.mark.parametrize("measure", [exact_rate, under_rate, over_rate, quadratic_weighted_kappa])
@pytest.mark.parametrize("called", [[1, 2], [1, 2, 3, 4]])
def test_calls_that_do_not_match_their_references_one_by_one_are_refused(
    measure: Callable[[Sequence[int], Sequence[int]], object], called: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"zip\(\)"):
        measure([1, 2, 3], called)
