"""What falls when a part of the story is not there, and what stays."""

import pytest

from scenarios import conditions as c
from scenarios.injects import Inject
from scenarios.leaving_out import leave_out
from scenarios.parts import Part
from scenarios.scenario import Scenario
from tests.scenarios.stories import scenario

STILL = "{id: still-quiet, at: 58m,"
HOST: Part = ("slot", "host")
SEEN = c.Detected(detected=True)


def without_host(*changes: tuple[str, str]) -> Scenario:
    return leave_out(scenario(*changes), [HOST]).scenario


def inject(story: Scenario, name: str) -> Inject | None:
    return next((i for i in story.injects if i.id == name), None)


def test_nothing_missing_leaves_everything() -> None:
    story = scenario()

    assert leave_out(story, []).scenario is story


def test_an_inject_falls_with_what_it_comes_after() -> None:
    left = without_host((STILL, "{id: still-quiet, after: slow-vendor,"))

    assert inject(left, "still-quiet") is None


def test_a_flag_that_nothing_raises_any_more_is_never_raised() -> None:
    left = without_host(
        ("does: {delay: $host, by: 90m}", "does: [{delay: $host, by: 90m}, {raise: stuck}]"),
        (STILL, "{id: still-quiet, when: {flag: stuck},"),
    )

    assert inject(left, "still-quiet") is None


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("{any: [{vendor: $host, is: fixed}, {detected: true}]}", c.Any(any=(SEEN,))),
        ("{any: [{vendor: $host, is: fixed}]}", False),
        ("{all: [{vendor: $host, is: fixed}, {detected: true}]}", False),
        ("{all: [{not: {vendor: $host, is: fixed}}, {detected: true}]}", c.All(all=(SEEN,))),
        ("{not: {all: [{fired: slow-vendor}, {detected: true}]}}", True),
    ],
)
def test_what_is_not_there_never_happens(written: str, left: c.Condition | bool) -> None:
    found = inject(
        without_host((STILL, f"{{id: still-quiet, at: 58m, if: {written},")), "still-quiet"
    )

    assert (found is None) if left is False else (found is not None)
    if found is not None:
        assert found.if_ == (None if left is True else left)


def test_a_wait_for_what_surely_holds_is_a_wait_for_nothing() -> None:
    left = without_host((STILL, "{id: still-quiet, when: {not: {fired: slow-vendor}},"))

    found = inject(left, "still-quiet")
    assert found is not None
    assert found.when == c.Elapsed(elapsed=0)


def test_an_effect_goes_alone_where_its_inject_says_more() -> None:
    left = leave_out(
        scenario(("{raise: damaged}]", "{raise: damaged}, {vendor-fixes: $host}]")), [HOST]
    )

    assert inject(left.scenario, "locked") is not None
    assert "an effect of inject locked" in left.lines


def test_a_fault_with_nothing_left_to_do_goes() -> None:
    left = without_host((STILL, "{id: mended, at: 50m, does: {vendor-fixes: $host}}\n  - " + STILL))

    assert inject(left, "mended") is None


def test_a_reader_who_is_not_there_is_left_out_of_the_address() -> None:
    left = leave_out(scenario(), [("slot", "tech")]).scenario

    alarm = inject(left, "alarm")
    assert alarm is not None
    assert alarm.to == ("$lead",)


def test_a_text_that_the_team_reads_falls_with_what_it_names() -> None:
    assert (
        inject(without_host(('"Still quiet."', '"{host} is still quiet."')), "still-quiet") is None
    )


def test_a_word_to_the_facilitator_stays() -> None:
    left = without_host(
        ('text: "Still quiet."', 'text: "Still quiet.", good-answer: "Ring {host}."')
    )

    assert inject(left, "still-quiet") is not None


def test_a_question_without_a_right_answer_is_no_question() -> None:
    left = leave_out(
        scenario(
            ("Who tells {host}?", "Who tells them?"), ("text: We do,", 'text: "We, not {host}",')
        ),
        [HOST],
    )

    assert not left.scenario.questions
    assert "question who" in left.lines


def test_a_task_keeps_what_still_shows_it() -> None:
    left = leave_out(
        scenario(("{metric: RTO, of: $app}", "{metric: RTO, of: $app}, {metric: TTV, of: $host}")),
        [HOST],
    )

    assert left.uncovered == (
        "objective mend-it: task restore is not measured by TTV",
        "objective press-them: nothing is left to rate it by",
    )


def test_a_duty_started_by_another_falls_with_it() -> None:
    second = (
        "severity:\n",
        "  - {id: more, title: More, regime: uk-gdpr-33, from: {submitted: ico}, owner: $lead, "
        "whom: the ICO}\nseverity:\n",
    )

    left = leave_out(scenario(second), [("duty", "ico")])

    assert left.lines == ("duty ico", "duty more")
