"""How a team says that it is doing: one press in its room, a line on its card for control."""

from dataclasses import replace

from evidence import Event, Millis
from evidence.kinds.control import ObserveMood
from evidence.kinds.exercise import Mood, MoodSaid
from evidence.kinds.incident import EnterLog
from facilitator.screens import Seen, TeamGlance
from facilitator.screens.glances import TeamCard, team_cards
from facilitator.screens.team import team_page
from scoring import score
from tests.screens.looking import draw, look, played

MINUTE = 60_000


def saying(seen: Seen, mood: Mood, *, at: int) -> Seen:
    said = Event(
        seq=seen.events[-1].seq + 1,
        at=Millis(at * MINUTE),
        origin="world",
        to=("team",),
        role="platform-lead",
        cause=0,
        body=MoodSaid(mood=mood),
    )
    return replace(seen, events=(*seen.events, said))


def cards(moods: dict[str, Mood]) -> list[TeamCard]:
    """One team for each name; only what it says of itself differs."""
    seen = look(played(), at=30 * MINUTE, kind="facilitator")
    glances = tuple(
        TeamGlance(
            name=name,
            exercise=name,
            clock=seen.clock,
            events=saying(seen, mood, at=28).events if mood else seen.events,
        )
        for name, mood in moods.items()
    )
    return list(team_cards(replace(seen, teams=glances)))


def test_a_team_that_says_it_is_stuck_comes_before_those_that_are_on_their_way() -> None:
    one, two = cards({"Kestrel": "calm", "Osprey": "stuck"})

    assert (one.name, two.name) == ("Osprey", "Kestrel")
    assert one.need.words == "Stuck for 2:00, the team says."
    assert two.mood is not None
    assert two.mood.words == "calm for 2:00"


def test_of_teams_that_need_as_much_the_stretched_one_comes_first() -> None:
    assert [one.name for one in cards({"Kestrel": "calm", "Osprey": "stretched"})] == [
        "Osprey",
        "Kestrel",
    ]


def test_the_last_word_stands_and_is_seen_pressed_in_the_room_of_the_team() -> None:
    seen = look(played(), at=30 * MINUTE, seat="duty-manager")
    seen = saying(saying(seen, "stuck", at=20), "calm", at=25)

    html = draw("team", seen)

    assert team_page(seen, {}).mood == "calm"
    assert 'value="calm" aria-pressed="true"' in html
    assert 'value="stuck" aria-pressed="false"' in html


def test_whoever_looks_over_a_shoulder_says_nothing_for_the_team() -> None:
    seen = look(played(), at=30 * MINUTE, seat="duty-manager")
    staff = replace(seen, viewer=replace(seen.viewer, kind="facilitator"))

    assert 'id="mood"' in draw("team", seen)
    assert 'id="mood"' not in draw("team", staff)


def test_what_a_team_says_of_itself_is_never_scored() -> None:
    seen = look(played(), at=241 * MINUTE, kind="facilitator")
    before, after = (
        [(one.key, one.verdict, one.formula) for one in score(seen.plan, events).metrics]
        for events in (seen.events, saying(seen, "stuck", at=20).events)
    )

    assert before == after


def test_the_room_is_told_that_others_read_it_later() -> None:
    auditor = saying(look(played(), at=30 * MINUTE, kind="auditor"), "stuck", at=28)
    team = draw("team", look(played(), at=30 * MINUTE, seat="duty-manager"))

    asked = team.partition('id="h-mood"')[2].partition("</p>")[0]

    assert "said how the team is doing: stuck" in draw("evidence", auditor, {"kind": "mood.said"})
    assert "it stays in the record" in asked
    assert "Only" not in asked


def test_what_an_evaluator_presses_is_no_act_of_the_team() -> None:
    seen = look(played(), at=30 * MINUTE, kind="facilitator")

    def said_by(role: str | None, at: int) -> Event:
        body = EnterLog() if role else ObserveMood(mood="stuck")
        return Event(seq=seen.events[-1].seq + at, at=Millis(at * MINUTE), origin="person",
                     actor="somebody", role=role, body=body)  # fmt: skip

    events = (*seen.events, said_by("platform-lead", 20), said_by(None, 29))
    glance = TeamGlance(name="Kestrel", exercise="k", clock=seen.clock, events=events)

    (card,) = team_cards(replace(seen, teams=(glance,)))

    assert card.last == "10:00 ago"
