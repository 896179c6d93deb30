"""The files that come inside the package: scenarios, organisations, runbooks, rubrics, regimes.

A list of titles must not cost a full reading of every file, so the shelf knows ids and titles
from the top of each file and hands out bytes; whoever wants a model reads them.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from runbooks import Runbook, load_runbook
from scenarios.controls import Controls
from scenarios.law import Regimes
from scenarios.load import FileKind, kind_of, load_controls, load_regimes, load_rubric
from scenarios.rubric import Rubric

SHELVES: Final = (
    ("scenarios", "library"),
    ("scenarios", "organisations"),
    ("scenarios", "rubrics"),
    ("scenarios", "law/regimes"),
    ("scenarios", "controls"),
    ("runbooks", "library"),
)
"""Package and folder of everything that comes with the product."""

_TITLE: Final = re.compile(r"(?m)^title:[ ]+(.+?)[ ]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file of the package, unread."""

    kind: FileKind
    id: str
    title: str
    name: str
    """What problems call it: ``scenarios/library/restore.yaml``."""
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Everything that comes with the product, by kind and id."""

    items: tuple[Item, ...]

    def of(self, kind: FileKind) -> tuple[Item, ...]:
        """All files of a kind, by id."""
        return tuple(item for item in self.items if item.kind == kind)

    def item(self, kind: FileKind, id_: str) -> Item | None:
        return next((i for i in self.items if (i.kind, i.id) == (kind, id_)), None)

    @property
    def scenarios(self) -> tuple[Item, ...]:
        return self.of("scenario")

    @property
    def organisations(self) -> tuple[Item, ...]:
        return self.of("organisation")

    @property
    def default_organisation(self) -> Item:
        """Who plays where nobody is named: the payments company."""
        return next(one for one in self.organisations if one.name.endswith("/payments.yaml"))

    @property
    def runbooks(self) -> tuple[Item, ...]:
        return self.of("runbook")


@cache
def shelf() -> Shelf:
    """The files inside the packages, ordered by kind and id."""
    found = []
    for package, folder in SHELVES:
        for entry in files(package).joinpath(folder).iterdir():
            data = entry.read_bytes() if entry.name.endswith(".yaml") else b""
            if item := item_of(f"{package}/{folder}/{entry.name}", data):
                found.append(item)
    return Shelf(items=tuple(sorted(found, key=lambda item: (item.kind, item.id))))


def library_runbooks(ids: tuple[str, ...]) -> tuple[Runbook, ...]:
    """The library's runbooks with these ids; an id that is not in the library is left out."""
    items = (shelf().item("runbook", id_) for id_ in ids)
    return tuple(load_runbook(item.data, item.name) for item in items if item)


def library_rubric(id_: str) -> Rubric | None:
    """The rubric with this id, if the library has it."""
    item = shelf().item("rubric", id_)
    return load_rubric(item.data, item.name) if item else None


@cache
def library_regimes() -> Regimes:
    """All regimes that come with the product, as if they stood in one file."""
    return Regimes.together(load_regimes(item.data, item.name) for item in shelf().of("regimes"))


@cache
def library_controls() -> Controls:
    """The controls that come with the product."""
    item = shelf().of("controls")[0]
    return load_controls(item.data, item.name)


def item_of(name: str, data: bytes) -> Item | None:
    """A file as it stands on a shelf; ``None`` if it is of no kind."""
    kind = kind_of(data)
    if kind is None:
        return None
    text = data.decode(errors="replace")
    written = re.search(rf"(?m)^{kind}:(.*)$", text)
    id_ = _plain(written[1]) if written else ""
    title = _TITLE.search(text)
    return Item(kind=kind, id=id_, title=_plain(title[1]) if title else id_, name=name, data=data)


def _plain(written: str) -> str:
    """A value as it stands after its key on one line: without quotes and comment."""
    value = written.strip()
    if value[:1] in "'\"" and value[:1]:
        return value[1:].split(value[0], 1)[0]
    return value.split(" #", 1)[0].strip()
