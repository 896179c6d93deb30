"""A house's own organisations and runbooks are written on a page, and what nobody needs goes."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scenarios import shelf
from scenarios.load import FileKind
from tests.barriers import barriers
from tests.web.browsing import SOON, browsing
from tests.web.serving import Caller, Server, invited
from tests.web.test_own_library import ours

BOOK = "restore-primary-database"
BANK = shelf().default_organisation.id


@pytest.fixture
def library(server: Server) -> Iterator[Path]:
    """The folder of the house's own files, empty before and after."""
    folder = server.data / "library"
    yield folder
    for file in folder.glob("*"):
        file.unlink()


def bring_in(control: Caller, text: str) -> str:
    """Bring a file in; the address below which it is edited."""
    answer = control.http.post("/scenarios", files={"file": ("a.yaml", text.encode())})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removesuffix("/edit")


def base_of(control: Caller, page: str) -> str:
    found = re.search(r'name="base" value="(\w+)"', control.page(page))
    assert found is not None
    return found[1]


def remove(control: Caller, address: str, *, base: str = "") -> tuple[int, str]:
    """Press *Remove it*; the status and the words of the answer."""
    said = {"base": base or base_of(control, f"{address}/remove")}
    answer = control.http.post(f"{address}/remove", data=said)
    return answer.status_code, unescape(re.sub(r"<[^>]+>", "", answer.text))


@pytest.mark.parametrize(("kind", "old"), [("organisation", BANK), ("runbook", BOOK)])
def test_an_own_organisation_or_runbook_is_edited_with_its_problems_beside_it(
    control: Caller, library: Path, kind: FileKind, old: str
) -> None:
    text = ours(kind, old, "ours")
    address = bring_in(control, text)
    page = control.page(f"{address}/edit")
    said = {"base": base_of(control, f"{address}/edit"), "do": "look"}

    wrong = control.http.post(f"{address}/edit", data={**said, "text": f"{text}surprise: yes\n"})
    kept = control.http.post(
        f"{address}/edit", data={**said, "text": f"# Ours.\n{text}", "do": "save"}
    )
    other = control.http.post(
        f"{address}/edit", data={**said, "text": text.replace(": ours", ": theirs"), "do": "save"}
    )

    assert address == f"/scenarios/{kind}/ours"
    assert "Nothing is wrong with it" in page
    assert "Play it 200 times" not in page
    assert "Lived through by" not in page
    assert "surprise" in unescape(wrong.text).partition("Check</h2>")[2]
    assert (wrong.status_code, kept.status_code, other.status_code) == (200, 200, 422)
    assert (library / f"{kind}-ours.yaml").read_text().startswith("# Ours.\n")
    assert f'href="{address}/edit"' in control.page("/scenarios")


def test_what_comes_with_the_product_is_taken_as_a_file_and_not_edited_or_removed(
    control: Caller,
) -> None:
    address = f"/scenarios/organisation/{BANK}"

    assert f'href="{address}/file"' in control.page("/scenarios")
    assert control.http.get(f"{address}/file").content == shelf().default_organisation.data
    for page in ("edit", "remove"):
        assert control.http.get(f"{address}/{page}").status_code == 404
        assert control.http.post(f"{address}/{page}", data={"base": "x"}).status_code == 404
    assert control.http.get("/scenarios/rubric/reference/edit").status_code == 404


def test_an_own_file_that_nothing_needs_is_removed_after_a_page_that_says_so(
    control: Caller, library: Path
) -> None:
    address = bring_in(control, ours("scenario", "restore", "our-window"))
    opened = control.http.post("/days", data={"scenario": "our-window", "teams": "Team A"})
    page = control.page(f"{address}/remove")

    status, _ = remove(control, address)

    assert "Nothing in your library and no plan needs it." in page
    assert "Game days that were opened keep their own copy" in page
    assert status == 303
    assert list(library.glob("*")) == []
    assert control.http.get(address).status_code == 404
    assert "The wrong window" in control.page(opened.headers["location"]), (
        "it is played all the same"
    )
    assert remove(control, address, base="x")[0] == 404


