"""What a token for one exercise is shown: no page offers what would be refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from facilitator.access import PAGES, Thing, may
from facilitator.screens import PAGES as DRAWN
from facilitator.screens import Viewer
from facilitator.screens.seen import ViewerKind
from tests.web.serving import Caller, Server, open_day

STAFF: tuple[ViewerKind, ...] = ("facilitator", "evaluator", "auditor")


@dataclass(slots=True)
class Form:
    """A form, and whether one of its buttons can be pressed."""

    action: str
    do: str = ""
    open: bool = False


@dataclass
class Offered(HTMLParser):
    """The forms and links of a page, fieldsets that are off left out."""

    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    depth: list[bool] = field(default_factory=list)
    inside: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("method") == "post"
            if self.inside:
                self.forms.append(Form(action=given.get("action") or ""))
        elif tag == "a":
            self.links.append(given.get("href") or "")
        elif tag == "fieldset":
            self.depth.append("disabled" in given)
        elif tag == "input" and given.get("name") == "do" and self.inside:
            self.forms[-1].do = given.get("value") or ""
        elif tag == "button" and self.inside and not any(self.depth):
            self.forms[-1].open |= "disabled" not in given

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset":
            self.depth.pop()
        elif tag == "form":
            self.inside = False


@pytest.fixture(scope="module", params=["lobby", "held", "ended"])
def exercise(request: pytest.FixtureRequest, control: Caller) -> str:
    """One of two teams, before play, in a hold, and after play."""
    mine = open_day(control, teams="Red\nBlue")[0]
    if request.param != "lobby":
        control.start(mine)
        control.do(mine, "exercise.hold")
    if request.param == "ended":
        control.do(mine, "exercise.end")
    return mine


@pytest.fixture(params=STAFF)
def bound(
    request: pytest.FixtureRequest, server: Server, control: Caller, exercise: str
) -> Iterator[tuple[ViewerKind, Caller]]:
    made = control.http.post(
        "/api/v1/tokens", json={"kind": request.param, "exercise": exercise, "label": "bot"}
    )
    caller = Caller(server)
    caller.http.headers["authorization"] = f"Bearer {made.json()['token']}"
    yield request.param, caller
    caller.close()


def test_no_page_offers_a_token_what_would_be_refused(
    bound: tuple[ViewerKind, Caller], exercise: str
) -> None:
    kind, caller = bound
    viewer = Viewer(kind=kind, id="bot", name="bot", exercise=exercise)
    names = [one for one in sorted(DRAWN.keys() | {"report"}) if kind in PAGES[one]]

    for name in names:
        offered = Offered()
        offered.feed(caller.page(f"/x/{exercise}/{name}"))

        for form in offered.forms:
            if form.do:
                thing = Thing(kind="command", name=form.do, exercise=exercise)
                assert may(viewer, "say", thing) or not form.open, (name, form)
            else:
                answer = caller.http.post(form.action)
                assert answer.status_code not in (401, 403), (name, form)
        for link in offered.links:
            if link.startswith("/") and not link.startswith("/x/"):
                assert caller.http.get(link).status_code == 200, (name, link)


def test_a_facilitator_of_the_house_is_offered_all_of_it(control: Caller, exercise: str) -> None:
    actions = set()
    for name in ("preflight", "control", "break", "evaluate", "report"):
        offered = Offered()
        offered.feed(control.page(f"/x/{exercise}/{name}"))
        actions |= {form.action.rpartition("/")[2] for form in offered.forms}
        assert "/" in offered.links

    assert {"teams", "day"} <= actions
