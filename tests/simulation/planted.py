"""Mistakes, each put into the running code for a while: what a simulation has to find."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias
from unittest.mock import patch

from evidence import Event, Millis, Opening
from evidence.kinds.exercise import PaceSet
from facilitator import resuming
from facilitator.live import hall
from facilitator.live import room as live_room
from facilitator.live.keeping import Batch, Keeper
from facilitator.live.orders import Done
from facilitator.live.pacing import Pacer
from facilitator.live.room import Room
from facilitator.live.views import View
from facilitator.resuming import Resumed
from facilitator.store import Store
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


@contextmanager
def never_ask_the_disk_again() -> Iterator[None]:
    """A room that could not look what is stored stands still for good."""

    async def resigned(keeper: Keeper) -> None:
        await asyncio.Event().wait()

    with patch.object(Keeper, "_write_again", resigned):
        yield


@contextmanager
def go_on_by_hand_without_a_word() -> Iterator[None]:
    """The simulated world is taken out of play, and the record does not say so."""

    def silent(store: Store, name: str, *, actor: str, wall: Callable[[Millis], int]) -> Resumed:
        record, leaves = resuming._read(store, name)
        folded = resuming._by_hand(record)
        return resuming._Taking(store, record, leaves, folded, wall).hold("divergence")

    with patch.object(hall, "resume_by_hand", silent):
        yield


@contextmanager
def keep_no_score_after_a_crash() -> Iterator[None]:
    """A process that finds a sealed play does not look whether its score was kept."""

    async def careless(*_: Any) -> None:
        pass

    with patch.object(live_room, "scored_after_all", careless):
        yield


@contextmanager
def forget_the_review_on_resume() -> Iterator[None]:
    """A process that takes up a review shows it without its last entries."""
    begin = Room.begin

    def forgetful(room: Room, resumed: Resumed, openings: Sequence[Opening], **how: Any) -> None:
        begin(room, resumed, openings, **how)
        if resumed.stored and resumed.exercise.ended:
            del room.events[-1:]

    with patch.object(Room, "begin", forgetful):
        yield


@contextmanager
def play_what_was_jumped() -> Iterator[None]:
    """The clock of a room goes back to where a phase began, within the span that was jumped."""
    follow = Pacer.follow

    def careless(pacer: Pacer, event: Event) -> None:
        if isinstance(event.body, PaceSet) and pacer.moves:
            began_ns = pacer._instant_ns(event.at)
            follow(pacer, event)
            pacer._anchor_at, pacer._anchor_ns = event.at, began_ns
        else:
            follow(pacer, event)

    with patch.object(Pacer, "follow", careless):
        yield


_DIES_TWICE: Final = (
    Fault(ms=30_000, kind="kill", cut="after", lasts_ms=3_000),
    Fault(ms=60_000, kind="kill", cut="torn", lasts_ms=3_000),
)
_DIES_AT_END: Final = (Fault(ms=90_000, kind="kill at end", cut="after", lasts_ms=3_000),)
_DIES_IN_REVIEW: Final = (
    Fault(ms=90_000, kind="kill at end", cut="after", lasts_ms=3_000, amount=4),
)
_UNREADABLE: Final = (Fault(ms=10_000, kind="unreadable", lasts_ms=60_000),)
_FAILS: Final = (Fault(ms=30_000, kind="engine fails"),)
_FULL: Final = (Fault(ms=10_000, kind="full", lasts_ms=15_000),)

FOUND_BY: Final[tuple[tuple[Plant, tuple[Fault, ...], str], ...]] = (
    (show_before_append, (), "shown_means_stored"),
    (drop_the_last_batch_on_resume, _DIES_TWICE, "it_comes_alive_again"),
    (renumber_a_view, _DIES_TWICE, "every_view_is_the_fold_of_a_prefix"),
    (acknowledge_before_commit, (), "acknowledged_means_stored"),
    (play_what_was_jumped, (), "no_more_is_played_than_time_has_passed"),
    (acknowledge_what_failed, _FULL, "acknowledged_means_stored"),
    (lose_the_ids_of_commands, _DIES_TWICE, "it_comes_alive_again"),
    (take_a_failure_for_success, _FULL, "acknowledged_means_stored"),
    (never_ask_the_disk_again, _UNREADABLE, "it_comes_alive_again"),
    (go_on_by_hand_without_a_word, _FAILS, "the_record_comes_out_again"),
    (keep_no_score_after_a_crash, _DIES_AT_END, "the_score_is_kept_at_the_seal"),
    (forget_the_review_on_resume, _DIES_IN_REVIEW, "every_view_is_the_fold_of_a_prefix"),
)
"""Each mistake, what has to go wrong for it to show, and one of the promises that it breaks."""
