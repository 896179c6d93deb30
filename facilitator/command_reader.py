"""From what somebody said to a command: one reader for files, forms, JSON, socket and API.

A command is said as the kind of a command and its members in kebab-case.  What a person types is
sealed on the way, so no caller can forget to.  Values come as YAML, a form or JSON gave them:
text, lists and mappings of text, and whole numbers or true and false where JSON has them.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, TypeAlias, get_type_hints

import msgspec

from evidence import KINDS, Command, NotCanonical
from evidence.canonical import encode
from facilitator.sealing import SealedWords, seal
from facilitator.story_time import StoryTime
from runbooks.authored import Wrong, did_you_mean, listed, parse_duration, quoted

MAX_TYPED_CHARS: Final = 8_000
"""Two printed pages: longer than anything typed in an exercise, and it bounds an opening."""
MAX_BODY_BYTES: Final = 8_192
"""The open part of a command: ids and choices.  A leaf holds eight times as much."""

Said: TypeAlias = "str | int | bool | list[Said] | dict[str, Said] | None"

_LOOKING_BACK: Final = frozenset({"about_at", "from_at", "until_at"})
"""Instants that have been: "since 17:30" is this evening's, never tomorrow's."""
_NOT_SAID: Final = "why"  # open text, for simulated responders; what a person types is sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A command as it was said, and what was typed in it."""

    command: Command
    words: tuple[SealedWords, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one member (or, without a ``key``, with the whole) and what is right."""

    key: str | None
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.wrong}; {self.right}"


class NotACommand(ValueError):
    """What was said is no command.  Every mistake found is in it."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(" ".join(_sentence(mistake) for mistake in mistakes))
        self.mistakes = mistakes

    @classmethod
    def plain(cls, wrong: str, right: str) -> "NotACommand":
        """One mistake that concerns the whole."""
        return cls(Mistake(None, wrong, right))


def _sentence(mistake: Mistake) -> str:
    said = str(mistake)
    return said if said.endswith(("?", ".")) else f"{said}."


def read_kind(word: str) -> type[Command]:
    """The command that *word* names.

    Raises:
        Wrong: It names none, or something that happens by itself.
    """
    known = commands()
    found = known.get(word)
    if found is not None:
        return found
    wrong = f"{quoted(word)} is not a command"
    if word in KINDS:
        wrong = f"{quoted(word)} cannot be said; it happens by itself"
    verb = word.rpartition(".")[2]
    alike = [kind for kind in known if kind.rpartition(".")[2] == verb]
    right = did_you_mean(word, known) or (did_you_mean(alike[0], alike) if alike else None)
    raise Wrong(wrong, right or "write for example `incident.declare`")


def read_command(
    kind: type[Command], given: Mapping[str, Said], *, time: StoryTime | None = None
) -> Read:
    """Read the members of a command of this *kind*; a member that is ``None`` is not given.

    With *time*, an instant may be said by the clocks of the story: ``Sunday 09:00``.

    Raises:
        NotACommand: Something is missing, unknown or of another shape.
    """
    members = _members_of(kind)
    body: dict[str, Any] = {}
    typed: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for key, value in given.items():
        member = members.get(key)
        if value is None:
            continue
        if member is None:
            right = did_you_mean(key, members) or "remove it"
            mistakes.append(Mistake(key, f"`{kind.kind}` has no {quoted(key)}", right))
            continue
        try:
            if member.is_sealed:
                typed[member.name] = _typed(key, value)
            else:
                body[member.name] = member.read(value, time)
        except Wrong as wrong:
            mistakes.append(Mistake(key, wrong.wrong, wrong.right))
    for key, member in members.items():
        if member.required and given.get(key) is None:
            mistakes.append(Mistake(None, f"`{kind.kind}` needs `{key}`", f"add `{key}: ...`"))
    mistakes += _unwritable(kind, body)
    if mistakes:
        raise NotACommand(*mistakes)
    sealed = seal(typed)
    for one in sealed:
        body[one.field.removeprefix("body.")] = one.sealed
    return Read(command=msgspec.convert(body, kind), words=sealed)


@cache
def commands() -> dict[str, type[Command]]:
    """Every kind that a person, control or an evaluator can say."""
    return {
        kind: body
        for kind, body in sorted(KINDS.items())
        if issubclass(body, Command) and body.side != "shell"
    }


def describe_commands() -> list[dict[str, Any]]:
    """Every command for a program: its kind, who says it, and a JSON Schema of its members."""
    return [
        {
            "do": kind,
            "side": body.side,
            "about": " ".join((body.__doc__ or "").split("\n\n")[0].split()),
            "members": {
                "type": "object",
                "properties": {key: member.schema() for key, member in _members_of(body).items()},
                "required": [key for key, member in _members_of(body).items() if member.required],
            },
        }
        for kind, body in commands().items()
    ]


def _typed(key: str, value: Said) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ": ".join(str(part) for part in value)  # a tag and the text that it is about
    if not isinstance(value, str) or not value.strip():
        raise Wrong(f"`{key}` is text", 'write for example `words: "..."`')
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    if len(text) > MAX_TYPED_CHARS:
        wrong = f"`{key}` has {len(text):,} characters"
        raise Wrong(wrong, f"use at most {MAX_TYPED_CHARS:,}; say the rest in a second entry")
    try:
        encode(text)
    except NotCanonical as error:
        raise Wrong(f"`{key}` cannot be kept: {error}", "remove that character") from None
    return text


def _unwritable(kind: type[Command], body: Mapping[str, Any]) -> list[Mistake]:
    """What no leaf could hold must be refused before the engine has taken it."""
    if not body:
        return []
    try:
        size = len(encode(dict(body)))
    except NotCanonical as error:
        return [Mistake(None, f"`{kind.kind}` cannot be recorded: {error}", "write it otherwise")]
    if size <= MAX_BODY_BYTES:
        return []
    wrong = f"`{kind.kind}` has {size:,} bytes of choices"
    return [Mistake(None, wrong, f"use at most {MAX_BODY_BYTES:,}")]


@dataclass(frozen=True)
class _Member:
    """How one member of a command is written.  What follows from its type is worked out once."""

    name: str
    hint: Any
    required: bool

    @cached_property
    def key(self) -> str:
        return self.name.replace("_", "-")

    @cached_property
    def is_sealed(self) -> bool:
        return "Sealed" in str(self.hint)

    @cached_property
    def is_duration(self) -> bool:
        return "Millis" in str(self.hint) or self.name.endswith("_ms")

    def schema(self) -> dict[str, Any]:
        """What may be said here, as JSON Schema."""
        if self.is_sealed:
            return {"type": "string", "maxLength": MAX_TYPED_CHARS}
        if self.is_duration:
            shown = "a duration such as `15m`, or whole milliseconds"
            return {"type": ["string", "integer"], "description": shown}
        return msgspec.json.schema(self.hint)

    @cached_property
    def is_instant(self) -> bool:
        return self.is_duration and not self.name.endswith("_ms")

    def read(self, value: Said, time: StoryTime | None) -> Any:
        """The value that was said.

        Raises:
            Wrong: It is none.
        """
        if self.is_duration and not _is_whole(value):
            if not isinstance(value, str):
                raise Wrong(f"`{self.key}` is a duration", "write for example `15m`")
            if time is not None and self.is_instant:
                return time.read(value, back=self.name in _LOOKING_BACK)
            return parse_duration(value)
        try:
            read = msgspec.convert(self._spread(value), self.hint, strict=False)
        except msgspec.ValidationError:
            raise Wrong(f"`{self.key}` cannot be {_shown(value)}", self._remedy(value)) from None
        return msgspec.to_builtins(read)

    def _spread(self, value: Said) -> Said:
        """One value where a list is wanted; ``recover:ledger`` where a mapping is."""
        if not str(self.hint).startswith("tuple"):
            return value
        items: list[Said] = value if isinstance(value, list) else [value]
        if "dict" not in str(self.hint):
            return items
        return [_pair(item) for item in items]

    def _remedy(self, value: Said) -> str:
        known = _literals(self.hint)
        if known and isinstance(value, str):
            return did_you_mean(value, known) or f"write one of {listed(known)}"
        shapes = {"int": "a whole number", "bool": "`true` or `false`", "tuple": "a list"}
        shown = str(self.hint).removeprefix("<class '")
        shape = next((says for mark, says in shapes.items() if shown.startswith(mark)), "text")
        return f"write {shape}"


@cache
def _members_of(kind: type[Command]) -> Mapping[str, _Member]:
    """What may be said of a command, by the word for it."""
    hints = get_type_hints(kind)
    members = (
        _Member(field.name, hints[field.name], field.required)
        for field in msgspec.structs.fields(kind)
        if field.name != _NOT_SAID
    )
    return {member.key: member for member in members}


@cache
def cited_members(kind: type[Command]) -> frozenset[str]:
    """Members (in kebab-case) that cite other leaves."""
    return frozenset(
        key
        for key, member in _members_of(kind).items()
        if member.name in ("evidence", "about", "reviews") and "tuple[int" in str(member.hint)
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


def _is_whole(value: Said) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _pair(item: Said) -> Said:
    if not isinstance(item, str):
        return item
    pairs = [part.partition(":") for part in item.split(";")]
    if not all(colon for _, colon, _ in pairs):
        return item
    return {key.strip(): value.strip() for key, _, value in pairs}


def _shown(value: Said) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    return quoted(str(value).lower())
