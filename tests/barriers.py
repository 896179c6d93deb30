"""What axe finds on a page: the one place where it is asked, and by which rules."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(page: Page) -> list[str]:
    """Every rule of the six tag groups that *page* breaks as it stands, and where first."""
    # what passes is neither looked up nor sent
    asked = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=asked).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def barriers_light_and_dark(page: Page) -> list[str]:
    """The same in both themes, of a page that is loaded once."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")  # no colour glides over
    in_light = barriers(page)
    page.emulate_media(color_scheme="dark")
    return [*in_light, *(f"dark: {one}" for one in barriers(page))]
