"""How long a first exercise takes somebody new: `python -m benchmarks.first_exercise`.

Goes the way of `facilitator/web/README.md` in a real browser, from a fresh clone to the report, and
counts as a person would: of each page the first screenful is read, and everything down to whatever
is pressed there; at four words a second, and nothing twice.  A press takes two seconds to find, and
typing goes at three characters a second.
What the machine takes is measured; what a person takes is added, and waited for only where the
exercise's own clock runs meanwhile.  People take seats side by side, while the pre-flight is read.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Locator, Page, sync_playwright

WORDS_PER_S: Final = 4.0
PRESS_S: Final = 2.0
CHARS_PER_S: Final = 3.0
PLAY_S: Final = 300
"""At 5x, with one jump over what is quiet: the first half hour of the story."""
PATIENCE_MS: Final = 20_000
_SHOWN: Final = """down => {
    const seen = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const box = walker.currentNode.parentElement;
        const top = box.getBoundingClientRect().top;
        if (text && top < Math.max(down, innerHeight) && box.checkVisibility({
            visibilityProperty: true}) && !box.closest(
            "script, style, kbd, option, .hidden-text, .skip")) seen.push(text);
    }
    return seen;
}"""


@dataclass(slots=True)
class Person:
    """Somebody new, their browser, and how long it has taken them."""

    page: Page
    spent_s: float = 0.0
    shown_s: float = 0.0
    """When the last page had come, and nothing of it was read."""
    live: bool = False
    """The exercise's clock runs: what a person takes is waited for."""
    _read: set[str] = field(default_factory=set)

    def take(self, seconds: float) -> None:
        if self.live:
            self.page.wait_for_timeout(seconds * 1000)
        else:
            self.spent_s += seconds

    @contextlib.contextmanager
    def measured(self) -> Iterator[None]:
        began = time.monotonic()
        yield
        if not self.live:
            self.spent_s += time.monotonic() - began

    def go(self, address: str) -> None:
        with self.measured():
            self.page.goto(address)
        self.look()

    def look(self, down: float = 0.0) -> None:
        """Read what was not read before: the first screenful, or as far *down* as that."""
        fresh = [text for text in self.page.evaluate(_SHOWN, down) if text not in self._read]
        self._read.update(fresh)
        self.take(sum(len(text.split()) for text in fresh) / WORDS_PER_S)

    def find(self, what: Locator) -> None:
        """Read down to it, and see it."""
        what.wait_for(timeout=PATIENCE_MS)
        box = what.bounding_box()
        self.look(down=box["y"] + box["height"] if box else 0.0)
        self.take(PRESS_S)

    def press(self, what: Locator) -> None:
        self.find(what)
        with self.measured():
            what.click(timeout=PATIENCE_MS)
            self.page.wait_for_load_state()
        self.shown_s = self.spent_s
        self.look()

    def write(self, what: Locator, words: str) -> None:
        self.find(what)
        self.take(len(words) / CHARS_PER_S)
        what.fill(words)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name).first

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name).first


def walk(browser: Browser, said: list[str], link: str, spent_s: float) -> None:
    """From the link to the report; prints where what time had passed."""
    kim = Person(browser.new_page(viewport={"width": 1366, "height": 768}), spent_s)
    kim.take(sum(len(line.split()) for line in said) / WORDS_PER_S)
    _tell("the link is read", kim)
    _come_in(kim, link)
    _prepare(kim)
    _seats(browser, kim)
    _start(kim)
    _play(kim)
    _end(kim)


def _come_in(kim: Person, link: str) -> None:
    kim.go(link)
    kim.write(kim.page.get_by_label("Your name"), "Kim")
    kim.press(kim.button("Come in"))
    _tell("in the demo's control room", kim)


def _prepare(kim: Person) -> None:
    kim.press(kim.page.get_by_role("link", name="all game days", exact=False).first)
    kim.press(kim.link("Choose a scenario"))
    kim.press(kim.link("The wrong window"))
    kim.press(kim.button("Open it"))
    kim.page.wait_for_url("**/preflight")


