"""What is said to a room, and what came of it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence import Command, Event, Millis, Origin, Receipt
from evidence.kinds.exercise import CommandRefused
from facilitator.sealing import SealedWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A command on its way into a room, and who gives it."""

    command: Command
    actor: str
    seat: str | None
    origin: Origin
    cmd: str
    words: tuple[SealedWords, ...] = ()
    sent: str = ""
    """A digest of what was sent, before instants and places in it were worked out."""

    def repeats(self, earlier: Event, words: Mapping[tuple[int, str], str]) -> bool:
        """Whether this is what the record holds under the same id, as far as it can tell.

        Instants are worked out anew each time, so they tell nothing; words may have been deleted.
        """
        return (earlier.kind, earlier.actor) == (self.command.kind, self.actor) and all(
            words.get((earlier.seq, one.field), one.value) == one.value for one in self.words
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of an order: durable, and in the record at ``seq``.

    ``refused`` is the engine's refusal.  ``receipt`` pins a record that holds it: whoever keeps it
    can later prove what they were told.
    """

    seq: int
    at: Millis
    receipt: Receipt
    refused: CommandRefused | None = None


class RoomStopped(Exception):
    """The room takes nothing now; says why, and what happens next."""


class OtherContent(Exception):
    """An id that was used for one command came again with another."""

    def __init__(self) -> None:
        super().__init__(
            "Something else was sent under this id before, and that counts. This was not taken; "
            "load the page again and send it anew."
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that has been handed in, and whoever waits for what comes of it."""

    order: Order
    answer: "asyncio.Future[Done]"

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


def done_of(cmd: str, events: Sequence[Event], receipt: Receipt) -> Done:
    """The answer to the command with this id, from its leaf and what it led to."""
    given = next(event for event in events if event.cmd == cmd)
    refusal = next(
        (
            event.body
            for event in events
            if event.cause == given.seq and isinstance(event.body, CommandRefused)
        ),
        None,
    )
    return Done(seq=given.seq, at=given.at, receipt=receipt, refused=refusal)
