"""Re-simulate a stored record from its inputs, and say whether the same leaves come out.

Only inputs (people, control, shell) are handed to a new engine, and after EndEx to a new review;
every other leaf must come out again, in its place.  Wall time and chain are the shell's, so they
take no part.
"""

from dataclasses import dataclass
from typing import Any

from evidence import Command, Event, Millis, write_body
from facilitator.record_files import NotUnderstood, Record
from scoring import Review
from simulator import ClockError, Exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What came out.

    Attributes:
        leaves: How many leaves are stored.
        diverged_at: The first ``seq`` where the two differ; ``None`` if they agree.
        stored: The stored fact there; ``None`` where the record has ended.
        replayed: The fact that came out there; ``None`` where nothing came out.
        missing: Leaves that come out after the stored end: a tail that a crash tore off.
    """

    leaves: int
    diverged_at: int | None = None
    stored: dict[str, Any] | None = None
    replayed: dict[str, Any] | None = None
    missing: int = 0

    @property
    def reproduced(self) -> bool:
        return self.diverged_at is None


def replay(record: Record) -> Replayed:
    """Play *record* again from its inputs and compare leaf by leaf.

    Raises:
        NotUnderstood: The record does not begin as a record does.
    """
    _, again = simulate_again(record)
    return compare(record.events, again)


def simulate_again(record: Record) -> tuple[Exercise, list[Event]]:
    """Hand the inputs of *record* to a new exercise; where it stands, and what came out.

    It stands at the last stored leaf, or where it refused to follow the record any further.

    Raises:
        NotUnderstood: The record does not begin as a record does.
    """
    exercise = Exercise(record.plan, seed=record.opened.seed)
    again: list[Event] = []
    review: Review | None = None
    for event in record.events:
        if not event.is_input:
            continue
        assert isinstance(event.body, Command), "a fact is never an input"
        if exercise.ended:
            review = review or Review(record.plan, again)
            again += _review(review, event, event.body)
            continue
        try:
            again += _receive(exercise, event, event.body)
        except ClockError:
            break  # the engine stands elsewhere: the comparison finds where they parted
    last = record.events[-1].at
    if not exercise.ended and not exercise.state.held and last > exercise.now:
        again += exercise.advance(to=last)
    return exercise, again


def _review(review: Review, event: Event, body: Command) -> tuple[Event, ...]:
    return review.receive(
        body,
        actor=event.actor or event.origin,
        seat=event.role,
        origin=event.origin,
        cmd=event.cmd,
    )


def _receive(exercise: Exercise, event: Event, body: Command) -> tuple[Event, ...]:
    return exercise.receive(
        body,
        at=Millis(event.at),
        actor=event.actor or event.origin,
        seat=event.role,
        origin=event.origin,
        cmd=event.cmd,
    )


def compare(stored: tuple[Event, ...], again: list[Event]) -> Replayed:
    """Where what came out is not what is stored, if anywhere."""
    for seq, event in enumerate(stored):
        other = again[seq] if seq < len(again) else None
        if event != other:
            return Replayed(
                leaves=len(stored),
                diverged_at=seq,
                stored=show_event(event),
                replayed=show_event(other) if other else None,
            )
    return Replayed(leaves=len(stored), missing=len(again) - len(stored))


def show_event(event: Event) -> dict[str, Any]:
    """A fact as plain data, for people who compare two."""
    return {
        "kind": event.kind,
        "at": event.at,
        "origin": event.origin,
        "cause": event.cause,
        "actor": event.actor,
        "role": event.role,
        "to": list(event.to),
        "body": write_body(event.body),
    }


__all__ = ["NotUnderstood", "Replayed", "compare", "replay", "show_event", "simulate_again"]
