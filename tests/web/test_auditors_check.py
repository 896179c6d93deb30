"""The auditor's page: the stored record is read again, and what was changed in it is named."""

from collections.abc import Iterator

import pytest

from tests.seal.records import Intruder
from tests.web.serving import Caller, Server, code_of, invited, participant

LEAD = "duty-manager"


@pytest.fixture
def auditor(server: Server) -> Iterator[Caller]:
    caller = invited(server, "auditor", name="Toni")
    yield caller
    caller.close()


@pytest.fixture
def told(server: Server, control: Caller, exercise: str) -> str:
    """An exercise in which somebody has written something down."""
    ana = participant(server, code_of(control, exercise), name="Ana", seat=LEAD)
    control.start(exercise)
    assert ana.do(exercise, "log.enter", words="The ledger is gone.")["ok"]
    ana.close()
    return exercise


def test_a_record_that_nobody_touched_is_found_as_it_was_written(
    auditor: Caller, told: str
) -> None:
    before = auditor.page(f"/x/{told}/evidence")
    after = auditor.page(f"/x/{told}/evidence?check=yes")

    assert "not checked yet" in before
    assert "as written</span>" in after
    assert "not checked yet" not in after


def test_an_edit_in_the_database_is_named_with_its_entry_while_the_server_runs(
    server: Server, control: Caller, auditor: Caller, told: str
) -> None:
    events = control.http.get(f"/api/v1/exercises/{told}/events?limit=500").json()["events"]
    (entry,) = (event["number"] for event in events if event["kind"] == "log.enter")
    intruder = Intruder(server.data / "records.db")
    intruder.run(
        """UPDATE event SET leaf = CAST(replace(leaf, '"person"', '"control"') AS BLOB)"""
        " WHERE seq = ? AND exercise = ?",
        entry - 1,
        told,
    )
    intruder.close()

    page = auditor.page(f"/x/{told}/evidence?check=yes")

    assert f"eaf {entry - 1}" in page
    assert "changed</span>" in page
    assert f'href="evidence?entry={entry}#e{entry}"' in page


def test_entries_are_narrowed_by_who_wrote_them_and_from_when(auditor: Caller, told: str) -> None:
    people = auditor.page(f"/x/{told}/evidence?by=person")
    later = auditor.page(f"/x/{told}/evidence?since=1h05m")
    unread = auditor.page(f"/x/{told}/evidence?since=soon")

    assert "log.enter, by person" in people
    assert "by control" not in people.split('class="entries"')[1].split("</ol>")[0]
    assert "No entry fits." in later
    assert "1h30m" in unread
