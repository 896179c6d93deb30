"""What every verb reads from a command in the same way: ids, seats, cited leaves, given words.

A name that fits nothing is refused with the nearest one that does, but only among names that a
team knows anyway: a suggestion must never betray what has not happened yet.
"""

from collections.abc import Iterable

from evidence import Millis, Seq
from evidence.kinds.incident import TeamCommand
from runbooks.authored import did_you_mean
from simulator.scene import By, Refused, Scene


def known(word: str, among: Iterable[str], *, because: str, says: str) -> None:
    """Refuse a *word* that is not *among* the known ones; *says* has no full stop."""
    words = tuple(among)
    if word in words:
        return
    hint = did_you_mean(word, words)
    if hint and not hint.endswith("?"):
        hint += "."
    raise Refused(because, f"{says}; {hint}" if hint else f"{says}.")


def known_seat(scene: Scene, seat: str) -> None:
    known(
        seat,
        scene.plan.organisation.roles,
        because="unknown-seat",
        says=f"There is no seat `{seat}`",
    )


def known_exception(scene: Scene, code: str | None) -> None:
    """Refuse an exception code that the organisation does not have."""
    if code is not None:
        known(
            code,
            scene.plan.organisation.exceptions,
            because="unknown-exception",
            says=f"`{code}` is not an exception code of this organisation",
        )


def cited(about: Iterable[Seq], by: By) -> None:
    """Refuse evidence that is not an earlier entry of this record."""
    for seq in about:
        if not 0 <= seq < by.seq:
            raise Refused("no-such-entry", f"The record has no entry {seq} to cite.")


def in_future(scene: Scene, at: Millis | None, *, what: str) -> None:
    """Refuse a promise that is over before it is made; *what* as in "The next update"."""
    if at is not None and at <= scene.now:
        raise Refused("past", f"{what} must lie in the future.")


def reasoned(command: TeamCommand) -> bool:
    """Whether words came with it: typed by a person, or a simulated responder's own reason."""
    return command.words is not None or bool(command.why)


def role_title(role: str) -> str:
    """A library role in plain words."""
    return role.replace("_", " ")
