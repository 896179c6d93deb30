"""Luck, keyed by purpose.

Every draw names what it is for and how often that was asked before, and depends on nothing
else: not on the order of calls, not on other draws, not on hash randomisation.  So a team that
chases a vendor twice has the same luck as one that does not, and a new inject moves no other.
"""

from hashlib import blake2b
from typing import Final, Protocol

from evidence import Millis

_BITS: Final = 53  # what a float holds exactly


class Spread(Protocol):
    """Any distribution that gives whole milliseconds for a quantile."""

    def quantile_ms(self, u: float) -> int: ...


class Chance:
    """All draws of one exercise."""

    __slots__ = ("_seed",)

    def __init__(self, seed: int) -> None:
        self._seed = str(seed)

    def unit(self, *key: str | int) -> float:
        """A number strictly between 0 and 1, fixed by seed and *key*."""
        named = "\x00".join([self._seed, *map(str, key)]).encode()
        whole = int.from_bytes(blake2b(named, digest_size=8).digest(), "big") >> (64 - _BITS)
        return (whole + 0.5) / (1 << _BITS)

    def span(self, spread: Spread | None, *key: str | int) -> Millis:
        """Milliseconds drawn from *spread*; 0 where there is none."""
        if spread is None:
            return Millis(0)
        return Millis(spread.quantile_ms(self.unit(*key)))

    def happens(self, share_ppm: int, *key: str | int) -> bool:
        """Whether something with this likelihood (parts per million) happens."""
        if share_ppm <= 0:
            return False
        return self.unit(*key) * 1_000_000 < share_ppm
