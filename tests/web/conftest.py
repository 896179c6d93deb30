"""One server for each test module; a game day of its own for each test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.serving import Caller, Server, facilitator, open_day, serving

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def control(server: Server) -> Iterator[Caller]:
    caller = facilitator(server)
    yield caller
    caller.close()


@pytest.fixture
def exercise(control: Caller) -> str:
    """A new exercise of one team, not started, in which nobody is simulated."""
    return open_day(control)[0]


def chromium() -> Path | None:
    """Debian's browser, if it is installed."""
    return next((Path(found) for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's own browsers are not downloaded; the system's is used."""
    found = chromium()
    if found is None:
        says = "no chromium: `make test` installs it through apt-get when it may"
        if os.environ.get("CI") == "true":
            pytest.fail(says)
        pytest.skip(says)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": str(found), "args": arguments}


@pytest.fixture(scope="module")
def browser(browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """Of one module alone: while Playwright is open, no other test can run an event loop."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(**browser_type_launch_args) as browser,
    ):
        yield browser
