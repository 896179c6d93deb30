"""Messages that must wait: for an embargo to end, and for somebody who may approve them."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import Command, Event, Millis
from evidence.kinds import outside as o
from evidence.kinds.exercise import CommandRefused, PersonJoined, PersonLeft
from evidence.kinds.incident import DeclareIncident
from evidence.kinds.world import SeatUnavailable
from scenarios.effects import Absent
from scenarios.injects import Inject
from scoring import score
from simulator import Exercise
from tests.builders import a_plan, minutes
from tests.scoring.scored import figure
from tests.simulator.playing import opened
from tests.simulator.room import Room

PRESS, TECH, LEGAL, CIO, LEAD = (
    "press-office", "duty-engineer", "legal", "cio", "incident-manager",
)  # fmt: skip
SIX = Millis(minutes(80))
"""18:00 on the story's clock, which begins at 16:40."""


def draft(
    *, message: str = "news", not_before: Millis | None = None, audience: str = "customers"
) -> Command:
    channel = "chat" if audience == "staff" else "email"
    return o.DraftMessage(
        message=message, audience=audience, channel=channel, not_before=not_before
    )


def handle(how: o.MessageHow, version: int = 1) -> Command:
    return o.HandleMessage(message="news", version=version, how=how)


def let(seat: str) -> Command:
    return o.DelegateApproval(message="news", seat=seat)


@pytest.fixture
def room() -> Room:
    """Everybody sits but the one who approves what goes to customers."""
    room = Room(a_plan())
    room.joins(PRESS, TECH, LEGAL, LEAD)
    return room


def test_a_message_goes_out_at_the_end_of_its_embargo_and_not_before(room: Room) -> None:
    room.does(PRESS, draft(audience="staff", not_before=SIX))
    room.wait_until(SIX - 1)

    assert room.asks(PRESS, handle("publish")) == (
        "This version must not go out before Fri 20 Nov 18:00."
    )
    room.wait_until(SIX)
    room.does(PRESS, handle("publish"))
    assert room.happened(o.MessageDrafted)[0].not_before == SIX


def test_no_exception_code_breaks_an_embargo_and_a_new_version_lifts_it(room: Room) -> None:
    room.does(PRESS, draft(audience="staff", not_before=SIX))
    urgent = o.HandleMessage(message="news", version=1, how="publish", exception="EX-URGENT")

    assert room.asks(PRESS, urgent) == "This version must not go out before Fri 20 Nov 18:00."
    room.does(PRESS, draft(audience="staff"), handle("publish", 2))


def test_an_embargo_lies_ahead(room: Room) -> None:
    room.wait_until(minutes(5))

    says = room.asks(PRESS, draft(not_before=Millis(minutes(5))))

    assert says == "An embargo must lie in the future."


def test_whoever_is_given_an_approval_may_approve_every_version_and_counts(room: Room) -> None:
    room.does(PRESS, draft(), let(TECH), draft())
    room.does(LEGAL, handle("review", 2))
    room.does(TECH, handle("approve", 2))
    room.does(PRESS, handle("publish", 2))

    assert room.happened(o.ApprovalDelegated)[0].instead_of == (CIO,)
    assert [handled.entitled for handled in room.happened(o.MessageHandled)] == [True] * 3
    card = score(room.plan, room.events)
    assert figure(card, "COMMS-CONF").value == "1.0000"


def test_an_approval_is_given_for_one_audience_and_not_for_another(room: Room) -> None:
    room.does(PRESS, draft(), let(TECH), draft(audience="staff"))
    room.joins(CIO)
    room.does(PRESS, draft())
    room.does(LEGAL, handle("review", 3))

    says = room.asks(TECH, handle("approve", 3))

    assert says is not None
    assert says.startswith("Only the ")


def test_nobody_approves_their_own_text_whatever_they_were_given(room: Room) -> None:
    room.does(PRESS, draft(), let(TECH))
    room.does(TECH, draft())

    assert room.asks(TECH, handle("approve", 2)) == (
        "You wrote this message; somebody else must approve it."
    )


@pytest.mark.parametrize(
    ("by", "said", "says"),
    [
        (PRESS, let(PRESS), "press office wrote this message; somebody else must approve it."),
        (TECH, let(TECH), "Nobody gives themselves an approval; choose another seat."),
        (PRESS, let("privacy-lead"), "privacy lead cannot be reached now; choose somebody else."),
        (PRESS, let("cia"), "There is no seat `cia`; did you mean `cio`?"),
        (
            PRESS,
            o.DelegateApproval(message="news-2", seat=TECH),
            "There is no message `news-2`; did you mean `news`?",
        ),
    ],
)
def test_an_approval_is_given_to_somebody_else_who_is_there(
    room: Room, by: str, said: Command, says: str
) -> None:
    room.does(PRESS, draft())

    assert room.asks(by, said) == says


def test_no_approval_is_given_away_while_somebody_who_may_approve_is_there(room: Room) -> None:
    room.joins(CIO)
    room.does(PRESS, draft())

    assert room.asks(PRESS, let(TECH)) == "cio can approve this message."


def test_an_approver_who_wrote_the_message_counts_as_missing(room: Room) -> None:
    room.joins(CIO)

    assert room.asks(CIO, draft()) is None
    assert room.asks(CIO, let(TECH)) is None


def test_an_approver_who_cannot_be_reached_counts_as_missing() -> None:
    away = Inject(
        id="flight", at=0, by="chat", to=(LEAD,), text="The boss flies.", does=(Absent(absent=CIO),)
    )
    room = Room(a_plan(injects=(away,)))
    room.joins(PRESS, TECH, CIO)
    room.wait_until(minutes(1))
    assert room.happened(SeatUnavailable)

    room.does(PRESS, draft(), let(TECH))


