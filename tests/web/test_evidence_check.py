"""The auditor's own browser checks a bundle, with nothing uploaded."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evidence.canonical import encode
from facilitator.bundle import assemble
from facilitator.tamper import ALTERATIONS, CannotForge, Forger
from tests.bundle import golden

SCRIPT = Path(__file__).parents[2] / "facilitator/web/static/evidence-check.js"
PAGE = """<!doctype html><title>Check evidence</title>
<form data-evidence-check>
<label>Bundle <input type="file" name="bundle"></label>
<label>Key <input name="key"></label>
<label>Receipts <input type="file" name="receipts" multiple></label>
<button>Check</button><output aria-live="polite"></output>
</form><script src="evidence-check.js"></script>"""

GOLDEN = assemble(golden.parts(), golden.KEY)

# The browser looks at less than the verifier: shapes of leaves, what follows the close, who may
# redact, salts used twice, the engine, attachments, the key file, the place among all records.
ONLY_OFFLINE = {
    "shape",
    "unknown_version",
    "after_close",
    "redaction_authority",
    "commitment_reused",
    "engine",
    "blob",
    "key_file",
    "instance_proof",
    "diverged_scorecard",
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("page")
    (folder / "index.html").write_text(PAGE)
    (folder / "evidence-check.js").write_bytes(SCRIPT.read_bytes())
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as page:
        yield page


def check(
    page: Page, address: str, bundle: bytes, *, key: str = "", receipt: bytes | None = None
) -> str:
    """What the page says about a bundle."""
    page.goto(address)
    page.set_input_files("[name=bundle]", {"name": "b.zip", "mimeType": "", "buffer": bundle})
    page.fill("[name=key]", key)
    if receipt is not None:
        page.set_input_files(
            "[name=receipts]", {"name": "receipt.json", "mimeType": "", "buffer": receipt}
        )
    page.click("button")
    expect(page.locator("output[data-intact]")).to_be_visible()
    return page.locator("output").inner_text()


def test_a_good_bundle_is_found_good(page: Page, address: str) -> None:
    said = check(page, address, GOLDEN, key=str(golden.KEY.public))

    assert "Intact\nyes" in said
    assert "pinned by you" in said
    assert "seen by nobody" in said


def test_without_a_key_it_says_that_nobody_pinned_it(page: Page, address: str) -> None:
    assert "pinned by nobody" in check(page, address, GOLDEN)


def test_a_receipt_is_held_against_the_bundle(page: Page, address: str) -> None:
    receipt = Forger(GOLDEN).receipt

    said = check(page, address, GOLDEN, receipt=encode(receipt.to_json()))

    assert f"seen at size {receipt.size}" in said


def test_nothing_is_uploaded(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))

    check(page, address, GOLDEN, key=str(golden.KEY.public))

    assert all(one.startswith("GET ") for one in asked)
    assert len(asked) <= 3  # the page, the script, an icon


@pytest.mark.parametrize(
    "says",
    [
        one.says
        for one in ALTERATIONS
        if one.what not in ONLY_OFFLINE and "report" not in one.says  # the golden bundle has none
    ],
)
def test_the_browser_catches_it_too(page: Page, address: str, says: str) -> None:
    alteration = next(one for one in ALTERATIONS if one.says == says)
    forger = Forger(GOLDEN)
    try:
        copy = alteration.make(forger)
    except CannotForge as error:
        pytest.skip(str(error))
    receipt = encode(forger.receipt.to_json()) if alteration.needs == "receipt" else None

    said = check(page, address, copy, key=str(forger.key.public), receipt=receipt)

    assert "Intact\nNO" in said
