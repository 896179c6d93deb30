"""The editor of a scenario of one's own: its text, what is wrong with it, and what comes of it."""

from dataclasses import dataclass
from typing import Literal

from facilitator.forecast import Forecast
from facilitator.screens.keys import SHORTCUTS, Shortcut
from facilitator.screens.library import Option
from facilitator.screens.outline import Outline
from facilitator.screens.saying import State
from facilitator.screens.seen import Viewer
from scenarios import FileKind


def address_of(kind: FileKind, id_: str) -> str:
    """Below which address a file of the library is looked at and written."""
    return f"/scenarios/{id_}" if kind == "scenario" else f"/scenarios/{kind}/{id_}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One problem, with the line that it stands in, so that it is found without its number."""

    line: int
    wrong: str
    right: str
    warning: bool
    reads: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a comparison."""

    kind: Literal["same", "added", "taken", "place"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at a text found.

    Attributes:
        outline: Of this text, or of the last that could be read; ``None`` if none could.
        earlier: It is of an earlier text, because this one cannot be read.
        unfilled: Why no names of an organisation stand in the texts; empty if they do.
        changes: Against what is saved.
    """

    state: State
    problems: tuple[Told, ...]
    outline: Outline | None
    earlier: bool
    unfilled: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage:
    """The context of ``remove.html``.

    Attributes:
        base: The version that is looked at.
        needed_by: What would not do without it, in sentences; empty: it can be removed.
        stands_for: One of the same id comes with the product, and takes its place.
    """

    viewer: Viewer
    kind: FileKind
    id: str
    title: str
    file: str
    base: str
    needed_by: tuple[str, ...]
    stands_for: bool

    @property
    def address(self) -> str:
        return address_of(self.kind, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """The context of ``edit.html`` and its parts.

    Attributes:
        text: What stands in the field.
        used_by: What would not do without it.
        base: The version that it was begun from.
        refused: Why it was not saved; empty if nothing was refused.
        conflict: Somebody else has saved meanwhile; ``looked.changes`` go from theirs to this.
        not_played: Why there was no dry run.
    """

    viewer: Viewer
    kind: FileKind
    id: str
    title: str
    file: str
    text: str
    base: str
    organisations: tuple[Option, ...]
    seen_by: str
    looked: Looked
    used_by: tuple[str, ...] = ()
    refused: str = ""
    conflict: bool = False
    not_played: str = ""
    forecast: Forecast | None = None

    @property
    def address(self) -> str:
        return address_of(self.kind, self.id)

    @property
    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Of the editor alone; no page of an exercise can be gone to from here."""
        return tuple(s for s in SHORTCUTS if s.where == "editor" or s.press in ("help", "close"))
