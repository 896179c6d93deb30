"""Who is known, and what lets them in: the values, and the tables that keep them."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Column, Executable, Integer, MetaData, Table, Text, insert, update

from facilitator.screens.seen import ViewerKind

Use = Literal["sign-in", "token", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody on the staff.  Without a password only a link lets them in."""

    id: str
    name: str
    kind: ViewerKind
    password: str | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody in a chair: a name or a pseudonym, and nothing else."""

    id: str
    name: str
    exercise: str
    seat: str
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What lets somebody in.  ``who`` is an account or a participant; a token may name a seat."""

    digest: str
    use: Use
    who: str
    until: int
    label: str = ""
    exercise: str | None = None
    ended: bool = False


METADATA = MetaData()
ACCOUNTS = Table(
    "account",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("password", Text),
    Column("ended", Integer, nullable=False),
)
PARTICIPANTS = Table(
    "participant",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("exercise", Text, nullable=False),
    Column("seat", Text, nullable=False),
    Column("left", Integer, nullable=False),
)
PASSES = Table(
    "pass",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("use", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("until", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("exercise", Text),
    Column("ended", Integer, nullable=False),
)
KEPT = Table(
    "kept",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)


def row_of(value: Account | Participant | Pass) -> dict[str, Any]:
    """A value as a row of its table."""
    row = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return {name: int(one) if isinstance(one, bool) else one for name, one in row.items()}


def known_in(row: Any, table: Table) -> dict[str, Any]:
    """The members of a value, from a row of its table."""
    flags = {"ended", "left"}
    return {
        column.name: bool(getattr(row, column.name))
        if column.name in flags
        else getattr(row, column.name)
        for column in table.columns
    }


def adding(made: Pass) -> Executable:
    """What writes a new pass down."""
    return insert(PASSES).values(**row_of(made))


def ending(found: Pass) -> Executable:
    """What writes down that a pass lets nobody in any more."""
    return update(PASSES).where(PASSES.c.digest == found.digest).values(ended=1)


def changing(account: Account) -> Executable:
    """What writes an account down as it is now."""
    return update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(**row_of(account))
