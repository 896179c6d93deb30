"""The team room: what is asked of me, and nothing that I must not know."""

from evidence.kinds.control import ExpectationOpened, InjectFired
from facilitator.screens.team import AT_MOST, TeamPage, team_page
from tests.screens.looking import draw, look, played

MINUTE = 60_000
SEATS = tuple(played().plan.organisation.roles)


def room(*, at: int, seat: str = "duty-manager") -> TeamPage:
    return team_page(look(played(), at=at * MINUTE, seat=seat), {})


def test_at_most_three_things_are_asked_and_the_rest_is_counted() -> None:
    for minute in range(1, 180, 7):
        page = room(at=minute)

        assert len(page.asks) <= AT_MOST
        assert page.more == len(page.rest)


def test_before_anybody_declares_the_lead_is_asked_whether_it_is_an_incident() -> None:
    page = room(at=13)

    assert page.asks[0].what == "Is this an incident?"


def test_a_decision_is_asked_of_the_seat_that_was_asked_and_of_nobody_else() -> None:
    asked = room(at=20, seat="platform-lead")
    others = room(at=20, seat="communications")

    assert any("What do we work on?" in ask.what for ask in asked.asks)
    assert not any("What do we work on?" in ask.what for ask in others.asks + others.rest)


def test_no_page_of_a_player_holds_the_text_of_an_inject_that_was_not_delivered_to_them() -> None:
    game = played()
    for minute in (1, 15, 60, 150):
        for seat in SEATS:
            seen = look(game, at=minute * MINUTE, seat=seat)
            html = draw("team", seen)
            got = {e.body.inject for e in seen.events if isinstance(e.body, InjectFired)}
            for inject in game.plan.scenario.injects:
                if inject.id in got or not inject.text:
                    continue
                assert inject.text.strip()[:60] not in html
                assert f"in-{inject.id}-" not in html


def test_no_page_of_a_player_holds_an_expected_action_a_good_answer_or_a_grade() -> None:
    game = played()
    secrets = [e.text for inject in game.plan.scenario.injects for e in inject.expects]
    secrets += [
        " ".join(i.good_answer.split())[:50] for i in game.plan.scenario.injects if i.good_answer
    ]
    secrets += [reference.because[:50] for reference in game.plan.scenario.severity]
    for minute in (15, 60, 150):
        for seat in SEATS:
            html = draw("team", look(game, at=minute * MINUTE, seat=seat))
            for secret in secrets:
                assert secret not in html


def test_a_hidden_expectation_changes_nothing_on_a_players_page() -> None:
    game = played()
    seen = look(game, at=30 * MINUTE, seat="duty-manager")

    assert not any(isinstance(event.body, ExpectationOpened) for event in seen.events)


def test_a_late_deadline_says_by_how_much_and_stands_first() -> None:
    page = room(at=200)
    states = [deadline.state for deadline in page.deadlines]

    assert [s.due for s in states] == sorted(s.due for s in states if s.due is not None)
    for state in states:
        late = state.due is not None and state.due < 200 * MINUTE
        assert state.words.startswith("late" if late else "in")


def test_every_message_stands_once_and_the_newest_first() -> None:
    page = room(at=60, seat="platform-lead")
    keys = [card.key for card in page.feed]

    assert len(keys) == len(set(keys))
    assert [card.at for card in page.feed] == sorted((card.at for card in page.feed), reverse=True)


def test_once_play_has_ended_nothing_is_due_any_more() -> None:
    before, after = room(at=239), room(at=241)

    assert before.deadlines
    assert before.incident.next_word is not None
    assert after.deadlines == ()
    assert after.incident.next_word is None
    assert "next in" not in draw("team", look(played(), at=241 * MINUTE, seat="duty-manager"))
