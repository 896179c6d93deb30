"""Pages as files in the system's browser: no server, so any moment of any exercise can be seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.conftest import browser, browser_type_launch_args


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Of a browser that closes with the module: beside an open one no event loop can run."""
    with browser.new_context() as context:
        yield context.new_page()


__all__ = ["browser", "browser_type_launch_args", "page"]
