"""Control coverage: what a record supports, what it does not, and what would create the rest."""

from collections import Counter

import pytest

from evidence.kinds.exercise import KindOfRun
from scenarios import library_controls
from scenarios.effects import Delay
from scenarios.injects import Inject
from scoring.report import Grid, Report
from scoring.report.artefacts import _TABLE
from tests.builders import a_plan, a_runbook, a_step
from tests.scoring.report.reports import a_report, cells, grid, grids, row
from tests.scoring.report.test_document import PLAY, with_run


def controls(report: Report) -> dict[str, tuple[str, str]]:
    """Control to its strength and what the record is worth for it."""
    frameworks = {f.framework for f in library_controls().frameworks}
    tables: list[Grid] = [g for g in grids(report, "14") if g.caption in frameworks]
    return {
        f"{table.caption}: {row.cells[0].text}": (row.cells[1].text, row.cells[2].text)
        for table in tables
        for row in table.rows
    }


def test_every_control_of_the_mapping_stands_once_with_its_strength() -> None:
    mapping = library_controls()

    found = controls(a_report(PLAY))

    assert len(found) == sum(len(f.controls) for f in mapping.frameworks) == 112
    strengths = Counter(c.strength for f in mapping.frameworks for c in f.controls)
    assert Counter(strength for strength, _ in found.values()) == strengths


@pytest.mark.parametrize("run", ["dry-run", "practice"])
def test_a_dry_run_and_a_practice_count_for_no_control(run: KindOfRun) -> None:
    found = controls(a_report(with_run(PLAY, run)))

    assert {worth for _, worth in found.values()} == {"does not count", "nothing here"}


def test_an_exercise_supports_what_it_has_evidence_of() -> None:
    found = controls(a_report(PLAY))

    assert found["CIS Controls v8: 17.9 Security incident thresholds"] == ("rehearsal", "supports")


def test_a_conditional_control_counts_only_when_real_systems_were_driven() -> None:
    simulated = controls(a_report(with_run(PLAY, "exercise")))
    conditional = {name for name, (strength, _) in simulated.items() if strength == "conditional"}
    measured = controls(a_report(with_run(PLAY, "measured")))

    assert {simulated[name][1] for name in conditional} <= {"does not count", "nothing here"}
    assert any("supports" in measured[name][1] for name in conditional) or all(
        measured[name][1] == "nothing here" for name in conditional
    )


def test_a_partial_control_is_never_supported_in_full() -> None:
    found = controls(a_report(PLAY))

    assert {worth for strength, worth in found.values() if strength == "partial"} <= {
        "supports in part",
        "nothing here",
    }


def test_evidence_that_is_missing_says_what_would_create_it() -> None:
    register = next(g for g in grids(a_report(PLAY), "14") if g.caption == "Register of evidence")
    escalations = next(r for r in register.rows if r.cells[0].text == "Vendor escalations")

    assert escalations.cells[2].text == "none"
    assert "an inject that delays a vendor" in escalations.cells[2].beneath


def test_every_kind_of_evidence_that_the_mapping_names_is_looked_for() -> None:
    assert {artefact.id for artefact in library_controls().evidence} == set(_TABLE)


def test_no_cell_says_that_a_control_is_met() -> None:
    fourteen = [cell.text for g in grids(a_report(PLAY), "14") for r in g.rows for cell in r.cells]

    assert fourteen
    assert not [text for text in fourteen if text.lower().split()[:1] in (["meets"], ["met"])]
    assert list(cells(a_report(PLAY)))


def held(report: Report, kind: str) -> str:
    """What the register says of a kind of evidence that is not here."""
    register = grid(report, "14", "Register of evidence")
    return row(register, kind).cells[2].beneath


@pytest.mark.parametrize(
    ("play", "became"),
    [
        ("00:01  duty-engineer declares", "has not come"),
        ("00:30  inject slow to duty-engineer", "came at 0:30:00 and left no entry"),
    ],
)
def test_evidence_that_is_missing_names_the_inject_of_this_plan_that_calls_for_it(
    play: str, became: str
) -> None:
    slow = Inject(
        id="slow", title="The supplier is slow", at=0, does=(Delay(delay="host", by=60_000),)
    )
    other = Inject(id="alarm", title="The alarm", at=0, to=("team",), text="!")

    report = a_report(play, plan=a_plan(injects=(other, slow)))

    assert held(report, "Vendor escalations") == (
        "Open a case with a supplier; an inject that delays a vendor (`delay`). "
        f'In this scenario: inject "The supplier is slow": {became}.'
    )


def test_an_inject_that_never_came_is_named_before_one_that_came_and_was_not_taken() -> None:
    injects = tuple(
        Inject(id=one, title=one, at=0, does=(Delay(delay="host", by=60_000),))
        for one in ("early", "later", "last")
    )

    report = a_report("00:30  inject early to duty-engineer", plan=a_plan(injects=injects))

    said = held(report, "Vendor escalations").partition("In this scenario: ")[2]
    assert said == 'inject "later": has not come; inject "last": has not come.'


def test_a_runbook_that_nobody_opened_is_named_with_its_first_step() -> None:
    book = a_runbook(a_step("freeze"), a_step("copy", after="freeze"))

    said = held(a_report(plan=a_plan(runbooks=(book,))), "Runbook run")

    assert said.endswith(f'runbook "{book.title}", step "{book.called("freeze")}": was not begun.')


def test_on_paper_only_what_no_inject_calls_for_is_told_in_one_sentence_with_the_rest() -> None:
    slow = Inject(id="slow", at=0, does=(Delay(delay="host", by=60_000),))

    named = grid(a_report(plan=a_plan(injects=(slow,))), "14", "Register of evidence")

    assert not row(named, "Vendor escalations").slight
    assert row(named, "Hot-wash notes").slight.startswith("Hot-wash notes (")


def test_a_plan_that_calls_for_no_such_evidence_names_nothing_of_its_own() -> None:
    assert "In this scenario" not in held(a_report(PLAY), "Vendor escalations")
