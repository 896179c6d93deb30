"""Each metric of the catalogue, worked by hand once more where the other tests left it at two.

The families' own tests and `test_worked.py` hold the rest; the vectors of the literature stand
there too.
"""

from datetime import date

import pytest

from runbooks.model import Runbook
from scenarios.answer_keys import KeyEntry
from scenarios.injects import Inject
from scenarios.organisation import Contract, Vendor
from scoring.programme import Action, measure_actions
from tests.builders import a_plan, a_runbook, an_organisation, minutes
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_consistency import TWO
from tests.scoring.test_decisions import with_decision

# --- the clocks of one incident, told three times with other instants

INCIDENT = """
    00:00  experts say SEV1
    {fault}  outage of payments-api begins
    {alert}  alert disk-full to duty-engineer
    {ack}  duty-engineer acknowledges disk-full
           incident-manager declares
           incident-manager calls SEV1
           incident-manager takes incident_commander
    {back}  payments-api is restored
    {proved}  payments-api passes validation
    {items}  duty-engineer confirms fixes-removed with evidence
           duty-engineer confirms changes-captured with evidence
           duty-engineer confirms reconciled with evidence
           duty-engineer confirms monitoring with evidence
           duty-engineer confirms integrity with evidence
           duty-engineer confirms follow-up with evidence
    10:00  EndEx
"""
TOLD = [
    # fault, alert, acknowledged, back, proved, six items -> minutes of each figure
    (("00:01", "00:02", "00:03", "00:33", "00:43", "01:03"),
     {"TTD": 2, "TTD-sig": 1, "MTTR-MITIGATE": 30, "MTTR-RESTORE": 40, "MTTR-RESOLVE": 30,
      "TTCS": 60}),
    (("00:10", "00:40", "01:00", "04:00", "05:30", "06:00"),
     {"TTD": 50, "TTD-sig": 20, "MTTR-MITIGATE": 180, "MTTR-RESTORE": 270, "MTTR-RESOLVE": 180,
      "TTCS": 300}),
    (("02:00", "02:00:30", "02:01", "02:01:30", "02:02", "09:01"),
     {"TTD": 1, "TTD-sig": 0.5, "MTTR-MITIGATE": 0.5, "MTTR-RESTORE": 1, "MTTR-RESOLVE": 0.5,
      "TTCS": 420}),
]  # fmt: skip


@pytest.mark.parametrize(("instants", "values"), TOLD)
def test_from_the_fault_to_the_controlled_state(
    instants: tuple[str, ...], values: dict[str, float]
) -> None:
    names = ("fault", "alert", "ack", "back", "proved", "items")

    card = scorecard(INCIDENT.format(**dict(zip(names, instants, strict=True))))

    found = {key: figure(card, key).value for key in values}
    assert found == {key: round(value * 60_000) for key, value in values.items()}


# --- a runbook of four major steps in a row, each behind a gate and with its own evidence


def four_gates() -> Runbook:
    book = a_runbook()
    gated = next(step for step in book.steps if step.approved_by is not None)
    names = ("one", "two", "three", "four")
    steps = tuple(
        gated.model_copy(update={"id": name, "after": names[:place][-1:], "needs": ()})
        for place, name in enumerate(names)
    )
    evidence = tuple(book.evidence[0].model_copy(update={"id": f"proof-{name}"}) for name in names)
    return book.model_copy(update={"steps": steps, "evidence": evidence, "preconditions": ()})


def one_step(place: int, name: str, *, approved: bool, checked: bool, kept: bool) -> str:
    lines = [
        f"00:{place}0  cio approves restore-db/{name}" if approved else "",
        f"00:{place}1  duty-engineer starts restore-db/{name}",
        f"00:{place}2  duty-engineer finishes restore-db/{name}"
        + (f", capturing proof-{name}" if kept else ""),
        f"00:{place}3  duty-engineer validates restore-db/{name}" if checked else "",
    ]
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize(
    ("approved", "checked", "kept", "values"),
    [
        ("one two three", "one two three four", "one",
         {"RB-GATE": "0.7500", "RB-VAL": "1.0000", "RB-EVID": "0.2500"}),
        ("two", "one", "one two three",
         {"RB-GATE": "0.2500", "RB-VAL": "0.2500", "RB-EVID": "0.7500"}),
        ("one two", "three four", "one four",
         {"RB-GATE": "0.5000", "RB-VAL": "0.5000", "RB-EVID": "0.5000"}),
    ],
)  # fmt: skip
def test_gates_checks_and_evidence_of_four_steps(
    approved: str, checked: str, kept: str, values: dict[str, str]
) -> None:
    steps = [
        one_step(place, name, approved=name in approved.split(), checked=name in checked.split(),
                 kept=name in kept.split())
        for place, name in enumerate(("one", "two", "three", "four"))
    ]  # fmt: skip
    told = "\n".join(["00:00  duty-engineer opens runbook restore-db", *steps, "01:00  EndEx"])

    card = scorecard(told, a_plan(runbooks=(four_gates(),)))

    assert {key: figure(card, key, "restore-db").value for key in values} == values


