"""Replay: any instant of one team or of two on one axis, with marks to jump to, by keyboard too."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest
from playwright.sync_api import Page, Request, Route, expect

from evidence import Event, Millis, Sealed
from evidence.kinds.control import MarkArtificial, Observe, WriteNote
from evidence.kinds.exercise import OutageEnded
from facilitator.screens import Seen, TeamGlance
from facilitator.screens.replay import ReplayPage, replay_page
from tests.screens.looking import draw, look, played
from tests.screens.test_accessible import STATIC
from tests.simulator.playing import play

MINUTE = 60_000
END = 241 * MINUTE


def of_two_teams() -> Seen:
    seen = look(played(), at=END, kind="facilitator")
    other = tuple(play(seen.plan, seed=11, until=3 * 60 * MINUTE))
    glances = tuple(
        TeamGlance(name=name, exercise=exercise, clock=seen.clock, events=events)
        for name, exercise, events in (
            ("Kestrel", "demo", seen.events),
            ("Osprey", "other", other),
        )
    )
    return replace(seen, teams=glances)


def page_of(seen: Seen, **query: str) -> ReplayPage:
    return replay_page(seen, query)


def test_two_teams_stand_on_one_axis_at_the_same_instant() -> None:
    page = page_of(of_two_teams(), t=str(45 * MINUTE), **{"with": "other"})

    assert [group.name for group in page.groups] == ["Kestrel", "Osprey"]
    first, second = (group.lanes[0].marks[0] for group in page.groups)
    assert (first.x < second.x) == (first.t < second.t)
    assert first.t != second.t
    assert page.beside is not None
    assert page.beside.level is not None
    assert page.groups[1].lanes[0].y > page.groups[0].lanes[-1].y


def test_every_link_keeps_the_other_team_beside() -> None:
    html = draw("replay", of_two_teams(), {"t": str(45 * MINUTE), "with": "other"})
    main = html.partition("<main")[2]

    links = re.findall(r'href="(replay\?[^"]*)"', main)
    assert len(links) > 10
    assert [link for link in links if "with=other" not in link] == []


def test_a_team_that_is_not_of_this_day_is_laid_beside_nobody() -> None:
    page = page_of(of_two_teams(), **{"with": "another-day"})

    assert page.beside is None
    assert [one for one, _ in page.others] == ["other"]


def torn(seen: Seen) -> Seen:
    """Without three entries in the middle, and with a server that was away at 0:45."""
    first = next(place for place, event in enumerate(seen.events) if event.at > 100 * MINUTE)
    kept = (*seen.events[:first], *seen.events[first + 3 :])
    at = next(place for place, event in enumerate(kept) if event.at > 45 * MINUTE)
    away = Event(
        seq=kept[at].seq, at=Millis(45 * MINUTE), origin="shell", body=OutageEnded(away_ms=130_000)
    )
    later = tuple(msgspec.structs.replace(event, seq=event.seq + 1) for event in kept[at:])
    return replace(seen, events=(*kept[:at], away, *later))


def test_missing_entries_are_told_on_top_marked_on_the_axis_and_bookmarked() -> None:
    seen = torn(look(played(), at=END, kind="facilitator"))
    page = page_of(seen)
    lane = page.groups[0].lanes[-1]
    html = draw("replay", seen)

    assert [(one.shape, one.words) for one in lane.marks] == [
        ("tear", "away 2 min 10 s"),
        ("tear", "3 entries missing"),
    ]
    ((_, gap),) = page.lost
    assert gap.t < lane.marks[1].t + 1 <= gap.until
    assert [one.sort for one in page.marks if one.t == gap.t] == ["Missing"]
    assert f"<b>The record of {page.team} has a gap.</b> {gap.words}" in html
    assert "<span>jagged line: a gap in the record</span>" in html
    assert ">3 entries missing</text>" in html


def test_a_whole_record_has_no_lane_for_gaps() -> None:
    seen = look(played(), at=END, kind="facilitator")

    assert [lane.words for lane in page_of(seen).groups[0].lanes][-1] == "Control"
    assert "jagged line" not in draw("replay", seen)


def test_what_a_player_may_not_see_is_no_gap_in_the_record() -> None:
    seen = look(played(), at=END, seat="duty-manager")

    assert [event.seq for event in seen.events] != list(range(len(seen.events)))
    assert page_of(seen).lost == ()


def test_the_auditor_reads_which_entries_are_missing() -> None:
    html = draw("evidence", torn(look(played(), at=END, kind="auditor")))

    assert "3 entries missing after entry" in html


GIVEN: Sealed[str] = Sealed(commitment="0" * 64)
WORDS = ("Gap: Nobody told the shops.", "Here they turned.", "Our mail was down.")


def with_notes(seen: Seen) -> Seen:
    late = next(event for event in seen.events if event.at > 100 * MINUTE)
    head = len(seen.events)
    said = (
        (WriteNote(words=GIVEN), 30 * MINUTE),
        (Observe(about=(late.seq,), words=GIVEN), END),
        (MarkArtificial(about=(late.seq,), words=GIVEN), END),
    )
    events = tuple(
        Event(seq=head + place, at=Millis(at), origin="person", body=body)
        for place, (body, at) in enumerate(said)
    )
    words = dict(zip(((event.seq, "body.words") for event in events), WORDS, strict=True))
    return replace(seen, events=(*seen.events, *events), words=words)


def test_phases_notes_and_flags_are_bookmarks_at_the_moment_they_are_about() -> None:
    seen = with_notes(look(played(), at=END, kind="facilitator"))

    marks = page_of(seen).marks

    late = next(event.at for event in seen.events if event.at > 100 * MINUTE)
    assert [(one.sort, one.t) for one in marks if one.sort != "Phase"] == [
        ("Gap", 30 * MINUTE),
        ("Evaluator", late),
        ("Artificial", late),
    ]
    assert "Nobody told the shops." in [one.words for one in marks]
    phases = [one.t for one in marks if one.sort == "Phase"]
    assert phases == [p.from_ for p in seen.plan.scenario.phases if p.from_ <= END]


@pytest.fixture
def open_replay(page: Page) -> Page:
    """A browser on the replay of two teams, in which each link is answered as a server would."""
    seen = of_two_teams()

    def answer(route: Route, request: Request) -> None:
        address = urlsplit(request.url)
        asset = STATIC / address.path.rpartition("/")[2]
        if asset.suffix in (".js", ".css"):
            route.fulfill(path=asset) if asset.is_file() else route.fulfill(status=404)
            return
        html = draw("replay", seen, dict(parse_qsl(address.query)))
        route.fulfill(body=html, content_type="text/html")

    page.route("http://replay.test/**", answer)
    page.goto(f"http://replay.test/x/demo/replay?t={30 * MINUTE}&with=other")
    return page


def press(page: Page, key: str) -> int:
    """Press a key that leads elsewhere; the instant there, once its page listens to keys."""
    was = page.locator("#t").get_attribute("value") or ""
    page.keyboard.press(key)
    expect(page.locator("#t")).not_to_have_attribute("value", was)
    page.wait_for_load_state("load")
    return instant(page)


def instant(page: Page) -> int:
    return int(page.locator("#t").get_attribute("value") or "-1")


def test_the_keyboard_alone_goes_by_entries_minutes_decisions_and_bookmarks(
    open_replay: Page,
) -> None:
    page = open_replay
    decisions = [one.t for one in page_of(of_two_teams()).groups[0].lanes[2].marks]

    assert press(page, "Shift+ArrowRight") == 31 * MINUTE
    assert press(page, "Shift+ArrowLeft") == 30 * MINUTE
    assert press(page, "b") == 120 * MINUTE
    assert press(page, "Shift+B") == 0
    assert press(page, "ArrowRight") < min(decisions)
    assert press(page, "]") == min(decisions)
    assert "with=other" in page.url


def test_the_slider_keeps_the_focus_and_the_other_team_from_step_to_step(
    open_replay: Page,
) -> None:
    page = open_replay
    page.locator("#t").focus()
    for _ in range(3):
        press(page, "ArrowRight")
        expect(page.locator("#t")).to_be_focused()

    assert press(page, "Home") == 0
    assert "with=other" in page.url


def choose_pace(page: Page, times: int) -> None:
    button = page.get_by_role("button", name=f"{times}×")
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_replay_plays_at_the_chosen_pace_of_the_story_until_it_is_paused(
    open_replay: Page,
) -> None:
    page = open_replay
    choose_pace(page, 60)

    page.keyboard.press("p")
    page.wait_for_url(lambda url: f"t={30 * MINUTE}&" not in url)

    assert 31 * MINUTE <= instant(page) < 40 * MINUTE
    expect(page.locator("#play")).to_have_text("Pause p")
    expect(page.get_by_role("button", name="60×")).to_be_focused()
    assert "with=other" in page.url
    page.keyboard.press("p")
    expect(page.locator("#play")).to_have_text("Play p")
    page.wait_for_load_state()
    assert page.evaluate("timer") == 0


def test_between_two_entries_the_slider_glides_with_the_story(open_replay: Page) -> None:
    page = open_replay
    choose_pace(page, 5)

    page.keyboard.press("p")
    expect(page.locator("#play")).to_have_text("Pause p")
    expect(page.locator("#t")).not_to_have_value(str(30 * MINUTE))

    assert instant(page) == 30 * MINUTE


def test_for_who_wants_no_motion_it_steps_and_nothing_glides(open_replay: Page) -> None:
    page = open_replay
    glided: list[str] = []
    page.expose_function("glided", lambda: glided.append(page.url))
    page.add_init_script(
        "new MutationObserver(() => glided())"
        ".observe(document, { subtree: true, attributeFilter: ['transform'] })"
    )
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    choose_pace(page, 60)

    page.keyboard.press("p")
    page.wait_for_url(lambda url: f"t={30 * MINUTE}&" not in url)

    assert instant(page) >= 31 * MINUTE
    assert glided == []


def test_at_the_end_playing_stops_and_begins_at_the_beginning_again(open_replay: Page) -> None:
    page = open_replay
    end = page_of(of_two_teams()).end
    page.goto(f"http://replay.test/x/demo/replay?t={end - 2000}&with=other")
    choose_pace(page, 60)
    page.keyboard.press("p")
    page.wait_for_url(f"**/replay?t={end}&with=other")
    expect(page.locator("#play")).to_have_text("Play p")

    page.keyboard.press("p")
    page.wait_for_url("**/replay?t=0&with=other")

    expect(page.locator("#play")).to_have_text("Pause p")


def test_no_page_is_taken_away_from_who_is_filling_something_in(open_replay: Page) -> None:
    page = open_replay
    choose_pace(page, 60)
    page.locator("#with").focus()
    page.wait_for_function("performance.now() > 1100")

    page.evaluate("glide()")

    assert int(page.locator("#t").input_value()) > 31 * MINUTE
    assert instant(page) == 30 * MINUTE


def test_an_evaluator_flags_the_moment_that_is_shown_and_nobody_else_can() -> None:
    seen = look(played(), at=END, kind="evaluator")
    at = {"t": str(45 * MINUTE)}
    html = draw("replay", seen, at)

    about = re.search(r'name="about" value="(\d+)"', html)
    assert about is not None
    assert seen.events[int(about[1]) - 1].at <= 45 * MINUTE
    assert 'name="about"' not in draw("replay", look(played(), at=END, kind="facilitator"), at)


def test_what_comes_true_unseen_or_is_not_reached_is_told_by_its_title() -> None:
    seen = of_two_teams()
    told = [e.words for t in (12 * MINUTE, END) for e in page_of(seen, t=str(t)).entries]

    assert "It comes true: The primary's data directory is removed" in told
    missed = {words.split("”")[0][1:] for words in told if words.endswith("” was not reached")}
    assert missed
    assert missed <= {inject.title for inject in seen.plan.scenario.injects}
