"""A facilitator's own files: put into a folder, checked on the page, played by their own house."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.own_library import FOLDER, MAX_BYTES, own_library
from scenarios import shelf
from tests.web.serving import Caller, Server, facilitator, serving


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Caller]]:
    with serving(tmp_path_factory.mktemp("own") / "data") as server:
        control = facilitator(server)
        yield server, control
        control.close()


def ours(kind: str, old: str, new: str) -> str:
    """The file of the library with this id, with an id of our own."""
    item = next(one for one in shelf().items if (one.kind, one.id) == (kind, old))
    text = item.data.decode()
    assert f"{kind}: {old}" in text
    return text.replace(f"{kind}: {old}", f"{kind}: {new}", 1)


def put(server: Server, name: str, text: str) -> Path:
    folder = server.data / "library"
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text)
    return file


def test_an_own_scenario_is_played_by_an_own_organisation_without_a_restart(
    house: tuple[Server, Caller],
) -> None:
    server, control = house
    bank = shelf().default_organisation.id
    story = put(server, "our-window.yaml", ours("scenario", "restore", "our-window"))
    ourselves = put(server, "our-bank.yaml", ours("organisation", bank, "our-bank"))

    library = control.page("/scenarios")
    preview = control.page("/scenarios/our-window?organisation=our-bank")
    opened = control.http.post(
        "/days", data={"scenario": "our-window", "organisation": "our-bank", "teams": "Team A"}
    )

    assert "/scenarios/our-window" in library
    assert "2 found; nothing is wrong with them" in library
    assert "our-bank" in preview
    assert opened.status_code == 303
    assert opened.headers["location"].startswith("/x/our-window-s7-")
    story.unlink()
    ourselves.unlink()


def test_what_does_not_check_is_told_with_line_and_remedy_and_is_not_played(
    house: tuple[Server, Caller],
) -> None:
    server, control = house
    text = ours("scenario", "restore", "broken-window").replace("rubric: house", "rubric: hose", 1)
    assert "rubric: hose" in text
    broken = put(server, "broken.yaml", text)

    library = control.page("/scenarios")
    opened = control.http.post("/days", data={"scenario": "broken-window", "teams": "Team A"})

    assert "library/broken.yaml:" in library
    assert opened.status_code == 422
    assert "library/broken.yaml:" in opened.text
    broken.unlink()


def test_files_that_are_too_large_links_and_other_things_are_not_read_and_that_is_said(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "large.yaml").write_bytes(b"scenario: large\n" + b"#" * MAX_BYTES)
    (folder / "link.yaml").symlink_to("/etc/hostname")
    (folder / "other.yaml").write_text("rubric: mine\n")
    (folder / "notes.txt").write_text("nothing to see")
    text = ours("scenario", "restore", "twice")
    (folder / "one.yaml").write_text(text)
    (folder / "two.yaml").write_text(text)

    library = own_library(tmp_path)

    assert [str(one) for one in library.unread] == [
        "library/large.yaml:1: is larger than 256 KiB; make two of it",
        "library/link.yaml:1: this is no plain file; put the file itself here",
        "library/other.yaml:1: this is no scenario, organisation or runbook; "
        "begin with `scenario:`, `organisation:` or `runbook:` and an id",
        "library/two.yaml:1: scenario `twice` stands in library/one.yaml already; "
        "give it an id of its own",
    ]
    assert library.own == {"library/one.yaml"}
    assert library.shelf.item("scenario", "restore") is not None


def test_without_a_folder_the_library_is_that_of_the_product(tmp_path: Path) -> None:
    library = own_library(tmp_path)

    assert library.shelf == shelf()
    assert library.problems() == ()


def test_the_same_files_are_checked_once_and_changed_ones_anew(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    file = folder / "ours.yaml"
    file.write_text("scenario: ours\n")

    before, again = own_library(tmp_path).checked(), own_library(tmp_path).checked()
    file.write_text("scenario: ours\ntitle: Ours\n")
    after = own_library(tmp_path).checked()

    assert before is again
    assert before.problems != after.problems
