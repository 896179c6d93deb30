"""Hot wash, post-mortem, feedback, improvements and sign-offs continue the record."""

import pytest

from evidence import Command
from evidence.kinds import incident as i
from evidence.kinds import review as r
from scoring import NotPlayed, Review
from tests.builders import a_plan, played
from tests.scoring.review.reviewing import WORDS, Reviewing

HEAD = "a" * 64
A_LINE = r.ProposeImprovement(improvement="backups", element="planning", issue=WORDS, action=WORDS)


def test_an_anonymous_card_names_nobody_in_any_leaf() -> None:
    room = Reviewing()

    assert room.team(r.AddMemory(under="near-miss", anonymous=True, words=WORDS)) is None

    assert {event.actor for event in room.said} == {"anonymous"}
    assert {event.role for event in room.said} == {None}


def test_a_card_with_a_name_keeps_its_seat() -> None:
    room = Reviewing()

    room.team(r.AddMemory(under="went-well", words=WORDS))

    assert {event.role for event in room.said} == {"duty-engineer"}


def test_feedback_is_about_the_exercise_and_never_names_a_seat() -> None:
    room = Reviewing()

    assert room.team(r.GiveFeedback(plausible=4, pace="right", improve=WORDS)) is None

    assert {event.role for event in room.said} == {None}
    assert room.fact() == r.FeedbackGiven(plausible=4, pace="right", given=True)


def test_a_paragraph_of_the_post_mortem_can_be_replaced_in_its_section() -> None:
    room = Reviewing()
    room.team(r.WritePostMortem(section="impact", words=WORDS))
    first = room.said[-1].seq

    other = room.team(r.WritePostMortem(section="risks", replaces=first, words=WORDS))
    same = room.team(r.WritePostMortem(section="impact", replaces=first, words=WORDS))

    assert other == "There is no such paragraph in this section to replace."
    assert same is None


def test_an_improvement_has_versions_an_owner_and_a_day() -> None:
    room = Reviewing()

    assert room.evaluator(A_LINE) is None
    assert room.evaluator(A_LINE) is None
    assert room.fact() == r.ImprovementProposed(
        improvement="backups", element="planning", version=2, given=True
    )
    agreed = r.AgreeImprovement(improvement="backups", owner="technical_lead", due="2027-03-31")
    assert room.control(agreed) is None


def test_the_31st_of_february_is_no_day() -> None:
    room = Reviewing()
    room.evaluator(A_LINE)

    said = room.control(r.AgreeImprovement(improvement="backups", owner="cio", due="2027-02-31"))

    assert said == "Write the day as 2027-03-31."


def test_nobody_drops_an_improvement_without_saying_why() -> None:
    room = Reviewing()
    room.evaluator(A_LINE)

    assert room.control(r.DropImprovement(improvement="backups")) == "Say why."


def a_sign_off(head: str = HEAD) -> r.GiveSignOff:
    return r.GiveSignOff(statement="evaluated", head=head, verified=True, name=WORDS)


def test_a_statement_is_signed_once_and_can_be_withdrawn() -> None:
    room = Reviewing()

    assert room.control(a_sign_off()) is None
    assert room.control(a_sign_off()) == (
        "That statement stands; withdraw it before giving it again."
    )
    assert room.control(r.WithdrawSignOff(statement="evaluated", words=WORDS)) is None
    assert room.control(a_sign_off()) is None


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (a_sign_off("abc"), "A digest is 64 characters, 0 to 9 and a to f."),
        (r.GiveSignOff(statement="prepared", head=HEAD, verified=True),
         "A sign-off needs a name."),
        (r.WithdrawSignOff(statement="prepared", words=WORDS),
         "That statement has not been given."),
    ],
)  # fmt: skip
def test_a_sign_off_is_refused_in_a_sentence(command: Command, says: str) -> None:
    assert Reviewing().control(command) == says


def test_the_incident_is_over_and_takes_no_more_answers() -> None:
    room = Reviewing()

    said = room.team(i.DeclareIncident())

    assert said == "The exercise has ended; your answer was not taken."


def test_an_evaluator_cannot_speak_for_control() -> None:
    room = Reviewing()

    assert room.evaluator(a_sign_off()) == "Only control can do this."


def test_there_is_no_review_before_the_end() -> None:
    with pytest.raises(NotPlayed, match="There is no review before EndEx"):
        Review(a_plan(), played("00:05 alert disk-full to duty-engineer"))


def test_a_review_taken_up_again_goes_on_where_it_stood() -> None:
    room = Reviewing()
    room.team(r.ContestFigure(figure="TTD-sig", words=WORDS))

    again = Review(room.plan, room.review.record)
    ruled = r.RuleOnFigure(figure="TTD-sig", ruling="stands", words=WORDS)
    said = again.receive(ruled, actor="lead")

    assert [event.kind for event in said] == ["figure.rule", "figure.ruled"]
    assert said[0].seq == len(room.review.record)


def test_the_same_commands_after_the_same_play_give_the_same_leaves() -> None:
    def reviewed() -> list[object]:
        room = Reviewing()
        room.evaluator(r.AssignRaters(task="notice", raters=("ana", "bo")))
        room.rate("M", "ana")
        room.rate("S", "bo")
        room.team(r.ContestFigure(figure="TTD-sig", words=WORDS))
        room.evaluator(A_LINE)
        return list(room.review.record)

    assert reviewed() == reviewed()
