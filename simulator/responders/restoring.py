"""Which copy responders restore from, and what they do when it proves bad."""

from collections.abc import Iterator

from evidence.kinds import procedure as p
from scenarios.effects import Validate
from scenarios.story import DatasetStory, Response
from simulator.responders.mind import Mind
from simulator.responders.tasks import Task
from simulator.scene import Scene


def best_copy(scene: Scene, dataset: str, attempt: int) -> str | None:
    """The copy decided for or one as fresh, then what else was to choose from, then the freshest.

    After a failure the next one.  A choice means a copy where its option bears the copy's id.
    """
    story = next((s for s in scene.plan.scenario.datasets if s.data == dataset), None)
    if story is None:
        return None
    decided, offered = _copies_decided_on(scene, story)
    points = sorted(
        (
            0 if copy.age == decided else 1 if copy.id in offered else 2,
            copy.age + back * (copy.every or 0),
            f"{copy.id}~{back}" if back else copy.id,
        )
        for copy in story.copies
        if copy.id in scene.state.copies
        for back in range(copy.kept)
    )
    return points[min(attempt, len(points) - 1)][-1] if points else None


def _copies_decided_on(scene: Scene, story: DatasetStory) -> tuple[int | None, frozenset[str]]:
    """The age of the copy that the team decided for last, and all that it had to choose from."""
    ages = {copy.id: copy.age for copy in story.copies}
    decided, offered = None, frozenset[str]()
    for decision, choice in scene.state.decisions.items():
        point = scene.plan.decisions.get(decision)
        if point is not None and choice in ages:
            decided = ages[choice]
            offered |= {option.id for option in point.options}
    return decided, offered


def data_that_failed(scene: Scene, response: Response) -> str | None:
    """Restored data that a response would check although it has failed its check before."""
    for effect in response.does:
        data = scene.state.datasets.get(effect.validate_) if isinstance(effect, Validate) else None
        if data is not None and data.restored_from is not None and data.validated is False:
            assert isinstance(effect, Validate)
            return effect.validate_
    return None


def restore_again(scene: Scene, mind: Mind, dataset: str) -> Iterator[Task]:
    """Back to the copies: what failed its check once will not pass by being checked again."""
    for response in scene.plan.responses.values():
        able = not response.by or mind.seat in response.by
        if response.chooses != dataset or not able or scene.state.datasets[dataset].restoring:
            continue
        attempt = scene.state.response_counts.get(response.id, 0)
        yield Task(
            key=f"again:{response.id}:{attempt}",
            command=p.TakeResponse(
                response=response.id,
                point=best_copy(scene, dataset, attempt),
                why="the data did not pass its check",
            ),
        )
