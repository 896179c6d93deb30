"""How a review stands: play as it was recorded, and what has been said about it so far."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from evidence import CONTROL, Body, Event
from evidence.kinds import exercise as x
from scenarios.plan import Plan
from scoring.review.raters import SAID, TaskRatings, gather_ratings
from scoring.scorecard import Scorecard, score

B = TypeVar("B", bound=Body)


class NotPlayed(ValueError):
    """There is nothing to review: the record does not reach EndEx."""


class ReviewState:
    """What the verbs of a review ask before they answer; nothing here changes it."""

    def __init__(self, plan: Plan, record: Sequence[Event]) -> None:
        """Open the review of a played record, or take one up again.

        Args:
            plan: What was played.
            record: Its events from the first leaf, to EndEx or beyond.

        Raises:
            NotPlayed: The record does not reach EndEx.
        """
        ended = next((e for e in record if isinstance(e.body, x.ExerciseEnded)), None)
        if ended is None:
            raise NotPlayed("There is no review before EndEx.")
        self.plan = plan
        self.ended = ended
        self._record = list(record)

    @property
    def record(self) -> Sequence[Event]:
        """Play, and the review so far."""
        return self._record

    @cached_property
    def played(self) -> Scorecard:
        """The scorecard of play alone: its figures are what can be contested."""
        return score(self.plan, self._record[: self.ended.seq + 1])

    def scorecard(self) -> Scorecard:
        """The scorecard as the review stands now."""
        return score(self.plan, self._record)

    def ratings(self, task: str) -> TaskRatings:
        """What evaluators have said about a task; ask it what one of them may be shown."""
        said = (event for event in self._record if isinstance(event.body, SAID))
        return gather_ratings(said).get(task, TaskRatings())

    def of(self, kind: type[B]) -> list[tuple[Event, B]]:
        """All facts of one kind, in play and in the review, in order."""
        return [(event, event.body) for event in self._record if isinstance(event.body, kind)]

    def rating_audience(self, task: str, actor: str) -> tuple[str, ...]:
        """Who may see a rating when it is given: while others are awaited, its rater alone."""
        return (rater_audience(actor),) if self.ratings(task).closed else (CONTROL,)


def rater_audience(actor: str) -> str:
    """The audience that is one evaluator alone, until all ratings of a task are in."""
    return f"rater:{actor}"
