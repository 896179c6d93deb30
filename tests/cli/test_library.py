"""`list`, `schema` and `--help`: what a newcomer looks at."""

import subprocess
import sys

from tests.cli.running import Shell


def test_the_list_has_ids_and_titles_of_everything_that_comes_along(shell: Shell) -> None:
    listed = shell("list", "--json").document

    assert {entry["id"] for entry in listed["scenarios"]} >= {"restore", "failover", "breach"}
    assert len(listed["organisations"]) == 2
    assert set(listed) == {"scenarios", "organisations", "runbooks", "regimes"}
    assert all(entry["title"] for entries in listed.values() for entry in entries)


def test_the_list_for_people_has_the_same_ids(shell: Shell) -> None:
    listed = shell("list", "--json").document

    for_people = shell("list").out

    assert all(entry["id"] in for_people for entries in listed.values() for entry in entries)


def test_every_kind_of_file_has_a_schema(shell: Shell) -> None:
    for kind in ("scenario", "organisation", "contacts", "runbook"):
        schema = shell("schema", kind).document

        assert schema["properties"][kind]


def test_help_loads_neither_engine_nor_database_nor_rich() -> None:
    script = (
        "import sys\n"
        "from facilitator.cli.app import run\n"
        "assert run(['--help']) == 0\n"
        "heavy = {'simpy', 'sqlalchemy', 'rich', 'ruamel', 'faker', 'scenarios', 'simulator'}\n"
        "print(heavy & set(sys.modules), file=sys.stderr)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stderr.strip() == "set()"
    assert "replay" in done.stdout
