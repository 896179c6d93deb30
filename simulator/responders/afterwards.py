"""What responders do to come back to a controlled state: temporary changes and the six items."""

from collections.abc import Collection, Iterator
from typing import Final

from evidence.kinds import incident as i
from evidence.kinds import procedure as p
from simulator.responders.mind import Mind
from simulator.responders.tasks import Later, Task
from simulator.scene import Scene

ITEMS: Final[tuple[i.Item, ...]] = (
    "fixes-removed", "changes-captured", "reconciled", "monitoring", "integrity", "follow-up",
)  # fmt: skip


def restore_control(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Capture, remove and reconcile temporary changes; confirm the six items."""
    state = scene.state
    runs = [run for run in state.runs.values() if run.started]
    if scene.seat_of("technical_lead") != mind.seat or not runs:
        return
    temporary = {change.id: change.temporary for change in scene.plan.scenario.changes}
    for change, handled in sorted(state.changes.items()):
        if "capture" not in handled and mind.keeps(f"capture:{change}"):
            yield Task(
                key=f"capture:{change}",
                command=p.HandleChange(change=change, how="capture", why="so it is not forgotten"),
            )
    if not all(run.finished or run.rolled_back for run in runs):
        return
    for change, handled in sorted(state.changes.items()):
        if not handled & {"remove", "reconcile"} and mind.keeps(f"undo:{change}"):
            how = "remove" if temporary.get(change, True) else "reconcile"
            yield Task(
                key=f"undo:{change}",
                command=p.HandleChange(
                    change=change,
                    how="remove" if how == "remove" else "reconcile",
                    why="back to a controlled state",
                ),
            )
    for item in _items_to_confirm(mind, state.items):
        if item not in state.items:
            seen = (state.first_signal[0],) if state.first_signal else ()
            yield Task(
                key=f"item:{item}",
                command=i.ConfirmItem(item=item, evidence=seen, why="checked"),
            )


def _items_to_confirm(mind: Mind, confirmed: Collection[str]) -> tuple[i.Item, ...]:
    """Those that come to mind; once these are done, a second look at the list for the others."""
    first = tuple(item for item in ITEMS if mind.keeps(f"item:{item}"))
    if any(item not in confirmed for item in first):
        return first
    return tuple(item for item in ITEMS if item in first or mind.keeps(f"item-again:{item}"))
