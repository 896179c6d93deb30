"""What would have changed a verdict: said for every judged figure, concrete, and true."""

import re

import pytest

from scenarios.duties import Duty, DutyTrigger
from scenarios.law import Bound, Regime, Stage, Status, elapsed
from scenarios.plan import Plan
from scoring import score
from scoring.explain import explain
from scoring.explain.spans import at_least
from tests.builders import HOUSE, a_plan, a_runbook, hours, played
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_awareness import TOLD, banded
from tests.scoring.test_duties import a_duty, with_duty
from tests.scoring.test_scorecard import A_DAY, PLAN
from tests.scoring.test_vendors import KNOWN, uncritical

JUDGED = ("met", "not-met", "late", "arguable", "could-not-verify")

GOOD_DAY = """
    00:00  experts say SEV2
    00:02  outage of payments-api begins
    00:03  data ledger is lost back to 00:02
    00:05  alert disk-full to duty-engineer
    00:06  duty-engineer acknowledges disk-full
    00:07  incident-manager takes incident_commander
    00:08  incident-manager declares
    00:09  incident-manager calls SEV2
    00:10  duty-engineer opens runbook restore-db
    00:11  duty-engineer starts restore-db/stop-writes
    00:15  duty-engineer finishes restore-db/stop-writes
    00:16  duty-engineer validates restore-db/stop-writes
    00:20  incident-manager decides go-on: yes, with reason, owner incident-manager, evidence 3
    00:25  restore of ledger from nightly ends, data up to 00:01
    00:28  payments-api is restored
    00:30  payments-api passes validation
    01:00  EndEx
"""


def said(figure: str, record: str, plan: Plan | None = None) -> tuple[str, ...]:
    return explain(plan or a_plan(), played(record), figure).what_if


@pytest.mark.parametrize("record", [A_DAY, GOOD_DAY, A_DAY.replace("02:00  EndEx", "")])
def test_every_figure_that_is_judged_says_what_would_have_changed_it(record: str) -> None:
    events = played(record)

    for metric in score(PLAN, events).metrics:
        what_if = explain(PLAN, events, metric.name).what_if
        assert bool(what_if) is (metric.verdict in JUDGED), metric.name
        bare = [line for line in what_if if re.fullmatch(r"It is .* points .* its target\.", line)]
        assert not bare or len(what_if) > 1, f"{metric.name} only says a distance: {what_if}"


LATE_NOTICE = """
    00:05  alert disk-full to duty-engineer
    00:09  duty-engineer acknowledges disk-full
    00:25  incident-manager declares
           duty ico runs since {since}, due 01:00
    01:06  privacy-lead notifies ico
    02:00  EndEx
"""


def test_a_declaration_names_the_late_notice_that_it_would_have_saved() -> None:
    plan = with_duty(title="DORA initial report")
    record = LATE_NOTICE.format(since="00:08")

    assert said("TTDecl", record, plan)[1:] == (
        "Declared 6 min 00 s earlier, with all that followed as much earlier, "
        "`DORA initial report` would have been on time.",
    )


def test_nobody_is_asked_to_notice_or_declare_before_there_was_a_signal() -> None:
    record = LATE_NOTICE.format(since="00:08").replace("00:25  inc", "00:10  inc")

    assert len(said("TTDecl", record, with_duty())) == 1  # 00:04 was before the alert
    assert len(said("TTD-sig", record, with_duty())) == 1


