"""The review of one exercise: what is said once play is over, taken in and turned into facts.

It stands beside the engine and works like it: no clock, no files; ``receive`` takes a command and
returns what happened, to be appended before it is shown.  It needs no engine, for a review may
come weeks later, and by another version.

1. Exercise time stands still: everything in the review happens at EndEx.
2. Only play can be cited as evidence; a rating also cites the observation it rests on.
3. The same commands after the same play give the same facts, so a review is replayed as play is.
4. What makes no sense is refused in a sentence, and the refusal is recorded.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from evidence import CONTROL, TEAM, Body, Command, Event, Millis, Origin, Seq
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import review as r
from scenarios.plan import Plan
from scoring.review.asking import NotTaken
from scoring.review.raters import SAID, TaskRatings, gather_ratings
from scoring.review.verbs import take
from scoring.scorecard import Scorecard, score

B = TypeVar("B", bound=Body)

ANONYMOUS = "anonymous"


class NotPlayed(ValueError):
    """There is nothing to review: the record does not reach EndEx."""


class Review:
    """The review part of one record.  Append what :meth:`receive` returns before showing it."""

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

    def receive(
        self,
        command: Command,
        *,
        actor: str,
        seat: str | None = None,
        origin: Origin = "person",
        cmd: str | None = None,
    ) -> tuple[Event, ...]:
        """Take one command; its own leaf and what came of it.

        What is given without a name (feedback, an anonymous card) is written without one.
        """
        start = len(self._record)
        if isinstance(command, r.GiveFeedback) or getattr(command, "anonymous", False):
            actor, seat = ANONYMOUS, None
        to: tuple[str, ...] = (TEAM,) if command.side == "team" else (CONTROL,)
        if isinstance(command, c.RateTask):
            to = self.rating_audience(command.task, actor)
        asked = self._write(command, origin=origin, actor=actor, role=seat, to=to, cmd=cmd)
        try:
            facts = take(self, command, asked)
        except NotTaken as no:
            facts = [(x.CommandRefused(because=no.because, says=no.says), to)]
        for fact, audience in facts:
            self._write(fact, origin="world", actor=actor, role=seat, to=audience, cause=asked.seq)
        return tuple(self._record[start:])

    # What the verbs ask

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

    def _write(
        self,
        body: Body,
        *,
        origin: Origin,
        actor: str,
        role: str | None,
        to: tuple[str, ...],
        cause: Seq | None = None,
        cmd: str | None = None,
    ) -> Event:
        event = Event(
            seq=self._record[-1].seq + 1,
            at=Millis(self.ended.at),
            origin=origin,
            body=body,
            cause=cause,
            actor=actor,
            role=role,
            to=to,
            cmd=cmd,
        )
        self._record.append(event)
        return event


def rater_audience(actor: str) -> str:
    """The audience that is one evaluator alone, until all ratings of a task are in."""
    return f"rater:{actor}"
