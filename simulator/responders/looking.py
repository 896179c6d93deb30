"""What responders look into of their own accord, and again."""

from collections.abc import Iterator
from typing import Final

from evidence import Millis
from evidence.kinds import procedure as p
from simulator.responders.mind import Mind
from simulator.responders.tasks import Later, Task
from simulator.scene import Scene

INVESTIGATE_EVERY_PLAYED_MS: Final = 1_800_000


def investigate(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Look into each source with the terms that the query page offers, and again in half an hour.

    Each time that a look shows nothing new the next one waits twice as long, unless a page comes.
    """
    if scene.state.declared is None or scene.seat_of("technical_lead") != mind.seat:
        return
    turn = scene.played // INVESTIGATE_EVERY_PLAYED_MS
    for source, terms in scene.plan.offered_terms.items():
        if _may_be_new(scene, mind, source, turn) and mind.keeps(f"query:{source}:{turn}"):
            yield Task(
                key=f"query:{source}:{turn}",
                command=p.RunQuery(source=source, terms=terms, why="look before acting"),
            )
    yield Later(at=Millis((turn + 1) * INVESTIGATE_EVERY_PLAYED_MS), clock="played")


def _may_be_new(scene: Scene, mind: Mind, source: str, turn: int) -> bool:
    last = mind.looked.get(source)
    if last is None or len(mind.signals) > last.pages:
        return True
    before = scene.clock.played(last.at) // INVESTIGATE_EVERY_PLAYED_MS
    return turn - before >= 1 << last.fruitless
