"""What axe finds on a page: the one place where it is asked, and by which rules."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

_RULES: Final = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],  # what passes is neither looked up nor sent
}


def barriers(page: Page) -> list[str]:
    """Every rule of the six tag groups that *page* breaks as it stands, and where first."""
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
