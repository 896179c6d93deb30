"""What control can do to one team, and whom its messages reached."""

import re
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


def days_teams(*leads: str) -> Seen:
    """A day with a team for each lead; the viewer is v1 and looks at the first."""
    seen = staffed()
    teams = tuple(
        TeamGlance(
            name=f"Team {number}",
            exercise="demo" if number == 1 else f"team-{number}",
            clock=seen.clock,
            events=handed_to(seen, lead).events,
        )
        for number, lead in enumerate(leads, start=1)
    )
    return replace(seen, events=teams[0].events, teams=teams)


def test_every_form_of_the_control_room_goes_as_far_as_is_chosen() -> None:
    def sent(seen: Seen, scope: str) -> set[str]:
        html = draw("control", seen, {"for": scope})
        acts = r'data-do="(?:inject|exercise|world)(?!\.stop)[^>]*>(.*?)</form>'
        forms = re.findall(acts, html, re.DOTALL)
        assert len(forms) > 8
        return {",".join(re.findall(r'name="all" value="(\w+)"', form)) for form in forms}

    shared, alone = days_teams("v1", "v1", "s2"), days_teams("v1", "v1", "v1")

    assert sent(shared, "mine") == {"mine"}
    assert sent(alone, "all") == {"yes"}
    assert sent(alone, "one") == {""}


def test_the_red_button_of_control_stops_every_team_and_that_of_a_player_their_own() -> None:
    def stop(seen: Seen) -> str:
        html = draw("control" if seen.viewer.kind == "facilitator" else "team", seen)
        found: list[str] = re.findall(
            r'data-do="exercise.stop-for-real".*?</form>', html, re.DOTALL
        )
        return found[0]

    control = stop(days_teams("v1", "v1"))
    player = stop(look(played(), at=60 * MINUTE, seat="duty-manager"))
    evaluator = stop(look(played(), at=60 * MINUTE, kind="evaluator"))

    assert 'name="all" value="yes"' in control
    assert "every team at once" in control
    assert 'name="all"' not in player
    assert 'name="all"' not in evaluator


def test_a_big_event_is_asked_for_once_more_before_several_teams_get_it() -> None:
    def next_up(seen: Seen, *, big: bool) -> str:
        scenario = seen.plan.scenario
        injects = [one.model_copy(update={"big": big}) for one in scenario.injects]
        plan = seen.plan.model_copy(
            update={"scenario": scenario.model_copy(update={"injects": tuple(injects)})}
        )
        html = draw("control", replace(seen, plan=plan))
        return html.partition('aria-labelledby="h-next"')[2].partition("</article>")[0]

    several, one = days_teams("v1", "v1"), staffed()

    assert "A big one, to every team." in next_up(several, big=True)
    assert '<summary class="btn do" data-key="fire">Fire…' in next_up(several, big=True)
    assert "A big one" not in next_up(several, big=False)
    assert "A big one" not in next_up(one, big=True)
    assert 'type="submit" data-key="fire">Fire' in next_up(one, big=True)


def test_skipping_is_asked_for_once_more_wherever_an_event_stands() -> None:
    html = draw("control", staffed())

    assert html.count('name="how" value="skip"') == html.count(">Skip it</button>") > 3
