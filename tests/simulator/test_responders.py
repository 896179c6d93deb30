"""What simulated responders do of their own accord: look again, decide not to notify, finish."""

from collections import Counter
from itertools import pairwise

import pytest

from evidence import Event
from evidence.kinds.incident import GatePassed, IncidentClosed
from evidence.kinds.outside import (
    BreachRecordUpdated,
    DeclineDuty,
    DutyDeclined,
    DutyNotified,
    OversightNoted,
    VendorOpened,
)
from evidence.kinds.procedure import QueryReturned
from evidence.kinds.world import EndingReached
from scenarios.duties import Duty, DutyTrigger
from scenarios.injects import Inject
from scenarios.law import Regime, Stage, Status, elapsed
from scenarios.law.regimes import NotOwed
from scenarios.plan import Plan
from tests.builders import a_plan, hours, minutes
from tests.simulator.playing import library_plan, play

PRIVACY = "privacy-lead"
SPARES_UNLIKELY_RISKS = NotOwed(fact="risk", is_=("unlikely",), says="No notice; keep a record.")


def a_law(not_owed: NotOwed | None) -> Regime:
    return Regime(
        id="law",
        title="A law",
        jurisdiction="EU",
        status=Status(is_="in force"),
        who="the controller",
        whom="the authority",
        not_owed=not_owed,
        citation="Art. 33",
        confidence="text seen",
        stages=(Stage(id="notice", starts="aware", within=elapsed(hours(72)), rule="72 h"),),
    )


def a_site_plan(*, data: str, not_owed: NotOwed | None) -> Plan:
    """Papers lay on one machine of a small site; *data* is what the message says of them."""
    alarm = Inject(id="alarm", at=0, by="alert", to=("duty-engineer",), text="Errors.")
    site = Inject(
        id="site", at=minutes(5), by="email", to=(PRIVACY,), text="We had it here too.",
        about="satellite", tells={"data": data, "personal-data": "possible"},
    )  # fmt: skip
    duty = Duty(
        id="notice", title="Notice", regime="law", from_=DutyTrigger(aware_of="site"),
        owner=PRIVACY, whom="the authority",
    )  # fmt: skip
    return a_plan(
        injects=(alarm, site),
        sites={"satellite": "The small site"},
        duties=(duty,),
        regimes=(a_law(not_owed),),
    )


def outcome(plan: Plan) -> list[str]:
    events = play(plan, profile="seasoned", until=hours(1))
    return [e.kind for e in events if isinstance(e.body, (DutyDeclined, DutyNotified))]


def test_nobody_is_notified_where_the_rule_spares_unlikely_risks_and_the_data_is_safe() -> None:
    plan = a_site_plan(data="safe", not_owed=SPARES_UNLIKELY_RISKS)

    events = play(plan, profile="seasoned", until=hours(1))

    (decision,) = [event for event in events if isinstance(event.body, DeclineDuty)]
    assert isinstance(decision.body, DeclineDuty)
    assert decision.body.owner == decision.role == PRIVACY
    assert decision.body.why == "no notice is owed where a risk is unlikely, and the data is safe"


@pytest.mark.parametrize("data", ["at-risk", "lost", "exposed"])
def test_a_notice_goes_out_where_the_data_is_not_known_to_be_safe(data: str) -> None:
    plan = a_site_plan(data=data, not_owed=SPARES_UNLIKELY_RISKS)

    assert outcome(plan) == ["duty.notified"]


def test_a_notice_goes_out_where_the_rule_asks_nothing_about_risk() -> None:
    assert outcome(a_site_plan(data="safe", not_owed=None)) == ["duty.notified"]


def looks(events: list[Event]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """By source, when it was looked into and what was found."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for event in events:
        if isinstance(event.body, QueryReturned):
            found.setdefault(event.body.source, []).append((event.at, event.body.found))
    return found


def test_what_showed_nothing_new_is_looked_into_ever_more_rarely() -> None:
    quiet = a_plan(
        injects=(
            Inject(
                id="alarm", at=0, by="alert", to=("team",), text="All is down.",
                tells={"function": "down"},
            ),
        ),
        artefacts=({"id": "trace", "in": "logs", "terms": ("trace",), "text": "A trace."},),
        lasts=hours(9),
    )  # fmt: skip

    times = [at for at, _ in looks(play(quiet, profile="seasoned", until=hours(9)))["logs"]]

    waits = [later - sooner for sooner, later in pairwise(times)]
    assert len(times) == 5
    assert waits == sorted(waits)


def controlled(scenario: str, profile: str, seeds: range) -> int:
    """In how many exercises the gate to a controlled state was passed before EndEx."""
    plan = library_plan(scenario)
    return sum(
        any(
            isinstance(event.body, GatePassed) and event.body.gate == "controlled"
            for event in play(plan, seed=seed, profile=profile, until=plan.scenario.lasts)
        )
        for seed in seeds
    )


@pytest.mark.parametrize("scenario", ["failover", "restore", "breach"])
def test_seasoned_people_usually_reach_a_controlled_state(scenario: str) -> None:
    assert controlled(scenario, "seasoned", range(6)) >= 5


@pytest.mark.parametrize("scenario", ["failover", "restore"])
def test_average_people_come_back_to_a_controlled_state_on_some_days(scenario: str) -> None:
    assert 0 < controlled(scenario, "average", range(12)) < 12


@pytest.mark.parametrize(
    ("scenario", "good", "other"),
    [("restore", "six-hours-lost", "a-day-lost"), ("failover", "one-truth", "looks-over")],
)
def test_average_people_come_to_the_good_ending_more_often_than_to_the_other(
    scenario: str, good: str, other: str
) -> None:
    plan = library_plan(scenario, "northmere-health")

    reached = Counter(
        event.body.ending
        for seed in range(30)
        for event in play(plan, seed=seed, profile="average", until=plan.scenario.lasts)
        if isinstance(event.body, EndingReached)
    )

    assert reached[good] > reached[other] > 0


@pytest.mark.parametrize("scenario", ["restore", "failover"])
def test_average_people_close_most_days_within_the_day(scenario: str) -> None:
    plan = library_plan(scenario)

    closed = sum(
        isinstance(event.body, IncidentClosed)
        for seed in range(12)
        for event in play(plan, seed=seed, profile="average", until=plan.scenario.lasts)
    )

    assert closed > 6


def test_a_seasoned_team_notes_that_it_oversees_a_critical_vendor() -> None:
    plan = library_plan()

    events = play(plan, profile="seasoned", until=hours(3))

    noted = [event.body.vendor for event in events if isinstance(event.body, OversightNoted)]
    opened = [event.body.vendor for event in events if isinstance(event.body, VendorOpened)]
    critical = {name for name, held in plan.organisation.vendors.items() if held.critical}
    assert noted == [vendor for vendor in opened if vendor in critical]
    assert noted


@pytest.mark.parametrize("scenario", ["restore", "failover", "breach"])
def test_a_seasoned_officer_writes_down_the_decision_to_notify_before_anybody_is_told(
    scenario: str,
) -> None:
    plan = library_plan(scenario)
    officer = plan.organisation.seat_for("dpo_owner")

    events = play(plan, profile="seasoned", until=plan.scenario.lasts)

    decided = min(
        event.seq
        for event in events
        if isinstance(event.body, BreachRecordUpdated) and event.body.field == "authority-decision"
    )
    told = [event for event in events if isinstance(event.body, DutyNotified)]
    assert [event for event in told if event.role == officer]
    assert all(event.seq > decided for event in told if event.role == officer)
