"""Somebody who matters cannot be reached, and people outside write when they hear nothing."""

from typing import Any

from evidence.kinds.incident import AssignRole, CalledUp, CallUp
from evidence.kinds.outside import DraftMessage, HandleMessage
from evidence.kinds.procedure import ApproveStep, StartRun
from evidence.kinds.world import SeatAvailable, StakeholderWrote
from scenarios.effects import Fail, Recover
from scenarios.injects import Inject
from scenarios.organisation import Audience, CommsPolicy, Service
from scenarios.plan import Plan
from scenarios.story import Stakeholder
from tests.builders import a_plan, a_runbook, a_step, an_organisation, hours, minutes
from tests.simulator.room import Room

TECH, LEAD, CIO, PRESS = "duty-engineer", "incident-manager", "cio", "press-office"


def away(seat: str, **parts: Any) -> Inject:
    gone = {"id": "gone", "at": minutes(5), "does": [{"absent": seat, **parts}]}
    return Inject.model_validate(gone)


def test_an_approver_who_cannot_be_reached_approves_nothing_until_they_are_back() -> None:
    gated = a_runbook(a_step("restore", approved_by="runbook_approver"))
    room = Room(a_plan(runbooks=[gated], injects=(away(CIO, **{"for": {"fixed": "20m"}}),)))
    room.wait_until(minutes(6))
    room.does(TECH, StartRun(run="restore-db"))
    approve = ApproveStep(run="restore-db", step="restore")

    refused = room.asks(CIO, approve)
    room.wait_until(minutes(26))

    assert refused == "This person cannot be reached now."
    assert room.asks(CIO, approve) is None
    assert [event.at for event in room.events if isinstance(event.body, SeatAvailable)] == [
        minutes(25)
    ]


def test_a_role_is_not_given_to_somebody_who_cannot_be_reached() -> None:
    room = Room(a_plan(injects=(away(PRESS),)))
    room.wait_until(minutes(6))

    says = room.asks(LEAD, AssignRole(role="comms_owner", seat=PRESS))

    assert says is not None
    assert says.endswith("cannot be reached now; choose somebody else.")


def test_whoever_rings_somebody_who_is_away_learns_that_nobody_answered() -> None:
    room = Room(a_plan(injects=(away(PRESS),)))
    room.wait_until(minutes(6))

    room.does(LEAD, CallUp(who=PRESS), CallUp(who=CIO))

    assert [(call.who, call.reached) for call in room.happened(CalledUp)] == [
        (PRESS, False), (CIO, True)
    ]  # fmt: skip


# --- people outside


def silence(*injects: Inject) -> Plan:
    down = Inject(id="down", at=minutes(10), does=(Fail(fail="payments-api"),))
    customers = Audience(id="customers", title="customers", channels=("email",))
    return a_plan(
        organisation=an_organisation(
            services={"payments-api": Service()},
            communications=CommsPolicy(version="1", audiences=(customers,)),
        ),
        injects=(down, *injects),
        stakeholders=(
            Stakeholder(
                id="people", title="People", audience="customers", patience=minutes(30),
                watches="payments-api", to=(PRESS,), says=("Hello?", "Anybody?"),
            ),
        ),
        lasts=hours(12),
    )  # fmt: skip


def wrote(room: Room) -> list[tuple[int, str]]:
    return [
        (e.at // minutes(1), e.body.text)
        for e in room.events
        if isinstance(e.body, StakeholderWrote)
    ]


def test_whoever_hears_nothing_while_it_is_down_writes_and_has_a_last_word() -> None:
    room = Room(silence())

    room.wait_until(hours(6))

    assert wrote(room) == [(40, "Hello?"), (70, "Anybody?")]


def test_a_word_to_them_in_time_starts_their_patience_anew() -> None:
    room = Room(silence())
    room.wait_until(minutes(30))

    room.does(PRESS, DraftMessage(message="first", audience="customers", channel="email"))
    room.does(PRESS, HandleMessage(message="first", version=1, how="publish"))
    room.wait_until(minutes(65))

    assert wrote(room) == [(60, "Hello?")]


def test_nobody_writes_once_it_works_again() -> None:
    room = Room(silence(Inject(id="up", at=minutes(20), does=(Recover(recover="payments-api"),))))

    room.wait_until(hours(6))

    assert wrote(room) == []