def test_a_clock_that_starts_after_the_declaration_starts_sooner_with_it() -> None:
    # Due thirty minutes after 00:30, whenever that is: sooner by as much, and just as late.
    law = Regime(
        id="quick", title="Quick", jurisdiction="UK", status=Status(is_="in force"), who="entity",
        whom="authority", citation="Art. 1", confidence="text seen",
        stages=(Stage(id="initial", starts="aware", within=elapsed(hours(1) // 2), rule="30 min"),),
    )  # fmt: skip
    plan = a_plan(duties=(a_duty(regime="quick"),), regimes=(law,))

    after = said("TTDecl", LATE_NOTICE.format(since="00:30"), plan)
    before = said("TTDecl", LATE_NOTICE.format(since="00:24"), plan)

    assert (len(after), len(before)) == (1, 2)


def test_a_limit_from_awareness_is_saved_by_a_classification_that_came_sooner() -> None:
    # Aware 00:08, so no later than 01:08; classified 00:40, so within an hour: 01:08 counts.
    # Six minutes sooner it is sent at 01:08, and due then all the same.
    law = Regime(
        id="dora", title="DORA", jurisdiction="EU", status=Status(is_="in force"), who="entity",
        whom="authority", citation="Art. 19", confidence="text seen",
        stages=(Stage(id="initial", starts="classified_major", within=elapsed(hours(1)),
                      no_later=Bound(starts="aware", within=elapsed(hours(1))), rule="1 h"),),
    )  # fmt: skip
    duty = Duty(
        id="ico", title="DORA initial report", regime="dora", owner="privacy-lead",
        from_=DutyTrigger(aware_of="locked", classified="major"), whom="authority",
    )  # fmt: skip
    record = """
        00:05  alert disk-full to duty-engineer
        00:09  duty-engineer acknowledges disk-full
        00:10  privacy-lead aware of locked since 00:08
        00:25  incident-manager declares
        00:40  duty ico runs since 00:40, due 01:08
        01:14  privacy-lead notifies ico
        02:00  EndEx
    """

    declared = said("TTDecl", record, a_plan(duties=(duty,), regimes=(law,)))

    assert declared[1:] == (
        "Declared 6 min 00 s earlier, with all that followed as much earlier, "
        "`DORA initial report` would have been on time.",
    )


def test_a_notice_late_only_by_when_the_facts_were_shown_says_what_that_asks_for() -> None:
    record = TOLD.format(said="04:30", since="04:00", due="14:00", sent="13:00")

    # Certainty was there at 02:30, so by 12:30.
    assert said("NOTIF-TIME:authority", record, banded())[0] == (
        "Sent 30 min 00 s earlier, it would have been on time by when the facts were shown as well."
    )


def test_a_notice_that_never_went_and_a_claim_that_never_came_say_what_they_lacked() -> None:
    never = (
        "00:10  inject files to privacy-lead\n duty ico runs since 00:10, due 01:10\n02:00 EndEx"
    )
    unclaimed = (
        "00:10  inject files to privacy-lead\n02:00 inject note to privacy-lead\n20:00 EndEx"
    )

    assert said("NOTIF-TIME:ico", never, with_duty()) == (
        "Any notice by E 01:10:00 would have been on time.",
    )
    assert said("NOTIF-TIME:authority", unclaimed, banded()) == (
        "Had the team said since when it was aware, a notice in time would have met it.",
    )


def test_the_whole_of_the_notices_names_the_one_that_would_have_turned_it() -> None:
    record = "00:00  duty ico runs since 00:00, due 01:00\n02:00  EndEx"

    assert said("NOTIF-TIME", record, with_duty()) == (
        "With `Notice to the ICO` in time, complete and by the right channel it would have been "
        "100 %, and met.",
    )


def test_a_mean_of_parts_names_each_part_that_alone_would_have_turned_it() -> None:
    record = KNOWN + "00:25 duty-engineer opens case with northcloud, answer due 01:25\n02:00 EndEx"

    # TTV 1 and SLA-TRACK 0: a half, where seventy per cent are asked.
    assert said("VEND-ESC:northcloud", record, uncritical()) == (
        "With a next chase planned it would have been 100 %, and met.",
    )


def test_adherence_that_was_met_says_which_part_carried_it() -> None:
    record = """
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/stop-writes
        00:02  duty-engineer does restore-db/restore
        01:00  EndEx
    """
    plan = a_plan(runbooks=(a_runbook(),))
    lines = said("RB-ADH:restore-db", record, plan)
    metric = figure(scorecard(record, plan), "RB-ADH", "restore-db")

    assert lines
    if metric.verdict == "met":
        assert lines[-1].startswith("With a stop condition ignored it would have been 49 %")
    else:
        assert all(line.endswith("and met.") for line in lines)


def test_severity_that_was_right_says_how_long_it_might_have_been_wrong_and_no_shorter() -> None:
    # Right from 00:09 on but for a minute; 80 % is asked, so a fifth of the loss may be spent.
    (line,) = said("SEV-ACC", GOOD_DAY)
    minutes, seconds = (int(n) for n in re.findall(r"(\d+) min (\d\d) s", line)[0])
    back = 10 * 60 + minutes * 60 + seconds

    def with_a_mild_spell_until(second: int) -> str:
        calls = ["00:10:00  incident-manager calls SEV3",
                 f"00:{second // 60:02}:{second % 60:02}  incident-manager calls SEV2"]  # fmt: skip
        told = sorted([*GOOD_DAY.strip().splitlines(), *calls], key=_seconds)
        return figure(scorecard("\n".join(told)), "SEV-ACC").verdict

    assert line.endswith("it would have missed its target.")
    assert with_a_mild_spell_until(back) == "not-met"
    assert with_a_mild_spell_until(back - 2) == "met"


def _seconds(line: str) -> int:
    hours, minutes, *rest = line.split()[0].split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest[0] if rest else 0)


@pytest.mark.parametrize(
    ("ms", "shown"),
    [(1, "1 s"), (1_000, "1 s"), (59_001, "1 min 00 s"), (3_600_000, "1 h 00 min"),
     (3_600_001, "1 h 01 min"), (36_188_000, "10 h 04 min")],
)  # fmt: skip
def test_a_span_that_is_enough_is_never_shown_shorter(ms: int, shown: str) -> None:
    assert at_least(ms) == shown


def test_a_houses_own_weights_of_nothing_break_no_explanation() -> None:
    mild = HOUSE.model_copy(update={
        "severity_loss": HOUSE.severity_loss.model_copy(update={"under": 0}),
        "adherence": HOUSE.adherence.model_copy(update={"completion": 0, "timing": 0}),
        "at_least": {**HOUSE.at_least, "RECOV": 0},
    })  # fmt: skip
    plan = PLAN.model_copy(update={"rubric": mild})
    told = A_DAY.replace("experts say SEV1", "experts say SEV2").replace(
        "01:20  exp", "01:20  duty-engineer confirms reconciled\n01:20  exp"
    )
    events = played(told)

    found = {m.key: explain(plan, events, m.name).what_if for m in score(plan, events).metrics}

    assert found["RECOV"] == ("Its target is nothing at all, so nothing would have missed it.",)
    assert found["SEV-ACC"]