def test_what_a_scenario_follows_or_a_plan_names_is_not_removed(
    control: Caller, library: Path
) -> None:
    book = bring_in(control, ours("runbook", BOOK, "our-book"))
    user = next(one for one in shelf().scenarios if f"runbook: {BOOK}" in one.data.decode())
    text = ours("scenario", user.id, "our-story").replace(f"runbook: {BOOK}", "runbook: our-book")
    story = bring_in(control, text)
    day = datetime.now(UTC).date() + timedelta(days=3)
    control.http.post(
        "/plans",
        data={"scenario": "our-story", "day": str(day), "lead": "Ops", "objective": "To see"},
    )

    followed, planned = remove(control, book), remove(control, story)
    page = control.page(f"{book}/remove")

    assert (followed[0], planned[0]) == (409, 409)
    assert f"It is still needed: the scenario {user.title} follows it." in followed[1]
    assert f"it is planned for {day.day} {day:%b %Y}" in planned[1]
    assert re.search(r"<button[^>]*disabled[^>]*>Remove it", page)
    assert len(list(library.glob("*.yaml"))) == 2


def test_one_that_stood_for_a_file_of_the_product_gives_way_to_it(
    server: Server, control: Caller, library: Path
) -> None:
    library.mkdir(exist_ok=True)
    (library / "mine.yaml").write_text(ours("runbook", BOOK, BOOK) + "# mine\n")

    page = control.page(f"/scenarios/runbook/{BOOK}/remove")
    status, _ = remove(control, f"/scenarios/runbook/{BOOK}")

    assert "One of the same id comes with Drillroom and takes its place." in page
    assert status == 303
    assert list(library.glob("*")) == []


def test_what_somebody_has_saved_meanwhile_is_not_removed(control: Caller, library: Path) -> None:
    address = bring_in(control, ours("organisation", BANK, "ours"))
    base = base_of(control, f"{address}/remove")
    file = library / "organisation-ours.yaml"
    file.write_text(file.read_text() + "# theirs\n")

    status, said = remove(control, address, base=base)

    assert status == 409
    assert "Somebody has saved it since you looked" in said
    assert file.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.yaml", b"just: notes"),
        ("bytes.yaml", bytes(range(256))),
        ("large.yaml", b"x" * 300_000),
        ('odd "name" & <more>.yaml', b"-"),
    ],
)
def test_a_file_that_cannot_be_read_is_removed_too(
    control: Caller, library: Path, name: str, text: bytes
) -> None:
    library.mkdir(exist_ok=True)
    (library / name).write_bytes(text)
    page = control.page("/scenarios")
    file = unescape(page.partition('name="file" value="')[2].partition('"')[0])

    answer = control.http.post("/scenarios/files/unread/remove", data={"file": file})
    again = control.http.post("/scenarios/files/unread/remove", data={"file": file})

    assert file == f"library/{name}"
    assert answer.status_code == 303
    assert not (library / name).exists()
    assert again.status_code == 409


def test_only_a_file_that_the_library_does_not_read_goes_that_way(
    server: Server, control: Caller, library: Path
) -> None:
    bring_in(control, ours("runbook", BOOK, "ours"))
    (library / "notes.yaml").write_text("just: notes")
    auditor = invited(server, "auditor", name="auditor")

    for name in ("library/runbook-ours.yaml", "records.db", "library/../records.db", ""):
        answer = control.http.post("/scenarios/files/unread/remove", data={"file": name})
        assert answer.status_code == 409, name
    refused = auditor.http.post(
        "/scenarios/files/unread/remove", data={"file": "library/notes.yaml"}
    )
    auditor.close()

    assert refused.status_code == 403
    assert (library / "notes.yaml").exists()
    assert (library / "runbook-ours.yaml").exists()
    assert (server.data / "records.db").exists()


def test_nobody_but_a_facilitator_removes(server: Server, control: Caller, library: Path) -> None:
    address = bring_in(control, ours("organisation", BANK, "ours"))
    base = base_of(control, f"{address}/remove")
    robin = invited(server, "evaluator", name="Robin")

    assert remove(robin, address, base=base)[0] == 403
    assert (library / "organisation-ours.yaml").exists()
    robin.close()


def test_a_problem_in_a_runbook_leads_to_its_line_and_the_way_out_is_accessible(
    browser: Browser, server: Server, control: Caller, library: Path
) -> None:
    address = bring_in(control, ours("runbook", BOOK, "ours"))
    with browsing(browser, server, control, width=390) as page:
        page.goto(f"{address}/edit")
        text = page.get_by_label("The runbook as YAML")
        text.fill(f"{text.input_value()}surprise: yes\n")
        expect(page.locator("#beside .problems")).to_contain_text("surprise", timeout=SOON)
        assert barriers(page) == []
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("link", name="Remove it…").click()

        expect(page.get_by_role("heading", level=1)).to_contain_text("Remove")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Remove it").click()
        expect(page).to_have_url(re.compile("/scenarios$"))
    assert list(library.glob("*")) == []
