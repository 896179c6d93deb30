"""The scorecard as a whole: its shape, its purity, and what leaves it unchanged."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import scoring
from evidence import Event, read_event
from evidence.canonical import encode
from evidence.chain import GENESIS
from evidence.event import make_leaf
from evidence.leaf import decode_leaf, encode_leaf
from runbooks.authored import load
from scenarios.metrics import METRICS
from scenarios.objectives import Recovery
from scenarios.rubric import Rubric
from scoring import Scorecard, score
from scoring.midway import GROWS
from tests.builders import HOUSE, a_plan, a_runbook, played
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_duties import a_duty
from tests.simulator.playing import library_plan, play

A_DAY = """
    00:00  experts say SEV1
    00:02  outage of payments-api begins
    00:03  data ledger is lost back to 00:02
    00:05  alert disk-full to duty-engineer, supplier involved
    00:09  duty-engineer acknowledges disk-full
    00:12  incident-manager takes incident_commander
    00:15  incident-manager declares
    00:16  incident-manager calls SEV2
    00:17  privacy-lead aware of locked since 00:10
           duty ico runs since 00:10, due 72:10
    00:20  duty-engineer opens runbook restore-db
    00:21  duty-engineer starts restore-db/stop-writes
    00:30  duty-engineer finishes restore-db/stop-writes
    00:31  duty-engineer opens case with northcloud, answer due 01:31, chase 01:00
    00:35  press-office drafts message status to customers by email
    00:36  legal reviews message status
    00:40  press-office publishes message status
    00:50  incident-manager calls SEV1
    00:55  duty-engineer starts restore-db/restore
    01:05  restore of ledger from nightly ends, data up to -01:00
    01:06  duty-engineer finishes restore-db/restore
    01:08  payments-api is restored
    01:10  payments-api passes validation
    01:11  data ledger passes validation
    01:20  expected report
    01:25  report is missed
    02:00  EndEx
