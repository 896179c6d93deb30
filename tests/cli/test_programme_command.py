"""What outlives an exercise: items and risks in the instance log; the next report tells them."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from evidence.programme import ExercisePlanned
from evidence.verifier import Asked, verify
from facilitator.bundle import make_bundle
from facilitator.seal import find_edit, instance_key, note
from facilitator.store import Store
from tests.bundle.playing import go_on
from tests.cli.running import Answer, Shell

ITEM = (
    "--issue", "Nobody knew who may approve", "--action", "Name a deputy for each approver",
    "--element", "organization", "--responsible", "Northstrand Payments", "--contact",
    "director of operations", "--start", "2026-12-01", "--due", "2027-01-31",
)  # fmt: skip
RISK = (
    "--title", "The only fresh copy is a lucky one", "--inherent", "4x5", "--residual", "2x5",
    "--mitigation", "Copies are tested each week", "--owner", "platform lead",
)  # fmt: skip


@pytest.fixture
def records(played: Path, tmp_path: Path) -> Path:
    shutil.copytree(played, tmp_path / "records")
    return tmp_path / "records"


@pytest.fixture
def exercise(records: Path) -> str:
    with Store.open(records / "records.db") as store:
        (found,) = store.exercises()
        return found.id


def say(shell: Shell, records: Path, *words: str) -> Answer:
    return shell("programme", *words, "--records", records)


def told(shell: Shell, records: Path, number: str) -> str:
    """One section of the report, as Markdown."""
    out = records / "report.md"
    assert shell("report", records, "--format", "md", "--to", out).code == 0
    return out.read_text().partition(f"\n## {number}. ")[2].partition("\n## ")[0]


def test_an_item_goes_from_open_to_shown_to_work_and_is_counted(
    shell: Shell, records: Path
) -> None:
    say(shell, records, "add", *ITEM)
    say(shell, records, "move", "I-1", "implemented", "--because", "The list has deputies.")
    say(shell, records, "move", "I-1", "validated", "--because", "A deputy approved.")

    answer = say(shell, records, "show", "--json")

    assert answer.document["states"] == ["validated"]
    assert [move[2]["state"] for move in answer.document["items"][0]["moves"]] == [
        "implemented",
        "validated",
    ]
    valid = next(one for one in answer.document["figures"] if one["key"] == "ACT-VALID")
    assert valid["formula"] == "1 shown to work / 1 action implemented"


def test_what_a_review_agreed_is_taken_over_once_in_its_own_words(
    shell: Shell, records: Path, exercise: str
) -> None:
    with Store.open(records / "records.db") as store:
        proposed = {"improvement": "alerts", "element": "planning"}
        agreed = {"improvement": "alerts", "owner": "Platform team", "due": "2027-03-31",
                  "validation": "retest"}  # fmt: skip
        seq = go_on(store, exercise, "improvement.proposed", proposed)
        go_on(store, exercise, "improvement.agreed", agreed)

    first = say(shell, records, "take", exercise, "--start", "2027-01-02")
    second = say(shell, records, "take", exercise, "--start", "2027-01-02")

    assert first.out.endswith(": 1 improvement.\n")
    assert second.out.endswith(": 0 improvements.\n")
    (item,) = say(shell, records, "show", "--json").document["items"]
    assert item["opened"]["due"] == "2027-03-31"
    assert item["opened"]["cites"][0] == seq
    assert item["opened"]["exercise"] == exercise


def test_the_next_report_tells_earlier_actions_and_the_register(
    shell: Shell, records: Path, exercise: str
) -> None:
    say(shell, records, "add", *ITEM)
    say(shell, records, "move", "I-1", "implemented", "--because", "done", "--retest", exercise)
    say(shell, records, "risk", *RISK, "--exercise", exercise, "--entry", "9")

    prior, risks = told(shell, records, "15"), told(shell, records, "13")

    assert "Name a deputy for each approver" in prior
    assert "Retested in this exercise." in prior
    assert "| 4 x 5 | 2 x 5 | Copies are tested each week |" in risks


def test_a_risk_assessed_again_is_the_same_risk(shell: Shell, records: Path) -> None:
    say(shell, records, "risk", *RISK)
    say(shell, records, "risk", *RISK, "--again", "R-1", "--state", "accepted")

    (risk,) = say(shell, records, "show", "--json").document["risks"]

    assert (risk[1]["risk"], risk[1]["state"]) == ("R-1", "accepted")


def test_the_log_stays_whole_and_so_does_a_bundle_made_after(
    shell: Shell, records: Path, exercise: str
) -> None:
    say(shell, records, "add", *ITEM)

    with Store.open(records / "records.db") as store:
        bundle = make_bundle(store, exercise, wall=1).data
        assert find_edit(store, exercise) is None
        report = verify(bundle, Asked(key=instance_key(records).public))

    assert (report.failures, report.exit_code) == ([], 0)
    assert shell("population", records, "--json").document["gaps"] == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("move", "I-7", "validated", "--because", "x"), 1, "there is no item `I-7`"),
        (("add", *ITEM[:-1], "soon"), 2, "--due: `soon` is no day"),
        (("add", *ITEM, "--exercise", "nowhere"), 1, "holds no exercise `nowhere`"),
        (("risk", *RISK, "--inherent", "9x1"), 2, "write it as 4x5"),
        (("add", *ITEM, "--element", "luck"), 2, "Invalid enum value 'luck'"),
    ],
)
def test_a_wrong_wish_gets_one_sentence(
    shell: Shell, records: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    answer = say(shell, records, *words)

    assert answer.code == code
    assert says in answer.err
    assert answer.err.count("\n") == 1


def test_what_is_planned_is_listed_with_its_day_and_who_leads(shell: Shell, records: Path) -> None:
    plan = ExercisePlanned(
        plan="P-1",
        scenario="failover",
        title="Forty-three seconds",
        day="2027-01-31",
        lead="Head of platform",
        objective="Fail over in time",
    )
    with Store.open(records / "records.db") as store:
        note(store, plan, wall=1)
        note(store, replace(plan, state="cancelled"), wall=2)

    listed = say(shell, records, "show").out

    assert "P-1  cancelled, 2027-01-31, Head of platform: Forty-three seconds" in listed


def test_an_exercise_is_planned_for_a_day_and_an_organisation(shell: Shell, records: Path) -> None:
    day = f"{date.today() + timedelta(days=40)}"  # noqa: DTZ011
    words = ("--day", day, "--lead", "Head of  platform", "--objective", "Restore in time")
    house = ("--organisation", "northstrand-payments")

    first = say(shell, records, "plan", "restore", *words, *house)
    second = say(shell, records, "plan", "failover", *words)

    assert "P-1 is planned: The wrong window" in first.out
    assert "P-2 is planned" in second.out
    assert (
        f"P-1  planned, {day}, Head of platform: The wrong window"
        in say(shell, records, "show").out
    )
    one, two = say(shell, records, "show", "--json").document["plans"]
    assert one["entry"]["organisation_title"] == "Northstrand Payments"
    assert "organisation" not in two["entry"]


@pytest.mark.parametrize(
    ("scenario", "options", "says"),
    [
        ("nowhere", (), "The library has no scenario of this name."),
        ("restore", ("--organisation", "x"), "The library has no organisation of this name."),
        ("restore", ("--day", "2020-01-01"), "Choose a day from today on, within five years."),
        ("restore", ("--lead", " "), "Say which role or unit leads it."),
    ],
)
def test_what_cannot_be_planned_is_said_in_one_sentence(
    shell: Shell, records: Path, scenario: str, options: tuple[str, ...], says: str
) -> None:
    day = f"{date.today() + timedelta(days=40)}"  # noqa: DTZ011
    given = {"--day": day, "--lead": "Operations", "--objective": "To see"}
    given |= dict(zip(options[::2], options[1::2], strict=True))

    answer = say(shell, records, "plan", scenario, *[x for pair in given.items() for x in pair])

    assert (answer.code, answer.err.strip().removeprefix("drillroom: ")) == (2, says)
