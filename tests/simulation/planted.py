"""Mistakes, each put into the running code for a while: what a simulation has to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias
from unittest.mock import patch

from evidence import Event, Opening
from facilitator.live.keeping import Batch, Keeper
from facilitator.live.orders import Done
from facilitator.live.room import Room
from facilitator.live.views import View
from facilitator.resuming import Resumed
from facilitator.store.writer import Job
from tests.simulation.disk import VirtualWriter
from tests.simulation.faults import Fault

Plant: TypeAlias = Callable[[], Any]


@contextmanager
def show_before_append() -> Iterator[None]:
    """Everybody sees an event when the engine says so, whatever becomes of it."""
    keep = Keeper.keep

    def hasty(keeper: Keeper, batch: Batch) -> None:
        batch.receipt = keeper.recorder.notary.receipt
        keeper._durable(batch)
        keep(keeper, batch)

    with patch.object(Keeper, "keep", hasty), patch.object(Keeper, "_hand_on", _forget_pending):
        yield


def _forget_pending(keeper: Keeper, group: Sequence[Batch]) -> None:
    keeper.recorder.notary.follow([leaf for batch in group for leaf in batch.leaves])
    for _ in group:
        keeper._pending.popleft()


@contextmanager
def drop_the_last_batch_on_resume() -> Iterator[None]:
    """A process that takes an exercise up forgets the end of its record."""
    begin = Room.begin

    def forgetful(room: Room, resumed: Resumed, openings: Sequence[Opening], **how: Any) -> None:
        begin(room, resumed, openings, **how)
        if resumed.stored:
            del room.events[-2:]

    with patch.object(Room, "begin", forgetful):
        yield


@contextmanager
def renumber_a_view() -> Iterator[None]:
    """A view that is first asked for late does not count what was before."""
    made = View.__init__

    def counted(view: View, seat: str | None, **given: Any) -> None:
        made(view, seat, **given)
        if view.head > 20:
            del view.events[:1]

    with patch.object(View, "__init__", counted):
        yield


@contextmanager
def acknowledge_before_commit() -> Iterator[None]:
    """Whoever gives a command hears that it is recorded when it has been queued."""
    keep = Keeper.keep

    def hasty(keeper: Keeper, batch: Batch) -> None:
        keep(keeper, batch)
        if batch.token is not None and not batch.token.answer.done():
            seq = next(event.seq for event in batch.events if event.cmd == batch.token.order.cmd)
            receipt = keeper.recorder.notary.receipt
            batch.token.answer.set_result(Done(seq=seq, at=batch.events[0].at, receipt=receipt))

    with patch.object(Keeper, "keep", hasty):
        yield


@contextmanager
def acknowledge_what_failed() -> Iterator[None]:
    """The store says that a group is safe although its transaction was rolled back."""

    def careless(writer: VirtualWriter, group: list[Job]) -> list[object]:
        outcomes: list[object] = []
        with writer._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            outcomes = [job.work(connection) for job in group]
            if not writer._disk.full:
                connection.commit()
        writer._disk.note_durable(writer._engine)
        return outcomes

    with patch.object(VirtualWriter, "_transaction", careless):
        yield


@contextmanager
def lose_the_ids_of_commands() -> Iterator[None]:
    """After a restart nobody knows which commands were carried out before."""
    publish = Room._publish

    def forgetful(room: Room, events: Sequence[Event]) -> None:
        publish(room, events)
        room._answers._recorded.clear()

    with patch.object(Room, "_publish", forgetful):
        yield


@contextmanager
def take_a_failure_for_success() -> Iterator[None]:
    """A room goes on when its record was not written."""
    settle = Keeper._settle

    def careless(keeper: Keeper, group: Sequence[Batch], error: Exception | None) -> None:
        settle(keeper, group, None)

    with patch.object(Keeper, "_settle", careless):
        yield


_DIES_TWICE: Final = (
    Fault(ms=30_000, kind="kill", cut="after", lasts_ms=3_000),
    Fault(ms=60_000, kind="kill", cut="torn", lasts_ms=3_000),
)
_FULL: Final = (Fault(ms=10_000, kind="full", lasts_ms=15_000),)

FOUND_BY: Final[tuple[tuple[Plant, tuple[Fault, ...], str], ...]] = (
    (show_before_append, (), "shown_means_stored"),
    (drop_the_last_batch_on_resume, _DIES_TWICE, "it_comes_alive_again"),
    (renumber_a_view, _DIES_TWICE, "every_view_is_the_fold_of_a_prefix"),
    (acknowledge_before_commit, (), "acknowledged_means_stored"),
    (acknowledge_what_failed, _FULL, "acknowledged_means_stored"),
    (lose_the_ids_of_commands, _DIES_TWICE, "it_comes_alive_again"),
    (take_a_failure_for_success, _FULL, "acknowledged_means_stored"),
)
"""Each mistake, what has to go wrong for it to show, and one of the promises that it breaks."""
