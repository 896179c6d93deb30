"""Open a record that was written earlier: its plan, its leaves and its events.

A record is one exercise in a store; a folder stands for the store in it.  That is a file, or, where
the folder has a file with the address of one, a PostgreSQL database; the keys stay in the folder.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from pydantic import ValidationError

from evidence import GENESIS, BrokenLeaf, Event, Opening, decode_leaf, read_event
from evidence.canonical import NotCanonical, decode
from evidence.chain import head_of
from evidence.kinds.exercise import ExerciseOpened
from evidence.programme import Programme, read_programme
from facilitator.seal import has_key, instance_key
from facilitator.store import Store, StoreFailed
from runbooks.authored import did_you_mean
from scenarios import Plan

RECORDS: Final = "records.db"
"""The store file of a folder."""
ADDRESS: Final = "records.url"
"""In place of it: the address of the database that has the records of this folder."""
PERSON_KEYS: Final = "person-keys"

_SQLITE: Final = b"SQLite format 3\x00"
_BUNDLE: Final = b"PK"
_PASSWORD: Final = re.compile("://[^/@]*:[^/@]+@|password=")


class CannotRead(Exception):
    """There is no record to be read here; says what to do instead."""


class NotUnderstood(Exception):
    """The record is whole but was written by a version that this one does not understand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One stored exercise."""

    exercise: str
    plan: Plan
    events: tuple[Event, ...]
    head: str
    """The hex digest of the last leaf."""
    wall: tuple[int, int] | None = None
    """UTC milliseconds of the first and the last leaf."""
    openings: tuple[Opening, ...] = ()
    """The words that are still there, by leaf and field."""
    programme: Programme | None = None
    """What the store knows beyond this exercise; a bundle has none."""

    @property
    def opened(self) -> ExerciseOpened:
        """What the first leaf pins.

        Raises:
            NotUnderstood: The record does not begin as a record does.
        """
        body = self.events[0].body if self.events else None
        if not isinstance(body, ExerciseOpened):
            raise NotUnderstood(f"the record of {self.exercise} does not begin with its opening")
        return body


def place_of(folder: Path) -> Path:
    """The file in a folder that has its records, or says where they are."""
    address = folder / ADDRESS
    return address if address.exists() else folder / RECORDS


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The store of a folder, made if it is not there.

    Raises:
        CannotRead: The folder cannot be made.
        StoreFailed: The store cannot be opened.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CannotRead(
            f"{folder}: cannot be a folder for records: {why.lower()}; name another folder"
        ) from error
    with store_in(folder) as store:
        yield store


def store_in(folder: Path, *, alone: bool = False) -> Store:
    """Open the store of a folder that is there; *alone* as :meth:`Store.open` has it.

    Raises:
        StoreFailed: It cannot be opened.
        CannotRead: Nobody can say where the records are, or their keys are elsewhere.
    """
    address = place_of(folder)
    if address.name != ADDRESS:
        return Store.open(address)
    if (folder / RECORDS).exists():
        raise CannotRead(
            f"{folder}: has records in {RECORDS}, and {ADDRESS} names others; "
            "move one of the two to a folder of its own"
        )
    store = Store.open(_address_in(address), keys=folder / PERSON_KEYS, alone=alone)
    try:
        if store.exercises() and not has_key(folder):
            raise CannotRead(
                f"{folder}: the keys to the records that {ADDRESS} names are not here; "
                "use the folder in which those exercises were played"
            )
        instance_key(folder)  # made before there is a record, so that it can be missed
    except BaseException:
        store.close()
        raise
    return store


def _address_in(file: Path) -> str:
    try:
        address = file.read_text(encoding="utf-8").strip()
        seen = file.stat().st_mode & 0o077
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise CannotRead(f"{file}: cannot be read: {why.lower()}; check it") from error
    if "://" not in address:
        raise CannotRead(f"{file}: holds no address; write postgresql://NAME@HOST/DATABASE")
    if seen and _PASSWORD.search(address):
        raise CannotRead(f"{file}: holds a password that others can read; chmod 600 {file}")
    return address


def read_record(path: Path, *, exercise: str | None = None) -> Record:
    """Read one exercise: the named one, or the one that was opened last.

    Raises:
        CannotRead: There is no such record.
        NotUnderstood: It is of another version.
    """
    with open_stored(path) as store:
        return read_stored(store, chosen_exercise(store, path, exercise), where=path)


@contextmanager
def open_stored(path: Path, *, alone: bool = False) -> Iterator[Store]:
    """A store that is there already: its file, that with its address, or the folder of it.

    Raises:
        CannotRead: There is none, or it cannot be read.
    """
    file = place_of(path) if path.is_dir() else path
    on_server = file.name == ADDRESS
    if not on_server:
        _check_is_store(file, given=path)
    try:
        with store_in(file.parent, alone=alone) if on_server else Store.open(file) as store:
            yield store
    except StoreFailed as failed:
        raise CannotRead(f"{path}: {failed}") from failed
    except BrokenLeaf as broken_leaf:
        raise CannotRead(f"{path}: {broken_leaf}") from broken_leaf


def read_stored(store: Store, exercise: str, *, where: Path) -> Record:
    """Read one exercise of an open store; *where* names it in errors.

    Raises:
        CannotRead: Its chain is broken.
        NotUnderstood: It is of another version.
    """
    broken = store.first_break(exercise)
    if broken is not None:
        raise CannotRead(f"{where}: {broken.sentence} Fetch the record again.")
    leaves = tuple(store.leaves(exercise))
    return Record(
        exercise=exercise,
        plan=read_plan(store.plan(exercise)),
        events=_events(leaves),
        head=head_of(leaves[-1]) if leaves else GENESIS,
        wall=(decode_leaf(leaves[0]).wall, decode_leaf(leaves[-1]).wall) if leaves else None,
        openings=store.openings(exercise),
        programme=read_programme(decode_leaf(leaf) for leaf in store.instance_log()),
    )


def _check_is_store(file: Path, *, given: Path) -> None:
    """Opening a store makes one where there is none, so look before."""
    if given.is_dir() and not file.exists():
        raise CannotRead(f"{given}: there is no {RECORDS} in this folder; play something first")
    try:
        with file.open("rb") as stream:
            start = stream.read(len(_SQLITE))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CannotRead(f"{given}: cannot be read: {why.lower()}; check the path") from error
    if start != _SQLITE:
        if start.startswith(_BUNDLE):
            raise CannotRead(f"{given}: is a bundle; give the store that it was made of")
        raise CannotRead(f"{given}: is not a Drillroom store; give the file that play printed")


def chosen_exercise(store: Store, path: Path, wanted: str | None) -> str:
    """The named exercise of a store, or the one that was opened last.

    Raises:
        CannotRead: There is none, or none of that name.
    """
    known = [one.id for one in store.exercises() if one.size]
    if not known:
        raise CannotRead(f"{path}: holds no exercise; play something first")
    if wanted is None:
        opened = [decode_leaf(leaf) for leaf in store.instance_log()]
        return next(
            str(leaf.body["exercise"])
            for leaf in reversed(opened)
            if leaf.kind == "exercise.opened" and leaf.body["exercise"] in known
        )
    if wanted not in known:
        right = did_you_mean(wanted, known) or "leave --exercise out for the latest"
        raise CannotRead(f"{path}: holds no exercise `{wanted}`; {right}")
    return wanted


@lru_cache(maxsize=8)
def read_plan(data: bytes) -> Plan:
    """The plan that was frozen when an exercise opened; the teams of a day share one.

    Raises:
        NotUnderstood: Another version froze it.
    """
    try:
        return Plan.model_validate(decode(data, limit=len(data)))
    except (ValidationError, NotCanonical) as error:
        raise NotUnderstood("the plan was frozen by another version of Drillroom") from error


def _events(leaves: Iterable[bytes]) -> tuple[Event, ...]:
    events = []
    for data in leaves:
        leaf = decode_leaf(data)
        try:
            events.append(read_event(leaf))
        except (KeyError, msgspec.ValidationError) as error:
            raise NotUnderstood(
                f"leaf {leaf.seq} ({leaf.kind}) is of another version of Drillroom"
            ) from error
    return tuple(events)
