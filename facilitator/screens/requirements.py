"""The auditor's matrix: for each requirement which entries support it, and what would.

The computation is the report's (its section 14); this lays it out for a page, one framework at a
time, because nobody reads a hundred and twelve of them at once.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from facilitator.screens.saying import State
from facilitator.screens.seen import Seen
from scenarios import library_controls
from scoring import score
from scoring.report import Asked, Support, anchor_of, asks_of, control_matrix

STATES: Final[dict[Support, State]] = {
    "supports": State(words="supported", tone="good", shape="done"),
    "supports in part": State(words="in part", tone="warn", shape="soon"),
    "does not count": State(words="not counted", tone="idle", shape="skip"),
    "nothing here": State(words="no evidence", tone="idle", shape="wait"),
}
ENTRIES: Final = 12
"""Entries of one kind of evidence that are named; a runbook leaves hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A kind of evidence: the entries that are it here, or what would create one."""

    title: str
    places: tuple[int, ...] = ()
    more: int = 0
    creates: str = ""
    occasions: tuple[str, ...] = ()
    """What of this plan would have: its injects and steps, each with what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One control, with what this record has for it."""

    id: str
    title: str
    asks: str
    strength: str
    state: State
    there: tuple[Item, ...]
    missing: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkLine:
    """A framework and its sums; ``requirements`` only of the one that is open."""

    key: str
    title: str
    counts: tuple[tuple[State, int], ...]
    requirements: tuple[Requirement, ...] = ()


def requirements(seen: Seen, framework: str) -> tuple[FrameworkLine, ...]:
    """Every framework, and the requirements of the one with the key *framework*."""
    if not seen.events:
        return ()
    card = score(seen.plan, seen.events)
    matrix = control_matrix(seen.plan, seen.events, controls=library_controls(), scorecard=card)
    found = []
    for one, asked in matrix:
        key, sums = anchor_of(one), Counter(line.support for line in asked)
        found.append(
            FrameworkLine(
                key=key,
                title=one.framework,
                counts=tuple((state, sums[word]) for word, state in STATES.items() if sums[word]),
                requirements=tuple(_requirement(seen, line) for line in asked)
                if key == framework
                else (),
            )
        )
    return tuple(found)


def _requirement(seen: Seen, asked: Asked) -> Requirement:
    control = asked.control
    there = []
    for artefact, cites in asked.there:
        places = [seen.place(seq) for seq in cites if seen.has(seq)]
        more = max(0, len(places) - ENTRIES)
        there.append(Item(title=artefact.title, places=tuple(places[:ENTRIES]), more=more))
    return Requirement(
        id=control.id,
        title=control.title,
        asks=asks_of(control),
        strength=control.strength,
        state=STATES[asked.support],
        there=tuple(there),
        missing=tuple(
            Item(title=kind.title, creates=held.missing.replace("`", ""), occasions=held.here)
            for kind, held in asked.missing
        ),
    )
