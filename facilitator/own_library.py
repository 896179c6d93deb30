"""A house's own scenarios, organisations and runbooks, beside those that come with the product.

They are YAML files in the folder `library` of the data folder, read anew each time, so whoever
writes one saves it and loads the page.  One with the id of a file that comes with the product
stands for it.  Nothing here is trusted: sizes are bounded, and what does not check is not played.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from runbooks import Runbook, load_runbook
from runbooks.authored import AuthorError, Problem
from scenarios import (
    Plan,
    Scenario,
    Shelf,
    load_organisation,
    load_scenario,
    plan_from_library,
    shelf,
)
from scenarios.check import Checked, check_sources
from scenarios.shelf import Item, item_of

FOLDER: Final = "library"
MAX_FILES: Final = 200
"""Every file is read when the library is opened; a house with more has put its archive here."""
MAX_BYTES: Final = 256 * 1024
"""Several times the longest scenario that comes with the product."""
KEPT: Final = 64
"""Stories read and libraries checked that are kept: a check takes a second of a processor."""
OWN_KINDS: Final = frozenset({"scenario", "organisation", "runbook"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLibrary:
    """The library of the product with a house's own files on it.

    Attributes:
        shelf: Everything that can be chosen.
        own: Names of the house's own files, as problems call them.
        unread: Files that were not read, and why.
    """

    shelf: Shelf
    own: frozenset[str]
    unread: tuple[Problem, ...]

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the house's own files."""
        if not self.own:
            return self.unread
        return (*self.unread, *self.checked().problems)

    def checked(
        self,
        scenario: Item | None = None,
        *,
        organisation: str | None = None,
        choices: Mapping[str, str] | None = None,
    ) -> Checked:
        """What a check of the house's own files finds; of the same files it is not made again.

        Args:
            scenario: This one instead of the own ones, wherever it comes from.
            organisation: As :func:`scenarios.check.check_sources`.
            choices: The same.
        """
        sources = tuple(
            (one.name, one.data)
            for one in self.shelf.items
            if one is scenario
            or one.name == organisation
            or (one.name in self.own and (scenario is None or one.kind != "scenario"))
        )
        return _checked(sources, organisation, tuple(sorted((choices or {}).items())))

    def plan(self, scenario: Item, organisation: Item, choices: Mapping[str, str]) -> Plan:
        """Freeze a plan from this library.

        Raises:
            AuthorError: One of the house's own files that it needs is not fit to be played.
            CannotPlan: As :func:`scenarios.plan_from_library`.
        """
        story = story_of(scenario)
        used = {use.runbook for use in story.runbooks}
        books = [one for one in self.shelf.runbooks if one.name in self.own and one.id in used]
        needed = {one.name for one in (scenario, organisation, *books)} & self.own
        found = self.checked(scenario).problems if needed else ()
        wrong = [one for one in found if one.file in needed and not one.warning]
        if wrong:
            raise AuthorError(wrong)
        house = load_organisation(organisation.data, organisation.name)
        return plan_from_library(story, house, choices=choices, runbooks=_read(books))


def users_of(library: OwnLibrary, item: Item) -> tuple[str, ...]:
    """Scenarios, by title, whose runbooks are to be followed and *item* is one of them."""
    return tuple(
        one.title
        for one in library.shelf.scenarios
        if item.kind == "runbook" and item.id in _books_of(one)
    )


def _books_of(scenario: Item) -> frozenset[str]:
    """The ids of the runbooks that a scenario uses; none where it cannot be read."""
    try:
        return frozenset(use.runbook for use in story_of(scenario).runbooks)
    except AuthorError:
        return frozenset()


@lru_cache(maxsize=KEPT)
def story_of(item: Item) -> Scenario:
    """The scenario in a file; of the same bytes it is not read again.

    Raises:
        AuthorError: It is not a valid scenario.
    """
    return load_scenario(item.data, item.name)


@lru_cache(maxsize=KEPT)
def _checked(
    sources: tuple[tuple[str, bytes], ...],
    organisation: str | None,
    choices: tuple[tuple[str, str], ...],
) -> Checked:
    return check_sources(sources, organisation=organisation, choices=dict(choices))


def own_library(data: Path) -> OwnLibrary:
    """The library with what lies in the folder of this server's data."""
    items: dict[tuple[str, str], Item] = {(one.kind, one.id): one for one in shelf().items}
    own: dict[tuple[str, str], Item] = {}
    unread: list[Problem] = []
    for number, file in enumerate(_files(data / FOLDER)):
        found = _item(file, number)
        if isinstance(found, Problem):
            unread.append(found)
        elif (found.kind, found.id) in own:
            other = own[found.kind, found.id].name
            wrong = f"{found.kind} `{found.id}` stands in {other} already"
            unread.append(Problem(found.name, 1, wrong, "give it an id of its own"))
        else:
            own[found.kind, found.id] = found
    items.update(own)
    return OwnLibrary(
        shelf=Shelf(items=tuple(sorted(items.values(), key=lambda one: (one.kind, one.id)))),
        own=frozenset(one.name for one in own.values()),
        unread=tuple(unread),
    )


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if one.suffix in (".yaml", ".yml"))


def _item(file: Path, number: int) -> Item | Problem:
    """The file as it stands on the shelf, or why it does not."""
    name = f"{FOLDER}/{file.name}"
    if number >= MAX_FILES:
        return Problem(name, 1, f"there are more than {MAX_FILES} files", "take some out")
    if file.is_symlink() or not file.is_file():
        return Problem(name, 1, "this is no plain file", "put the file itself here")
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return Problem(name, 1, f"cannot be read: {why}", "let the server read it")
    if len(data) > MAX_BYTES:
        return Problem(name, 1, f"is larger than {MAX_BYTES // 1024} KiB", "make two of it")
    item = item_of(name, data)
    if item is None or item.kind not in OWN_KINDS:
        right = "begin with `scenario:`, `organisation:` or `runbook:` and an id"
        return Problem(name, 1, "this is no scenario, organisation or runbook", right)
    return item


def _read(books: list[Item]) -> tuple[Runbook, ...]:
    return tuple(load_runbook(one.data, one.name) for one in books)
