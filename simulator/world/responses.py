"""Technical responses: what the team does to systems, with its time, its risk and its price."""

from collections.abc import Callable
from typing import Protocol

from evidence.kinds.procedure import ResponseEnded, ResponseTaken
from scenarios.effects import Effect, Restore, Validate
from scenarios.story import Response
from simulator.agenda import Rank
from simulator.scene import TO_TEAM, Apply, By, Refused, Scene
from simulator.world.data import Data


class Destroy(Protocol):
    def __call__(self, artefact: str, *, by: str, cause: int | None) -> None: ...


class Check(Protocol):
    def __call__(self, part: str, *, cause: int | None) -> bool: ...


class Responses:
    def __init__(
        self,
        scene: Scene,
        *,
        data: Data,
        destroy: Destroy,
        worked: Callable[[str, int], None],
        apply: Apply,
        validate: Check,
    ) -> None:
        """*worked* is told of each response that worked, with the ``seq`` of its taking."""
        self._scene = scene
        self._data = data
        self._destroy = destroy
        self._worked = worked
        self._apply = apply
        self._validate = validate

    def begin(
        self, response: str, point: str | None, by: By, *, run: str | None, step: str | None
    ) -> None:
        """Take a response, or refuse it in a sentence."""
        scene = self._scene
        story = self._check(response, by)
        restores = _restore_in(story)
        if restores is not None:
            point = restores.from_ or self._chosen(story, restores, point)
        count = scene.state.response_counts.get(response, 0)
        takes = scene.chance.span(story.takes, "response", response, count)
        if restores is not None and point is not None:
            takes = type(takes)(takes + self._data.takes(point))
        seq = scene.tell(ResponseTaken(response=response, point=point, run=run, step=step), by)
        for artefact in story.destroys:
            self._destroy(artefact, by=response, cause=seq)
        self._apply(story.at_once, cause=seq, source=response)
        if restores is not None and point is not None:
            self._data.restore_begins(restores.restore, point, seq)
        scene.agenda.at(
            scene.later(takes),
            lambda: self._end(story, point, seq, count),
            key=f"response:{response}",
            rank=Rank.WORLD,
            id_=response,
        )

    def _chosen(self, story: Response, restores: Restore, point: str | None) -> str:
        return self._data.check_point(story.chooses or restores.restore, point)

    def _check(self, response: str, by: By) -> Response:
        scene = self._scene
        story = scene.plan.responses.get(response)
        if story is None:
            raise Refused("unknown-response", f"Nobody here knows how to do `{response}`.")
        if story.by and by.seat not in story.by:
            who = " or ".join(scene.plan.organisation.title_of(seat) for seat in story.by)
            raise Refused("wrong-seat", f"{story.title} is done by the {who}.")
        status = scene.state.responses.get(response)
        if status == "taken":
            raise Refused("under-way", f"{story.title} is already under way.")
        if status == "worked" and not story.repeatable:
            raise Refused("done", f"{story.title} has been done.")
        if not scene.holds(story.needs):
            raise Refused("not-now", story.refusal or f"{story.title} cannot be done yet.")
        return story

    def _end(self, story: Response, point: str | None, taken: int, count: int) -> None:
        scene = self._scene
        worked = not scene.chance.happens(story.fails, "response", story.id, count, "fails")
        if not worked:
            self._close(story, taken, worked=False, says=story.failure, then=story.then)
            return
        restores = _restore_in(story)
        if restores is not None and point is not None:
            worked = self._data.restore_ends(restores.restore, point, taken)
        others: list[Effect] = []
        for effect in story.does:
            if isinstance(effect, Validate):
                worked = self._validate(effect.validate_, cause=taken) and worked
            else:
                others.append(effect)
        if worked:
            self._close(story, taken, worked=True, says=story.says, then=others)
            self._worked(story.id, taken)
        else:
            self._close(story, taken, worked=False, says=story.failure, then=story.then)

    def _close(
        self,
        story: Response,
        taken: int,
        *,
        worked: bool,
        says: str | None,
        then: tuple[Effect, ...] | list[Effect],
    ) -> None:
        scene = self._scene
        self._apply(then, cause=taken, source=story.id)
        scene.emit(
            ResponseEnded(
                response=story.id, worked=worked, says=says or f"{story.title} did not work."
            ),
            to=TO_TEAM,
            cause=taken,
        )


def _restore_in(story: Response) -> Restore | None:
    return next((effect for effect in story.does if isinstance(effect, Restore)), None)
