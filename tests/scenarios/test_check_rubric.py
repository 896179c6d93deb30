"""A rubric that cannot judge is told with its line and what would be right."""

from pathlib import Path

import pytest

from scenarios.check import check_sources

HOUSE = (Path(__file__).parents[2] / "scenarios" / "rubrics" / "house.yaml").read_text()


def problems(text: str) -> list[str]:
    return [str(found) for found in check_sources([("own.yaml", text.encode())]).problems]


def test_the_house_rubric_is_fine() -> None:
    assert problems(HOUSE) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("  TTCmd: 10m", "  TTCnd: 10m",
         "own.yaml:LINE: there is no figure `TTCnd`; did you mean `TTCmd`?"),
        ("  TTA: 15m", "  SEV-ACC: 15m",
         "own.yaml:LINE: `SEV-ACC` is a share: give its least; move it to `at-least`"),
        ("  SEV-ACC: 80%", "  RTO: 80%",
         "own.yaml:LINE: `RTO` is a time: give its longest; move it to `within`"),
        ("  SEV-ACC: 80%", "  SEV-ACC: 120%",
         "own.yaml:LINE: `120%` is more than the whole; write at most `100%`"),
        ("{p: 80, s: 66, m: 50}", "{p: 60, s: 66, m: 50}",
         "own.yaml:LINE: the bands do not fall from P to M: 60, 66, 50; "
         "write for example `bands: {p: 80, s: 66, m: 50}`"),
        ("{sent: 50, content: 30, channel: 20}", "{sent: 0, content: 0, channel: 0}",
         "own.yaml:LINE: all weights of `notice` are 0; give one at least 1"),
        ("{under: 2, over: 1}", "{under: 1, over: 2}",
         "own.yaml:LINE: warning: a level too severe costs more than one too mild; "
         "a late alarm usually costs more than a loud one"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_line_and_remedy(before: str, after: str, says: str) -> None:
    line = HOUSE[: HOUSE.index(before)].count("\n") + 1

    assert problems(HOUSE.replace(before, after)) == [says.replace("LINE", str(line))]