def test_a_chair_that_is_left_empty_on_purpose_counts_as_missing() -> None:
    exercise, _ = opened(a_plan(), profile="absent")
    for seat in (PRESS, TECH):
        exercise.receive(
            PersonJoined(seat=seat), at=exercise.now, actor=f"person-on-{seat}", origin="shell"
        )
    happened = [
        event.body
        for command in (draft(), let(TECH))
        for event in exercise.receive(
            command, at=exercise.now, actor="somebody", seat=PRESS, origin="person"
        )
    ]

    assert isinstance(happened[-1], o.ApprovalDelegated)


@settings(max_examples=60)
@given(
    sitting=st.sets(st.sampled_from([PRESS, TECH, CIO, LEAD]), min_size=2),
    acts=st.lists(
        st.tuples(
            st.sampled_from([PRESS, TECH, CIO, LEAD]),
            st.sampled_from(["draft", "let", "approve"]),
            st.sampled_from([PRESS, TECH, CIO, LEAD]),
        ),
        max_size=25,
    ),
)
def test_whoever_is_given_what_nobody_approves_their_own_text_and_nobody_appoints_themselves(
    sitting: set[str], acts: list[tuple[str, str, str]]
) -> None:
    room = Room(a_plan())
    room.joins(*sorted(sitting))
    room.does(PRESS, draft())
    version = 1

    for by, act, other in acts:
        if act == "draft":
            version += room.asks(by, draft()) is None
        else:
            room.asks(by, let(other) if act == "let" else handle("approve", version))

    for event in room.events:
        match event.body:
            case o.MessageHandled(how="approve", author=author):
                assert event.role != author
            case o.ApprovalDelegated(seat=seat):
                assert event.role != seat


def test_only_what_waits_for_an_approval_is_given_to_somebody(room: Room) -> None:
    room.does(PRESS, draft(audience="staff"))

    assert room.asks(PRESS, let(TECH)) == "staff are told without an approval."


def says(exercise: Exercise, seat: str, command: Command) -> tuple[Event, ...]:
    return exercise.receive(
        command, at=exercise.now, actor=f"person-on-{seat}", seat=seat, origin="person"
    )


def sits(exercise: Exercise, seat: str) -> None:
    exercise.receive(
        PersonJoined(seat=seat), at=exercise.now, actor=f"person-on-{seat}", origin="shell"
    )


def handled(events: Iterable[Event]) -> list[tuple[str, str | None]]:
    return [(e.body.how, e.role) for e in events if isinstance(e.body, o.MessageHandled)]


def test_a_simulated_approver_is_there_and_so_approves_what_a_person_wrote() -> None:
    """Before anything is declared, and whatever the person's page called the message."""
    exercise, _ = opened(a_plan(), profile="average")
    sits(exercise, PRESS)
    says(exercise, PRESS, draft())
    refused = says(exercise, PRESS, let(TECH))[-1].body

    events = exercise.advance(to=Millis(exercise.now + minutes(15)))

    assert isinstance(refused, CommandRefused)
    assert refused.says == "cio can approve this message."
    assert handled(events) == [("review", LEGAL), ("approve", CIO)]


def test_a_simulated_responder_who_takes_over_a_chair_approves_what_waits_there() -> None:
    exercise, _ = opened(a_plan(), profile="average")
    for seat in (PRESS, CIO):
        sits(exercise, seat)
    says(exercise, PRESS, draft())
    events = exercise.advance(to=Millis(exercise.now + minutes(15)))
    assert handled(events) == [("review", LEGAL)]

    exercise.receive(
        PersonLeft(seat=CIO), at=exercise.now, actor=f"person-on-{CIO}", origin="shell"
    )
    events = exercise.advance(to=Millis(exercise.now + minutes(15)))

    assert handled(events) == [("approve", CIO)]


@pytest.mark.parametrize("name", ["news", "customers-1"])
def test_nobody_simulated_waves_through_what_a_person_has_sent_back(name: str) -> None:
    """Nor under a name that the simulated would give themselves, once there is an incident."""
    exercise, _ = opened(a_plan(), profile="average")
    for seat in (PRESS, TECH):
        sits(exercise, seat)
    says(exercise, TECH, DeclareIncident(verdict="incident"))
    says(exercise, PRESS, draft(message=name))
    says(exercise, TECH, o.HandleMessage(message=name, version=1, how="send-back"))

    assert handled(exercise.advance(to=Millis(exercise.now + minutes(15)))) == []

    says(exercise, PRESS, draft(message=name))
    events = exercise.advance(to=Millis(exercise.now + minutes(15)))
    assert handled(events) == [("review", LEGAL), ("approve", CIO)]


def test_simulated_seats_approve_what_they_are_given_and_wait_for_the_end_of_an_embargo() -> None:
    away = Inject(
        id="flight", at=0, by="chat", to=(LEAD,), text="The boss flies.", does=(Absent(absent=CIO),)
    )
    exercise, events = opened(a_plan(injects=(away,)), profile="seasoned")
    news = "customers-1"
    events += exercise.advance(to=Millis(minutes(1)))
    for seat, command in (
        (LEAD, DeclareIncident()),
        (
            TECH,
            o.DraftMessage(message=news, audience="customers", channel="email", not_before=SIX),
        ),
        (TECH, o.DelegateApproval(message=news, seat=LEAD)),
    ):
        events += exercise.receive(
            command, at=exercise.now, actor="somebody", seat=seat, origin="person"
        )

    events += exercise.advance(to=Millis(SIX + minutes(10)))

    done = {e.body.how: e for e in events if isinstance(e.body, o.MessageHandled)}
    assert done["approve"].role == LEAD
    assert done["approve"].at < SIX <= done["publish"].at
