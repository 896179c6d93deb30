"""People with real browsers on the real server: pages opened with somebody's sign-in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.web.serving import Caller, Server

SOON: Final = 20_000
"""Milliseconds that a page is given on a machine with much else to do; no speed is meant."""


@contextmanager
def browsing(
    browser: Browser,
    server: Server,
    caller: Caller | None = None,
    *,
    width: int = 1366,
    script: bool = True,
    calm: bool = True,
    url: str = "",
) -> Iterator[Page]:
    """A browser of one person, who brings the sign-in of *caller*; nobody's without one.

    While it is *calm*, no page may break its own content policy, ask for what is not there or
    for anything of another host, or complain on the console.  A refusal is a complaint.
    """
    home = url or server.url
    wrong: list[str] = []
    with browser.new_context(
        base_url=home, viewport={"width": width, "height": 860}, java_script_enabled=script
    ) as context:
        context.on("console", lambda s: wrong.append(s.text) if s.type == "error" else None)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("request", lambda r: None if _at_home(r.url, home) else wrong.append(r.url))
        if caller is not None:
            sign_in(context, caller)
        page = context.new_page()
        page.set_default_timeout(SOON)
        page.set_default_navigation_timeout(SOON)
        yield page
        assert not (calm and wrong), wrong


def _at_home(url: str, home: str) -> bool:
    return url.startswith((home, home.replace("http", "ws", 1), "data:", "blob:"))


def sign_in(context: BrowserContext, caller: Caller) -> None:
    """Give a browser the cookies that a caller has got."""
    for cookie in caller.http.cookies.jar:
        context.add_cookies(
            [{"name": cookie.name, "value": cookie.value or "", "url": caller.server.url}]
        )


def open_live(page: Page, path: str) -> Page:
    """Open a page of an exercise and wait until it follows the stream."""
    page.goto(path)
    expect(page.locator("#link")).to_have_text("Live", timeout=SOON)
    return page


def receipt_of(page: Page, form: str) -> Locator:
    """Where the answer to a form stands."""
    return page.locator(f"form#{form} .receipt")
