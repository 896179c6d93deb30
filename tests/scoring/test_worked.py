"""Figures worked by hand: a record in plain words goes in, what an evaluator would count comes out.

Every figure that a critical task can rest on is worked at least three times, here or in the test
of its family; the arithmetic stands beside the numbers.
"""

import pytest

from scenarios.objectives import Recovery
from scenarios.organisation import Contract, Vendor
from scenarios.plan import Plan
from scoring import Scorecard
from tests.builders import a_plan, a_runbook, an_organisation, minutes
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_decisions import with_decision

# --- the timed figures: one incident, three clocks

PLAIN = """
    00:00  experts say SEV1
    00:02  outage of payments-api begins
    00:05  alert disk-full to duty-engineer
    00:09  duty-engineer acknowledges disk-full
    00:15  incident-manager declares
    00:18  incident-manager calls SEV2
    00:20  incident-manager takes incident_commander
    00:29  incident-manager calls SEV1
    00:40  press-office drafts message first to customers by email
           press-office publishes message first
    01:00  payments-api is restored
    01:05  payments-api passes validation
    01:10  duty-engineer confirms fixes-removed with evidence
           duty-engineer confirms changes-captured with evidence
           duty-engineer confirms reconciled with evidence
    01:20  duty-engineer confirms monitoring with evidence
           duty-engineer confirms integrity with evidence
           duty-engineer confirms follow-up with evidence
    02:00  EndEx
"""
FAST = PLAIN.replace("    00:15  inc", "    00:10  pace 2\n    00:15  inc")
"""From 00:10 on people have half the time: what they do counts half, what the world does whole."""
EXCUSED = PLAIN.replace("    02:00", "    02:00  excuse 00:12 to 00:16\n excuse 00:30 to 00:35\n")
"""Nine minutes count for nobody."""

RTO = a_plan(recovery=(Recovery(service="payments-api"),))

TIMED = [
    # figure          plain, fast, excused (minutes)
    ("TTD", 7, 7, 7),  # 00:02 to 00:09
    ("TTD-sig", 4, 4, 4),  # 00:05 to 00:09
    ("TTA", 4, 4, 4),
    ("RESP", 4, 4, 4),
    ("TTDecl", 6, 3.5, 3),  # 00:09 to 00:15; 1 + 5/2; less 00:12 to 00:15
    ("TTSev", 3, 1.5, 2),  # 00:15 to 00:18; 3/2; less one minute
    ("TTSev-ok", 20, 10.5, 16),  # 00:09 to 00:29; 1 + 19/2; less four
    ("TTCmd", 11, 6, 7),  # 00:09 to 00:20; 1 + 10/2; less four
    ("FIRST", 25, 12.5, 19),  # 00:15 to 00:40; 25/2; less one and five
    ("MTTR-MITIGATE", 51, 51, 42),  # 00:09 to 01:00 on exercise time; less nine
    ("MTTR-RESTORE", 56, 56, 47),  # to 01:05
    ("MTTR-RESOLVE", 51, 51, 42),
    ("TTCS", 71, 71, 62),  # to 01:20
    ("RTO", 63, 63, 54),  # 00:02 to 01:05
]


@pytest.mark.parametrize(("key", "plain", "fast", "excused"), TIMED)
def test_a_timed_figure_on_three_clocks(
    key: str, plain: float, fast: float, excused: float
) -> None:
    part = "payments-api" if key == "RTO" else None
    found = [figure(scorecard(text, RTO), key, part).value for text in (PLAIN, FAST, EXCUSED)]

    assert found == [round(value * 60_000) for value in (plain, fast, excused)]


# --- severity: 111 minutes from 00:09 to 02:00, SEV1 right, at most six lost a minute

