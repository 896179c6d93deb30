"""Messages: the required way, the promised rhythm, who was reached, and how soon."""

import pytest

from scenarios.organisation import Audience, CommsPolicy
from scenarios.severity import Level, SeverityPolicy
from tests.builders import a_plan, a_severity_policy, an_organisation, minutes
from tests.scoring.scored import figure, findings, scorecard

THE_WAY = """
    00:01  press-office drafts message status to customers by email
    00:02  legal reviews message status
    00:03  cio approves message status
    00:04  press-office publishes message status
    00:10  EndEx
"""


def test_the_required_way_is_whole() -> None:
    metric = figure(scorecard(THE_WAY), "COMMS-CONF")

    assert metric.value == "1.0000"
    assert metric.formula == "1 - 0 deviations / 3 required transitions"


@pytest.mark.parametrize(
    ("line", "instead", "deviation"),
    [
        ("00:02  legal reviews message status", "", "no review"),
        ("00:03  cio approves message status", "", "no approval"),
        ("cio approves message status", "press-office approves message status",
         "approve by the author"),
        ("cio approves message status", "legal approves message status, not entitled",
         "approve by a seat that may not"),
        ("by email", "by letter", "wrong channel"),
    ],
)  # fmt: skip
def test_each_way_around_the_policy_is_one_deviation(
    line: str, instead: str, deviation: str
) -> None:
    metric = figure(scorecard(THE_WAY.replace(line, instead)), "COMMS-CONF")

    assert metric.value == "0.6667"
    assert f"(status: {deviation})" in metric.formula


def test_an_approval_of_another_version_is_none() -> None:
    card = scorecard(
        THE_WAY.replace(
            "00:04  press",
            "00:03:30 press-office drafts message status to customers by email\n"
            "00:03:40 legal reviews message status\n00:04  press",
        )
    )

    assert "approve was of another version" in figure(card, "COMMS-CONF").formula


def test_publishing_after_withdrawal_is_a_deviation() -> None:
    card = scorecard(
        THE_WAY.replace("00:04  press", "00:03:30 cio withdraws message status\n00:04  press")
    )

    assert "published after withdrawal" in figure(card, "COMMS-CONF").formula


def test_an_exception_code_keeps_half() -> None:
    card = scorecard(
        THE_WAY.replace("00:02  legal reviews message status", "").replace(
            "publishes message status", "publishes message status under EX-URGENT"
        )
    )

    assert figure(card, "COMMS-CONF").value == "0.8333"


def test_an_unapproved_message_to_the_outside_is_a_finding() -> None:
    card = scorecard(THE_WAY.replace("00:03  cio approves message status", ""))

    assert findings(card, "unapproved-notice")[0].says == (
        "status went to customers at E 00:04:00 without the approval that the policy asks for."
    )


def test_a_simulated_approval_is_neither_a_pass_nor_a_deviation() -> None:
    card = scorecard(THE_WAY.replace("cio approves", "simulated cio approves"))

    metric = figure(card, "COMMS-CONF")
    assert metric.value == "1.0000"
    assert metric.formula == "1 - 0 deviations / 2 required transitions"
    assert [exclusion.what for exclusion in metric.excluded] == ["approve of status"]
    assert not findings(card, "unapproved-notice")


def updates(*times: str, until: str = "03:00", extra: str = "") -> str:
    lines = [
        f"{time} press-office drafts message m{number} to customers by email\n"
        f"press-office publishes message m{number}{extra}"
        for number, time in enumerate(times)
    ]
    return "\n".join([*lines, f"{until} EndEx"])


def test_the_rhythm_of_updates_is_counted_by_intervals() -> None:
    # 30, 31 and 20 minutes of a promised 30; the tail of 10 was not due
    metric = figure(
        scorecard(updates("00:10", "00:40", "01:11", "01:31", until="01:41")), "UPD-CAD"
    )

    assert metric.value == "0.6667"
    assert metric.formula == (
        "2 within the promised interval / 3 intervals between updates; "
        "customers waited 31:00, promised 30:00"
    )


