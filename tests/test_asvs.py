"""Every security requirement and every lesson names a test, and every test named exists."""

import ast
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
REQUIREMENTS, LESSONS = (
    YAML(typ="safe").load((ROOT / "tests" / name).read_text())
    for name in ("asvs.yaml", "lessons.yaml")
)


@cache
def named_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("subject", sorted(REQUIREMENTS))
def test_each_requirement_has_tests_that_exist(subject: str) -> None:
    requirement = REQUIREMENTS[subject]

    assert requirement["ids"]
    _exist(requirement["tests"])
    for left_out in requirement.get("without", []):
        assert left_out["why"]
        assert not {*left_out["ids"]} & {*requirement["ids"]}


@pytest.mark.parametrize("lesson", sorted(LESSONS))
def test_each_lesson_has_tests_that_exist(lesson: str) -> None:
    _exist(LESSONS[lesson]["tests"])


def _exist(tests: list[str]) -> None:
    assert tests
    for named in tests:
        path, _, name = named.partition("::")
        assert name in named_in(path), named
