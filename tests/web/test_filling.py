"""A page is drawn again with what somebody sent in the form that it was sent from."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx
import pytest
from starlette.responses import HTMLResponse

from facilitator.screens.seen import ViewerKind
from facilitator.web.filling import FROM, Letter, fill
from facilitator.web.giving_back import giving_back
from facilitator.web.security import App, Receive, Scope, Send
from tests.screens.looking import LOOKED_AT, draw, look, played
from tests.screens.test_pages import TEAM

HELD_BACK = {"do", "cmd", "form", "back"}
TYPED = 'Two lines,\n"quoted" & <b>bold</b>'


@dataclass
class Field:
    """One control of a form, as a browser would send it."""

    tag: str
    kind: str
    name: str
    value: str
    on: bool = True
    choices: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page that are posted, as a browser without script reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: dict[str, list[Field]] = {}
        self.open_details: list[bool] = []
        self.hidden_forms: set[str] = set()
        self._form: list[Field] | None = None
        self._typing: Field | None = None
        self._option: dict[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "details":
            self.open_details.append("open" in given)
        elif tag == "form" and given.get("method") == "post":
            name = given.get("id", "")  # what works for the whole day goes by its address
            self._form = self.forms.setdefault(name, []) if name else None
            if not all(self.open_details):
                self.hidden_forms.add(name)
        elif self._form is not None and tag in ("input", "textarea", "select"):
            kind = given.get("type", "text")
            on = "checked" in given if kind in ("radio", "checkbox") else True
            one = Field(tag, kind, given.get("name", ""), given.get("value", ""), on)
            self._form.append(one)
            self._typing = one if tag == "textarea" else None
        elif self._form and tag == "option" and self._form[-1].tag == "select":
            self._option = given

    def handle_data(self, data: str) -> None:
        if self._typing is not None:
            self._typing.value += data
        elif self._option is not None and self._form is not None:
            value = self._option.get("value", data.strip())
            self._form[-1].choices.append(value)
            if "selected" in self._option or len(self._form[-1].choices) == 1:
                self._form[-1].value = value
        self._option = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "details":
            self.open_details.pop()
        elif tag == "textarea":
            self._typing = None


def filled_in(fields: list[Field]) -> Iterator[tuple[str, str]]:
    """What is sent by somebody who fills in everything and chooses the last of each."""
    last = {f.name: f.value for f in fields if f.kind == "radio"}
    for one in fields:
        if not one.name:
            continue
        if one.tag == "textarea":
            yield one.name, TYPED
        elif one.tag == "select":
            yield one.name, one.choices[-1]
        elif one.kind == "radio":
            if one.value == last[one.name]:
                yield one.name, one.value
        elif one.kind in ("hidden", "checkbox"):
            yield one.name, one.value
        else:
            yield one.name, f"typed in {one.name}"


def sent_again(fields: list[Field]) -> list[tuple[str, str]]:
    """What a browser sends from the form as it stands."""
    return [
        (one.name, one.value.removeprefix("\n") if one.tag == "textarea" else one.value)
        for one in fields
        if one.name and one.on and one.name != FROM
    ]


def letter(
    form: str, pairs: list[tuple[str, str]], *, field: str = "", undecided: bool = False
) -> Letter:
    return Letter(
        form=form,
        action="/x/demo/do",
        back="/x/demo/team",
        pairs=pairs,
        says="Not so.",
        field=field,
        undecided=undecided,
    )


@pytest.mark.parametrize("name", [name for name in LOOKED_AT if name != "report"])
def test_every_form_of_every_page_comes_back_as_it_was_sent(name: str) -> None:
    seat = "duty-manager" if name in TEAM else None
    kind: ViewerKind = "participant" if seat else "facilitator"
    tried: set[tuple[tuple[str, str, str], ...]] = set()
    for minute in (0, 45, 170):
        html = draw(name, look(played(), at=minute * 60_000, seat=seat, kind=kind))
        drawn = Forms(html).forms
        for form, fields in drawn.items():
            shape = tuple((one.tag, one.kind, one.name) for one in fields)
            if shape in tried:
                continue  # the same button of another row
            tried.add(shape)
            sent = list(filled_in(fields))

            page = fill(html, letter(form, sent, undecided=True))

            assert page is not None
            back = Forms(page)
            assert sent_again(back.forms[form]) == sent, form
            assert form not in back.hidden_forms, form
            assert page.count("Not so.") == 2, form
            assert {**back.forms, form: fields} == drawn


def test_what_was_refused_is_sent_again_under_a_new_id_and_what_was_undecided_under_its_own() -> (
    None
):
    html = draw("log", look(played(), at=60_000, seat="duty-manager"))
    sent = [("cmd", "first"), ("words", "We are late.")]

    refused = fill(html, letter("entry", sent))
    undecided = fill(html, letter("entry", sent, undecided=True))

    assert refused is not None
    assert undecided is not None
    assert "first" not in refused
    assert 'name="cmd" value="first"' in undecided


def test_the_reason_stands_beside_its_field_and_on_top_where_it_gets_the_focus() -> None:
    html = draw("log", look(played(), at=60_000, seat="duty-manager"))

    page = fill(html, letter("entry", [("words", "x")], field="words"))

    assert page is not None
    assert 'x</textarea><span class="why bad" id="not-done-here">Not so.</span>' in page
    assert 'aria-invalid="true" aria-describedby="not-done-here">\nx</textarea>' in page
    assert "<title>Not done: " in page
    summary = page.index('id="not-done" role="alert" tabindex="-1" autofocus')
    assert page.index("<main") < summary < page.index("<h1")


def test_a_form_that_is_not_on_the_page_any_more_is_not_filled() -> None:
    html = draw("log", look(played(), at=60_000, seat="duty-manager"))

    assert fill(html, letter("answer-none", [("words", "x")])) is None


def test_a_mistake_of_ours_gives_the_form_back_under_its_ids_and_is_raised_all_the_same() -> None:
    page = draw("log", look(played(), at=60_000, seat="duty-manager"))

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            raise RuntimeError("a mistake")
        await HTMLResponse(page)(scope, receive, send)

    app = giving_back(failing, draw=lambda error: HTMLResponse(error.says, status_code=500))
    sent = {"cmd": "first", "form": "entry", "back": "log", "words": "We are late."}

    kept = asyncio.run(_post(app, "/x/demo/do", sent))

    assert kept.status_code == 500
    assert 'name="cmd" value="first"' in kept.text
    assert "We are late.</textarea>" in kept.text
    assert "Something went wrong on this server." in kept.text
    with pytest.raises(RuntimeError, match="a mistake"):
        asyncio.run(_post(app, "/x/demo/do", sent, raises=True))


async def _post(
    app: App, path: str, form: dict[str, str], *, raises: bool = False
) -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=raises)
    async with httpx.AsyncClient(transport=transport, base_url="http://demo") as client:
        return await client.post(path, data=form)