def test_falling_silent_before_the_end_is_an_interval_too() -> None:
    metric = figure(scorecard(updates("00:10", "00:40", until="02:00")), "UPD-CAD")

    assert metric.value == "0.5000"


def test_an_earlier_promise_binds() -> None:
    metric = figure(
        scorecard(updates("00:10", "00:30", until="00:40", extra=", next word at 00:25")),
        "UPD-CAD",
    )

    assert metric.value == "0.0000"


def test_the_called_level_sets_the_rhythm_of_an_audience_without_its_own() -> None:
    levels = a_severity_policy().levels
    watched = Level(level=1, name="SEV1", means="Down", update_every=minutes(15))
    policy = SeverityPolicy(
        version="2", questions=a_severity_policy().questions, levels=(watched, *levels[1:])
    )
    audience = Audience(id="customers", title="customers", channels=("email",))
    communications = CommsPolicy(version="1", audiences=(audience,))
    plan = a_plan(organisation=an_organisation(severity=policy, communications=communications))

    metric = figure(
        scorecard("00:01 incident-manager calls SEV1\n" + updates("00:10", "00:30", until="00:40"),
                  plan),
        "UPD-CAD",
    )  # fmt: skip

    assert metric.value == "0.0000"


def test_coverage_names_who_was_not_told() -> None:
    policy = CommsPolicy(
        version="1",
        audiences=(
            Audience(id="customers", title="customers", channels=("email",),
                     first_within=minutes(20)),
            Audience(id="regulator", title="regulator", channels=("email",),
                     first_within=minutes(60)),
            Audience(id="staff", title="staff", external=False, channels=("chat",)),
        ),
    )  # fmt: skip
    plan = a_plan(organisation=an_organisation(communications=policy))

    card = scorecard(THE_WAY, plan)

    assert figure(card, "COVERAGE").value == "0.5000"
    assert figure(card, "COVERAGE").formula.endswith("not told: regulator")


FIRST_WORD = """
    00:05  alert disk-full to duty-engineer
    00:05  incident-manager declares
    00:30  press-office drafts message status to {} by email
           press-office publishes message status
    02:00  EndEx
"""


def test_the_first_word_outside_is_timed_from_the_declaration() -> None:
    outside = figure(scorecard(FIRST_WORD.format("customers")), "FIRST")
    inside = figure(scorecard(FIRST_WORD.format("staff")), "FIRST")

    assert (outside.value, outside.verdict) == (minutes(25), "met")
    assert (inside.value, inside.verdict) == (None, "not-met")


def test_a_word_to_one_audience_is_none_to_another() -> None:
    # 30 minutes between two words to customers; the one to staff lies between and cuts nothing.
    card = scorecard(
        updates("00:10", "00:40", until="00:45").replace(
            "00:40", "00:20 press-office drafts message s to staff by chat\n"
            "press-office publishes message s\n00:40", 1
        )
    )  # fmt: skip

    assert figure(card, "UPD-CAD").tally == (1, 1)


FIRST_AT = """
    00:01  alert disk-full to duty-engineer
    00:02  duty-engineer acknowledges disk-full
    00:10  incident-manager declares
    {}  press-office drafts message m to customers by email
           press-office publishes message m
    {}  EndEx
"""


@pytest.mark.parametrize(
    ("sent", "verdict", "value"),
    [
        ("01:10", "met", 60),  # the house allows an hour: at the limit is in time
        ("01:10:00.001", "not-met", None),
        ("00:05", "met", 0),  # before the declaration: no wait at all
    ],
)
def test_the_first_word_at_its_limit_is_in_time(sent: str, verdict: str, value: int | None) -> None:
    found = figure(scorecard(FIRST_AT.format(sent, "02:00")), "FIRST")

    assert found.verdict == verdict
    assert value is None or found.value == minutes(value)


@pytest.mark.parametrize(("end", "verdict"), [("00:30", "not-due"), ("01:11", "not-met")])
def test_silence_is_a_miss_only_when_the_limit_has_passed(end: str, verdict: str) -> None:
    told = f"00:01 alert disk-full to duty-engineer\n00:10 incident-manager declares\n{end} EndEx"

    assert figure(scorecard(told), "FIRST").verdict == verdict
