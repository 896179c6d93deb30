"""What axe finds on a page: the one place where it is asked, and by which rules."""

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OF_COLOURS: Final = ["color-contrast", "link-in-text-block"]
"""The rules of those tags that look at colours."""


def barriers(page: Page) -> list[str]:
    """Every rule of the six tag groups that *page* breaks as it stands, and where first."""
    return _found(page, {"type": "tag", "values": _TAGS})


def barriers_light_and_dark(page: Page) -> list[str]:
    """The same in both themes, of a page in which a theme changes colours and nothing else."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")  # no colour glides over
    in_light = barriers(page)
    page.emulate_media(color_scheme="dark")
    in_dark = _found(page, {"type": "rule", "values": _OF_COLOURS})
    return [*in_light, *(f"dark: {one}" for one in in_dark)]


def _found(page: Page, asked: dict[str, Any]) -> list[str]:
    # what passes is neither looked up nor sent
    options = {"runOnly": asked, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
