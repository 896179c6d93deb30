"""The auditor's page: the stored record is read again, and what was changed in it is named."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

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


def change(server: Server, control: Caller, told: str) -> int:
    """Change the entry that was written down, past the store; its number."""
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
    return int(entry)


def test_an_edit_in_the_database_is_named_with_its_entry_while_the_server_runs(
    server: Server, control: Caller, auditor: Caller, told: str
) -> None:
    entry = change(server, control, told)

    page = auditor.page(f"/x/{told}/evidence?check=yes")

    assert f"eaf {entry - 1}" in page
    assert "changed</span>" in page
    assert f'href="evidence?entry={entry}#e{entry}"' in page


def test_a_changed_record_can_be_taken_away_and_says_on_its_face_that_it_is_changed(
    server: Server, control: Caller, auditor: Caller, told: str
) -> None:
    whole = auditor.http.get(f"/x/{told}/as-found.zip")
    control.do(told, "exercise.end")
    entry = change(server, control, told)

    page = auditor.page(f"/x/{told}/evidence?check=yes")
    found = auditor.http.get(f"/x/{told}/as-found.zip")
    report, bundle = (
        auditor.http.get(f"/x/{told}/{one}") for one in ("report", "bundle/auditor.zip")
    )

    assert whole.status_code == 409, "nothing is changed yet, so the signed bundle is the export"
    assert 'href="as-found.zip"' in page
    assert f'filename="{told}-NOT-AS-WRITTEN.zip"' in found.headers["content-disposition"]
    with zipfile.ZipFile(BytesIO(found.content)) as archive:
        assert f"eaf {entry - 1}" in archive.read("NOT-AS-WRITTEN.txt").decode()
        assert b'"control"' in archive.read("leaves.jsonl").splitlines()[entry - 1]
    for refused in (report, bundle):
        assert refused.status_code == 409
        assert "evidence?check=yes#h-verdicts" in refused.text
    assert control.page(f"/x/{told}/evidence").count("Entries, not as written") == 1


def test_entries_are_narrowed_by_who_wrote_them_and_from_when(auditor: Caller, told: str) -> None:
    people = auditor.page(f"/x/{told}/evidence?by=person")
    later = auditor.page(f"/x/{told}/evidence?since=1h05m")
    unread = auditor.page(f"/x/{told}/evidence?since=soon")

    assert "log.enter, by person" in people
    assert "by control" not in people.split('class="entries"')[1].split("</ol>")[0]
    assert "No entry fits." in later
    assert "1h30m" in unread
