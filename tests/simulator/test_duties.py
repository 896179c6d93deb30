"""When a duty's clock starts, what moves it, and what its notice says."""

from typing import Any

from evidence import Millis
from evidence.kinds import control as c
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from scenarios.choices import DecisionPoint, Option
from scenarios.duties import Duty, DutyTrigger
from scenarios.injects import Expectation, Inject
from scenarios.law import Bound, Regime, Stage, Status, elapsed
from scenarios.plan import Plan
from tests.builders import a_plan, hours, minutes
from tests.simulator.room import WORDS, Room

DORA = Regime(
    id="dora",
    title="DORA",
    jurisdiction="EU",
    status=Status(is_="in force"),
    who="the financial entity",
    whom="the authority",
    citation="Art. 19",
    confidence="text seen",
    stages=(
        Stage(
            id="initial",
            starts="classified_major",
            within=elapsed(hours(4)),
            no_later=Bound(starts="aware", within=elapsed(hours(24)), lapses=True),
            rule="4 h",
        ),
        Stage(
            id="intermediate", starts="initial_submitted", within=elapsed(hours(72)), rule="72 h"
        ),
        Stage(
            id="final",
            starts="intermediate_submitted",
            starts_anew=True,
            within=elapsed(hours(720)),
            rule="30 d",
        ),
    ),
)


def a_duty(duty: str, trigger: DutyTrigger, **parts: Any) -> Duty:
    fields: dict[str, Any] = {
        "title": duty,
        "regime": "contract",
        "from_": trigger,
        "owner": "privacy-lead",
        "whom": "them",
    }
    return Duty(id=duty, **{**fields, **parts})


def the_plan() -> Plan:
    major = DutyTrigger(aware_of="alarm", classified="major", as_=("yes",))
    options = (
        Option(id="yes", text="Yes", grade="right"),
        Option(id="no", text="No", grade="wrong"),
    )
    return a_plan(
        regimes=(DORA,),
        injects=(
            Inject(
                id="alarm",
                at=minutes(4),
                by="alert",
                to=("team",),
                text="Errors.",
                expects=(Expectation(id="says-aloud", text="Says it.", by=minutes(5)),),
            ),
        ),
        decisions=(
            DecisionPoint(id="major", ask="Major?", type="other", owner="legal", options=options),
        ),
        duties=(
            a_duty("partner", DutyTrigger(aware_of="alarm"), within=hours(1)),
            a_duty("initial", major, regime="dora", stage="initial"),
            a_duty(
                "intermediate",
                DutyTrigger(submitted="initial"),
                regime="dora",
                stage="intermediate",
            ),
            a_duty("final", DutyTrigger(submitted="intermediate"), regime="dora", stage="final"),
        ),
    )


def a_room(at: int = minutes(30)) -> Room:
    room = Room(the_plan())
    room.wait_until(at)
    return room


def started(room: Room, duty: str) -> list[tuple[int, int | None, str]]:
    return [(s.since, s.due, s.state) for s in room.happened(o.DutyStarted) if s.duty == duty]


def aware(at: int) -> i.ClaimAwareness:
    return i.ClaimAwareness(of="alarm", about_at=Millis(at))


def classify(choice: str = "yes") -> i.RecordDecision:
    return i.RecordDecision(type="other", decision="major", choice=choice)


def notify(duty: str) -> o.NotifyAuthority:
    return o.NotifyAuthority(duty=duty, recipient="them", channel="email")


def test_a_claim_of_awareness_starts_the_clock_at_the_instant_claimed() -> None:
    room = a_room()

    room.does("privacy-lead", aware(minutes(10)))

    assert started(room, "partner") == [(minutes(10), minutes(70), "running")]
    assert room.happened(i.AwarenessClaimed)[0].lag_ms == minutes(20)


def test_an_earlier_claim_moves_the_clock_and_a_later_one_does_not() -> None:
    room = a_room()

    room.does("privacy-lead", aware(minutes(10)), aware(minutes(20)), aware(minutes(5)))

    assert [claim.governs for claim in room.happened(i.AwarenessClaimed)] == [True, False, True]
    assert started(room, "partner") == [
        (minutes(10), minutes(70), "running"),
        (minutes(5), minutes(65), "running"),
    ]


def test_a_clock_that_waits_for_a_classification_is_provisional() -> None:
    room = a_room()

    room.does("privacy-lead", aware(minutes(10)))
    room.does("legal", classify("no"), classify("yes"))

    assert started(room, "initial") == [
        (minutes(10), None, "provisional"),
        (minutes(30), minutes(30) + hours(4), "running"),
    ]


def test_a_notice_starts_the_duty_that_follows_it() -> None:
    room = a_room()
    room.does("legal", classify())

    room.does("legal", notify("initial"), notify("initial"))

    assert started(room, "intermediate") == [
        (minutes(30), minutes(30) + hours(72), "running"),
    ]


def test_a_final_report_counts_from_the_latest_update_of_the_one_before() -> None:
    room = a_room()
    room.does("legal", classify(), notify("initial"), notify("intermediate"))
    room.wait_until(hours(5))

    room.does("legal", notify("intermediate"))

    assert started(room, "final") == [
        (minutes(30), minutes(30) + hours(720), "running"),
        (hours(5), hours(5 + 720), "running"),
    ]


def test_an_update_does_not_open_a_final_report_again_that_has_gone_out() -> None:
    room = a_room()
    room.does("legal", classify(), notify("initial"), notify("intermediate"), notify("final"))
    room.wait_until(hours(5))

    room.does("legal", notify("intermediate"))

    assert len(started(room, "final")) == 1


def test_a_notice_at_its_deadline_is_in_time() -> None:
    room = a_room()
    room.does("privacy-lead", aware(minutes(30)))
    room.wait_until(minutes(90))

    room.does("privacy-lead", notify("partner"))

    assert room.happened(o.DutyNotified)[0].late_by_ms == 0
    assert room.happened(o.DutyExpired) == []


def test_a_late_notice_is_taken_and_says_by_how_much() -> None:
    room = a_room()
    room.does("privacy-lead", aware(minutes(30)))
    room.wait_until(minutes(90) + 1)

    room.does("privacy-lead", notify("partner"))

    assert room.happened(o.DutyExpired)[0].due == minutes(90)
    assert room.happened(o.DutyNotified)[0].late_by_ms == 1


def test_a_reasoned_decision_not_to_notify_lets_nothing_expire() -> None:
    room = a_room()
    room.does("privacy-lead", aware(minutes(30)))

    room.does("privacy-lead", o.DeclineDuty(duty="partner", words=WORDS))
    room.wait_until(hours(2))

    assert room.happened(o.DutyDeclined)[0].owner == "privacy-lead"
    assert room.happened(o.DutyExpired) == []


def test_detection_is_the_first_thing_done_about_a_true_signal_and_is_for_control() -> None:
    room = a_room(at=0)
    room.does("cio", i.EnterLog())
    room.wait_until(minutes(6))

    room.does("cio", i.EnterLog(), i.EnterLog())

    detected = [e for e in room.events if isinstance(e.body, i.IncidentDetected)]
    assert [(event.at, event.to) for event in detected] == [(minutes(6), ("control",))]


def test_an_evaluator_meets_an_expectation_late_by_ticking_after_its_deadline() -> None:
    room = a_room(at=minutes(20))

    assert room.evaluates(c.TickAction(expectation="says-aloud")) is None
    assert room.evaluates(c.TickAction(expectation="says-aloud")) is None

    assert [met.late for met in room.happened(c.ExpectationMet)] == [True]
