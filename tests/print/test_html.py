"""The report as a page: whole in itself, every figure opens, and no typed words are markup."""

import re
from html.parser import HTMLParser

import msgspec
import pytest
from playwright.sync_api import Browser

from facilitator.print import render_body, render_html, stylesheet
from scoring.report import Report
from tests.barriers import barriers
from tests.scoring.report.reports import a_report
from tests.scoring.report.test_document import PLAY


class Page(HTMLParser):
    """Ids, links and addresses of a page, and the order of its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.headings: list[int] = []
        self.pictures: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if "src" in given or tag in ("link", "script"):
            self.sources.append(given.get("src", f"<{tag}>"))
        if tag == "img":
            self.pictures.append(given["alt"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.fixture(scope="module")
def page(report: Report) -> Page:
    return Page(render_html(report))


def test_every_link_leads_to_a_place_in_the_page(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if not link.startswith("#")} == set()
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_the_page_needs_nothing_from_anywhere(page: Page) -> None:
    assert page.sources
    assert {source.partition(",")[0] for source in page.sources} == {"data:image/svg+xml;base64"}
    assert "@import" not in stylesheet()
    assert "url(" not in stylesheet()


def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)


def test_pictures_say_what_they_show(page: Page) -> None:
    assert len(page.pictures) == 4
    assert all(len(alt) > 30 and alt.endswith(".") for alt in page.pictures)


def test_exercise_stands_on_the_page_and_in_its_title(report: Report) -> None:
    html = render_html(report)

    assert "<b>EXERCISE</b>" in html
    assert re.search("<title>[^<]*EXERCISE</title>", html)


def test_the_same_report_gives_the_same_page(report: Report) -> None:
    assert render_html(report) == render_html(report)


def test_what_people_typed_cannot_become_markup() -> None:
    report = a_report(PLAY)
    evil = '<script>alert("x")</script>'
    front = msgspec.structs.replace(report.front, conflicts=evil, title=evil)
    log = tuple(msgspec.structs.replace(entry, says=evil) for entry in report.log)

    html = render_html(msgspec.structs.replace(report, front=front, log=log), pictures=False)

    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= len(report.log)


def test_every_judged_figure_opens_to_its_formula_and_its_entries(report: Report) -> None:
    html = render_html(report)

    judged = [row for row in report.front.promises.rows if row.opens]
    assert judged
    for row in judged:
        assert row.opens is not None
        assert html.count(f'<span class="hidden"> {row.cells[0].text} was worked out') >= 1
        for seq in row.opens.cites:
            assert f'href="#e{seq}"' in html


def test_the_partial_is_the_report_without_a_frame(report: Report) -> None:
    body = render_body(report, pictures=False)

    assert body.lstrip().startswith("<section")
    assert "<html" not in body
    assert 'id="log"' in body


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_the_page_has_no_known_barrier(
    report: Report, browser: Browser, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    context = browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_content(render_html(msgspec.structs.replace(report, log=report.log[:40])))

    found = barriers(page)

    context.close()
    assert found == []


def test_the_page_is_no_wider_than_a_phone(report: Report, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(render_html(report))

    wide = page.evaluate("document.documentElement.scrollWidth")

    page.close()
    assert wide <= 320