SEVERITY = [
    # Nine minutes of none (54 lost), eleven of SEV2 (22 lost), the rest right: 1 - 76/666.
    (PLAIN, {"SEV-ACC": "0.8859", "SEV-EXACT": "0.8198", "SEV-WITHIN-ONE": "0.9189",
             "SEV-UNDER": "0.0991", "SEV-OVER": "0.0000", "SEV-CHANGES": 1}),
    # SEV4 all along is three too mild: every minute after the call loses six of six.
    (PLAIN.replace("calls SEV2", "calls SEV4").replace("00:29  incident-manager calls SEV1", ""),
     {"SEV-ACC": "0.0000", "SEV-EXACT": "0.0000", "SEV-WITHIN-ONE": "0.0000",
      "SEV-UNDER": "0.9189", "SEV-OVER": "0.0000", "SEV-CHANGES": 0}),
    # SEV3 is right, and may lose four (SEV1 two levels too severe loses two, SEV4 two).
    # None: 9 x 2; SEV2: 11 x 1; SEV1: 91 x 2: 1 - 211/222.
    (PLAIN.replace("experts say SEV1", "experts say SEV3"),
     {"SEV-ACC": "0.0496", "SEV-EXACT": "0.0000", "SEV-WITHIN-ONE": "0.0991",
      "SEV-UNDER": "0.0000", "SEV-OVER": "0.9189", "SEV-CHANGES": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), SEVERITY)
def test_severity_worked_three_times(text: str, values: dict[str, str | int]) -> None:
    card = scorecard(text)

    assert {key: figure(card, key).value for key in values} == values


# --- one runbook of three steps, run three times

BOOK = a_plan(runbooks=(a_runbook(),))
BY_THE_BOOK = """
    00:00  duty-engineer opens runbook restore-db
    00:01  duty-engineer starts restore-db/stop-writes
    00:09  duty-engineer finishes restore-db/stop-writes
    00:10  duty-engineer checks restore-db/writes-stopped
    00:11  cio approves restore-db/restore
    00:12  duty-engineer starts restore-db/restore
    00:22  duty-engineer finishes restore-db/restore, capturing row-counts
    00:23  duty-engineer validates restore-db/restore
    00:24  duty-engineer does restore-db/open-again
    01:00  EndEx
"""
IN_A_HURRY = """
    00:00  duty-engineer opens runbook restore-db
    00:01  duty-engineer starts restore-db/restore
    00:30  duty-engineer finishes restore-db/restore
    00:31  duty-engineer does restore-db/stop-writes
    00:32  duty-engineer skips restore-db/open-again
    01:00  EndEx
"""
UNDER_A_CODE = """
    00:00  duty-engineer opens runbook restore-db
    00:01  duty-engineer does restore-db/stop-writes
    00:02  duty-engineer checks restore-db/writes-stopped
    00:03  cio approves restore-db/restore
    00:04  duty-engineer starts restore-db/restore
    00:20  duty-engineer finishes restore-db/restore, capturing row-counts
    00:21  duty-engineer does restore-db/open-again
    00:22  stop condition wrong-host of restore-db is met
    01:00  EndEx
"""
RUNS = [
    (BY_THE_BOOK, {
        "RB-COMPLETION": "1.0000", "RB-ORDER": "1.0000", "RB-VAL": "1.0000",
        "RB-GATE": "1.0000", "RB-EVID": "1.0000", "RB-TIMING": "1.0000", "RB-STOP": "1.0000",
        "RB-DEV": 0, "RB-ADH": "1.0000",
    }),
    (IN_A_HURRY, {
        "RB-COMPLETION": "0.6667",  # two of three; the skip gave no reason
        "RB-ORDER": "0.0000",  # the only pair, the wrong way round
        "RB-VAL": "0.0000",
        "RB-GATE": "0.0000",
        "RB-EVID": "0.0000",
        "RB-TIMING": "0.5000",  # 29 minutes of ten and a half; none for the other
        "RB-STOP": "1.0000",
        "RB-DEV": 3,  # skipped, out of order, not validated
        "RB-ADH": "0.2250",  # (30 x 0.6667 + 5 x 0.5) / 100
    }),
    (UNDER_A_CODE, {
        "RB-COMPLETION": "1.0000",
        "RB-ORDER": "1.0000",
        "RB-VAL": "0.0000",  # opened again without a check
        "RB-GATE": "1.0000",
        "RB-EVID": "1.0000",
        "RB-TIMING": "0.6667",  # 16 minutes of ten and a quarter: two of three
        "RB-STOP": "1.0000",  # nothing was begun after it
        "RB-DEV": 1,
        "RB-ADH": "0.7833",  # (30 + 20 + 15 + 10 + 5 x 0.6667) / 100
    }),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), RUNS)
