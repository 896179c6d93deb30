"""Simulated responders do what their team decided, and go back when a copy proves bad."""

from collections.abc import Iterator
from typing import Any

import pytest

from evidence import Event
from evidence.kinds.control import InjectFired
from evidence.kinds.incident import AwarenessClaimed, DecisionRecorded, IncidentClosed
from evidence.kinds.outside import BreachRecordUpdated, DutyNotified, DutyStarted
from evidence.kinds.procedure import (
    ResponseTaken,
    RunStarted,
    RunStopped,
    StepFinished,
    StepSkipped,
    StepStarted,
)
from evidence.kinds.world import DataValidated
from runbooks.authored import Fixed
from runbooks.model import Runbook
from scenarios.choices import DecisionPoint, Option
from scenarios.conditions import Flag
from scenarios.effects import Lose, Raise, Restore, Validate
from scenarios.injects import Inject
from scenarios.organisation import Service
from scenarios.plan import Plan
from scenarios.scenario import Phase, RunbookUse, StopSign
from scenarios.story import Copy, DatasetStory, Response
from tests.builders import a_plan, a_runbook, a_step, an_organisation, hours, minutes
from tests.simulator.playing import library_plan, play

TECH, LEAD = "duty-engineer", "incident-manager"
DOWN = {"function": "down", "data": "lost"}


def with_runbook(book: Runbook, *stops: StopSign, **story: Any) -> Plan:
    plan = a_plan(
        runbooks=[book],
        organisation=an_organisation(services={"payments-api": Service()}),
        lasts=hours(9),
        **story,
    )
    used = {"runbooks": (RunbookUse(runbook=book.runbook, stops=stops),)}
    return plan.model_copy(update={"scenario": plan.scenario.model_copy(update=used)})


def asking(decision: str) -> Inject:
    return Inject(
        id="alarm", at=0, by="alert", to=(TECH, LEAD), text="The data is gone.", tells=DOWN,
        asks=decision, does=(Lose(lose="ledger"),),
    )  # fmt: skip


def a_copy(name: str, age: int, **parts: Any) -> Copy:
    return Copy(id=name, title=name.title(), age=hours(age), takes=Fixed(fixed=minutes(5)), **parts)


def a_night_with(*copies: Copy) -> Plan:
    """Three copies; the team has two of them to choose from, and the facts speak for `nightly`."""
    return with_runbook(
        a_runbook(
            a_step("transfer", uses="restore"),
            a_step("check", after="transfer", uses="checks"),
        ),
        injects=(asking("which-copy"),),
        decisions=(
            DecisionPoint(
                id="which-copy", ask="Which copy?", type="other", owner=TECH,
                options=(
                    Option(id="nightly", text="Nightly", grade="right", fits={"data": ("lost",)}),
                    Option(id="tape", text="Tape", grade="wrong", fits={"data": ("safe",)}),
                ),
            ),
        ),
        datasets=(DatasetStory(data="ledger", copies=copies),),
        responses=(
            Response(
                id="restore", title="Restoring", takes=Fixed(fixed=minutes(1)), chooses="ledger",
                does=(Restore(restore="ledger"),), says="Restored.",
            ),
            Response(
                id="checks", title="Checking", takes=Fixed(fixed=minutes(1)),
                does=(Validate.model_validate({"validate": "ledger"}),), says="Checked.",
            ),
        ),
    )  # fmt: skip


def points(events: list[Event]) -> list[str]:
    """The recovery points that were tried, in order."""
    taken = [e.body for e in events if isinstance(e.body, ResponseTaken)]
    return [body.point for body in taken if body.point is not None]


def test_what_was_decided_for_is_restored_although_a_fresher_copy_is_known() -> None:
    plan = a_night_with(a_copy("fresh", 1), a_copy("nightly", 2), a_copy("tape", 90))

    events = play(plan, profile="seasoned")

    decided = [e.body.choice for e in events if isinstance(e.body, DecisionRecorded)]
    assert decided == points(events) == ["nightly"]


def test_a_copy_as_fresh_as_the_one_decided_for_will_do() -> None:
    plan = a_night_with(a_copy("nightly", 2), a_copy("fast-nightly", 2), a_copy("tape", 90))

    assert points(play(plan, profile="seasoned")) == ["fast-nightly"]


