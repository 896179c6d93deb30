"""What a check says of a scenario and an organisation together, and how it prints the binding."""

# ruff: noqa: E501 -- a problem is one line, however long

import pytest

from tests.scenarios.stories import ORGANISATION, RUNBOOK, SCENARIO, checked, said, spoilt

CASES = [
    pytest.param(
        [],
        [("runbook_approver, comms_owner", "comms_owner")],
        [
            "story.yaml:18: nobody may approve step `mend` of `mend-ledger`: no seat is `runbook_approver`; let a seat hold it"
        ],
        id="a step that nobody may approve",
    ),
    pytest.param(
        [],
        [
            ("is: technical_lead}", "is: [technical_lead, runbook_approver]}"),
            ("runbook_approver, comms_owner", "comms_owner"),
        ],
        [
            "story.yaml:18: nobody may approve step `mend` of `mend-ledger`: `duty-engineer` does it and is its only approver; let another seat be `runbook_approver`"
        ],
        id="a step that only its doer may approve",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {published: press}")],
        [],
        ["story.yaml:20: unknown audience `press`; known is `customers`"],
        id="an audience that the organisation lacks",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {exception: EX-UNAVIL}")],
        [],
        ["story.yaml:20: unknown exception `EX-UNAVIL`; did you mean `EX-UNAVAIL`?"],
        id="an exception code that the organisation lacks",
    ),
    pytest.param(
        [
            (
                "cast:",
                "datasets: [{data: $data, copies: [{id: tape, title: Tape, age: 2h, per-gigabyte: 9s}]}]\ncast:",
            )
        ],
        [],
        [
            "story.yaml:15: warning: `ledger` has no `megabytes`, so a restore of `tape` knows no size; write how big it is"
        ],
        id="a restore by size of data whose size nobody wrote",
    ),
    pytest.param(
        [("cast:", "datasets: [{data: $data, copies: [{id: tape, title: Tape, age: 2h}]}]\ncast:")],
        [],
        [
            "story.yaml:15: warning: nobody says how long a restore of `tape` takes; write `takes` here, or `restore-takes` at `ledger`"
        ],
        id="a restore of which nobody says how long it takes",
    ),
    pytest.param(
        [("level: 1, because", "level: 4, because")],
        [],
        ["story.yaml:39: `harbour-bank` has no severity level 4; its levels are 1, 2, 3"],
        id="a severity level that the organisation lacks",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {severity: 5}")],
        [],
        ["story.yaml:20: `harbour-bank` has no severity level 5; its levels are 1, 2, 3"],
        id="a severity call that the organisation lacks",
    ),
    pytest.param(
        [("{fail: $app}", "{fail: paymnts-api}")],
        [],
        ["story.yaml:21: unknown service `paymnts-api`; did you mean `payments-api`?"],
        id="a part that the organisation lacks",
    ),
    pytest.param(
        [],
        [("tags: [customer-facing, stateful], ", "")],
        [
            "story.yaml:9: nothing of `harbour-bank` fits `app`: a service tagged `customer-facing` that needs `ledger`; add it to the organisation, or write `otherwise: supply` for `app`"
        ],
        id="nothing that fits",
    ),
    pytest.param(
        [],
        [("intranet: {tags: [internal]}", "cards-api: {tags: [customer-facing], needs: [ledger]}")],
        [
            "story.yaml:9: warning: `app` fits `payments-api`, `cards-api`; choose with --bind app=payments-api"
        ],
        id="several that fit",
    ),
    pytest.param(
        [("needs:\n", "phases: [{id: fast, title: Fast, from: 45m, pace: 15}]\nneeds:\n")],
        [],
        [
            "story.yaml:8: warning: at pace 15 these updates leave less than 5m to play and are not rated: `customers` every 1h; slow the phase down if they matter"
        ],
        id="a rhythm too fast for the pace",
    ),
    pytest.param(
        [("approver: $tech", "approver: $privacy")],
        [],
        [
            "story.yaml:35: warning: `incident-manager` owns decision `go` and is its only approver; let another seat hold one of the two roles"
        ],
        id="one seat that owns and approves",
    ),
    pytest.param(
        [],
        [(", rto: 2h", "")],
        [
            "story.yaml:41: warning: `payments-api` has no `rto`, so its recovery is measured against nothing; write what was promised"
        ],
        id="a service without a promise",
    ),
    pytest.param(
        [],
        [("rpo: 15m, ", "")],
        [
            "story.yaml:41: warning: `ledger` has no `rpo`, so its loss is measured against nothing; write what was promised"
        ],
        id="a dataset without a promise",
    ),
]


@pytest.mark.parametrize(("story", "bank", "lines"), CASES)
def test_each_problem_says_where_it_is_and_what_would_be_right(
    story: list[tuple[str, str]], bank: list[tuple[str, str]], lines: list[str]
) -> None:
    assert said(checked(spoilt(SCENARIO, *story), spoilt(ORGANISATION, *bank))) == lines


def test_a_step_that_nobody_may_do_is_told_where_the_scenario_uses_the_runbook() -> None:
    runbook = spoilt(
        RUNBOOK,
        (
            "id: look, do: Look at it., role: technical_lead",
            "id: look, do: Look at it., role: responder",
        ),
    )

    found = said(checked(SCENARIO, ORGANISATION, runbook))

    assert found == [
        "story.yaml:18: nobody may do step `look` of `mend-ledger`: no seat is `responder`; "
        "let a seat hold it"
    ]


def test_a_binding_is_printed_one_line_for_each_slot() -> None:
    (report,) = checked(SCENARIO, ORGANISATION).bindings

    assert report.lines == (
        "app: Payments (payments-api)",
        "data: ledger (ledger)",
        "host: northcloud (northcloud)",
        "lead: Incident manager (incident-manager)",
        "tech: duty engineer (duty-engineer)",
        "privacy: Incident manager (incident-manager), worn by lead",
    )


def test_a_report_tells_what_is_left_out_and_which_objectives_lose_cover() -> None:
    alone = spoilt(ORGANISATION, ("tags: [hosting]", "tags: [mail]"))

    (report,) = checked(SCENARIO, alone).bindings

    assert report.dropped == ("host",)
    assert report.left_out == ("inject slow-vendor", "question who", "vendor story host")
    assert report.uncovered == ("objective press-them: nothing is left to rate it by",)


def test_choices_that_are_left_are_in_the_report() -> None:
    two = spoilt(
        ORGANISATION,
        ("intranet: {tags: [internal]}", "cards: {tags: [customer-facing], needs: [ledger]}"),
    )

    (report,) = checked(SCENARIO, two).bindings

    assert [choice.among for choice in report.choices] == [("payments-api", "cards")]


def test_a_choice_that_is_made_binds() -> None:
    two = spoilt(
        ORGANISATION,
        (
            "intranet: {tags: [internal]}",
            "cards: {tags: [customer-facing], needs: [ledger], rto: 2h}",
        ),
    )

    found = checked(SCENARIO, two, choices={"app": "cards"})

    assert said(found) == []
    assert found.bindings[0].lines[0] == "app: cards (cards)"


def test_a_choice_for_a_slot_that_is_none_is_told() -> None:
    found = checked(SCENARIO, ORGANISATION, choices={"ap": "payments-api"})

    assert said(found) == ["story.yaml:8: the scenario has no slot `ap`; did you mean `app`?"]
