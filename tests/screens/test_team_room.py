"""The team room: what is asked of me, and nothing that I must not know."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, expect

from evidence import Event
from evidence.kinds import may_see
from evidence.kinds.control import ExpectationOpened, InjectFired
from evidence.kinds.exercise import ExerciseEnded
from evidence.kinds.outside import VendorOpened, VendorReplied
from facilitator.screens.seen import ViewerKind
from facilitator.screens.team import AT_MOST, TeamPage, team_page
from facilitator.screens.vendors import vendors_page
from tests.barriers import barriers
from tests.screens.looking import draw, look, played
from tests.screens.test_accessible import STATIC

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


def test_an_answer_in_time_to_another_seat_is_not_shown_as_late() -> None:
    game = played()
    opened = next(e.body for e in game.events if isinstance(e.body, VendorOpened))
    assert opened.answer_due is not None
    answer = next(
        e
        for e in game.events
        if isinstance(e.body, VendorReplied) and e.body.vendor == opened.vendor
    )
    assert answer.at <= opened.answer_due
    asked = next(seat for seat in SEATS if may_see(answer.to, seat=seat))
    other = next(seat for seat in SEATS if not may_see(answer.to, seat=seat))

    shown = {
        seat: next(
            case
            for case in vendors_page(look(game, at=opened.answer_due + MINUTE, seat=seat), {}).cases
            if case.vendor == opened.vendor
        )
        for seat in (asked, other)
    }

    words = {seat: case.answer.words if case.answer else "" for seat, case in shown.items()}
    assert words == {asked: "answered in time", other: "in time, to another seat"}
    late = team_page(look(game, at=opened.answer_due + MINUTE, seat=other), {}).deadlines
    assert not any("answers" in deadline.what for deadline in late)


def test_whoever_looks_through_a_seat_presses_nothing() -> None:
    seen = look(played(), at=60 * MINUTE, seat="duty-manager", kind="facilitator")

    for name in ("log", "decide", "systems", "runbook", "comms", "vendors", "breach",
                 "coordinate", "scribe"):  # fmt: skip
        main = draw(name, seen).partition("<main")[2]
        for form in re.findall(r"<form[^>]*data-do=.*?</form>", main, re.DOTALL):
            pressed = re.findall(r"<button(?![^>]*type=.button)[^>]*>", form)

            assert all("disabled" in button for button in pressed), (name, form)


def test_whoever_looks_through_a_seat_reads_messages_and_presses_nothing_in_them(
    page: Page, tmp_path: Path
) -> None:
    shutil.copytree(STATIC, tmp_path / "static")
    file, pressed = tmp_path / "page.html", {}
    kinds: tuple[ViewerKind, ...] = ("participant", "facilitator")
    for kind in kinds:
        seen = look(played(), at=60 * MINUTE, seat="duty-manager", kind=kind)
        file.write_text(draw("team", seen))
        page.goto(file.as_uri())
        pressed[kind] = page.locator("#feed button:enabled").count()

    assert pressed["participant"] > 0
    assert pressed["facilitator"] == 0
    assert barriers(page) == []
    page.locator("#feed summary").first.click()  # what is folded can be read
    expect(page.locator("#feed details[open]")).to_have_count(1)


def test_a_button_that_is_off_says_why_to_whom_it_is_off() -> None:
    mine = look(played(), at=60 * MINUTE, seat="duty-manager")
    held = replace(mine, clock=replace(mine.clock, state="held", running=False))
    end = Event(seq=len(mine.events), at=mine.clock.at, origin="control", body=ExerciseEnded())
    over = replace(mine, events=(*mine.events, end), clock=replace(mine.clock, state="ended"))
    watched = look(played(), at=60 * MINUTE, kind="facilitator")

    for name in ("log", "decide", "systems", "runbook", "vendors"):
        for seen, why in (
            (held, "Opens while the exercise runs."),
            (over, "Play has ended."),
            (watched, "You look on; the team acts."),
        ):
            said = re.findall(r'class="why"[^>]*>([^<]+)', draw(name, seen).partition("<main")[2])

            assert why in said, (name, said)
            assert why.startswith("Opens") or not any(w.startswith("Opens") for w in said), name
