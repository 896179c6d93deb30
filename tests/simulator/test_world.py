"""What happens in the simulated world changes what a team can see and do."""

from itertools import pairwise

from evidence import Millis
from evidence.kinds.control import HandleInject, InjectFired
from evidence.kinds.outside import VendorStatusShown
from evidence.kinds.procedure import QueryReturned, RunQuery, TakeResponse
from evidence.kinds.world import SignalRaised, StakeholderWrote
from runbooks.authored import Fixed
from scenarios.effects import BreakTool, Fail, StatusPage
from scenarios.injects import Inject
from scenarios.organisation import Service
from scenarios.plan import Plan
from scenarios.story import Artefact, Monitor, Response, Stakeholder
from tests.builders import a_plan, an_organisation, hours, minutes
from tests.simulator.room import Room

TECH = "duty-engineer"
DOWN = Inject(id="down", at=0, does=(Fail(fail="payments-api"),))


def tool_breaks(tool: str) -> Inject:
    broken = BreakTool.model_validate({"break-tool": tool, "for": {"fixed": "30m"}})
    return Inject(id="broken", at=0, does=(broken,))


def test_while_chat_is_down_what_comes_by_chat_waits_and_other_channels_go_on() -> None:
    chat = Inject(id="chat", at=minutes(5), by="chat", to=(TECH,), text="Are you there?")
    phone = Inject(id="phone", at=minutes(5), by="phone", to=(TECH,), text="Are you there?")
    room = Room(a_plan(injects=(tool_breaks("chat"), chat, phone)))

    room.wait_until(hours(1))

    fired = {e.body.inject: e.at for e in room.events if isinstance(e.body, InjectFired)}
    assert fired["phone"] == minutes(5)
    assert fired["chat"] == minutes(30)


def test_while_monitoring_is_down_nobody_is_alarmed_and_metrics_are_blind() -> None:
    alarm = Monitor(id="errors", watches="payments-api", source="alert", to=(TECH,), text="Errors.")
    room = Room(a_plan(injects=(tool_breaks("monitoring"), DOWN), monitors=(alarm,)))
    room.wait_until(minutes(10))

    room.does(TECH, RunQuery(source="metrics", terms=("errors",)))
    before = room.happened(SignalRaised)
    room.wait_until(hours(1))

    assert room.happened(QueryReturned)[0].because == "monitoring is down"
    assert not before
    assert [e.at for e in room.events if isinstance(e.body, SignalRaised)] == [minutes(30)]


def test_a_vendors_status_page_can_say_that_all_is_well_while_it_is_not() -> None:
    lie = StatusPage(status_page="northcloud", says="operational", text="All systems normal.")
    page = Inject(id="page", at=minutes(1), does=(lie,))
    room = Room(a_plan(injects=(DOWN, page)))

    room.wait_until(minutes(2))

    shown = next(e for e in room.events if isinstance(e.body, VendorStatusShown))
    assert shown.to == ("team",)
    assert shown.body == VendorStatusShown(
        vendor="northcloud", says="operational", text="All systems normal."
    )
    assert room.exercise.state.service("payments-api").health == 0


def hasty_plan() -> Plan:
    memory = Artefact.model_validate(
        {"id": "memory", "in": "logs", "terms": ["memory"], "text": "A key lies in memory."}
    )
    power_off = Response(
        id="power-off", title="Powering off", takes=Fixed(fixed=minutes(5)), says="Off.",
        destroys=("memory",),
    )  # fmt: skip
    alarm = Inject(id="alarm", at=0, by="alert", to=(TECH,), text="Errors.")
    return a_plan(injects=(alarm,), artefacts=(memory,), responses=(power_off,))


def test_evidence_that_a_hasty_action_destroyed_is_not_found_any_more_and_the_query_says_why() -> (
    None
):
    room = Room(hasty_plan())
    room.wait_until(1)
    room.does(TECH, RunQuery(source="logs", terms=("memory",)))

    room.does(TECH, TakeResponse(response="power-off"))
    room.does(TECH, RunQuery(source="logs", terms=("memory",)))

    first, second = room.happened(QueryReturned)
    assert first.found == ("memory",)
    assert (second.found, second.gone) == ((), ("memory",))
    assert second.because == "destroyed by power-off"


def test_what_was_read_before_is_no_news_when_it_is_read_again() -> None:
    old, new = (
        Artefact.model_validate(
            {
                "id": f"at-{hour}", "in": "metrics", "terms": ["errors"], "text": f"At {hour}.",
                "tells": {"function": function}, "when": {"elapsed": f"{hour}h"},
            }
        )
        for hour, function in ((0, "down"), (1, "works"))
    )  # fmt: skip
    room = Room(a_plan(artefacts=(new, old)))
    look = RunQuery(source="metrics", terms=("errors",))

    for hour in (0, 1, 2):
        room.wait_until(hours(hour) + 1)
        room.does(TECH, look)

    assert [answer.found for answer in room.happened(QueryReturned)] == [
        ("at-0",), ("at-0", "at-1"), ("at-0", "at-1")
    ]  # fmt: skip
    assert [answer.tells for answer in room.happened(QueryReturned)] == [
        {"function": "down"}, {"function": "works"}, {}
    ]  # fmt: skip


def impatient(name: str) -> Stakeholder:
    return Stakeholder(
        id=name, title=name.title(), audience="customers", patience=minutes(10), to=(TECH,),
        says=tuple(f"Where are you? ({turn})" for turn in range(5)),
    )  # fmt: skip


def test_at_most_one_person_outside_writes_unasked_in_five_played_minutes() -> None:
    everybody = tuple(impatient(name) for name in ("ana", "ben", "cleo", "dan"))
    organisation = an_organisation(services={"payments-api": Service()})
    room = Room(
        a_plan(organisation=organisation, injects=(DOWN,), stakeholders=everybody, lasts=hours(2))
    )

    room.wait_until(hours(1))

    written = [e.at for e in room.events if isinstance(e.body, StakeholderWrote)]
    assert len(written) > 6
    assert all(later - earlier >= 300_000 for earlier, later in pairwise(written))


def test_an_inject_withheld_while_its_tool_is_down_can_still_be_fired_by_hand() -> None:
    chat = Inject(id="chat", at=minutes(5), by="chat", to=(TECH,), text="Are you there?")
    room = Room(a_plan(injects=(tool_breaks("chat"), chat)))
    room.wait_until(minutes(10))

    room.controls(HandleInject(inject="chat", how="fire"))

    assert [e.at for e in room.events if isinstance(e.body, InjectFired)][-1] == Millis(minutes(10))
