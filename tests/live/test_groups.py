"""What waits for the disk goes together, and of many, half at a time."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from evidence import Event, Millis
from evidence.kinds.control import WriteNote
from facilitator.live.keeping import Batch, Keeper
from facilitator.live.witness import Witness
from facilitator.recording import Recorder
from facilitator.sealing import seal
from facilitator.store import Ack, Store


class Sized(Store):
    """A store that remembers how many leaves it was handed at a time."""

    groups: list[int]

    def append(self, exercise: str, batch: Any, **more: Any) -> Future[Ack]:
        self.groups.append(len(batch))
        return super().append(exercise, batch, **more)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Sized]:
    with Sized.open(tmp_path / "records.db") as opened:
        assert isinstance(opened, Sized)
        opened.groups = []
        opened.open_exercise("x", plan=b"{}", run="dry-run", wall=0)
        yield opened


def groups_of(store: Sized, said: tuple[int, ...]) -> list[int]:
    """The groups in which notes go to the disk: so many are said at once, then so many, …

    The next are said while the first group of those before is on its way.
    """

    async def play() -> None:
        recorder = Recorder(store, "x", wall=lambda _: time.time_ns() // 1_000_000)
        witness = Witness()
        durable: list[Batch] = []
        all_durable = asyncio.Event()

        def count(batch: Batch) -> None:
            durable.append(batch)
            if len(durable) == sum(said):
                all_durable.set()

        def stuck(error: Exception, _: object) -> None:
            raise error

        keeper = Keeper(
            store, "x", recorder, witness=witness, durable=count, stuck=stuck, free=lambda _: None
        )
        for many in said:
            for _ in range(many):
                keeper.keep(a_note(recorder))
            await asyncio.sleep(0)  # the loop comes round once: a group is sent
        await all_durable.wait()
        assert [batch.events[0].seq for batch in durable] == [*range(sum(said))]
        await keeper.close()
        witness.close()

    asyncio.run(play())
    return store.groups


def a_note(recorder: Recorder) -> Batch:
    (words,) = seal({"words": "Calm so far."})
    seq = recorder.size
    body = WriteNote(words=words.sealed)
    event = Event(seq=seq, at=Millis(0), origin="control", body=body, cmd=f"n{seq}")
    return Batch((event,), ((seq, words),), None)


def test_what_is_said_during_a_flush_shares_the_next(store: Sized) -> None:
    assert groups_of(store, (1, 15)) == [1, 15]


def test_of_many_that_wait_half_goes_so_that_disk_and_processor_both_work(store: Sized) -> None:
    assert groups_of(store, (1, 63)) == [1, 32, 31]


def test_what_a_burst_says_at_once_needs_two_flushes(store: Sized) -> None:
    assert groups_of(store, (500,)) == [250, 250]
