"""Every security requirement names a test, and every test that is named exists."""

import ast
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
REQUIREMENTS = YAML(typ="safe").load((ROOT / "tests" / "asvs.yaml").read_text())


@cache
def named_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("subject", sorted(REQUIREMENTS))
def test_each_requirement_has_tests_that_exist(subject: str) -> None:
    requirement = REQUIREMENTS[subject]

    assert requirement["ids"]
    assert requirement["tests"]
    for named in requirement["tests"]:
        path, _, name = named.partition("::")
        assert name in named_in(path), named