"""
PLAN = a_plan(
    runbooks=(a_runbook(),),
    duties=(a_duty(),),
    recovery=(Recovery(service="payments-api", data="ledger"),),
)


def judged(card: Scorecard) -> list[tuple[Any, ...]]:
    """Every figure without its citations, which move when leaves are added."""
    return [
        *((m.key, m.of, m.value, m.verdict, m.target, m.formula) for m in card.metrics),
        *((o.id, o.rating, o.percent) for o in card.objectives),
    ]


def test_the_scorecard_prints_the_agreed_shape() -> None:
    shown = scorecard(A_DAY, PLAN).to_json()

    assert list(shown) == [
        "head", "objectives", "metrics", "rubric", "improve", "findings", "contests", "agreement",
    ]  # fmt: skip
    assert shown["rubric"] == {"id": "house", "version": "1"}
    for metric in shown["metrics"]:
        assert list(metric) == [
            "key", "of", "value", "unit", "clock", "target", "verdict", "formula", "tally",
            "cites", "excluded", "debrief",
        ]  # fmt: skip
    for objective in shown["objectives"]:
        assert {"id", "title", "rating", "percent", "tasks"} <= set(objective)


def test_the_scorecard_has_canonical_bytes() -> None:
    shown = scorecard(A_DAY, PLAN).to_json()

    assert json.loads(encode(shown)) == shown  # floats and odd types would be refused


def test_every_figure_of_the_first_families_is_there() -> None:
    keys = {metric.key for metric in scorecard(A_DAY, PLAN).metrics}

    assert keys >= {
        "TTD", "TTD-sig", "TTA", "TTDecl", "TTSev", "TTSev-ok", "TTCmd", "RESP",
        "MTTR-MITIGATE", "MTTR-RESTORE", "MTTR-RESOLVE", "TTCS", "SEV-ACC",
        "RB-ADH", "RB-COMPLETION", "RB-ORDER", "RB-VAL", "RB-GATE", "RB-TIMING", "RB-STOP",
        "RB-EVID", "RTO", "RPO", "RPO-LOSS", "NOTIF-TIME", "UPD-CAD", "COMMS-CONF", "COVERAGE",
        "FIRST", "DEC-COMP", "COORD-SEP", "VEND-ESC", "RECOV", "EXC-RATE", "EXPECT",
    }  # fmt: skip


def test_every_key_that_an_author_may_name_is_produced() -> None:
    told = A_DAY.replace(
        "02:00  EndEx", "01:50 privacy-lead fills breach field impact\n02:00 EndEx"
    )

    keys = {metric.key for metric in scorecard(told, PLAN).metrics}

    assert set(METRICS) <= keys


def test_every_citation_is_a_leaf_of_the_record() -> None:
    record = played(A_DAY)
    card = score(PLAN, record)

    cited = {seq for metric in card.metrics for seq in metric.cites}
    cited |= {seq for finding in card.findings for seq in finding.cites}
    assert cited <= {event.seq for event in record}


def test_a_figure_that_was_judged_cites_something() -> None:
    card = scorecard(A_DAY, PLAN)

    for metric in card.metrics:
        if metric.verdict in ("met", "not-met", "late", "arguable"):
            assert metric.cites, metric.key


def test_the_same_record_gives_the_same_scorecard() -> None:
    record = played(A_DAY)

    assert score(PLAN, record) == score(PLAN, list(record))


def test_scoring_from_stored_leaves_equals_scoring_live() -> None:
    """Nothing but the stored bytes is needed, so no opening can matter."""
    live = played(A_DAY)
    stored = [encode_leaf(make_leaf(event, wall=0, prev=GENESIS)) for event in live]

    again = [read_event(decode_leaf(leaf)) for leaf in stored]

    assert score(PLAN, again).to_json() == score(PLAN, live).to_json()


def test_at_most_three_things_to_improve_the_costliest_first() -> None:
    card = scorecard(A_DAY, PLAN)

    assert len(card.improve) == 3
    assert card.improve[0].says == (
        "status went to customers at E 00:40:00 without the approval that the policy asks for."
    )
    assert all(improvement.cites for improvement in card.improve)


def test_a_record_without_anything_can_be_scored() -> None:
    assert scorecard("00:00 EndEx").objectives[0].rating == "N/A"
    assert score(a_plan(), ()).metrics


@given(st.lists(st.integers(1, 24), max_size=4))
def test_a_hold_anywhere_changes_nothing(places: list[int]) -> None:
    lines = [line for line in A_DAY.splitlines() if line.strip()]
    held = list(lines)
    for place in sorted(places, reverse=True):
        held.insert(place, "hold")

    assert judged(scorecard("\n".join(held), PLAN)) == judged(scorecard(A_DAY, PLAN))


@given(st.integers(2, 27))
def test_a_record_cut_off_anywhere_still_scores_and_says_so(length: int) -> None:
    record = played(A_DAY)[:length]

    card = score(PLAN, record)

    assert any(finding.code == "stops-midway" for finding in card.findings)
    short = {metric.key for metric in card.metrics if metric.verdict == "not-met"}
    assert not short & GROWS


@given(st.integers(30, 119))
def test_whatever_is_added_after_the_close_changes_no_reaction(minute: int) -> None:
    hour, rest = divmod(minute, 60)
    closed = A_DAY.replace("01:25  report", "01:25  incident-manager closes\n01:25  report")
    late = f"{max(hour, 1):02d}:{rest:02d} duty-engineer logs again"
    extra = closed.replace("02:00  EndEx", f"{late if minute > 85 else ''}\n02:00  EndEx")

    before, after = scorecard(closed, PLAN), scorecard(extra, PLAN)
    for key in ("TTD-sig", "TTA", "RESP", "TTDecl", "TTSev", "TTSev-ok", "TTCmd"):
        assert figure(before, key).value == figure(after, key).value


def test_review_after_endex_changes_ratings_only() -> None:
    before = scorecard(A_DAY, PLAN)
    said = "an evaluator observes notice\nan evaluator rates notice U, overriding, with reason"
    after = scorecard(A_DAY + said, PLAN)

    assert before.metrics == after.metrics
    assert after.objectives[0].tasks[0].rating == "U"


def test_the_house_rubric_says_what_its_version_is() -> None:
    assert (HOUSE.rubric, HOUSE.version) == ("house", "1")


def test_a_rubric_may_be_short_and_takes_the_houses_weights() -> None:
    short, _ = load(Rubric, b"rubric: ours\nversion: '2'\ntitle: Ours\n", name="ours.yaml")

    assert short.adherence == HOUSE.adherence
    assert short.bands == HOUSE.bands
    assert short.within == {}


def test_the_package_exports_what_it_lists() -> None:
    assert sorted(scoring.__all__) == scoring.__all__
    assert all(hasattr(scoring, name) for name in scoring.__all__)
    assert isinstance(played("00:00 EndEx")[0], Event)


def test_nobody_is_called_unable_in_minute_five_of_what_is_not_yet_due() -> None:
    plan = library_plan("restore", "northstrand-payments")
    record = play(plan, until=4 * 3_600_000)

    early = score(plan, [event for event in record if event.at <= 5 * 60_000])
    ratings = {task.title: task.rating for one in early.objectives for task in one.tasks}

    assert ratings["Show the six items before closing"] == "N/A"
    assert "U" not in ratings.values()
    assert ratings["Take the page, then take the wipe for what it is"] == "P"
    assert not [one.says for one in early.improve]


def test_the_value_so_far_is_told_before_endex_and_judged_from_endex_on() -> None:
    told = """
        00:00  outage of payments-api begins
        00:05  alert disk-full to duty-engineer
        00:20  duty-engineer declares
    """
    during, after = scorecard(told, PLAN), scorecard(f"{told}\n        02:00  EndEx", PLAN)
    so_far, judged_now = during.metric("RECOV"), after.metric("RECOV")

    assert so_far is not None
    assert judged_now is not None
    assert so_far.value == judged_now.value == "0.0000"
    assert so_far.formula.startswith("so far, before EndEx: ")
    assert (so_far.verdict, judged_now.verdict) == ("not-due", "not-met")
