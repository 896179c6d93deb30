"""What the product is made of and whom it calls: pinned packages, and no calls out."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("evidence", "runbooks", "scenarios", "simulator", "scoring", "facilitator")
CALLS_OUT = {"urllib.request", "http.client", "ftplib", "smtplib", "requests", "httpx", "aiohttp"}
MAY_CALL = {"facilitator/cli/joining.py"}
"""A terminal that joins a server: the person at it has typed the address."""


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_a_server_has_nothing_to_call_another_with() -> None:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    calling = {
        str(file.relative_to(ROOT))
        for file in files
        if imported(ast.parse(file.read_text())) & CALLS_OUT
    }

    assert len(files) > 300
    assert calling == MAY_CALL


def test_every_package_that_is_needed_is_pinned_to_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [
        *project["project"]["dependencies"],
        *(one for more in project["project"]["optional-dependencies"].values() for one in more),
        *project["dependency-groups"]["test"],
    ]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {
        _plain(name) for line in lines for name, _, version in [line.partition("==")] if version
    }

    assert {_plain(re.split(r"[><=\[]", one)[0]) for one in wanted} <= pinned


def _plain(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
