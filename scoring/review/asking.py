"""What the verbs of the review share: refusing in a sentence, and what may be named or cited."""

from collections.abc import Iterable
from typing import Final, TypeVar

import msgspec

from evidence import CONTROL, TEAM, Command, Fact, Seq
from evidence.kinds import control as c
from evidence.kinds import review as r
from runbooks.authored import did_you_mean
from scoring.review.state import ReviewState

F = TypeVar("F", bound=Fact)

Facts = list[tuple[Fact, tuple[str, ...]]]
"""What came of a command, each with who may see it."""

TO_TEAM: Final = (TEAM,)
TO_CONTROL: Final = (CONTROL,)


class NotTaken(Exception):
    """What was asked makes no sense; ``because`` is a code, ``says`` a sentence."""

    def __init__(self, because: str, says: str) -> None:
        super().__init__(says)
        self.because = because
        self.says = says


def fact(kind: type[F], command: Command, **more: object) -> F:
    """The fact that says what *command* said: members of the same name, and *more*."""
    same = {
        one.name: getattr(command, one.name)
        for one in msgspec.structs.fields(kind)
        if hasattr(command, one.name)
    }
    return kind(**same | more)


def plainly(kind: type[r.ReviewFact], command: r.ReviewCommand, to: tuple[str, ...]) -> Facts:
    return [(fact(kind, command, given=command.words is not None), to)]


def reasoned(command: r.ReviewCommand) -> None:
    if command.words is None:
        raise NotTaken("no-reason", "Say why.")


def worded(command: r.ReviewCommand) -> None:
    if command.words is None:
        raise NotTaken("no-words", "There is nothing written.")


def cites_play(review: ReviewState, about: Iterable[Seq]) -> None:
    for seq in about:
        if not 0 <= seq <= review.ended.seq:
            raise NotTaken("not-play", f"Entry {seq} is not part of play; only play can be cited.")


def cites_observation(review: ReviewState, command: c.RateTask | r.SettleRating) -> None:
    """At least one observation of the task (or of none in particular); all else is play."""
    about_it = {
        event.seq
        for event, body in review.of(c.ObservationRecorded)
        if body.task in (None, command.task)
    }
    if not about_it.intersection(command.about):
        raise NotTaken("no-evidence", f"Cite at least one observation of `{command.task}`.")
    cites_play(review, set(command.about) - about_it)


def known(word: str, among: Iterable[str], because: str, says: str) -> None:
    words = tuple(dict.fromkeys(among))
    if word not in words:
        hint = did_you_mean(word, words)
        says = f"{says} `{word}`{f'; {hint}' if hint else ''}"
        raise NotTaken(because, says if says.endswith("?") else f"{says}.")


def known_task(review: ReviewState, task: str) -> None:
    tasks = [t.id for objective in review.played.objectives for t in objective.tasks]
    known(task, tasks, "unknown-task", "There is no critical task")


def known_figure(review: ReviewState, figure: str) -> None:
    names = [metric.name for metric in review.played.metrics]
    known(figure, names, "unknown-figure", "The scorecard has no figure")
