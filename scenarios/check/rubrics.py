"""A rubric: every key is a figure's, on the right side, and its weights and bands can judge."""

from collections.abc import Iterator, Mapping
from typing import Final

from runbooks.authored import Path, Problem, did_you_mean
from scenarios.check.reading import Read
from scenarios.metrics import METRICS, Bound
from scenarios.rubric import Rubric

_SIDES: Final[Mapping[Bound, str]] = {
    "within": "is a time: give its longest",
    "at-least": "is a share: give its least",
}


def check_rubric(file: Read[Rubric]) -> Iterator[Problem]:
    """Every problem of one rubric."""
    rubric = file.model
    yield from _keys(file, "within", rubric.within)
    yield from _keys(file, "at-least", rubric.at_least)
    yield from _bands(file, rubric)
    yield from _weights(file, rubric)


def _keys(file: Read[Rubric], side: Bound, targets: Mapping[str, int]) -> Iterator[Problem]:
    for key in targets:
        path: Path = (side, key)
        right_side = METRICS.get(key)
        if right_side is None:
            right = did_you_mean(key, METRICS) or "see the figures in scoring/README.md"
            yield file.problem(path, f"there is no figure `{key}`", right)
        elif right_side != side:
            yield file.problem(path, f"`{key}` {_SIDES[right_side]}", f"move it to `{right_side}`")


def _bands(file: Read[Rubric], rubric: Rubric) -> Iterator[Problem]:
    bands = rubric.bands
    if not 0 < bands.m < bands.s < bands.p <= 100:
        yield file.problem(
            ("bands",),
            f"the bands do not fall from P to M: {bands.p}, {bands.s}, {bands.m}",
            "write for example `bands: {p: 80, s: 66, m: 50}`",
        )


def _weights(file: Read[Rubric], rubric: Rubric) -> Iterator[Problem]:
    """Weights are parts of a whole, so one of them at least must be above zero."""
    adherence, notice, loss = rubric.adherence, rubric.notice, rubric.severity_loss
    given = {
        "adherence": (
            adherence.completion,
            adherence.order,
            adherence.validation,
            adherence.gates,
            adherence.evidence,
            adherence.timing,
        ),
        "notice": (notice.sent, notice.content, notice.channel),
        "severity-loss": (loss.under, loss.over),
    }
    for name, weights in given.items():
        if not any(weights):
            yield file.problem((name,), f"all weights of `{name}` are 0", "give one at least 1")
    if 0 < loss.under < loss.over:
        yield file.warning(
            ("severity-loss",),
            "a level too severe costs more than one too mild",
            "a late alarm usually costs more than a loud one",
        )
