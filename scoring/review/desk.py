"""The review of one exercise: what is said once play is over, taken in and turned into facts.

It stands beside the engine and works like it: no clock, no files; ``receive`` takes a command and
returns what happened, to be appended before it is shown.  It needs no engine, for a review may
come weeks later, and by another version.

1. Exercise time stands still: everything in the review happens at EndEx.
2. Only play can be cited as evidence; a rating also cites the observation it rests on.
3. The same commands after the same play give the same facts, so a review is replayed as play is.
4. What makes no sense is refused in a sentence, and the refusal is recorded.
"""

from evidence import CONTROL, TEAM, Body, Command, Event, Millis, Origin, Seq
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import review as r
from scoring.review.asking import NotTaken
from scoring.review.state import ReviewState
from scoring.review.verbs import take

ANONYMOUS = "anonymous"


class Review(ReviewState):
    """The review part of one record.  Append what :meth:`receive` returns before showing it."""

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
