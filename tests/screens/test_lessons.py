"""Details that decide a live exercise, on every page: reasons, labels, shapes, a next step."""

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Final

import pytest

from facilitator.access import PAGES as OPEN_TO
from facilitator.screens import PAGES
from facilitator.screens.log import log_page
from facilitator.screens.seen import ViewerKind
from tests.screens.looking import draw, look, played, unplayed

HOUR: Final = 3_600_000
KINDS: Final[tuple[ViewerKind, ...]] = ("participant", "facilitator", "evaluator", "auditor")
EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
SAYS_IDS: Final = {"evidence", "report"}
"""For auditors and programs: commands that name the exercise, digests."""


@cache
def drawn(name: str, kind: ViewerKind, at: int | None) -> str:
    """A page at an instant, or while people come in."""
    seat = "duty-manager" if kind == "participant" else None
    game = unplayed() if at is None else played()
    return draw(name, look(game, at=at or 0, seat=seat, kind=kind))


def pages_of(kind: ViewerKind) -> list[str]:
    return [name for name in PAGES if kind in OPEN_TO[name]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_pressed_says_why_beside_it(kind: ViewerKind) -> None:
    for name in pages_of(kind):
        for at in (None, 0, HOUR, 5 * HOUR):
            html = drawn(name, kind, at)
            for found in re.finditer(r"<button[^>]* disabled[^>]*>(.*?)</button>", html, re.S):
                beside = html[found.end() : found.end() + 600].split("</form>")[0]
                named = re.search(r'aria-describedby="([^"]+)"', found[0])
                why = f'class="why" id="{named[1]}">' if named else 'class="why'
                assert why in (html if named else beside), f"{name} at {at}: {found[0]}"


@pytest.mark.parametrize("kind", KINDS)
def test_people_read_labels_and_not_ids(kind: ViewerKind) -> None:
    plan = played().plan
    ids = {one.id for one in plan.scenario.injects}
    ids |= {e.id for one in plan.scenario.injects for e in one.expects}
    ids |= {one.id for one in plan.scenario.decisions}
    ids |= {one.id for one in plan.scenario.questions}
    ids |= {step.id for book in plan.runbooks for step in book.steps}
    ids |= {*plan.organisation.roles, *plan.organisation.vendors}
    ids = {one for one in ids if "-" in one}
    for name in set(pages_of(kind)) - SAYS_IDS:
        text = unescape(re.sub(r"<(code|script)\b.*?</\1>|<[^>]*>", " ", drawn(name, kind, HOUR)))
        shown = ids & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text))
        assert shown == set(), name


def test_a_state_is_a_word_and_a_shape_and_no_emoji() -> None:
    for kind in KINDS:
        for name in pages_of(kind):
            html = drawn(name, kind, HOUR)
            for state in re.findall(
                r'<span class="state [^"]*"(?! id)[^>]*>(.*?)</span>', html, re.S
            ):
                assert "<svg" in state, f"{name}: {state}"
                assert re.sub("<[^>]*>", "", state).strip(), f"{name}: {state}"
    for file in Path("facilitator/web").rglob("*.html"):
        assert not EMOJI.search(file.read_text()), file


@pytest.mark.parametrize(
    ("name", "kind", "next_thing"),
    [
        ("lobby", "participant", "I am ready"),
        ("team", "participant", "When it does, messages appear here."),
        ("runbook", "participant", "Open"),
        ("log", "participant", "Write an entry"),
        ("comms", "participant", "Write a message"),
        ("vendors", "participant", "Open a case"),
        ("severity", "participant", "How severe is it?"),
        ("control", "facilitator", "Join code, pre-flight, start"),
        ("preflight", "facilitator", "Start the exercise"),
        ("wall", "facilitator", "127.0.0.1/join"),
        ("evaluate", "evaluator", "the actions that a good team takes stand here"),
        ("scorecard", "auditor", "Evidence"),
        ("report", "auditor", "The report is made when play has ended."),
    ],
)
def test_a_page_before_play_offers_the_next_useful_thing(
    name: str, kind: ViewerKind, next_thing: str
) -> None:
    assert next_thing in drawn(name, kind, None)


def test_a_person_keeps_a_log_of_their_own_during_play_and_after() -> None:
    for at in (HOUR, 5 * HOUR):
        seen = look(played(), at=at, seat="platform-lead")

        everything, mine = (log_page(seen, {"sort": sort}).lines for sort in ("all", "mine"))

        assert 3 < len(mine) < len(everything)
        assert {line.who for line in mine} == {"Platform lead"}
        assert {line.sort for line in mine} > {"entry"}
