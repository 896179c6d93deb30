"""When play is sealed: note what its scorecard is, while the room goes on."""

import asyncio

from evidence import Event, decode_leaf
from evidence.chain import head_of
from facilitator.live.keeping import RETRY_S
from facilitator.score_keeping import keep_score
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
