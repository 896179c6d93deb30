"""Which levels were right: by the scenario's experts, and by the policy on what had been shown.

The small bank's tree asks one question: down is SEV1, degraded SEV2, works SEV4.
"""

from scoring import Scorecard
from scoring.case import open_case, reference_at
from scoring.reference import Band
from scoring.timeline import Timeline
from tests.builders import a_plan, minutes, played
from tests.scoring.scored import figure, findings, scorecard


def band_at(record: str, seq: int) -> Band:
    plan = a_plan()
    reference = reference_at(open_case(plan, Timeline(played(record), plan.organisation)), seq)
    assert reference is not None
    return reference.band


SLOW = """
    00:00  experts say SEV1
    00:05  alert slow to duty-engineer, telling function.degraded
    00:10  duty-engineer acknowledges slow
    00:20  incident-manager calls SEV2
    02:00  EndEx
"""


def test_before_anything_was_shown_the_experts_alone_say_what_is_right() -> None:
    assert band_at(SLOW, 2) == Band(1, 1)


def test_from_the_showing_on_the_policys_level_is_accepted_too() -> None:
    assert band_at(SLOW, 8) == Band(1, 2)


def test_who_follows_the_policy_on_what_they_know_is_not_wrong() -> None:
    # Ten of 110 minutes without a level; SEV2 from then on loses nothing.
    card = scorecard(SLOW)

    assert figure(card, "SEV-ACC").value == "0.9091"
    assert figure(card, "TTSev-ok").value == minutes(10)


def test_a_policy_that_differs_from_the_experts_is_told() -> None:
    found = findings(scorecard(SLOW), "policy-differs")

    assert [one.says for one in found] == [
        "From E 00:05:00 to E 02:00:00 the organisation's severity tree led to SEV2 on what the "
        "team had been shown, where the scenario's experts would call SEV1. Both were accepted; "
        "look at the tree."
    ]


def short(text: str) -> Scorecard:
    return scorecard(SLOW.replace("00:20  inc", f"{text}\n 00:20  inc"))


def test_a_fact_that_comes_soon_after_closes_the_gap_silently() -> None:
    card = short("00:12  alert down to duty-engineer, telling function.down")

    assert findings(card, "policy-differs") == []
    assert figure(card, "SEV-UNDER").value == "0.9091"


def test_what_a_false_signal_told_is_no_fact() -> None:
    record = SLOW.replace("alert slow", "false alert slow").replace(
        "00:10", "00:09 alert other to duty-engineer\n 00:10"
    )

    assert band_at(record, 9) == Band(1, 1)


def test_where_the_policy_agrees_the_band_stays_as_it_is() -> None:
    agreed = SLOW.replace("experts say SEV1", "experts say SEV1 to SEV2")

    assert band_at(agreed, 8) == Band(1, 2)
    assert findings(scorecard(agreed), "policy-differs") == []


def test_the_gap_is_told_where_the_team_noticed_nothing() -> None:
    blind = """
        00:00  experts say SEV1
        00:05  alert slow to duty-engineer, telling function.degraded
        02:00  EndEx
    """

    assert findings(scorecard(blind), "policy-differs")


def test_where_no_expert_said_anything_there_is_no_gap() -> None:
    assert (
        findings(scorecard("00:05 alert slow to duty-engineer\n01:00 EndEx"), "policy-differs")
        == []
    )
