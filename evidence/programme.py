"""The programme record: what outlives an exercise, as entries of the instance log.

Improvements and risks go on when the exercise that showed them is over.  They stand in the same
chain as the exercises themselves, so whoever holds one signed head of that log holds them too.
Texts here are the organisation's, in plain words: they name roles and units, never a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import ClassVar, Final, Literal, TypeAlias

import msgspec

from evidence.kinds.body import Seq
from evidence.kinds.review import Element, Priority, Validation
from evidence.leaf import Leaf

ItemState: TypeAlias = Literal["started", "implemented", "validated", "not-effective", "dropped"]
RiskState: TypeAlias = Literal["open", "mitigated", "accepted", "closed"]
RiskLevel: TypeAlias = Literal["technical", "company"]
Grade: TypeAlias = Literal[1, 2, 3, 4, 5]

CLOSED: Final = frozenset({"implemented", "validated"})
"""States in which an action counts as done."""


class ItemOpened(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the improvement plan, in HSEEP's columns; ``cites`` leads into ``exercise``."""

    kind: ClassVar[str] = "programme.item-opened"
    v: ClassVar[int] = 1

    item: str
    issue: str
    action: str
    element: Element
    responsible: str
    contact: str
    start: str
    due: str
    capability: str | None = None
    priority: Priority = "medium"
    validation: Validation = "evidence"
    exercise: str | None = None
    finding: str | None = None
    cites: tuple[Seq, ...] = ()


class ItemMoved(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of an item, and by what that is shown; a retest names its exercise."""

    kind: ClassVar[str] = "programme.item-moved"
    v: ClassVar[int] = 1

    item: str
    state: ItemState
    because: str
    retest: str | None = None


class RiskEntered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A risk as it is assessed now; the same risk again is its next version."""

    kind: ClassVar[str] = "programme.risk-entered"
    v: ClassVar[int] = 1

    risk: str
    title: str
    likelihood: Grade
    impact: Grade
    residual_likelihood: Grade
    residual_impact: Grade
    mitigation: str
    owner: str
    level: RiskLevel = "technical"
    state: RiskState = "open"
    exercise: str | None = None
    cites: tuple[Seq, ...] = ()


ProgrammeEntry: TypeAlias = ItemOpened | ItemMoved | RiskEntered

_KINDS: Final[dict[str, type[ProgrammeEntry]]] = {
    one.kind: one for one in (ItemOpened, ItemMoved, RiskEntered)
}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An improvement as far as it has come.

    Attributes:
        opened: What it is.
        seq: Its leaf in the instance log.
        moves: Every change of state: its leaf, the day (UTC), and what it says.
    """

    opened: ItemOpened
    seq: Seq
    moves: tuple[tuple[Seq, date, ItemMoved], ...] = ()

    @property
    def state(self) -> str:
        return self.moves[-1][2].state if self.moves else "open"

    @property
    def closed(self) -> date | None:
        """The day on which it was first done, unless it was found not to work later."""
        if self.state not in CLOSED:
            return None
        return next(day for _, day, move in self.moves if move.state in CLOSED)


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """The programme record, folded: items in the order they were opened, risks as they are now."""

    size: int
    """Leaves of the instance log that were read."""
    items: tuple[Item, ...] = ()
    risks: tuple[tuple[Seq, RiskEntered], ...] = ()


def read_programme(log: Iterable[Leaf]) -> Programme:
    """Fold the programme's entries of an instance log; all others are passed over."""
    items: dict[str, Item] = {}
    risks: dict[str, tuple[Seq, RiskEntered]] = {}
    size = 0
    for leaf in log:
        size += 1
        kind = _KINDS.get(leaf.kind)
        if kind is None:
            continue
        match msgspec.convert(leaf.body, kind):
            case ItemOpened() as opened:
                items[opened.item] = Item(opened=opened, seq=leaf.seq)
            case ItemMoved() as move:
                day = datetime.fromtimestamp(leaf.wall / 1000, UTC).date()
                item = items[move.item]
                moves = (*item.moves, (leaf.seq, day, move))
                items[move.item] = msgspec.structs.replace(item, moves=moves)
            case RiskEntered() as risk:
                risks[risk.risk] = (leaf.seq, risk)
    return Programme(size=size, items=tuple(items.values()), risks=tuple(risks.values()))
