"""What goes wrong, and when: drawn from a seed before anything is played.

So a failing seed can be played again with fewer faults, and the few that matter are found.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from tests.simulation.disk import Cut

Kind: TypeAlias = Literal[
    "kill",  # the process dies at an instant
    "kill at commit",  # it dies at a commit that is a few away
    "stop",  # an operator restarts it
    "full",  # the disk is full for a while
    "lie",  # the disk commits and says that it has not
    "slow",  # the disk takes long for a while
    "storm",  # every socket breaks at once
    "stall",  # one client takes nothing for a while
    "set clock",  # the computer's clock is set, by up to a day
]
Rare: TypeAlias = Literal[
    "unreadable",  # the disk reads nothing for a while
    "engine fails",  # the simulated world raises; control goes on by hand
    "kill at end",  # the process dies a few commits after EndEx was asked for, or in the review
]
MOST: Final = 8
_RARE: Final[tuple[tuple[Rare, float], ...]] = (
    ("unreadable", 0.25), ("engine fails", 0.15), ("kill at end", 0.4),
)  # fmt: skip
"""In how many days each strikes, once."""
_CUTS: Final[tuple[Cut, ...]] = get_args(Cut)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        ms: Virtual time.
        lasts_ms: For a process that dies: until it is started again.
        cut: What becomes of the commit on which the process dies.
        amount: Of commits, of lies, of milliseconds, or the number of a client.
    """

    ms: int
    kind: Kind | Rare
    lasts_ms: int = 0
    cut: Cut = "before"
    amount: int = 0

    def __str__(self) -> str:
        words = {
            "kill": f"the process dies; the commit in hand: {self.cut}",
            "kill at commit": f"the process dies {self.amount} commits on; that one: {self.cut}",
            "stop": "the server is restarted",
            "full": "the disk is full",
            "lie": f"{self.amount} commits go through and are reported as failed",
            "slow": f"each commit takes {self.amount} ms",
            "storm": "every socket breaks",
            "stall": f"client {self.amount} takes nothing",
            "set clock": f"the clock is set by {self.amount} ms",
            "unreadable": "the disk reads nothing",
            "engine fails": "the engine raises, and control goes on by hand",
            "kill at end": f"the process dies {self.amount} commits after EndEx: {self.cut}",
        }
        lasts = f", for {self.lasts_ms / 1000:.1f} s" if self.lasts_ms else ""
        return f"{self.ms / 1000:8.1f} s  {words[self.kind]}{lasts}"


def draw_faults(seed: int, *, until_ms: int) -> tuple[Fault, ...]:
    """Up to eight faults and some rarer ones, in the order in which they strike.

    The rarer ones have luck of their own, so that a seed that failed once stays the day it was.
    """
    chance = random.Random(f"{seed}/faults")
    made = [_draw(chance, until_ms) for _ in range(chance.randint(0, MOST))]
    rare = random.Random(f"{seed}/rare faults")
    made += [_rare(rare, kind, until_ms) for kind, share in _RARE if rare.random() < share]
    return tuple(sorted(made, key=lambda fault: fault.ms))


def _draw(chance: random.Random, until_ms: int) -> Fault:
    kind: Kind = chance.choice(get_args(Kind))
    amount = 0
    if kind in ("kill at commit", "stall"):
        amount = chance.randint(0, 4)
    elif kind == "lie":
        amount = chance.randint(1, 3)
    elif kind == "slow":
        amount = chance.choice((200, 900, 4_000))
    elif kind == "set clock":
        amount = chance.choice((-1, 1)) * chance.choice((5_000, 3_600_000, 86_400_000))
    return Fault(
        ms=chance.randint(1_000, until_ms),
        kind=kind,
        lasts_ms=chance.choice((100, 3_000, 15_000, 40_000)),
        cut=chance.choice(_CUTS),
        amount=amount,
    )


def _rare(chance: random.Random, kind: Rare, until_ms: int) -> Fault:
    at_end = kind == "kill at end"
    return Fault(
        ms=until_ms if at_end else chance.randint(1_000, until_ms),
        kind=kind,
        lasts_ms=0 if kind == "engine fails" else chance.choice((100, 3_000, 15_000)),
        cut=chance.choice(_CUTS),
        amount=chance.randint(0, 8) if at_end else 0,
    )


def fewest(
    faults: Sequence[Fault], *, fails: Callable[[Sequence[Fault]], bool]
) -> tuple[Fault, ...]:
    """Leave out one fault after another, as long as it still *fails*."""
    kept = list(faults)
    for fault in faults:
        without = [one for one in kept if one is not fault]
        if fails(without):
            kept = without
    return tuple(kept)
