"""A figure opens to its meaning, formula, leaves, what was left out, and what would change it.

Read them as exercises: a record goes in, and what an evaluator would say comes out.
"""

import pytest

from evidence import KINDS
from scenarios.plan import Plan
from scoring import score
from scoring.explain import MEANINGS, Explanation, NoSuchFigure, explain, in_words
from scoring.report import Names
from tests.builders import a_plan, a_runbook, played
from tests.scoring.scored import scorecard
from tests.scoring.test_duties import with_duty
from tests.scoring.test_scorecard import A_DAY, PLAN

LATE = """
    00:00  experts say SEV1
    00:05  alert disk-full to duty-engineer
    00:09  duty-engineer acknowledges disk-full
    00:25  incident-manager declares
    00:50  incident-manager calls SEV1
    02:00  EndEx
"""


def opened(figure: str, record: str = LATE, plan: Plan | None = None) -> Explanation:
    return explain(plan or a_plan(), played(record), figure)


def test_a_late_declaration_says_how_much_earlier_it_had_to_come() -> None:
    # Detected 00:09, declared 00:25: sixteen minutes where the house allows ten.
    assert opened("TTDecl").what_if == (
        "Declared 6 min 00 s earlier, it would have met its target.",
    )


def test_a_fraction_of_a_second_too_late_asks_for_a_whole_one() -> None:
    late = LATE.replace("00:25  inc", "00:19:00.200  inc")

    assert opened("TTDecl", late).what_if == (
        "Declared 1 s earlier, it would have met its target.",
    )


def test_a_figure_in_time_says_how_much_it_had_to_spare() -> None:
    # Four minutes of the ten that the house allows.
    assert opened("TTD-sig").what_if == (
        "Noticed more than 6 min 00 s later, it would have missed its target.",
    )


def test_what_never_came_says_within_what_it_had_to() -> None:
    what_if = opened("TTSev", LATE.replace("00:50  incident-manager calls SEV1", "")).what_if

    assert what_if == (
        "It never came. With the first severity called within 10 min 00 s, it would have met its "
        "target.",
    )


def test_severity_says_how_much_sooner_the_first_level_had_to_come_and_what_cost_most() -> None:
    # 00:09 to 02:00 is 111 minutes; 80 % right leaves 22.2 without a level, and 41 were.
    what_if = opened("SEV-ACC").what_if

    assert what_if == (
        "It is 16.9 points short of its target.",
        "With a first level 18 min 48 s earlier, it would have met its target.",
        "What cost most: 41 min 00 s without any level from E 00:09:00 on, where SEV1 was right. "
        "Called right there, it would have been 100 %, and met.",
    )


def test_severity_that_no_haste_would_have_saved_says_where_it_went_wrong() -> None:
    # SEV3 where SEV1 was due is two levels too mild: four of six lost, however soon it is called.
    what_if = opened("SEV-ACC", LATE.replace("calls SEV1", "calls SEV3")).what_if

    assert what_if[1:] == (
        "What cost most: 1 h 10 min at SEV3 from E 00:50:00 on, where SEV1 was right. "
        "Called right there, it would have been 63 %.",
    )


def test_a_late_notice_says_by_how_much_and_that_an_earlier_declaration_would_have_done() -> None:
    record = """
        00:05  alert disk-full to duty-engineer
        00:09  duty-engineer acknowledges disk-full
        00:20  incident-manager declares
               duty ico runs since 00:08, due 01:00
        01:06  privacy-lead notifies ico
        02:00  EndEx
    """

    what_if = opened("NOTIF-TIME:ico", record, with_duty()).what_if

    assert what_if[:2] == (
        "Sent 6 min 00 s earlier, it would have been on time.",
        "Declared 6 min 00 s earlier, with all that followed as much earlier, it would have been "
        "on time.",
    )


def test_a_share_says_how_many_more_were_needed() -> None:
    record = "\n".join(
        [*(f"00:1{n}  expected e{n}" for n in range(5)), "00:20  e0 is seen", "00:21  e1 is seen",
         *(f"00:3{n}  e{n} is missed" for n in range(2, 5)), "01:00  EndEx"]
    )  # fmt: skip

    # Two of five; seventy per cent of five is three and a half, so four.
    assert opened("EXPECT", record).what_if == (
        '2 more of 5 expected actions seen in time would have met the target; nearest: "e2"; "e3".',
    )


def test_adherence_that_was_capped_says_what_stopping_would_have_been_worth() -> None:
    record = """
        00:00  duty-engineer opens runbook restore-db
        00:01  stop condition wrong-host of restore-db is met
        00:02  duty-engineer does restore-db/stop-writes
        01:00  EndEx
    """

    said = opened("RB-ADH:restore-db", record, a_plan(runbooks=(a_runbook(),))).what_if

    assert any(line.startswith("Had the team stopped where it had to") for line in said)


def test_a_figure_that_is_not_judged_would_be_changed_by_nothing() -> None:
    assert opened("TTD").what_if == ()


def test_cited_leaves_are_told_with_both_times_and_who_did_it() -> None:
    first, second = opened("TTDecl").rests_on

    assert (first.exercise_time, first.story_time) == ("E 00:09:00", "Fri 20 Nov 16:49")
    assert (second.who, second.says) == ("incident manager", "declared an incident")


def test_what_was_left_out_is_told_with_its_reason() -> None:
    record = LATE.replace("00:25  inc", "00:12  excuse 00:10 to 00:20\n 00:25  inc")

    left = opened("TTDecl", record).left_out

    assert [(one.what, one.why) for one in left] == [("excused 10:00", "control excused this span")]
    assert [cited.says for cited in left[0].rests_on] == [
        "Control excused E 00:10:00 to E 00:20:00"
    ]


def test_a_part_is_named_after_the_figure_and_a_lone_one_need_not_be() -> None:
    assert opened("rto:payments-api", A_DAY, PLAN).figure == "RTO:payments-api"
    assert opened("RTO", A_DAY, PLAN).figure == "RTO:payments-api"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("TTDec", "there is no figure `TTDec` in this scorecard; did you mean `TTDecl`?"),
        ("RTO:payment",
         "there is no figure `RTO:payment` in this scorecard; did you mean `RTO:payments-api`?"),
    ],
)  # fmt: skip
def test_a_misspelt_figure_is_met_with_the_right_one(asked: str, says: str) -> None:
    with pytest.raises(NoSuchFigure) as refused:
        opened(asked, A_DAY, PLAN)

    assert str(refused.value) == says


def test_every_figure_of_a_day_has_a_meaning_and_words_for_all_that_it_cites() -> None:
    record = played(A_DAY)

    for metric in score(PLAN, record).metrics:
        found = explain(PLAN, record, metric.name)
        assert found.meaning
        assert len(found.rests_on) == len(metric.cites)


def test_every_figure_that_an_author_can_name_has_a_meaning() -> None:
    from scenarios.metrics import METRICS

    assert set(METRICS) <= set(MEANINGS)


def test_a_leaf_without_words_of_its_own_is_still_named() -> None:
    event = played("00:05  false alert noise to duty-engineer")[-1]

    assert in_words(Names(a_plan()), event) == "Noise is false"
    assert event.kind in KINDS


def test_explaining_changes_nothing() -> None:
    before = scorecard(LATE)

    opened("TTDecl")

    assert scorecard(LATE) == before
