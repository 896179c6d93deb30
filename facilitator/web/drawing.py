"""Draws pages: the one Jinja environment, with the few filters and globals that templates use.

Autoescape is always on.  A page and its parts are drawn by the same templates in the same
context, so a region that is fetched again looks as it did on the page.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import nh3
import segno
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from facilitator.access import PAGES
from facilitator.access.codes import read_code, show_code
from facilitator.screens import Page, Seen
from facilitator.screens.frame import Frame
from facilitator.screens.runs import say_day
from facilitator.screens.saying import INSTANT, ms_of, say_at, say_length, say_span
from runbooks.authored import show_local

ID_BYTES: Final = 9  # 72 bits: a client-made id meets another one never
_CLOCK_TIME: Final = re.compile(r"\b(\d+):(\d\d):(\d\d)\b")
ALLOWED_TAGS: Final = {
    "p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "h3", "h4", "hr",
}  # fmt: skip
"""What Markdown from people may become: no links, no images, nothing that fetches or acts."""


class Drawing:
    """Draws every page of the house.

    Args:
        asset: The address of a static file, with its digest in it.
        join_url: The address that a phone opens to join with a code.
    """

    def __init__(self, *, asset: Callable[[str], str], join_url: Callable[[str], str]) -> None:
        self._jinja = Environment(
            loader=PackageLoader("facilitator.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals.update(
            asset=asset, join_url=join_url, new_id=new_id, qr=qr, receipt=self._receipt
        )
        self._jinja.filters.update(
            at=say_at,
            code=_code,
            span=say_span,
            lasting=say_length,
            day=say_day,
            markdown=markdown,
            iso=_iso,
            said=_said,
            clock=_clock,
            title=_title,
            timed=_timed,
            instants=_instants,
        )

    def page(self, page: Page, content: object, *, seen: Seen, frame: Frame) -> str:
        """The whole document of one page of an exercise."""
        context = {"page": content, "seen": seen, "frame": frame}
        return _through(frame, self.template(page.template, context))

    def part(self, page: Page, part: str, content: object, *, seen: Seen, frame: Frame) -> str:
        """One region of a page alone.

        Raises:
            KeyError: The page has no such part.
        """
        context = {"page": content, "seen": seen, "frame": frame}
        return _through(frame, self.template(page.parts[part], context))

    def template(self, template: str, context: Mapping[str, Any]) -> str:
        """Any template; the door and the errors have neither frame nor view."""
        return self._jinja.get_template(template).render(context)

    def _receipt_markup(self, seen: Seen | None, form: str) -> Markup:
        if seen is None or seen.receipt is None or seen.receipt.form != form:
            return Markup("")
        return Markup(self.template("_receipt.html", {"receipt": seen.receipt}))

    @property
    def _receipt(self) -> Callable[[Context, str], Markup]:
        @pass_context
        def receipt(context: Context, form: str) -> Markup:
            return self._receipt_markup(context.get("seen"), form)

        return receipt


def _through(frame: Frame, html: str) -> str:
    """Staff who look through a seat go on looking through it, wherever a link of the team leads."""
    if not frame.reads_as:
        return html
    seat = frame.viewer.seat

    def link(found: re.Match[str]) -> str:
        page, query, place = found[1], found[2] or "", found[3] or ""
        if re.search(r"[?;&]as=", query):
            return found[0]
        return f'href="{page}{query}{"&amp;" if query else "?"}as={seat}{place}"'

    hidden = rf'\1<input type="hidden" name="as" value="{seat}">'
    return _TEAM_LINK.sub(link, _ASKING.sub(hidden, html))


_TEAM_LINK: Final = re.compile(
    rf'href="({"|".join(name for name, kinds in PAGES.items() if "participant" in kinds)})'
    r'(\?[^"#]*)?(#[^"]*)?"'
)
_ASKING: Final = re.compile(r'(<form\b[^>]*method="get"[^>]*>)(?!<label[^>]*for="look-as")')
"""A form that asks for a page, except the one that chooses the seat."""


def new_id() -> str:
    """An id for the next command from this form: the same press twice is one act."""
    return secrets.token_urlsafe(ID_BYTES)


def qr(holds: str, named: str = "") -> Markup:
    """A QR code as an inline drawing, named by what it holds unless *named* otherwise."""
    drawn = segno.make(holds, error="m").svg_inline(
        scale=4, border=0, dark="#000000", light="#ffffff", omitsize=True, svgclass="qr-code"
    )
    label = escape(f"QR code for {named or holds}")
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))


def markdown(text: str) -> Markup:
    """What a person wrote, as harmless HTML."""
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    return Markup(nh3.clean(html, tags=ALLOWED_TAGS, attributes={}))


def _code(code: str) -> str:
    """A join code as it is read aloud: ``7KM-4QX``."""
    read = read_code(code)
    return show_code(read) if read is not None else code


@pass_context
def _iso(context: Context, at: int) -> str:
    """An instant of exercise time as the story's UTC instant, for ``<time datetime>``."""
    seen: Seen = context["seen"]
    starts = seen.plan.scenario.starts.utc_ms
    instant = datetime.fromtimestamp((starts + at) / 1000, tz=UTC)
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")


def _timed(words: str) -> Markup:
    """A sentence in which each time of the exercise clock is a ``<time>``, counted from StartEx."""
    said = r'<time datetime="PT\1H\2M\3S">\g<0></time>'
    return Markup(_CLOCK_TIME.sub(said, str(escape(words))))  # escaped, and only digits are put in


@pass_context
def _instants(context: Context, words: str) -> Markup:
    """A sentence of the score whose instants are ``<time>``, as on the rest of the page."""

    def time(found: re.Match[str]) -> str:
        at = ms_of(found)
        story = f'datetime="{_iso(context, at)}" title="{_clock(context, at)}"'
        return f"<time {story}>{say_at(at)}</time>"

    return Markup(INSTANT.sub(time, str(escape(words))))


@pass_context
def _clock(context: Context, at: int) -> str:
    """An instant of exercise time in the story's own zone: ``Tue 24 Nov 23:17``."""
    seen: Seen = context["seen"]
    starts = seen.plan.scenario.starts
    return show_local(starts.utc_ms + at, starts.zone)


@pass_context
def _said(context: Context, at: int) -> str:
    """The same instant as a form takes it back: ``2026-11-24 23:17:05``, in the story's zone."""
    seen: Seen = context["seen"]
    starts = seen.plan.scenario.starts
    instant = datetime.fromtimestamp((starts.utc_ms + at) / 1000, tz=ZoneInfo(starts.zone))
    return f"{instant:%Y-%m-%d %H:%M:%S}"


@pass_context
def _title(context: Context, part: str) -> str:
    """What people call a part of the organisation."""
    seen: Seen = context["seen"]
    return seen.plan.organisation.title_of(part)
