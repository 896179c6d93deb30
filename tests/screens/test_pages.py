"""Every page of a team and of staff, at many moments, for every seat."""

import re
from html.parser import HTMLParser

import pytest

from evidence.kinds.control import InjectFired
from facilitator.screens import PAGES
from facilitator.screens.frame import TEAM_TABS
from facilitator.screens.scorecard import scorecard_page
from scoring import score
from tests.screens.looking import LOOKED_AT, draw, look, part, played

MINUTE = 60_000
BESIDE = (
    "classify",
    "decide",
    "scribe",
    "coordinate",
    "discuss",
    "break",
    "help",
    "hotwash",
    "feedback",
    "print",
)
TEAM = ("lobby", *(name for name, _, _ in TEAM_TABS), *BESIDE)
GAMES = (("restore", "northstrand-payments"), ("breach", "northmere-health"))
SEATS = {
    "restore": ("duty-manager", "platform-lead", "communications", "privacy-officer"),
    "breach": ("incident-manager", "it-lead", "press-office", "privacy-officer"),
}


class Reader(HTMLParser):
    """Collects what a strict content policy would refuse, ids, and forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.texts: list[str] = []
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._script = tag == "script"
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.inline.append(f"{tag} {attrs}")
        if tag == "script" and "src" not in given:
            self.inline.append("script")
        if given.get("id"):
            self.ids.append(given["id"] or "")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize(("scenario", "organisation"), GAMES)
@pytest.mark.parametrize("name", TEAM)
def test_every_page_of_a_team_keeps_the_scenarios_secrets(
    name: str, scenario: str, organisation: str
) -> None:
    game = played(scenario, organisation)
    secrets = [e.text for inject in game.plan.scenario.injects for e in inject.expects]
    secrets += [
        " ".join(i.good_answer.split())[:40] for i in game.plan.scenario.injects if i.good_answer
    ]
    secrets += [reference.because[:40] for reference in game.plan.scenario.severity]
    secrets += [
        o.because[:40] for d in game.plan.scenario.decisions for o in d.options if o.because
    ]
    for minute in (0, 15, 60, 170):
        for seat in SEATS[scenario]:
            seen = look(game, at=minute * MINUTE, seat=seat)
            html = draw(name, seen)
            got = {e.body.inject for e in seen.events if isinstance(e.body, InjectFired)}
            hidden = [i for i in game.plan.scenario.injects if i.id not in got and i.text]
            for secret in (*secrets, *(i.text.strip()[:50] for i in hidden if i.text)):
                assert secret not in html


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize("minute", [0, 60, 250])
def test_every_page_is_marked_and_has_nothing_inline_and_no_id_twice(
    name: str, minute: int
) -> None:
    game = played()
    team = name in TEAM
    seen = look(
        game,
        at=minute * MINUTE,
        seat="duty-manager" if team else None,
        kind="participant" if team else "facilitator",
    )
    html = draw(name, seen)
    read = Reader(html)

    assert "EXERCISE" in html
    assert read.inline == []
    assert len(read.ids) == len(set(read.ids)), [i for i in read.ids if read.ids.count(i) > 1]


@pytest.mark.parametrize("name", PAGES)
def test_every_part_of_a_page_can_be_drawn_alone_as_it_stands_on_the_page(name: str) -> None:

    team = name in TEAM
    seen = look(
        played(),
        at=45 * MINUTE,
        seat="platform-lead" if team else None,
        kind="participant" if team else "facilitator",
    )
    whole = _plain(draw(name, seen))

    for region in PAGES[name].parts:
        assert _plain(part(name, region, seen)) in whole


def _plain(html: str) -> str:
    """Without what differs each time: the ids of commands."""
    html = re.sub(r'name="cmd" value="[^"]*"', "", html)
    html = re.sub(r'value="(p|m|adhoc)-[^"]*"', "", html)
    return " ".join(html.split())


def test_a_time_in_a_state_or_a_banner_is_a_time_to_a_reader_of_the_page_too() -> None:
    seen = look(played(), at=60 * MINUTE, seat="platform-lead")

    html = draw("team", seen)

    assert re.search(r'answered <time datetime="PT\d+H\d\dM\d\dS">\d+:\d\d:\d\d</time>', html)
    ended = draw("team", look(played(), at=250 * MINUTE, seat="platform-lead"))
    assert "Play ended at <time" in ended
    assert "&lt;time" not in html + ended


def test_a_task_says_what_its_measures_earned_beside_the_rating_that_this_proposes() -> None:
    seen = look(played(), at=241 * MINUTE)
    shown = [task for one in scorecard_page(seen, {}).objectives for task in one.tasks]
    rated = [task for one in score(seen.plan, seen.events).objectives for task in one.tasks]

    assert [task.earned for task in shown if task.earned != "none"] == [
        f"{task.percent} %" for task in rated if task.percent is not None
    ]
    assert len(shown) == len(rated) > 3
