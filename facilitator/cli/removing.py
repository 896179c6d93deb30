"""`redact`, `forget`, `cancel` and `delete`: what is taken out, and the log says so for ever."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from facilitator.cli.alone import alone_in
from facilitator.cli.failing import told
from facilitator.cli.printing import printer
from facilitator.record_files import chosen_exercise, open_stored
from facilitator.seal import (
    Ground,
    cancel_exercise,
    delete_exercise,
    forget_person,
    redact_field,
)
from facilitator.store import Store
from scoring.wording import count


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRemoval:
    """Where, why, and which two people want it."""

    records: Path
    ground: str
    by: str
    approved_by: str

    @property
    def grounds(self) -> Ground:
        return Ground(ground=self.ground, asked_by=self.by, approved_by=self.approved_by)


def redact_words(wanted: WantedRemoval, exercise: str, seq: int, field: str) -> None:
    """Take one text out, and say which leaf says so."""
    with _alone(wanted.records) as store:
        name = chosen_exercise(store, wanted.records, exercise)
        leaf = redact_field(store, name, seq, field, ground=wanted.grounds, wall=_now())
    printer().line(f"Leaf {leaf} of {name} says that {field} of leaf {seq} is gone.")


def forget(wanted: WantedRemoval, person: str) -> None:
    """Take out all that one person ever typed, in every exercise."""
    with _alone(wanted.records) as store:
        gone = forget_person(store, person, ground=wanted.grounds, wall=_now())
    exercises = {exercise for exercise, _, _ in gone}
    said = f"{count(len(gone), 'text')} in {count(len(exercises), 'exercise')}"
    printer().line(f"What {person} typed is gone: {said}.")


def cancel(records: Path, exercise: str, reason: str) -> None:
    """Give up an exercise that will not be played to its end."""
    with _alone(records) as store:
        name = chosen_exercise(store, records, exercise)
        cancel_exercise(store, name, reason=reason, wall=_now())
    printer().line(f"{name} is cancelled; its record stays.")


def delete(wanted: WantedRemoval, exercise: str) -> None:
    """Take a whole record out."""
    with _alone(wanted.records) as store:
        name = chosen_exercise(store, wanted.records, exercise)
        delete_exercise(store, name, ground=wanted.grounds, wall=_now())
    printer().line(f"{name} is deleted; the instance log says so, and why.")


@contextmanager
def _alone(records: Path) -> Iterator[Store]:
    running = "stop it first, for it still works with what is taken out here"
    with (
        told(),
        open_stored(records, alone=True) as store,
        alone_in(store.folder, otherwise=running),
    ):
        yield store


def _now() -> int:
    return time.time_ns() // 1_000_000
