"""When play is sealed: note what its scorecard is, while the room goes on."""

import asyncio

from evidence import Event, decode_leaf
from evidence.chain import head_of
from evidence.kinds.exercise import ExerciseEnded
from facilitator.live.keeping import RETRY_S
from facilitator.score_keeping import keep_score, score_is_kept
from facilitator.store import Store, StoreFailed
from scenarios import Plan
from scoring import score


async def scored(
    store: Store, name: str, plan: Plan, played: tuple[Event, ...], *, last: bytes
) -> None:
    """Note the digest of the scorecard of what was *played*, whose *last* leaf ends it.

    A disk that fails is tried again: the digest is what a score of years later is held against.
    """
    card = await asyncio.to_thread(score, plan, played, head=head_of(last))
    wall = decode_leaf(last).wall
    while True:
        try:
            await asyncio.to_thread(keep_score, store, name, card, size=len(played), wall=wall)
        except StoreFailed:
            await asyncio.sleep(RETRY_S)
        else:
            return


async def scored_after_all(store: Store, name: str, plan: Plan, events: tuple[Event, ...]) -> None:
    """Note it now, if the process died between EndEx and the digest and none was noted."""
    size = 1 + next(event.seq for event in events if isinstance(event.body, ExerciseEnded))
    while True:
        try:
            if await asyncio.to_thread(score_is_kept, store, name, size=size):
                return
            last = next(iter(store.leaves(name, start=size - 1)))
        except StoreFailed:
            await asyncio.sleep(RETRY_S)
        else:
            await scored(store, name, plan, events[:size], last=last)
            return
