"""What control can do to one team, and whom its messages reached."""

from dataclasses import replace

from pydantic import TypeAdapter

from evidence import Event, Millis
from evidence.kinds.control import InjectFired, SetWorld
from evidence.kinds.exercise import ControlHandedOver
from facilitator.command_reader import read_command, read_kind
from facilitator.screens import Clock, Person, Seen, TeamGlance
from facilitator.screens.control import ControlPage, control_page
from facilitator.screens.deliveries import deliveries
from facilitator.screens.reach import lead_of
from facilitator.story_time import StoryTime
from scenarios.effects import Effect
from tests.screens.looking import draw, look, played

MINUTE = 60_000


def room(seen: Seen) -> ControlPage:
    return control_page(seen, {})


def staffed(at: int = 60) -> Seen:
    seen = look(played(), at=at * MINUTE, kind="facilitator")
    return replace(seen, staff=(("v1", "Rowan"), ("s2", "Kim")))


def handed_to(seen: Seen, account: str) -> Seen:
    handed = Event(
        seq=len(seen.events),
        at=seen.clock.at,
        origin="control",
        body=ControlHandedOver(to_actor=account),
    )
    return replace(seen, events=(*seen.events, handed))


def test_whoever_was_handed_control_leads_and_the_others_can_take_it_back() -> None:
    seen = handed_to(staffed(), "s2")
    page = draw("control", seen)

    assert lead_of(seen.events) == "s2"
    assert room(seen).steering.lead == "Kim"
    assert not room(seen).steering.leads
    assert "Take the lead" in page
    assert "Take the lead" not in draw("control", handed_to(staffed(), "v1"))


def test_everything_that_can_be_set_by_hand_is_an_effect_that_the_engine_reads() -> None:
    reader: TypeAdapter[Effect] = TypeAdapter(Effect)
    offered = [value for change in room(staffed()).steering.changes for value, _ in change.options]

    assert len(offered) > 10
    start = StoryTime(starts=played().plan.scenario.starts, now=Millis(0))
    for value in offered:
        said = {"effects": value, "words": "x"}
        read = read_command(read_kind("world.change"), said, time=start)
        assert isinstance(read.command, SetWorld)
        reader.validate_python(read.command.effects[0])
    assert any(value.startswith("degrade:") and "to:50%" in value for value in offered)


def test_a_team_that_is_behind_says_by_how_much_and_a_level_one_nothing() -> None:
    seen = staffed()
    here = TeamGlance(name="Kestrel", exercise="demo", clock=seen.clock, events=seen.events)
    ahead = replace(here, name="Osprey", exercise="two", clock=at(seen.clock, 62))
    page = room(replace(seen, teams=(here, ahead)))

    assert {card.name: card.behind for card in page.cards} == {"Kestrel": "2:00", "Osprey": ""}


def at(clock: Clock, minute: int) -> Clock:
    return replace(clock, at=type(clock.at)(minute * MINUTE))


def test_a_message_has_reached_a_person_once_an_open_screen_has_shown_it() -> None:
    seen = look(played(), at=60 * MINUTE, kind="facilitator")
    seats = tuple(seen.plan.organisation.roles)
    people = tuple(Person(seat=seat, name=seat.title()) for seat in seats)
    seen = replace(seen, team=replace(seen.team, people=people))
    newest = [e for e in seen.events if isinstance(e.body, InjectFired) and e.to][-1]

    before = deliveries(seen)[0]
    after = deliveries(replace(seen, reached=dict.fromkeys(seats, newest.seq)))[0]

    assert before.state.words.startswith("reached 0 of ")
    assert before.missing.startswith("not yet: ")
    assert after.state.tone == "good"
    assert after.missing == ""


def test_a_message_to_seats_that_nobody_sits_in_counts_no_simulated_reader() -> None:
    seen = look(played(), at=60 * MINUTE, kind="facilitator")

    assert {one.state.words for one in deliveries(seen)} == {"no person there"}


def test_what_went_out_can_be_taken_back_for_ten_seconds_of_play_and_no_longer() -> None:
    fired = next(
        e for e in played().events if isinstance(e.body, InjectFired) and e.to and e.at > MINUTE
    )
    just = look(played(), at=fired.at + 9_000, kind="facilitator")
    later = look(played(), at=fired.at + 200_000, kind="facilitator")

    assert room(just).just_fired is not None
    assert 'id="take-back"' in draw("control", just)
    assert room(later).just_fired is None
