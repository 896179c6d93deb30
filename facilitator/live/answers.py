"""The same command again: by its id, what came of it the first time.

What is on its way, or was asked lately, is known to the last member; of what was before, only what
the record holds.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from evidence import Event
from facilitator.live.orders import Done, Order, OtherContent, Waiting

REMEMBERED: Final = 1_000
"""Commands whose exact content is remembered: those of many minutes, and a retry takes seconds."""


class Answers:
    """Everything that was asked of one room, by the id of the command."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, Waiting] = OrderedDict()
        self._recorded: dict[str, int] = {}

    def has(self, cmd: str) -> bool:
        """Whether a command of this id is in the record, or on its way into it."""
        return cmd in self._asked or cmd in self._recorded

    def lately(self, order: Order) -> "asyncio.Future[Done] | None":
        """The answer that the same order got, or waits for.

        Raises:
            OtherContent: The id was used for something else.
        """
        before = self._asked.get(order.cmd)
        if before is None:
            return None
        if (before.order.actor, before.order.sent) != (order.actor, order.sent):
            raise OtherContent
        return before.answer

    def recorded(
        self, order: Order, events: Sequence[Event], words: Mapping[tuple[int, str], str]
    ) -> int | None:
        """The leaf that the same order became, as far as the record can tell.

        Raises:
            OtherContent: The id was used for something else.
        """
        seq = self._recorded.get(order.cmd)
        if seq is not None and not order.repeats(events[seq], words):
            raise OtherContent
        return seq

    def expect(self, order: Order) -> Waiting:
        """Remember that this was asked; its answer comes later."""
        answer: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        answer.add_done_callback(_look)
        waiting = Waiting(order, answer)
        self._asked[order.cmd] = waiting
        if len(self._asked) > REMEMBERED:
            self._forget_the_oldest()
        return waiting

    def note(self, events: Iterable[Event]) -> None:
        """Note under which ids these events of the record were asked for."""
        self._recorded.update((event.cmd, event.seq) for event in events if event.cmd is not None)

    def fail(self, waiting: Waiting, error: Exception) -> None:
        """It came to nothing: sent again, it is a new try."""
        self._asked.pop(waiting.order.cmd, None)
        waiting.fail(error)

    def fail_all(self, error: Exception, *, but: Collection["asyncio.Future[Done]"]) -> None:
        """Nothing comes of whatever is still waiting, except of what is on its way to the disk."""
        for waiting in tuple(self._asked.values()):
            if not waiting.answer.done() and waiting.answer not in but:
                self.fail(waiting, error)

    def _forget_the_oldest(self) -> None:
        cmd, waiting = next(iter(self._asked.items()))
        if waiting.answer.done():
            del self._asked[cmd]


def _look(answer: "asyncio.Future[Done]") -> None:
    """Whoever asked may have gone; an answer that nobody fetches is no fault of ours."""
    if not answer.cancelled():
        answer.exception()
