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
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, get_type_hints

import msgspec

from evidence import KINDS, Command, Millis, Origin
from evidence.kinds.review import ReviewCommand
from facilitator.headless import Scripted
from facilitator.sealing import SealedWords, seal
from runbooks.authored import (
    Authored,
    AuthorError,
    Node,
    Path,
    Problem,
    Wrong,
    did_you_mean,
    listed,
    parse_duration,
    quoted,
    read_yaml,
)

MAX_COMMANDS: Final = 2_000
"""Ten people who never stop for three hours; more is a mistake."""

_OWN_KEYS: Final = ("at", "as", "do")
_REMEDY: Final = "write for example `{at: 4m, as: SEAT, do: incident.declare}`"
_NOT_SAID: Final = "why"  # open text, for simulated responders; what a person types is sealed
_ASKED: Final = {"team": "a seat", "control": "`control`", "evaluator": "`evaluator`"}


def read_script(data: bytes, *, name: str, seats: Sequence[str]) -> tuple[Scripted, ...]:
    """Read a file of commands for an organisation with these *seats*.

    Raises:
        AuthorError: Something in it cannot be a command; every problem found is in it.
    """
    authored = read_yaml(data, name=name)
    reader = _Reader(authored, tuple(seats))
    lines = reader.read()
    if reader.problems:
        raise AuthorError(reader.problems)
    return lines


@dataclass(frozen=True, slots=True)
class _Member:
    """How one member of a command is written."""

    name: str
    hint: Any
    required: bool

    @property
    def key(self) -> str:
        return self.name.replace("_", "-")

    @property
    def is_sealed(self) -> bool:
        return "Sealed" in str(self.hint)

    @property
    def is_duration(self) -> bool:
        return "Millis" in str(self.hint) or self.name.endswith("_ms")

    def read(self, node: Node) -> Any:
        """The value of *node*.

        Raises:
            Wrong: It is none.
        """
        if self.is_duration:
            if not isinstance(node, str):
                raise Wrong(f"`{self.key}` is a duration", "write for example `15m`")
            return parse_duration(node)
        value = [node] if self._is_list and isinstance(node, str) else node
        try:
            return msgspec.to_builtins(msgspec.convert(value, self.hint, strict=False))
        except msgspec.ValidationError:
            raise Wrong(f"`{self.key}` cannot be {_shown(node)}", self._remedy(node)) from None

    @property
    def _is_list(self) -> bool:
        return str(self.hint).startswith("tuple")

    def _remedy(self, node: Node) -> str:
        known = _literals(self.hint)
        if known and isinstance(node, str):
            return did_you_mean(node, known) or f"write one of {listed(known)}"
        shapes = {"int": "a whole number", "bool": "`true` or `false`", "tuple": "a list"}
        shown = str(self.hint).removeprefix("<class '")
        shape = next((says for mark, says in shapes.items() if shown.startswith(mark)), "text")
        return f"write {shape}"


class _Reader:
    """Reads one file and collects what is wrong with it."""

    def __init__(self, authored: Authored, seats: tuple[str, ...]) -> None:
        self._authored = authored
        self._seats = seats
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
        body, words = self._members(path, item, kind)
        if len(self.problems) > before:
            return None
        command = msgspec.convert(body, kind)
        seat = speaker if speaker in self._seats else None
        origin: Origin = "control" if speaker == "control" else "person"
        return Scripted(
            at=at,
            command=command,
            actor=speaker,
            seat=seat,
            origin=origin,
            cmd=f"script-{int(path[-1]) + 1}",
            words=words,
        )

    def _at(self, path: Path, item: Mapping[str, Node]) -> Millis:
        text = item.get("at")
        try:
            if not isinstance(text, str):
                raise Wrong("`at` is missing", "say when, for example `at: 4m`")
            return parse_duration(text)
        except Wrong as wrong:
            self._wrong((*path, "at"), wrong.wrong, wrong.right)
            return Millis(0)

    def _kind(self, path: Path, item: Mapping[str, Node]) -> type[Command] | None:
        word = item.get("do")
        if not isinstance(word, str):
            self._wrong(path, "`do` is missing", "say what, for example `do: incident.declare`")
            return None
        known = _commands()
        if word not in known:
            wrong = f"{quoted(word)} is not a command"
            if word in KINDS:
                wrong = f"{quoted(word)} cannot be scripted; it happens by itself"
            right = did_you_mean(word, known) or "write for example `do: incident.declare`"
            self._wrong((*path, "do"), wrong, right)
        return known.get(word)

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

    def _members(
        self, path: Path, item: Mapping[str, Node], kind: type[Command]
    ) -> tuple[dict[str, Any], tuple[SealedWords, ...]]:
        members = {member.key: member for member in _members_of(kind)}
        body: dict[str, Any] = {}
        typed: dict[str, str] = {}
        for key, node in item.items():
            if key in _OWN_KEYS:
                continue
            member = members.get(key)
            if member is None:
                right = did_you_mean(key, members) or "remove it"
                self._wrong((*path, key), f"`{kind.kind}` has no {quoted(key)}", right)
            elif member.is_sealed:
                self._type(path, key, node, typed, member.name)
            else:
                try:
                    body[member.name] = member.read(node)
                except Wrong as wrong:
                    self._wrong((*path, key), wrong.wrong, wrong.right)
        for key, member in members.items():
            if member.required and key not in item:
                self._wrong(path, f"`{kind.kind}` needs `{key}`", f"add `{key}: ...`")
        sealed = seal(typed)
        for one in sealed:
            body[one.field.removeprefix("body.")] = msgspec.to_builtins(one.sealed)
        return body, sealed

    def _type(self, path: Path, key: str, node: Node, typed: dict[str, str], member: str) -> None:
        if isinstance(node, str) and node.strip():
            typed[member] = node
        else:
            self._wrong((*path, key), f"`{key}` is text", 'write for example `words: "..."`')


@cache
def _commands() -> dict[str, type[Command]]:
    """Kinds that a script may use: all that a person, control or an evaluator says in play."""
    return {
        kind: body
        for kind, body in sorted(KINDS.items())
        if issubclass(body, Command)
        and not issubclass(body, ReviewCommand)
        and body.side != "shell"
        and kind != "exercise.start"
    }


@cache
def _members_of(kind: type[Command]) -> tuple[_Member, ...]:
    hints = get_type_hints(kind)
    return tuple(
        _Member(field.name, hints[field.name], field.required)
        for field in msgspec.structs.fields(kind)
        if field.name != _NOT_SAID
    )


def _literals(hint: Any) -> tuple[str, ...]:
    """The words among which a member chooses, if it does."""
    found: list[str] = []
    waiting = [hint]
    while waiting:
        one = waiting.pop()
        for argument in getattr(one, "__args__", ()):
            if isinstance(argument, str):
                found.append(argument)
            else:
                waiting.append(argument)
    return tuple(found)


def _shown(node: Node) -> str:
    if isinstance(node, str):
        return quoted(node)
    return "a mapping" if isinstance(node, dict) else "a list"