def test_after_a_copy_that_cannot_be_read_the_next_one_on_the_table_is_taken() -> None:
    plan = a_night_with(a_copy("fresh", 1), a_copy("nightly", 2, usable=False), a_copy("tape", 90))

    assert points(play(plan, profile="seasoned")) == ["nightly", "tape"]


def test_data_that_fails_its_check_is_restored_from_another_copy_before_it_is_checked_again() -> (
    None
):
    plan = a_night_with(a_copy("nightly", 2, passes=0), a_copy("tape", 90))

    events = play(plan, profile="seasoned")

    assert points(events) == ["nightly", "tape"]
    assert [e.body.passed for e in events if isinstance(e.body, DataValidated)] == [False, True]


def a_way_back(reads: str) -> Plan:
    """Whether `open-again` is done tonight is decided first; *reads* speaks for not doing it."""
    return with_runbook(
        a_runbook(a_step("stop-writes"), a_step("open-again", after="stop-writes", major=True)),
        injects=(asking("tonight"),),
        decisions=(
            DecisionPoint(
                id="tonight", ask="Tonight?", type="other", owner=LEAD,
                options=(
                    Option(
                        id="not-now", text="Not tonight", grade="acceptable",
                        fits={"data": (reads,)}, leaves_out=("restore-db/open-again",),
                    ),
                    Option(id="now", text="Now", grade="right"),
                ),
            ),
        ),
    )  # fmt: skip


def test_a_step_that_the_teams_decision_makes_needless_is_left_out_with_the_reason() -> None:
    events = play(a_way_back("lost"), profile="seasoned")

    assert [e.body for e in events if isinstance(e.body, StepSkipped)] == [
        StepSkipped(
            run="restore-db", step="open-again", code="EX-NA", deviation="justified-adaptation",
            reasoned=True,
        )
    ]  # fmt: skip


def test_without_that_decision_the_step_is_done() -> None:
    events = play(a_way_back("safe"), profile="seasoned")

    assert not [e for e in events if isinstance(e.body, StepSkipped)]
    assert "open-again" in [e.body.step for e in events if isinstance(e.body, StepFinished)]


@pytest.mark.parametrize("pace", [1, 6])
def test_a_steps_own_work_takes_the_time_of_the_story_however_fast_it_is_played(
    pace: int,
) -> None:
    plan = with_runbook(
        a_runbook(a_step("write-it-down")),
        injects=(Inject(id="alarm", at=0, by="alert", to=(TECH, LEAD), text="Gone.", tells=DOWN),),
        phases=(Phase(id="all", title="All", from_=0, pace=pace),),
    )

    events = play(plan, profile="seasoned", until=hours(8))

    began = next(e.at for e in events if isinstance(e.body, StepStarted))
    done = next(e.at for e in events if isinstance(e.body, StepFinished))
    reaction = minutes(3) * pace
    assert minutes(8) < done - began < minutes(9) + reaction


def test_a_stop_is_talked_through_before_the_run_goes_on() -> None:
    worse = Inject(
        id="worse", at=minutes(20), by="alert", to=(TECH,), text="It is another host.",
        does=(Raise.model_validate({"raise": "other-host"}),),
    )  # fmt: skip
    sign = StopSign(condition="wrong-host", when=Flag(flag="other-host"), shown_by=("worse",))
    alarm = Inject(id="alarm", at=0, by="alert", to=(TECH, LEAD), text="Gone.", tells=DOWN)
    plan = with_runbook(a_runbook(a_step("copy", expected=hours(1))), sign, injects=(alarm, worse))

    events = play(plan, profile="seasoned")

    stopped = next(e.at for e in events if isinstance(e.body, RunStopped))
    went_on = [e.at for e in events if isinstance(e.body, RunStarted)][1]
    assert went_on - stopped >= minutes(4)


def a_day_that_ends(*, asked_at: int | None, reads: str) -> Plan:
    """One step to do; at *asked_at* somebody asks whether to close, and *reads* speaks for no."""
    alarm = Inject(id="alarm", at=0, by="alert", to=(TECH, LEAD), text="Gone.", tells=DOWN)
    question = Inject(
        id="may-we", at=asked_at or hours(8), by="chat", to=(LEAD,), text="May we?", asks="close",
    )  # fmt: skip
    return with_runbook(
        a_runbook(a_step("mend")),
        injects=(alarm, question),
        decisions=(
            DecisionPoint(
                id="close", ask="Close?", type="close", owner=LEAD,
                options=(
                    Option(
                        id="later", text="Later", grade="acceptable", fits={"data": (reads,)},
                        keeps_open=True,
                    ),
                    Option(id="now", text="Now", grade="right"),
                ),
            ),
        ),
    )  # fmt: skip


