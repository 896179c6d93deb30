"""Facts about one site stay apart from the facts of the incident as a whole."""

from evidence import GENESIS, Millis, encode_leaf, make_leaf
from evidence.kinds.control import InjectFired
from evidence.kinds.incident import CallSeverity, QuestionAnswered
from scenarios.choices import Option, Question
from scenarios.injects import Inject
from scenarios.plan import Plan
from tests.builders import a_plan, minutes
from tests.simulator.playing import opened, play

LEAD = "incident-manager"
SAFE = Option(id="safe", text="It is safe", grade="right", fits={"data": ("safe",)})
LOST = Option(id="lost", text="It is lost", grade="wrong", fits={"data": ("lost",)})


def the_plan() -> Plan:
    alarm = Inject(
        id="alarm", at=0, by="alert", to=(LEAD,), text="All is down.",
        tells={"function": "down", "data": "lost"},
    )  # fmt: skip
    site = Inject(
        id="site", at=minutes(20), by="phone", to=(LEAD,), text="Here it works.",
        about="satellite", tells={"function": "works", "data": "safe"}, asks="how-is-it-there",
    )  # fmt: skip
    there = Question(
        id="how-is-it-there", ask="Is it safe there?", about="satellite", options=(SAFE, LOST)
    )
    return a_plan(injects=(alarm, site), sites={"satellite": "The small site"}, questions=(there,))


def test_what_is_told_about_a_site_says_so_in_the_record() -> None:
    exercise, _ = opened(the_plan(), profile=None)

    events = exercise.advance(to=Millis(minutes(20)))

    told = next(
        e.body for e in events if isinstance(e.body, InjectFired) and e.body.inject == "site"
    )
    assert told.tells == {"satellite.function": "works", "satellite.data": "safe"}
    for event in events:
        encode_leaf(make_leaf(event, wall=0, prev=GENESIS))  # names fit into a leaf


def test_good_news_from_a_satellite_site_does_not_lower_the_severity_of_the_whole() -> None:
    events = play(the_plan(), profile="seasoned", until=minutes(60))

    called = [event.body.level for event in events if isinstance(event.body, CallSeverity)]
    assert called == [1]


def test_a_question_about_a_site_is_answered_by_the_facts_of_that_site() -> None:
    answers = [
        event.body.option
        for seed in range(5)
        for event in play(the_plan(), seed=seed, profile="seasoned", until=minutes(60))
        if isinstance(event.body, QuestionAnswered)
    ]

    assert answers == ["safe"] * 5
