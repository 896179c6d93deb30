"""The control room: what is next, as planned and as run, and who needs control."""

from evidence.kinds.control import InjectFired
from facilitator.screens.control import ControlPage, control_page
from facilitator.screens.page import Query
from tests.screens.looking import draw, look, played, unplayed

MINUTE = 60_000


def room(*, at: int, query: Query | None = None) -> ControlPage:
    return control_page(look(played(), at=at * MINUTE, kind="facilitator"), query or {})


def test_every_planned_inject_stands_once_with_its_state() -> None:
    page = room(at=60)
    planned = {inject.id for inject in played().plan.scenario.injects}

    assert {row.id for row in page.rows} == planned
    assert len(page.rows) == len(planned)


def test_what_has_fired_in_the_record_is_shown_as_fired() -> None:
    page = room(at=60)
    seen = look(played(), at=60 * MINUTE, kind="facilitator")
    fired = {e.body.inject for e in seen.events if isinstance(e.body, InjectFired)}

    assert {row.id for row in page.rows if row.state == "fired"} == fired


def test_the_next_event_is_the_earliest_one_that_is_still_to_come() -> None:
    page = room(at=20)

    assert page.next is not None
    assert page.next.id == "phones-ring"
    assert page.next.shows.words == "in 2:00"


def test_what_is_settled_folds_away_and_what_is_open_stays() -> None:
    seen = look(played(), at=2 * 3_600_000, kind="facilitator")

    page = control_page(seen, {})

    assert len(page.earlier) > 5
    assert all(row.over for row in page.earlier)
    assert {row.id for row in page.past} >= {
        row.id for row in page.rows if row.state == "fired" and not row.over
    }
    assert len({row.id for row in page.rows}) == len(page.rows)


def test_a_jump_backwards_or_in_other_words_is_explained() -> None:
    backwards = room(at=20, query={"jump": "5m"}).jump
    in_words = room(at=20, query={"jump": "soon"}).jump

    assert backwards is not None
    assert "goes forward" in backwards.problem
    assert in_words is not None
    assert "1h30m" in in_words.problem


def test_before_anybody_plays_the_room_shows_how_to_join_and_takes_no_note() -> None:
    before = draw("control", look(unplayed(), at=0, kind="facilitator"))
    during = draw("control", look(played(), at=60 * MINUTE, kind="facilitator"))
    code = '<p class="join-code">'

    assert (code in before, code in during) == (True, False)
    assert "Latest from the team" in during
    forms = [page.partition('id="note"')[2].partition("</form>")[0] for page in (before, during)]
    assert ["disabled" in form for form in forms] == [True, False]
    assert "Opens while the exercise runs." in forms[0]
