"""What a browser keeps of what it was told, and what that is worth to an auditor."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from facilitator.cli.app import run
from tests.web.browsing import SOON, browsing, open_live
from tests.web.serving import Caller, Server, code_of, participant

SEAT = "platform-lead"
KEPT = """([exercise, count]) =>
    (localStorage.getItem(`drillroom:${exercise}:receipts`) ?? "").split("\\n").filter(Boolean)
    .length === count"""


def test_a_participants_browser_saves_receipts_that_an_auditor_can_hold_the_record_against(
    browser: Browser,
    server: Server,
    control: Caller,
    exercise: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    saved, bundle = tmp_path / "receipts.jsonl", tmp_path / "bundle.zip"
    with browsing(browser, server, ana) as page:
        open_live(page, f"/x/{exercise}/log")
        for count, words in enumerate(("Two services are slow.", "It began at noon."), start=1):
            page.locator("#entry textarea").fill(words)
            page.get_by_role("button", name="Keep").click()
            page.wait_for_function(KEPT, arg=[exercise, count], timeout=SOON)
        control.do(exercise, "exercise.end")
        page.wait_for_url(f"**/x/{exercise}/hotwash", timeout=SOON)  # it comes up by itself

        with page.expect_download() as downloading:
            page.get_by_role("link", name="Save my 2 receipts").click()
        downloading.value.save_as(saved)
    bundle.write_bytes(control.http.get(f"/x/{exercise}/bundle/auditor.zip").content)
    run(["verify", str(bundle), "--receipt", str(saved), "--json"])
    found = json.loads(capsys.readouterr().out)

    lines = [json.loads(line) for line in saved.read_text(encoding="utf-8").splitlines()]
    assert [sorted(line) for line in lines] == [["origin", "root"]] * 2, "a size would count"
    assert found["intact"] is True
    assert found["outside"]["size"] > 0, "the root was found again, and with it its size"
    ana.close()
