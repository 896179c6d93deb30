"""`parts`: what this installation is made of, for people and as a bill of materials."""

import hashlib
import tomllib
from importlib.metadata import version
from pathlib import Path

from facilitator.parts import plain
from tests.cli.running import Shell

ROOT = Path(__file__).parents[2]


def test_the_bill_of_materials_has_everything_that_is_needed_and_what_the_wheel_carries(
    shell: Shell,
) -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    script = (ROOT / "facilitator/web/static/vendor/htmx.js").read_bytes()

    bill = shell("parts", "--json").document

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "drillroom"
    there = {one["name"]: one for one in bill["components"]}
    assert {plain(one) for one in wanted} <= set(there)
    assert {"starlette", "pydantic-core", "cffi"} <= set(there), "what those need is in it too"
    assert not {"pytest", "mypy", "hypothesis"} & set(there), "what only tests need is not"
    for name, one in there.items():
        if name != "htmx.org":
            assert one["version"] == version(name)
            assert one["purl"] == f"pkg:pypi/{name}@{version(name)}"
    digest = {"alg": "SHA-256", "content": hashlib.sha256(script).hexdigest()}
    assert there["htmx.org"]["hashes"] == [digest]
    assert there["htmx.org"]["version"].startswith("2.")


def test_the_bill_says_of_each_part_what_it_needs_and_names_nothing_that_is_not_in_it(
    shell: Shell,
) -> None:
    bill = shell("parts", "--json").document
    names = {"drillroom", *(one["name"] for one in bill["components"])}
    needs = {one["ref"]: set(one["dependsOn"]) for one in bill["dependencies"]}

    assert "starlette" in needs["fastapi"]
    assert set(needs) | {"htmx.org"} == names
    assert set().union(*needs.values()) <= names


def test_for_people_each_part_stands_on_a_line_with_version_and_licence(shell: Shell) -> None:
    lines = shell("parts").out.splitlines()

    assert lines[0].split() == ["drillroom", version("drillroom"), "Apache-2.0"]
    assert any(line.split()[:2] == ["simpy", version("simpy")] for line in lines)
    assert lines[-1] == f"{len(lines) - 1} parts"
