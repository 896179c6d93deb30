"""Scripted commands: what people say at which instant, as an author writes it.

```yaml
commands:
  - {at: 4m, as: duty-manager, do: incident.declare}
  - {at: 6m, as: duty-manager, do: severity.call, level: 1, words: "The shops cannot log in."}
  - {at: 20m, as: control, do: inject.handle, inject: wrong-alarm, how: skip}
```

`do` is the kind of a command, `as` a seat of the organisation, `control` or `evaluator`; every
other key is a member of that command, in kebab-case.  What a person types is sealed on the way.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from evidence import Command, Millis, Origin
from evidence.kinds.exercise import StartExercise
from evidence.kinds.review import ReviewCommand
from facilitator.command_reader import NotACommand, Read, Said, read_command, read_kind
from facilitator.headless import Scripted
from facilitator.story_time import StoryTime
from runbooks.authored import (
    Authored,
    AuthorError,
    LocalInstant,
    Node,
    Path,
    Problem,
    Wrong,
    did_you_mean,
    listed,
    parse_duration,
    quoted,
    read_yaml,
    show_duration,
)

MAX_COMMANDS: Final = 2_000
"""Ten people who never stop for three hours; more is a mistake."""

_OWN_KEYS: Final = ("at", "as", "do")
_REMEDY: Final = "write for example `{at: 4m, as: SEAT, do: incident.declare}`"
_ASKED: Final = {"team": "a seat", "control": "`control`", "evaluator": "`evaluator`"}


def read_script(
    data: bytes, *, name: str, seats: Sequence[str], starts: LocalInstant, lasts: Millis
) -> tuple[Scripted, ...]:
    """Read a file of commands for an organisation with these *seats*.

    Instants inside a command may be said by the clocks of the story, which *starts* there and
    *lasts* so long.

    Raises:
        AuthorError: Something in it cannot be a command; every problem found is in it.
    """
    authored = read_yaml(data, name=name)
    reader = _Reader(authored, tuple(seats), starts, lasts)
    lines = reader.read()
    if reader.problems:
        raise AuthorError(reader.problems)
    return lines


class _Reader:
    """Reads one file and collects what is wrong with it."""

    def __init__(
        self, authored: Authored, seats: tuple[str, ...], starts: LocalInstant, lasts: Millis
    ) -> None:
        self._authored = authored
        self._seats = seats
        self._starts = starts
        self._lasts = lasts
        self.problems: list[Problem] = []

    def read(self) -> tuple[Scripted, ...]:
        tree = self._authored.tree
        for key in tree:
            if key != "commands":
                right = did_you_mean(key, ("commands",)) or "remove it"
                self._wrong((key,), f"unknown key {quoted(key)}", right)
        items = tree.get("commands")
        if not isinstance(items, list) or not items:
            self._wrong(("commands",), "there is no list of `commands`", _REMEDY)
            return ()
        if len(items) > MAX_COMMANDS:
            wrong = f"there are {len(items):,} commands"
            self._wrong(("commands",), wrong, f"use at most {MAX_COMMANDS:,}")
            return ()
        read = [self._line(("commands", place), item) for place, item in enumerate(items)]
        return tuple(line for line in read if line is not None)

    def _wrong(self, path: Path, wrong: str, right: str) -> None:
        self.problems.append(self._authored.problem(path, wrong, right))

    def _line(self, path: Path, item: Node) -> Scripted | None:
        if not isinstance(item, dict):
            self._wrong(path, "a command is a mapping", _REMEDY)
            return None
        before = len(self.problems)
        at = self._at(path, item)
        kind = self._kind(path, item)
        speaker = self._speaker(path, item)
        if kind is None:
            return None
        self._check_side(path, kind, speaker)
        read = self._read(path, item, kind, at)
        if read is None or len(self.problems) > before:
            return None
        seat = speaker if speaker in self._seats else None
        origin: Origin = "control" if speaker == "control" else "person"
        return Scripted(
            at=at,
            command=read.command,
            actor=speaker,
            seat=seat,
            origin=origin,
            cmd=f"script-{int(path[-1]) + 1}",
            words=read.words,
            where=f"{self._authored.name}:{self._authored.line(path)}",
        )

    def _at(self, path: Path, item: Mapping[str, Node]) -> Millis:
        text = item.get("at")
        try:
            if not isinstance(text, str):
                raise Wrong("`at` is missing", "say when, for example `at: 4m`")
            at = parse_duration(text)
            if at > self._lasts:
                says = f"{quoted(text)} is after EndEx"
                raise Wrong(says, f"the scenario lasts {show_duration(self._lasts)}")
            return at
        except Wrong as wrong:
            self._wrong((*path, "at"), wrong.wrong, wrong.right)
            return Millis(0)

    def _kind(self, path: Path, item: Mapping[str, Node]) -> type[Command] | None:
        word = item.get("do")
        if not isinstance(word, str):
            self._wrong(path, "`do` is missing", "say what, for example `do: incident.declare`")
            return None
        try:
            if word == StartExercise.kind:
                raise Wrong(f"{quoted(word)} cannot be scripted", "a script begins at StartEx")
            kind = read_kind(word)
            if issubclass(kind, ReviewCommand):
                raise Wrong(f"{quoted(word)} cannot be scripted", "review begins after EndEx")
            return kind
        except Wrong as wrong:
            self._wrong((*path, "do"), wrong.wrong, wrong.right)
            return None

    def _speaker(self, path: Path, item: Mapping[str, Node]) -> str:
        word = item.get("as")
        known = (*self._seats, "control", "evaluator")
        if not isinstance(word, str):
            self._wrong(path, "`as` is missing", "say who: a seat, `control` or `evaluator`")
        elif word not in known:
            right = did_you_mean(word, known) or f"the seats are {listed(self._seats)}"
            self._wrong((*path, "as"), f"nobody sits at {quoted(word)}", right)
        return word if isinstance(word, str) and word in known else ""

    def _check_side(self, path: Path, kind: type[Command], speaker: str) -> None:
        sides = {"control": "control", "evaluator": "evaluator"}
        if speaker and sides.get(speaker, "team") != kind.side:
            says = f"`{kind.kind}` is not for {quoted(speaker)}"
            self._wrong((*path, "as"), says, f"let {_ASKED[kind.side]} do it")

    def _read(
        self, path: Path, item: Mapping[str, Node], kind: type[Command], at: Millis
    ) -> Read | None:
        said: dict[str, Said] = {
            key: _said(node) for key, node in item.items() if key not in _OWN_KEYS
        }
        try:
            return read_command(kind, said, time=StoryTime(starts=self._starts, now=at))
        except NotACommand as error:
            for mistake in error.mistakes:
                where = path if mistake.key is None else (*path, mistake.key)
                self._wrong(where, mistake.wrong, mistake.right)
            return None


def _said(node: Node) -> Said:
    if isinstance(node, dict):
        return {key: _said(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_said(item) for item in node]
    return node