def _seats(browser: Browser, kim: Person) -> None:
    """Two people come in, side by side, and the facilitator waits for the slower."""
    code = kim.page.locator(".join-code").inner_text()
    address = kim.page.url.partition("/x/")[0]
    waits: list[float] = []
    for name in ("Ana", "Bo"):
        one = Person(browser.new_context(viewport={"width": 390, "height": 844}).new_page())
        one.go(f"{address}/join")
        one.write(one.page.get_by_label("Code"), code)
        one.press(one.button("Go on"))
        one.write(one.page.get_by_label("Name the others see"), name)
        seat = one.page.locator("label:has(input[name=seat]:not(:disabled))").nth(len(waits))
        one.press(seat)
        one.press(one.button("Join"))
        one.press(one.button("I am ready"))
        waits.append(one.spent_s)
    kim.spent_s = max(kim.spent_s, kim.shown_s + max(waits))
    kim.page.reload()
    _tell("two people are in their seats", kim)


def _start(kim: Person) -> None:
    if kim.button("Keep the reason").count():
        reason = kim.page.get_by_label("Why we start all the same")
        kim.write(reason, "A first try.")
        kim.press(kim.button("Keep the reason"))
        kim.page.get_by_text("Recorded at").first.wait_for(timeout=PATIENCE_MS)
    kim.find(kim.page.get_by_label("No real incident is under way"))
    kim.page.get_by_label("No real incident is under way").check()
    _tell("play can begin", kim)


def _play(kim: Person) -> None:
    """Five minutes at 5x: the control room is read while the clock runs, then one jump."""
    began, kim.live = time.monotonic(), True
    kim.press(kim.button("Start the exercise"))
    kim.page.wait_for_url("**/control*")
    kim.press(kim.button("5×"))
    kim.press(kim.link("Jump to next event"))
    kim.page.locator("#do-jump").wait_for(timeout=PATIENCE_MS)
    reason = kim.page.locator("#do-jump input[name=words]")
    if reason.count():
        kim.write(reason, "A quiet half hour.")
    kim.press(kim.page.locator("#do-jump button[type=submit]").first)
    kim.page.wait_for_timeout(max(0.0, PLAY_S - (time.monotonic() - began)) * 1000)
    kim.live = False
    kim.take(time.monotonic() - began)
    _tell("five minutes were played", kim)


def _end(kim: Person) -> None:
    kim.page.goto(kim.page.url.partition("?")[0])
    kim.press(kim.page.locator("summary", has_text="End play").first)
    kim.press(kim.page.locator("form#end button").first)
    kim.page.wait_for_url("**/scorecard*")
    kim.look()
    _tell("the scorecard is read", kim)
    kim.press(kim.link("Report"))
    _tell("the report is open", kim)


def _tell(what: str, who: Person) -> None:
    minutes, seconds = divmod(round(who.spent_s), 60)
    print(f"{minutes:3d}:{seconds:02d}  {what}", flush=True)


@contextlib.contextmanager
def opened(command: list[str], where: Path) -> Iterator[tuple[list[str], str]]:
    """The server that *command* starts; what it said until it was open, and the link."""
    with subprocess.Popen(command, cwd=where, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said: list[str] = []
        while "works once" not in (said[-1] if said else ""):
            said.append(server.stdout.readline())
            assert said[-1], "the server ended before it was open"
        try:
            yield said, said[-1].split()[-1]
        finally:
            server.terminate()
            server.stdout.read()


def main() -> None:
    """Clone, set up, walk.  With ``here`` the server of this checkout is used instead."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        data = f"{folder}/data"
        began = time.monotonic()
        where = Path.cwd()
        drillroom = str(Path(sys.executable).with_name("drillroom"))
        command = [drillroom, "serve", "--demo", "--port", "0", "--data", data]
        if "here" not in sys.argv:
            where = Path(folder, "clone")
            subprocess.run(["git", "clone", "-q", ".", str(where)], check=True)
            command = ["make", "-s", "run", f"ARGS=--port 0 --data {data}"]
        with opened(command, where) as (said, link):
            browser = play.chromium.launch(executable_path=shutil.which("chromium"))
            walk(browser, said, link, time.monotonic() - began)
            browser.close()


if __name__ == "__main__":
    main()
