"""How often something may go wrong before the next try has to wait.

Three hundred phones share one office address, and all of them join in the same two minutes.  So
only *wrong* tries count: many for an address, few for an address with the same wrong answer.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil
from typing import Final

WINDOW_S: Final = 60.0
PER_ADDRESS: Final = 300
"""One slip for each of three hundred phones; 300 guesses a minute find nothing in years."""
PER_ANSWER: Final = 10
"""The same wrong code from one address: people, not phones, need a sentence that helps."""
PER_ACCOUNT: Final = 10
"""Wrong passwords for one account, from anywhere."""
HEAVY_PER_S: Final = 1 / 5
HEAVY_BURST: Final = 20
"""Files, plays and previews that take a processor for seconds: who compares two forms of a report
or moves a jump to and fro does not notice; who holds the key of a page down does."""
MAX_KEYS: Final = 10_000
"""Kept at once; the oldest are forgotten first, so that a flood of addresses costs no memory."""


class TooMany(Exception):
    """Wait this long before the next try."""

    def __init__(self, wait_s: int, because: str = "Too many tries went wrong.") -> None:
        seconds = "a second" if wait_s == 1 else f"{wait_s} seconds"
        super().__init__(f"{because} Wait {seconds}, then try again.")
        self.wait_s = wait_s


@dataclass(slots=True)
class _Count:
    since: float
    tries: int = 0


class Limit:
    """Counts what went wrong under a key, within a window of one minute."""

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._counts: OrderedDict[Hashable, _Count] = OrderedDict()

    def check(self, key: Hashable) -> None:
        """Refuse another try under *key* if too many went wrong.

        Raises:
            TooMany: It has to wait.
        """
        count = self._counts.get(key)
        if count is None:
            return
        left = count.since + WINDOW_S - self._clock()
        if left <= 0:
            del self._counts[key]
        elif count.tries >= self._most:
            raise TooMany(int(left) + 1)

    def wrong(self, key: Hashable) -> None:
        """A try under *key* went wrong."""
        count = self._counts.get(key)
        if count is None or count.since + WINDOW_S <= self._clock():
            count = self._counts[key] = _Count(self._clock())
            self._counts.move_to_end(key)
            if len(self._counts) > MAX_KEYS:
                self._counts.popitem(last=False)
        count.tries += 1


class Bucket:
    """Lets *rate* things a second through for each key, and *burst* at once."""

    def __init__(
        self,
        rate: float,
        burst: int,
        *,
        because: str = "That came too fast.",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate, self._burst, self._because, self._clock = rate, burst, because, clock
        self._levels: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable) -> None:
        """Let one more through.

        Raises:
            TooMany: The bucket is empty.
        """
        now = self._clock()
        level, at = self._levels.get(key, (float(self._burst), now))
        level = min(self._burst, level + (now - at) * self._rate)
        if level < 1:
            raise TooMany(max(1, ceil((1 - level) / self._rate)), self._because)
        self._levels[key] = (level - 1, now)
        self._levels.move_to_end(key)
        if len(self._levels) > MAX_KEYS:
            self._levels.popitem(last=False)
