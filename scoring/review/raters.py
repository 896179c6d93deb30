"""What evaluators said about each task, and which of it stands.

Several evaluators who rate one task do so alone: while a rating is still to come, nobody is shown
the ones that are in, not even the scorecard, which would betray them.  What each rated alone is
kept for the agreement; where they differ the lead evaluator settles it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import msgspec

from evidence import Body, Event, Fact, Seq
from evidence.kinds.control import RateTask, Rating, TaskRated
from evidence.kinds.review import RatersAssigned, RatingSettled, RatingsOpened
from scenarios.objectives import Task
from scenarios.plan import Plan
from scoring.wording import count

SAID: Final[tuple[type[Body], ...]] = (TaskRated, RatersAssigned, RatingsOpened, RatingSettled)
"""The facts that this is folded from."""

RATED_TWICE: Final = 20
"""At least this per cent of the critical tasks should be rated by two (doctrine 2.13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """One rating as it was given."""

    seq: Seq
    rater: str
    rating: Rating
    override: bool
    reasoned: bool
    about: tuple[Seq, ...]
    alone: bool
    """Before the others' ratings were opened."""


@dataclass(slots=True)
class TaskRatings:
    """All that was said about the rating of one task."""

    asked: tuple[str, ...] = ()
    """Raters who rate it alone."""
    given: list[Rated] = field(default_factory=list)
    opened: bool = False
    settled: tuple[Seq, RatingSettled] | None = None

    @property
    def waiting(self) -> tuple[str, ...]:
        """Raters whose rating is still to come."""
        come = {rated.rater for rated in self.given}
        return tuple(rater for rater in self.asked if rater not in come)

    @property
    def closed(self) -> bool:
        """Whether ratings are kept from those who did not give them."""
        return bool(self.asked) and not self.opened

    def alone(self) -> dict[str, Rated]:
        """The first rating of each rater, if it was given without seeing another."""
        found: dict[str, Rated] = {}
        for rated in self.given:
            found.setdefault(rated.rater, rated)
        return {rater: rated for rater, rated in found.items() if rated.alone}

    def last(self) -> list[Rated]:
        """The last word of each rater."""
        return list({rated.rater: rated for rated in self.given}.values())

    def shown_to(self, rater: str) -> tuple[Rated, ...]:
        """What an evaluator may see of this task's ratings now."""
        return tuple(rated for rated in self.given if not self.closed or rated.rater == rater)


class RatingKept(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What is shown of a rating to everybody but its rater, until all of its task are in.

    It stands in no record: it takes a rating's place in a view, so that places stay what they are.
    """

    kind: ClassVar[str] = "rating.kept"
    task: str


def as_shown_to(reader: str | None, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events as one reader may see them: others' ratings are kept while some are awaited.

    Args:
        reader: An ``actor`` id; ``None`` for whoever reads what leaves the room.
    """
    said = [event for event in events if isinstance(event.body, SAID)]
    closed = {task for task, ratings in gather_ratings(said).items() if ratings.closed}
    if not closed:
        return tuple(events)
    return tuple(
        msgspec.structs.replace(event, body=RatingKept(task=event.body.task))
        if isinstance(event.body, RateTask | TaskRated)
        and event.body.task in closed
        and event.actor != reader
        else event
        for event in events
    )


class EvaluatorRating(msgspec.Struct, frozen=True, kw_only=True):
    """What evaluators said about a task, whether or not it counts.  Names nobody."""

    rating: Rating
    counts: bool
    says: str
    cites: tuple[Seq, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "rating": self.rating,
            "counts": self.counts,
            "says": self.says,
            "cites": list(self.cites),
        }


def gather_ratings(events: Iterable[Event]) -> dict[str, TaskRatings]:
    """Fold the facts of :data:`SAID`, in the order of the record, by task."""
    tasks: dict[str, TaskRatings] = {}
    for event in events:
        match event.body:
            case TaskRated() as body:
                task = tasks.setdefault(body.task, TaskRatings())
                task.given.append(
                    Rated(
                        seq=event.seq,
                        rater=event.actor or "",
                        rating=body.rating,
                        override=body.override,
                        reasoned=body.reasoned,
                        about=body.about,
                        alone=not task.opened,
                    )
                )
            case RatersAssigned() as body:
                task = tasks.setdefault(body.task, TaskRatings())
                task.asked = body.raters
                task.opened = False
            case RatingsOpened() as body:
                tasks.setdefault(body.task, TaskRatings()).opened = True
            case RatingSettled() as body:
                tasks.setdefault(body.task, TaskRatings()).settled = (event.seq, body)
            case _:
                pass
    return tasks


def evaluators_word(
    ratings: TaskRatings | None, proposed: Rating, *, observations: frozenset[Seq]
) -> EvaluatorRating | None:
    """What evaluators made of a proposed rating; ``None`` while there is nothing to show.

    Args:
        ratings: What was said about the task.
        proposed: What its figures propose.
        observations: The leaves of the observations that a rating may rest on.
    """
    if ratings is None or (not ratings.given and ratings.settled is None):
        return None
    if ratings.settled is not None:
        seq, body = ratings.settled
        return EvaluatorRating(
            rating=body.rating,
            counts=True,
            says=f"the lead evaluator settled it; the figures propose {proposed}",
            cites=(seq, *body.about),
        )
    if ratings.closed:
        return None
    words = ratings.last()
    if len({rated.rating for rated in words}) > 1:
        each = ", ".join(rated.rating for rated in words)
        return EvaluatorRating(
            rating=words[-1].rating,
            counts=False,
            says=f"{count(len(words), 'evaluator')} rated {each}; the lead evaluator has not "
            "settled it",
            cites=tuple(rated.seq for rated in words),
        )
    return _one_word(words[-1], len(words), proposed, observations)


def _one_word(
    rated: Rated, raters: int, proposed: Rating, observations: frozenset[Seq]
) -> EvaluatorRating:
    """The word of one evaluator, or of several who agree."""
    together = f", {raters} evaluators alike" if raters > 1 else ""
    if rated.rating == proposed:
        counts, says = True, f"confirms the proposal{together}"
    elif not rated.override:
        counts, says = False, "differs from the proposal, without overriding it"
    elif not rated.reasoned:
        counts, says = False, "an override needs a reason, and none was given"
    elif not observations.intersection(rated.about):
        counts, says = False, "an override needs an observation to rest on, and cites none"
    else:
        counts, says = True, f"overrides the proposal {proposed}, with a reason{together}"
    return EvaluatorRating(
        rating=rated.rating, counts=counts, says=says, cites=(rated.seq, *rated.about)
    )


def rate_twice(plan: Plan) -> tuple[str, ...]:
    """Tasks that two evaluators should rate: all with hard fails, and a fifth of all at least."""
    tasks = _tasks(plan)
    chosen = [task.id for task in tasks if task.hard_fails]
    wanted = -(-len(tasks) * RATED_TWICE // 100)
    others = [task.id for task in tasks if not task.hard_fails]
    return tuple(chosen + others[: max(0, wanted - len(chosen))])


def _tasks(plan: Plan) -> list[Task]:
    return [
        task
        for objective in plan.scenario.objectives
        for capability in objective.capabilities
        for task in capability.tasks
    ]