# --- what people say afterwards, and what was decided on


@pytest.mark.parametrize(
    ("against", "value"), [((), "1.0000"), ((5, 7), "0.6667"), ((3, 5, 7), "0.0000")]
)
def test_three_messages_compared(against: tuple[int, ...], value: str) -> None:
    pairs = [(3, 5), (3, 7), (5, 7)]
    lines = [
        f"an evaluator finds leaves {a} and {b} "
        + ("contradicting" if a in against and b in against else "fitting")
        for a, b in pairs
    ]

    assert figure(scorecard(TWO + "\n".join(lines)), "CONSISTENT").value == value


@pytest.mark.parametrize(
    ("evidence", "value"),
    [
        ((1, 1), "0.0000"),  # both rest on what was there before
        ((1, 2), "0.5000"),  # the second on what came at 00:30, five minutes after it was made
        ((2, 2), "1.0000"),
    ],
)
def test_hindsight_of_two_decisions(evidence: tuple[int, int], value: str) -> None:
    told = "\n".join(
        ["00:30  duty-engineer logs disk",
         *(f"00:4{n}  incident-manager decides failover: wait, evidence {leaf}, made at 00:25"
           for n, leaf in enumerate(evidence)),
         "01:00  EndEx"]
    )  # fmt: skip

    assert figure(scorecard(told, with_decision()), "HINDSIGHT").value == value


# --- the six questions of the breach record


@pytest.mark.parametrize(
    ("filled", "value"),
    [
        ((), "0.0000"),
        (("00:20  privacy-lead fills breach field position with controller",), "0.5000"),
        (("00:20  privacy-lead fills breach field position with controller",
          "00:25  privacy-lead fills breach field evidence-store with vault"), "1.0000"),
        # Right, and ten minutes after its half hour.
        (("00:50  privacy-lead fills breach field position with controller",), "0.0000"),
    ],
)  # fmt: skip
def test_two_of_the_six_questions(filled: tuple[str, ...], value: str) -> None:
    keys = tuple(
        KeyEntry(field=field, known_from="files", by=minutes(30), right=(right,))
        for field, right in (("position", "controller"), ("evidence-store", "vault"))
    )
    told = "\n".join(["00:10  inject files to privacy-lead", *filled, "01:00  EndEx"])

    assert figure(scorecard(told, a_plan(breach_record=keys)), "BR-SIX").value == value


# --- suppliers and the programme


@pytest.mark.parametrize("late", [0, 1, 29, 120])
def test_how_long_a_supplier_waited_to_be_asked(late: int) -> None:
    told = f"""
        00:10  alert api-errors to duty-engineer, supplier involved
        {(10 + late) // 60:02}:{(10 + late) % 60:02}  duty-engineer opens case with northcloud
        04:00  EndEx
    """

    assert figure(scorecard(told), "TTV", "northcloud").value == minutes(late)


def test_what_one_supplier_says_of_its_own_part_starts_no_clock_for_another() -> None:
    note = Inject(id="note", by_hand=True, to=("duty-engineer",), by="email", text="Ours.",
                  from_="northcloud", tells={"supplier": "involved"})  # fmt: skip
    vendors = {name: Vendor(contract=Contract(respond=minutes(60))) for name in ("northcloud", "b")}
    plan = a_plan(organisation=an_organisation(vendors=vendors), injects=(note,))
    told = """
        00:10  inject note to duty-engineer, supplier involved
        {}
        00:30  duty-engineer opens case with northcloud
        00:31  duty-engineer opens case with b
        04:00  EndEx
    """

    own = scorecard(told.format(""), plan)
    both = scorecard(told.format("00:25  alert api-errors to duty-engineer, supplier silent"), plan)

    assert figure(own, "TTV", "northcloud").value == minutes(20)
    assert figure(own, "TTV", "b").verdict == "not-observed"
    assert figure(both, "TTV", "northcloud").value == minutes(20)
    assert figure(both, "TTV", "b").value == minutes(6)


@pytest.mark.parametrize(
    ("closed", "effective", "done", "valid"),
    [
        ((1, 2, 3, 4), (True, True, True, True), "1.0000", "1.0000"),
        ((1, 2, 11, 12), (True, False, None, None), "0.5000", "0.2500"),
        ((11, 12, 13, 14), (False, False, False, False), "0.0000", "0.0000"),
    ],
)
def test_actions_of_a_programme(
    closed: tuple[int, ...], effective: tuple[bool | None, ...], done: str, valid: str
) -> None:
    actions = [
        Action(due=date(2026, 6, 10), closed=date(2026, 6, day), implemented=True, effective=shown)
        for day, shown in zip(closed, effective, strict=True)
    ]

    on_time, works = measure_actions(actions, start=date(2026, 6, 1), end=date(2026, 6, 30))

    assert (on_time.value, works.value) == (done, valid)
