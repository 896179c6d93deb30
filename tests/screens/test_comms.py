"""The comms desk: what must not go out yet, and who approves where nobody is there who may."""

from dataclasses import replace

from evidence import Event, Millis
from evidence.kinds.exercise import ExerciseEnded
from evidence.kinds.outside import DelegateApproval, DraftMessage, HandleMessage
from facilitator.screens import Seen
from facilitator.screens.asks import asks_of
from facilitator.screens.comms import CommsPage, comms_page
from facilitator.screens.story import read_story
from scenarios.choices import DecisionPoint, Option
from scenarios.injects import Inject
from tests.builders import a_plan, minutes
from tests.screens.looking import Played, draw, look, played
from tests.simulator.room import Room

PRESS, TECH, LEGAL, CIO = "press-office", "duty-engineer", "legal", "cio"
SIX = Millis(minutes(80))
"""18:00 on the story's clock."""


def a_room(*, not_before: Millis | None = None) -> Room:
    """A message to customers was written and reviewed; its approver's chair is empty."""
    room = Room(a_plan())
    room.joins(PRESS, TECH, LEGAL)
    room.does(
        PRESS,
        DraftMessage(message="m-1", audience="customers", channel="email", not_before=not_before),
    )
    room.does(LEGAL, HandleMessage(message="m-1", version=1, how="review"))
    return room


def seen_by(room: Room, seat: str, *empty: str, at: int = minutes(1)) -> Seen:
    """What *seat* sees; nobody sits on the *empty* chairs."""
    seen = look(Played(plan=room.plan, events=tuple(room.events), words={}), at=at, seat=seat)
    people = tuple(
        replace(person, simulated=False, name=None) if person.seat in empty else person
        for person in seen.team.people
    )
    return replace(seen, team=replace(seen.team, people=people))


def asked(seen: Seen, seat: str) -> list[str]:
    """What stands beside the message among the things that are asked of *seat*."""
    assert seen.viewer.seat == seat
    asks = asks_of(seen, read_story(seen))
    return [ask.state.words for ask in asks if ask.key == "message-m-1"]


def page_of(seen: Seen) -> CommsPage:
    return comms_page(seen, {"m": "m-1"})


def approved(not_before: Millis) -> Room:
    room = a_room(not_before=not_before)
    room.joins(CIO)
    room.does(CIO, HandleMessage(message="m-1", version=1, how="approve"))
    return room


def test_a_message_under_an_embargo_says_until_when_on_its_card_and_beside_its_text() -> None:
    seen = seen_by(approved(SIX), PRESS)

    shown = draw("comms", seen, {"m": "m-1"})

    assert shown.count("not before <time") == 2
    assert "Fri 20 Nov 18:00" in shown
    asks = [ask for ask in asks_of(seen, read_story(seen)) if ask.key == "message-m-1"]
    assert [ask.state.words for ask in asks] == ["not before 1:20:00"]


def test_once_an_embargo_has_ended_the_message_may_go_out_now() -> None:
    seen = seen_by(approved(SIX), PRESS, at=SIX)

    page = page_of(seen)

    assert page.open is not None
    assert page.open.embargo is None
    assert [act.strong for act in page.open.acts if act.how == "publish"] == [True]
    (slip,) = next(slips for lane, _, slips, _ in page.lanes if lane == "ready")
    assert slip.state.words == "may go out now"
    assert asked(seen, PRESS) == ["may go out now"]


def test_who_speaks_for_the_house_is_asked_to_publish_what_somebody_else_wrote() -> None:
    room = Room(a_plan())
    room.joins(PRESS, TECH)
    room.does(TECH, DraftMessage(message="m-1", audience="staff", channel="chat", not_before=SIX))

    assert asked(seen_by(room, PRESS), PRESS) == ["not before 1:20:00"]
    assert asked(seen_by(room, TECH), TECH) == ["not before 1:20:00"]
    assert asked(seen_by(room, LEGAL), LEGAL) == []


def test_a_new_version_begins_with_the_embargo_of_the_one_before() -> None:
    shown = draw("comms", seen_by(approved(SIX), PRESS), {"m": "m-1", "rewrite": "1"})

    assert 'name="not-before" value="2026-11-20 18:00:00"' in shown


def test_the_approval_can_be_given_to_another_where_nobody_who_may_approve_is_there() -> None:
    seen = seen_by(a_room(), PRESS, CIO, "privacy-lead")

    page = page_of(seen)

    assert page.open is not None
    assert {seat for seat, _ in page.open.delegates} == {TECH, LEGAL, "incident-manager"}
    assert "Let them approve" in draw("comms", seen, {"m": "m-1"})


def test_who_asks_from_outside_is_told_with_the_clock_that_runs() -> None:
    options = (
        Option(id="yes", text="Yes", grade="right"),
        Option(id="no", text="No", grade="wrong"),
    )
    say = DecisionPoint(
        id="say", ask="Do we say it?", type="other", owner=PRESS, by=minutes(20), options=options
    )
    injects = (
        Inject(id="paper", at=minutes(1), by="email", to=(PRESS,), text="True?", asks="say"),
        Inject(id="radio", at=minutes(2), by="phone", to=(PRESS,), text="On air at six?"),
    )
    room = Room(a_plan(injects=injects, decisions=(say,)))
    room.wait_until(minutes(3))

    page = comms_page(seen_by(room, PRESS, at=minutes(3)), {})

    assert [(card.about, clock.words) for card, clock in page.inbound] == [
        ("radio", "since 0:02:00"),
        ("paper", "in 18:00"),
    ]


def test_nothing_is_given_away_while_the_approver_is_there() -> None:
    page = page_of(seen_by(a_room(), PRESS))

    assert page.open is not None
    assert page.open.delegates == ()


def test_whoever_was_given_an_approval_is_asked_for_it_and_named() -> None:
    room = a_room()
    room.does(PRESS, DelegateApproval(message="m-1", seat=TECH))
    seen = seen_by(room, TECH, CIO)

    page = page_of(seen)

    assert page.open is not None
    assert (page.open.acts[0].how, page.open.acts[0].why) == ("approve", "")
    assert page.open.stages[-1].words == "Duty engineer approves"
    assert page.open.delegates == ()
    assert "message-m-1" in [ask.key for ask in asks_of(seen, read_story(seen))]
    other = page_of(seen_by(room, LEGAL, CIO)).open
    assert other is not None
    assert other.acts[0].why == "Duty engineer approves it."


def test_an_approval_that_was_given_is_over_once_the_message_turned_to_others() -> None:
    room = a_room()
    room.does(PRESS, DelegateApproval(message="m-1", seat=TECH))
    room.does(PRESS, DraftMessage(message="m-1", audience="staff", channel="chat"))
    room.does(PRESS, DraftMessage(message="m-1", audience="customers", channel="email"))
    room.does(LEGAL, HandleMessage(message="m-1", version=3, how="review"))

    asked = asks_of(seen_by(room, TECH), read_story(seen_by(room, TECH)))

    assert "message-m-1" not in [ask.key for ask in asked]


def test_once_play_has_ended_nobody_waits_for_an_answer_at_the_desk() -> None:
    during = look(played(), at=180 * 60_000, seat="communications")
    end = Event(seq=len(during.events), at=during.clock.at, origin="control", body=ExerciseEnded())
    over = replace(during, events=(*during.events, end))

    assert comms_page(during, {}).inbound
    assert not comms_page(over, {}).inbound
