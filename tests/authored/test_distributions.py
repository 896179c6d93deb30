"""Distributions answer one question, and refuse shapes that cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooks.authored import (
    MAX_DURATION,
    AuthoredModel,
    AuthorError,
    Distribution,
    Empirical,
    Fixed,
    LogNormal,
    MedianAndP95,
    Quantiles,
    Triangular,
    TriangularRange,
    Uniform,
    UniformRange,
    load,
    schema_of,
)


class Repair(AuthoredModel):
    """A file with nothing but a distribution in it."""

    takes: Distribution


def written(text: str) -> Quantiles:
    return load(Repair, f"takes: {text}".encode(), name="f.yaml")[0].takes


def refused(text: str) -> str:
    with pytest.raises(AuthorError) as caught:
        written(text)
    return str(caught.value)


DURATIONS = st.integers(min_value=0, max_value=MAX_DURATION)
SORTED_THREE = st.tuples(DURATIONS, DURATIONS, DURATIONS).map(sorted)
SHAPES: st.SearchStrategy[Quantiles] = st.one_of(
    DURATIONS.map(lambda fixed: Fixed(fixed=fixed)),
    SORTED_THREE.map(lambda d: Uniform(uniform=UniformRange(shortest=d[0], longest=d[2]))),
    SORTED_THREE.map(
        lambda d: Triangular(triangular=TriangularRange(low=d[0], mode=d[1], high=d[2]))
    ),
    st.tuples(st.integers(1, MAX_DURATION - 1), DURATIONS)
    .filter(lambda d: d[0] < d[1])
    .map(lambda d: LogNormal(lognormal=MedianAndP95(median=d[0], p95=d[1]))),
    st.lists(DURATIONS, min_size=2, max_size=9).map(lambda d: Empirical(empirical=tuple(d))),
)
SHARES = st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True)


@given(SHAPES, SHARES, SHARES)
def test_a_larger_share_never_takes_less_time(shape: Quantiles, u: float, v: float) -> None:
    smaller, larger = sorted((u, v))

    assert 0 <= shape.quantile_ms(smaller) <= shape.quantile_ms(larger) <= MAX_DURATION


@pytest.mark.parametrize(
    ("text", "u", "millis"),
    [
        ("5m", 0.9, 300_000),
        ("{fixed: 5m}", 0.1, 300_000),
        ("{uniform: {from: 1m, to: 5m}}", 0.5, 180_000),
        ("{triangular: {low: 0s, mode: 2s, high: 4s}}", 0.5, 2_000),
        ("{triangular: {low: 0s, mode: 0s, high: 4s}}", 0.75, 2_000),
        ("{triangular: {low: 3s, mode: 3s, high: 3s}}", 0.4, 3_000),
        ("{lognormal: {median: 20m, p95: 2h}}", 0.5, 1_200_000),
        ("{lognormal: {median: 20m, p95: 2h}}", 0.95, 7_200_000),
        ("{empirical: [9m, 4m, 6m]}", 0.3, 240_000),
        ("{empirical: [9m, 4m, 6m]}", 0.5, 360_000),
        ("{empirical: [9m, 4m, 6m]}", 0.99, 540_000),
    ],
)
def test_each_shape_gives_its_quantiles(text: str, u: float, millis: int) -> None:
    assert written(text).quantile_ms(u) == millis


def test_a_wide_spread_never_exceeds_what_an_author_can_write() -> None:
    shape = LogNormal(lognormal=MedianAndP95(median=1, p95=MAX_DURATION))

    assert shape.quantile_ms(1 - 2**-53) == MAX_DURATION


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5", "`5` has no unit; write `5s` or `5m`"),
        (
            "{lognormal: {median: 2h, p95: 20m}}",
            "`p95` is not longer than `median`; write more than 2h",
        ),
        ("{lognormal: {median: 0s, p95: 20m}}", "`median` is nothing; write at least `1ms`"),
        ("{lognormal: {median: 2h}}", "`p95` is missing; add `p95: ...`"),
        ("{uniform: {from: 5m, to: 1m}}", "`from` is longer than `to`; exchange them"),
        (
            "{triangular: {low: 2m, mode: 1m, high: 3m}}",
            "`mode` is shorter than `low`; write low <= mode <= high",
        ),
        (
            "{triangular: {low: 2m, mode: 5m, high: 3m}}",
            "`mode` is longer than `high`; write low <= mode <= high",
        ),
        ("{empirical: [5m]}", "`empirical` has 1 item; write at least 2"),
        ("{lognornal: {}}", "unknown distribution `lognornal`; did you mean `lognormal`?"),
        (
            "{normal: {mean: 5m}}",
            "unknown distribution `normal`; did you mean `lognormal`?",
        ),
        (
            "{weibull: {k: 5}}",
            "unknown distribution `weibull`; write one of "
            "`fixed`, `uniform`, `triangular`, `lognormal`, `empirical`",
        ),
        ("[5m]", "a distribution belongs here, not a list; write `{fixed: ...}`"),
        ("{}", "this distribution is empty; write one of "),
    ],
)
def test_a_shape_that_cannot_be_is_refused(text: str, sentence: str) -> None:
    assert refused(text).startswith(f"f.yaml:1: {sentence}")


def test_a_stored_distribution_loads_again() -> None:
    repair = Repair(takes=LogNormal(lognormal=MedianAndP95(median=1, p95=2)))

    assert Repair.model_validate_json(repair.model_dump_json()) == repair
    assert Repair.model_validate_json(repair.model_dump_json(by_alias=True)) == repair


def test_editors_are_offered_a_duration_or_a_shape() -> None:
    takes = schema_of(Repair)["properties"]["takes"]

    assert takes["anyOf"][0]["type"] == "string"
    assert [form.get("$ref", "").rpartition("/")[2] for form in takes["anyOf"][1:]] == [
        "Fixed",
        "Uniform",
        "Triangular",
        "LogNormal",
        "Empirical",
    ]
