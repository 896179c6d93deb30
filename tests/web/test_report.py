"""The report over the web: read, taken away, edited and signed, by whom it is for."""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from evidence.receipts import parse_receipts
from evidence.words import words_of
from facilitator.bundle.reading import read_bundle
from tests.web.serving import Caller, Server, code_of, facilitator, open_day, participant, serving

SEAT = "duty-manager"
PLAYING_S = 600
"""Two hundred plays take a quarter of a minute of a processor that does nothing else."""
SETTING_S = 180
"""A form takes seconds of a processor of its own, and a minute of one that is shared by many."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Caller, str]]:
    with serving(tmp_path_factory.mktemp("report") / "data") as server:
        control = facilitator(server)
        exercise = open_day(control)[0]
        control.start(exercise)
        ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
        ana.do(exercise, "log.enter", words="Two services are slow.")
        assert "made when play has ended" in control.page(f"/x/{exercise}/report")
        assert control.http.get(f"/x/{exercise}/report.html").status_code == 409
        control.do(exercise, "exercise.end")
        yield server, control, exercise
        control.close()


def test_the_report_is_one_file_that_may_do_nothing_but_show_itself(
    played: tuple[Server, Caller, str],
) -> None:
    _, control, exercise = played

    answer = control.http.get(f"/x/{exercise}/report.html", timeout=SETTING_S)

    assert answer.status_code == 200
    assert "After-action report" in answer.text
    policies = answer.headers.get_list("content-security-policy")
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_the_extra_the_report_is_read_without_pictures_and_the_page_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hides = "import sys\nfor name in ('vl_convert', 'weasyprint', 'openpyxl'):\n"
    (tmp_path / "sitecustomize.py").write_text(f"{hides}    sys.modules[name] = None\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with serving(tmp_path / "data") as server:
        control = facilitator(server)
        exercise = open_day(control)[0]
        control.start(exercise)
        control.do(exercise, "exercise.end")

        page = control.page(f"/x/{exercise}/report")
        read = control.http.get(f"/x/{exercise}/report.html", timeout=SETTING_S)

        assert read.status_code == 200
        assert "After-action report" in read.text
        assert 'href="report.html"' in page
        assert "here without pictures: vl-convert not installed" in page
        for form in ("pdf", "xlsx"):
            assert f'href="report.{form}"' not in page
        assert "openpyxl not installed; install the extra: pip install" in page
        control.close()


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")])
def test_the_other_forms_are_taken_away_as_files(
    played: tuple[Server, Caller, str], form: str, begins: bytes
) -> None:
    _, control, exercise = played

    answer = control.http.get(f"/x/{exercise}/report.{form}", timeout=SETTING_S)

    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(begins)
    assert f'filename="{exercise}-report.{form}"' in answer.headers["content-disposition"]


def test_a_bundle_from_the_page_verifies(
    played: tuple[Server, Caller, str], tmp_path: Path
) -> None:
    _, control, exercise = played

    answer = control.http.get(f"/x/{exercise}/bundle/auditor.zip")
    file = tmp_path / "bundle.zip"
    file.write_bytes(answer.content)

    assert answer.status_code == 200
    assert zipfile.ZipFile(BytesIO(answer.content)).testzip() is None
    assert read_bundle(file).record.exercise == exercise


def test_the_wall_shows_the_closing_root_as_eight_words_and_a_code(
    played: tuple[Server, Caller, str],
) -> None:
    _, control, exercise = played
    bundle = zipfile.ZipFile(BytesIO(control.http.get(f"/x/{exercise}/bundle/full.zip").content))

    page = control.page(f"/x/{exercise}/wall")

    closing = page.partition('class="closing"')[2]
    words = tuple(re.findall(r"<li>([a-z]+)</li>", closing))
    (entries,) = map(int, re.findall(r"over (\d+) entries", closing))
    (head,) = parse_receipts(bundle.read(f"log/checkpoints/{entries:012}.note"))
    assert words == words_of(head.root)
    assert re.findall(r"<code>([0-9a-f]{16})", closing) == [head.root.hex()[:16]]
    assert "QR code for the closing root of" in closing


def test_before_the_end_the_wall_shows_no_root(played: tuple[Server, Caller, str]) -> None:
    _, control, _ = played
    exercise = open_day(control, teams="Still at it")[0]
    control.start(exercise)

    assert 'class="closing"' not in control.page(f"/x/{exercise}/wall")


def told(control: Caller, exercise: str) -> str:
    """The report as a file, as text."""
    return " ".join(control.page(f"/x/{exercise}/report.md").split())


def test_words_are_edited_in_versions_and_a_signature_stands_in_the_report(
    played: tuple[Server, Caller, str],
) -> None:
    _, control, exercise = played

    once = control.do(exercise, "report.edit", section="3", words="The second alert was ours.")
    again = control.do(exercise, "report.edit", section="3", words="The second alert was real.")
    page = control.page(f"/x/{exercise}/report")
    head = page.partition('name="head" value="')[2].partition('"')[0]
    signed = control.do(
        exercise, "signoff.give", statement="prepared", head=head, verified="true", name="Kim",
        conflicts="true", words="I chose the scenario.",
    )  # fmt: skip
    after = control.page(f"/x/{exercise}/report")

    assert once["ok"]
    assert again["ok"]
    assert "The second alert was real." in page
    assert "version 2" in page
    assert signed["ok"], signed["says"]
    assert "signed; record and figures found in order, conflicts of interest declared" in after
    assert 'name="conflicts" value="true"' in page
    assert "Declared with the sign-off: I chose the scenario." in told(control, exercise)


def test_a_signature_is_over_record_scorecard_and_report_and_names_what_it_excepts(
    played: tuple[Server, Caller, str],
) -> None:
    _, control, exercise = played
    page = control.page(f"/x/{exercise}/report")
    over = {
        name: page.partition(f'name="{name}" value="')[2].partition('"')[0]
        for name in ("head", "scorecard", "report")
    }
    task = page.partition('name="excepting" value="')[2].partition('"')[0]
    report = control.http.get(f"/x/{exercise}/report.json").content

    signed = control.do(
        exercise, "signoff.give", statement="evaluated", verified="true", conflicts="false",
        name="Kim", excepting=[task], **over,
    )  # fmt: skip

    assert signed["ok"], signed["says"]
    assert over["report"] == hashlib.sha256(report).hexdigest()
    text = told(control, exercise)
    assert f"except {task}" in text
    assert all(f"{name} {digest}" in text for name, digest in over.items())


def test_what_stood_before_can_be_read_beside_the_words_that_stand(
    played: tuple[Server, Caller, str],
) -> None:
    _, control, exercise = played
    for words in ("We saw it at once.", "We saw it after an hour."):
        control.do(exercise, "report.edit", section="8", words=words)

    page = control.page(f"/x/{exercise}/report").partition("<b>8</b>")[2].partition("<b>9</b>")[0]

    assert page.index("We saw it after an hour.") < page.index("1 earlier")
    assert page.index("1 earlier") < page.index("We saw it at once.")
    assert "<del>at once.</del><ins>after an hour.</ins>" in page


def test_a_signature_is_withdrawn_with_a_reason_and_can_be_given_again(
    played: tuple[Server, Caller, str],
) -> None:
    _, control, exercise = played
    page = control.page(f"/x/{exercise}/report")
    head = page.partition('name="head" value="')[2].partition('"')[0]
    said = {"statement": "accepted-by-control-owner", "head": head, "verified": "true"}
    control.do(exercise, "signoff.give", **said, name="Kim", conflicts="false")

    signed = control.page(f"/x/{exercise}/report")
    answer = control.do(
        exercise, "signoff.withdraw", statement=said["statement"], words="A figure was contested."
    )
    after = control.page(f"/x/{exercise}/report")

    for form in ("sign-", "unsign-"):
        there = f'id="{form}{said["statement"]}"'
        assert (there in signed, there in after) == (form == "unsign-", form == "sign-")
    assert answer["ok"], answer


def test_a_recovery_stands_beside_that_of_simulated_teams_once_somebody_asks(
    played: tuple[Server, Caller, str],
) -> None:
    _, control, exercise = played

    before = control.page(f"/x/{exercise}/report")
    asked = control.http.get(f"/x/{exercise}/report?beside=yes", timeout=PLAYING_S).text
    after = control.page(f"/x/{exercise}/report")

    assert 'href="report?beside=yes#beside"' in before
    for page in (asked, after):
        row = page.partition('id="beside"')[2].partition("</section>")[0]
        assert "Merchant Console" in row
        assert "not recovered" in row
        assert "200 of 200" in row


def test_nobody_takes_a_report_away_that_is_not_theirs(
    played: tuple[Server, Caller, str],
) -> None:
    server, control, exercise = played
    stranger = Caller(server)

    for path in ("report", "report.html", "report.pdf", "bundle/full.zip"):
        assert stranger.http.get(f"/x/{exercise}/{path}").status_code == 401
    other = open_day(control, teams="Other team")[0]
    eve = participant(server, code_of(control, other), name="Eve", seat=SEAT)
    for path in ("report", "report.html", "bundle/full.zip"):
        assert eve.http.get(f"/x/{exercise}/{path}").status_code == 403
    assert control.http.get(f"/x/{exercise}/report.exe").status_code == 403