def test_a_run_worked_three_times(text: str, values: dict[str, str | int]) -> None:
    card = scorecard(text, BOOK)

    assert {key: figure(card, key, "restore-db").value for key in values} == values


# --- recovery points and the controlled state

LEDGER = a_plan(recovery=(Recovery(service="payments-api", data="ledger"),))


@pytest.mark.parametrize(
    ("newest", "outage", "back_to", "point", "loss"),
    [
        ("01:40", "02:10", "01:30", 40, 10),  # ten minutes older than the damage took
        ("02:00", "02:00", "02:00", 0, 0),  # nothing lost
        ("01:00", "01:30", "-01:00", 150, 120),  # from before StartEx
    ],
)
def test_recovery_points_worked_three_times(
    newest: str, outage: str, back_to: str, point: int, loss: int
) -> None:
    card = scorecard(
        f"""
        {outage}  data ledger is corrupt back to {newest}
                  outage of payments-api begins
        03:00  restore of ledger from nightly ends, data up to {back_to}
               data ledger passes validation
        04:00  EndEx
        """,
        LEDGER,
    )

    assert figure(card, "RPO", "ledger").value == minutes(point)
    assert figure(card, "RPO-LOSS", "ledger").value == minutes(loss)


@pytest.mark.parametrize(("proved", "value"), [(0, "0.0000"), (2, "0.3333"), (6, "1.0000")])
def test_a_controlled_state_worked_three_times(proved: int, value: str) -> None:
    items = ("fixes-removed", "changes-captured", "reconciled", "monitoring", "integrity",
             "follow-up")  # fmt: skip
    lines = [
        f"01:0{place}  duty-engineer confirms {item}{' with evidence' if place < proved else ''}"
        for place, item in enumerate(items)
    ]

    assert figure(scorecard("\n".join([*lines, "02:00 EndEx"])), "RECOV").value == value


# --- messages

THREE = [
    # Review, approval, publication done rightly; two updates 20 minutes apart of a promised 30.
    ("""
        00:01  press-office drafts message a to customers by email
        00:02  legal reviews message a
        00:03  cio approves message a
        00:04  press-office publishes message a
        00:20  press-office drafts message b to customers by email
        00:21  legal reviews message b
        00:22  cio approves message b
        00:24  press-office publishes message b
        00:40  EndEx
     """, "1.0000", "1.0000", "1.0000"),
    # No review of the second (1 of 6), 40 minutes apart.
    ("""
        00:01  press-office drafts message a to customers by email
        00:02  legal reviews message a
        00:03  cio approves message a
        00:04  press-office publishes message a
        00:40  press-office drafts message b to customers by email
        00:42  cio approves message b
        00:44  press-office publishes message b
        00:50  EndEx
     """, "0.8333", "0.0000", "1.0000"),
    # One message, neither reviewed nor approved (2 of 3), then 56 minutes of silence.
    ("""
        00:01  press-office drafts message a to customers by email
        00:04  press-office publishes message a
        01:00  EndEx
     """, "0.3333", "0.0000", "1.0000"),
    # Nothing at all: one audience had to hear.
    ("""
        00:01  alert disk-full to duty-engineer
        00:02  incident-manager declares
        01:00  EndEx
     """, None, None, "0.0000"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "conformance", "cadence", "coverage"), THREE)
