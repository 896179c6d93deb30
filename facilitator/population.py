"""The frame from which an auditor draws: every exercise that this installation ever opened.

Without a population there is no audit: a record that was thrown away must still be counted.  So the
frame is read from the instance log, which forgets nothing, and not from the list of what is stored.
Beside each exercise stands what became of it, and whether its record is still there and is as long
as the log says.

The sample is reproducible by anybody: the exercises are put in the order of
``SHA-256(seed || id)``, and the first so many are taken.  The auditor gives the seed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from evidence import Leaf, decode_leaf, first_break
from evidence.chain import leaf_hash
from evidence.merkle import Tree
from evidence.notes import BadNote, log_origin_of, open_note, parse_checkpoint
from facilitator.seal import keys_of
from facilitator.store import Store

_BECAME: Final = {
    "exercise.opened": "opened",
    "exercise.sealed": "sealed",
    "exercise.cancelled": "cancelled",
    "exercise.deleted": "deleted",
}


RULE: Final = (
    "the ids of the population in the order of SHA-256(seed || id), both UTF-8, compared as bytes; "
    "the first so many are drawn"
)
"""How a sample is drawn, in words with which anybody can draw it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One exercise of the population.

    Attributes:
        opened: When, as the log has it: UTC, ISO 8601.
        status: What became of it last: opened, sealed, cancelled or deleted.
        size: Its leaves as the log knows them; 0 before the first head.
        stored: How many leaves the store holds now.
        reason: Why it was cancelled or deleted.
    """

    exercise: str
    opened: str
    run: str
    plan: str
    status: str
    size: int
    stored: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that the frame cannot answer for; ``says`` is for a person to read."""

    what: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was drawn, by which seed; the order is that of the drawing."""

    seed: str
    wanted: int
    drawn: tuple[str, ...]
    rule: str = RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The frame, as an auditor puts it into the working papers."""

    query: dict[str, str]
    run_at: str
    operator: str
    log_size: int
    log_root: str
    members: tuple[Member, ...]
    gaps: tuple[Gap, ...]
    sample: Sample | None

    def to_json(self) -> dict[str, Any]:
        """One document: parameters, counts, first and last, gaps, members, sample."""
        members = self.members
        return {
            "query": self.query,
            "run_at": self.run_at,
            "operator": self.operator,
            "log": {"size": self.log_size, "root": self.log_root},
            "count": len(members),
            "by_status": dict(sorted(Counter(one.status for one in members).items())),
            "by_run": dict(sorted(Counter(one.run for one in members).items())),
            "first": members[0].exercise if members else None,
            "last": members[-1].exercise if members else None,
            "gaps": [asdict(gap) for gap in self.gaps],
            "members": [asdict(one) for one in members],
            "sample": None if self.sample is None else asdict(self.sample),
        }


def read_population(
    store: Store,
    *,
    since: datetime | None,
    until: datetime | None,
    now: datetime,
    operator: str,
    seed: str | None = None,
    wanted: int = 0,
) -> Population:
    """Every exercise opened from *since* up to and including *until*.

    Args:
        since, until: Instants with a zone; ``None`` leaves that side open.
        now: When the question was asked.
        operator: Who asked it.
        seed: Draws a sample of *wanted* if given.
    """
    log = [decode_leaf(leaf) for leaf in store.instance_log()]
    stored = {one.id: one.size for one in store.exercises()}
    everything = tuple(_members(log, stored))
    members = tuple(
        one
        for one in everything
        if (since is None or datetime.fromisoformat(one.opened) >= since)
        and (until is None or datetime.fromisoformat(one.opened) <= until)
    )
    tree = Tree(leaf_hash(leaf) for leaf in store.instance_log())
    return Population(
        query={
            "what": "exercise.opened in the instance log",
            "from": "the beginning" if since is None else since.isoformat(),
            "to": "now" if until is None else until.isoformat(),
        },
        run_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        operator=operator,
        log_size=tree.size,
        log_root=tree.root().hex(),
        members=members,
        gaps=(*_log_gaps(store, tree), *_gaps(members, stored, everything)),
        sample=None if seed is None else draw(seed, [one.exercise for one in members], wanted),
    )


def draw(seed: str, exercises: Sequence[str], wanted: int) -> Sample:
    """The first *wanted* exercises in the order of ``SHA-256(seed || id)``."""
    by_chance = sorted(exercises, key=lambda one: hashlib.sha256(f"{seed}{one}".encode()).digest())
    return Sample(seed=seed, wanted=wanted, drawn=tuple(by_chance[:wanted]))


def _members(log: Sequence[Leaf], stored: dict[str, int]) -> Iterator[Member]:
    told: dict[str, list[Leaf]] = {}
    for leaf in log:
        name = leaf.body.get("exercise")
        if isinstance(name, str):
            told.setdefault(name, []).append(leaf)
    for name, leaves in told.items():
        opened = next((leaf for leaf in leaves if leaf.kind == "exercise.opened"), None)
        if opened is None:
            continue
        last = next(leaf for leaf in reversed(leaves) if leaf.kind in _BECAME)
        sizes = [size for leaf in leaves if isinstance(size := leaf.body.get("size"), int)]
        reason = last.body.get("reason")
        yield Member(
            exercise=name,
            opened=_instant(opened.wall),
            run=str(opened.body["run"]),
            plan=str(opened.body["plan"]),
            status=_BECAME[last.kind],
            size=max(sizes, default=0),
            stored=stored.get(name, 0),
            reason=reason if isinstance(reason, str) else None,
        )


def _log_gaps(store: Store, tree: Tree) -> Iterator[Gap]:
    broken = first_break(store.instance_log())
    if broken is not None:
        yield Gap(what="log", says=f"The instance log is not what was written: {broken.sentence}")
    notes = store.log_heads()
    if not notes:
        yield Gap(what="log", says="The instance log was never signed.")
        return
    keys = [key.named(log_origin_of(key.name)) for key in keys_of(store)]
    try:
        text, _ = open_note(notes[-1].encode(), keys)
    except BadNote:
        yield Gap(what="log", says="The last head of the instance log is not signed by this key.")
        return
    head = parse_checkpoint(text)
    so_far = Tree(leaf_hash(leaf) for leaf in store.instance_log()[: head.size])
    if head.size > tree.size or so_far.root() != head.root:
        yield Gap(what="log", says=f"The instance log does not lead to its head over {head.size}.")
    elif head.size < tree.size:
        yield Gap(what="log", says=f"The instance log is not signed after entry {head.size - 1}.")


def _gaps(
    members: Sequence[Member], stored: dict[str, int], everything: Sequence[Member]
) -> Iterator[Gap]:
    for one in members:
        if one.status != "deleted" and one.stored < one.size:
            yield Gap(
                what=one.exercise,
                says=f"The log knows {one.size} leaves of {one.exercise}; {one.stored} are stored.",
            )
        if one.status == "deleted" and one.stored:
            yield Gap(what=one.exercise, says=f"{one.exercise} was deleted and is still stored.")
    known = {one.exercise for one in everything}
    for name in sorted(stored.keys() - known):
        yield Gap(what=name, says=f"{name} is stored, and the log never opened it.")


def _instant(wall: int) -> str:
    return datetime.fromtimestamp(wall / 1000, UTC).isoformat(timespec="seconds")