def closed_at(events: list[Event]) -> list[int]:
    return [event.at for event in events if isinstance(event.body, IncidentClosed)]


def test_the_incident_is_closed_after_the_team_decided_that_it_may() -> None:
    plan = a_day_that_ends(asked_at=hours(4), reads="safe")

    (closed,) = closed_at(play(plan, profile="seasoned", until=hours(7)))

    assert hours(4) < closed < hours(4) + minutes(30)


def test_the_incident_stays_open_while_nobody_decided_or_the_team_decided_that_it_should() -> None:
    never_asked = a_day_that_ends(asked_at=None, reads="safe")
    kept_open = a_day_that_ends(asked_at=hours(4), reads="lost")

    assert closed_at(play(never_asked, profile="seasoned", until=hours(7))) == []
    assert closed_at(play(kept_open, profile="seasoned", until=hours(7))) == []


def test_a_report_that_follows_another_waits_until_there_is_something_new_to_say() -> None:
    plan = library_plan("breach")

    events = play(plan, profile="seasoned", until=hours(70))

    sent = {e.body.duty: e.at for e in events if isinstance(e.body, DutyNotified)}
    starts = [e.body for e in events if isinstance(e.body, DutyStarted)]
    follows = next(body for body in starts if body.duty == "major-intermediate")
    assert follows.since is not None
    assert follows.due is not None
    assert sent["major-initial"] <= follows.since
    assert (follows.since + follows.due) // 2 <= sent["major-intermediate"] <= follows.due


def test_the_notice_that_is_due_first_goes_out_first() -> None:
    plan = library_plan("breach", "northmere-health")

    events = play(plan, profile="seasoned", until=hours(5))

    sent = [event.body.duty for event in events if isinstance(event.body, DutyNotified)]
    assert sent.index("csirt-warning") < sent.index("csirt-notice")


def test_the_data_protection_owner_keeps_the_breach_record_on_the_facts_as_read() -> None:
    plan = library_plan("breach", "northmere-health")

    events = play(plan, seed=3, profile="seasoned", until=hours(20))

    aware = next(e.at for e in events if isinstance(e.body, AwarenessClaimed))
    kept = [e for e in events if isinstance(e.body, BreachRecordUpdated)]
    values = {e.body.field: e.body.value for e in kept if isinstance(e.body, BreachRecordUpdated)}
    assert {event.origin for event in kept} == {"world"}
    assert all(event.at >= aware for event in kept)
    assert values["position"] == "both"
    assert values["source"] == "user-report"
    assert values["authority-decision"] == "notify"
    assert values["coordinator"] == plan.organisation.seat_for("incident_coordinator")


def test_what_is_not_known_stands_in_the_record_with_the_time_of_the_next_look() -> None:
    events = play(library_plan("restore"), profile="seasoned", until=hours(6))

    unknown = [
        e.body
        for e in events
        if isinstance(e.body, BreachRecordUpdated) and e.body.tag == "unknown"
    ]
    assert {body.field for body in unknown} <= {"possible-start", "subjects", "residual-risk"}
    assert unknown
    assert all(body.next_check_at is not None for body in unknown)


def told_and_claimed(scenario: str, profile: str) -> Iterator[tuple[int, int]]:
    """When a matter was shown to anybody, and when a team said that it was aware of it."""
    plan = library_plan(scenario)
    for seed in range(5):
        events = play(plan, seed=seed, profile=profile, until=hours(11))
        shown = {e.body.inject: e.at for e in events if isinstance(e.body, InjectFired)}
        for event in events:
            if isinstance(event.body, AwarenessClaimed):
                yield shown.get(event.body.of, hours(999)), event.at


@pytest.mark.parametrize("scenario", ["restore", "failover", "breach"])
def test_nobody_is_aware_of_a_matter_before_anybody_was_shown_it(scenario: str) -> None:
    pairs = list(told_and_claimed(scenario, "average"))

    assert pairs
    assert all(shown <= claimed for shown, claimed in pairs)