def test_communications_worked(
    text: str, conformance: str | None, cadence: str | None, coverage: str
) -> None:
    organisation = an_organisation()
    policy = organisation.communications
    audiences = tuple(
        one.model_copy(update={"first_within": minutes(60)}) if one.id == "customers" else one
        for one in policy.audiences
    )
    promised = organisation.model_copy(
        update={"communications": policy.model_copy(update={"audiences": audiences})}
    )
    card = scorecard(text, a_plan(organisation=promised))

    assert figure(card, "COMMS-CONF").value == conformance
    assert figure(card, "UPD-CAD").value == cadence
    assert figure(card, "COVERAGE").value == coverage


# --- decisions

GOOD = (
    "incident-manager decides failover: wait, with reason, owner incident-manager, "
    "approved by cio, evidence 1"
)
DECIDED = [
    (f"00:10 {GOOD}", "1.0000", "1.0000", "0.0000"),
    # Written down twelve minutes late; its evidence (leaf 1, StartEx) is older, so no hindsight.
    (f"00:22 {GOOD}, made at 00:10", "1.0000", "0.0000", "0.0000"),
    # Without owner, approver, reason and evidence two of six remain.
    ("00:10 incident-manager decides failover: wait", "0.3333", "1.0000", None),
    # The evidence came at 00:10, the decision is said to be of 00:05.
    ("00:10 duty-engineer logs disk\n"
     f"00:11 {GOOD.replace('evidence 1', 'evidence 2')}, made at 00:05",
     "1.0000", "1.0000", "1.0000"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "complete", "in_time", "hindsight"), DECIDED)
def test_decisions_worked(text: str, complete: str, in_time: str, hindsight: str | None) -> None:
    card = scorecard(f"{text}\n01:00 EndEx", with_decision())

    assert figure(card, "DEC-COMP").value == complete
    assert figure(card, "LAG").value == in_time
    assert figure(card, "HINDSIGHT").value == hindsight


# --- suppliers

KNOWN = "00:10  alert api-errors to duty-engineer, supplier involved"


def suppliers(*lines: str) -> Scorecard:
    plain = Vendor(contract=Contract(respond=minutes(60)))
    plan: Plan = a_plan(organisation=an_organisation(vendors={"northcloud": plain}))
    return scorecard("\n".join([KNOWN, *lines, "03:00 EndEx"]), plan)


@pytest.mark.parametrize(
    ("lines", "opened", "handled"),
    [
        # In 15 minutes, the next chase planned and made: three of three.
        (("00:25 duty-engineer opens case with northcloud, answer due 01:25, chase 00:55",
          "00:55 duty-engineer chases northcloud"), 15, "1.0000"),
        # In 45 minutes of 30, no chase planned: none of two.
        (("00:55 duty-engineer opens case with northcloud, answer due 01:55",), 45, "0.0000"),
        # In time and planned, but chased 26 minutes late, then up the ladder in order: 1, 1, 0, 1.
        (("00:25 duty-engineer opens case with northcloud, answer due 01:25, chase 00:55",
          "01:21 duty-engineer escalates northcloud to rung 1"), 15, "0.7500"),
    ],
)  # fmt: skip
def test_a_supplier_worked_three_times(lines: tuple[str, ...], opened: int, handled: str) -> None:
    card = suppliers(*lines)

    assert figure(card, "TTV", "northcloud").value == minutes(opened)
    assert figure(card, "VEND-ESC", "northcloud").value == handled


# --- expected actions


@pytest.mark.parametrize(
    ("outcomes", "value"),
    [
        (("is seen", "is seen"), "1.0000"),
        (("is seen", "is seen late", "is missed"), "0.3333"),
        (("is missed",), "0.0000"),
    ],
)
def test_expected_actions_worked_three_times(outcomes: tuple[str, ...], value: str) -> None:
    lines = [f"00:1{n}  expected e{n}" for n in range(len(outcomes))]
    lines += [f"00:3{n}  e{n} {outcome}" for n, outcome in enumerate(outcomes)]

    assert figure(scorecard("\n".join([*lines, "01:00 EndEx"])), "EXPECT").value == value
