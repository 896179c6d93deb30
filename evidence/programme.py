"""The programme record: what outlives an exercise, as entries of the instance log.

Improvements and risks go on when the exercise that showed them is over, and exercises are planned
before there is anything of them.  All of it stands in the same
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
PlanState: TypeAlias = Literal["planned", "cancelled"]
RiskLevel: TypeAlias = Literal["technical", "company"]
Grade: TypeAlias = Literal[1, 2, 3, 4, 5]

CLOSED: Final = frozenset({"implemented", "validated"})
"""States in which an action counts as done."""


class ItemOpened(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the improvement plan, in HSEEP's columns; ``cites`` leads into ``exercise``.

    ``finding`` is what it answers: the key of a figure, or the improvement that a review proposed.
    ``tracker`` is its address or number where the house tracks its work.
    """

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
    tracker: str | None = None


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


class ExercisePlanned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An exercise that is meant to be held on a day; the same plan again is its next version."""

    kind: ClassVar[str] = "programme.exercise-planned"
    v: ClassVar[int] = 1

    plan: str
    scenario: str
    title: str
    day: str
    """An ISO date."""
    lead: str
    """The role or unit that leads it."""
    objective: str
    state: PlanState = "planned"
    organisation: str | None = None
    """Who is to play it; whoever does, without."""
    organisation_title: str | None = None


ProgrammeEntry: TypeAlias = ItemOpened | ItemMoved | RiskEntered | ExercisePlanned

PROGRAMME: Final = "programme."
"""How each of their kinds begins."""
_KINDS: Final[dict[str, type[ProgrammeEntry]]] = {
    one.kind: one for one in (ItemOpened, ItemMoved, RiskEntered, ExercisePlanned)
}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An improvement as far as it has come.

    Attributes:
        opened: What it is.
        seq: Its leaf in the instance log.
        moves: Every change of state: its leaf, the day (UTC), and what it says.
        wall: When the last of all this was entered, in UTC milliseconds.
    """

    opened: ItemOpened
    seq: Seq
    wall: int = 0
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


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A planned exercise as it stands now.

    Attributes:
        seq: The leaf of its last version in the instance log.
        changes: How often it was changed since it was planned.
        wall: When it was changed last, in UTC milliseconds.
    """

    entry: ExercisePlanned
    seq: Seq
    changes: int = 0
    wall: int = 0


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """The programme record, folded: items and plans in their order, risks as they are now."""

    size: int
    """Leaves of the instance log that were read."""
    items: tuple[Item, ...] = ()
    risks: tuple[tuple[Seq, RiskEntered], ...] = ()
    plans: tuple[Planned, ...] = ()

    @property
    def next_item(self) -> str:
        """The id of the item that is opened next: they are numbered as they come."""
        return f"I-{len(self.items) + 1}"

    @property
    def next_risk(self) -> str:
        """The number of the risk that is entered next."""
        return f"R-{len(self.risks) + 1}"

    @property
    def next_plan(self) -> str:
        """The number of the exercise that is planned next."""
        return f"P-{len(self.plans) + 1}"


def read_programme(log: Iterable[Leaf]) -> Programme:
    """Fold the programme's entries of an instance log; all others are passed over."""
    items: dict[str, Item] = {}
    risks: dict[str, tuple[Seq, RiskEntered]] = {}
    plans: dict[str, Planned] = {}
    size = 0
    for leaf in log:
        size += 1
        kind = _KINDS.get(leaf.kind)
        if kind is None:
            continue
        match msgspec.convert(leaf.body, kind):
            case ItemOpened() as opened:
                items[opened.item] = Item(opened=opened, seq=leaf.seq, wall=leaf.wall)
            case ItemMoved() as move:
                day = datetime.fromtimestamp(leaf.wall / 1000, UTC).date()
                item = items[move.item]
                moves = (*item.moves, (leaf.seq, day, move))
                items[move.item] = msgspec.structs.replace(item, moves=moves, wall=leaf.wall)
            case RiskEntered() as risk:
                risks[risk.risk] = (leaf.seq, risk)
            case ExercisePlanned() as entry:
                before = plans.get(entry.plan)
                changes = before.changes + 1 if before else 0
                plans[entry.plan] = Planned(
                    entry=entry, seq=leaf.seq, changes=changes, wall=leaf.wall
                )
    return Programme(
        size=size,
        items=tuple(items.values()),
        risks=tuple(risks.values()),
        plans=tuple(plans.values()),
    )
