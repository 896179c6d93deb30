"""Read YAML strictly: what an author writes is what we get, or a plain sentence says why not.

Only mappings, lists and text come out, and every plain value keeps the characters that were
written: `NO`, `1.10` and `12:30` are never a switch, a number or a count of minutes. What
makes YAML surprising (tabs, anchors, tags, merge keys, duplicate keys) is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from runbooks.authored.problems import AuthorError, Problem, quoted
from runbooks.authored.source import INVISIBLE, Source, read_source
from runbooks.authored.syntax import explain_syntax
from runbooks.authored.tree import Authored, Node, Path, label

# The deepest page in our library nests ten; beyond this a file is an accident or an attack.
MAX_DEPTH = 24

# A long inject text is some 4,000 characters; four times that is a pasted log file.
MAX_SCALAR_BYTES = 16 * 1024

# A scenario of 1,000 lines has about 5,000 nodes; this bounds time and memory for all of them.
MAX_NODES = 20_000

# Nobody mends more than this in one pass, and a terminal does not scroll for ever.
MAX_PROBLEMS = 200

# What YAML 1.2 reads as nothing.
NO_VALUE = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Survey:
    """All that one reading found: the file as far as it could be read, and its problems.

    ``spoilt`` holds the paths that already have a problem, so that nobody reports them again.
    """

    authored: Authored | None
    problems: tuple[Problem, ...]
    spoilt: frozenset[Path]


def read_yaml(data: bytes, *, name: str) -> Authored:
    """Read one authored file.

    Args:
        data: The bytes of the file: UTF-8, one document, a mapping at the top.
        name: What to call the file in problems.

    Raises:
        AuthorError: The file cannot be read; every problem that could be found is in it.
    """
    survey = survey_yaml(data, name=name)
    if survey.problems or survey.authored is None:
        raise AuthorError(survey.problems)
    return survey.authored


def survey_yaml(data: bytes, *, name: str) -> Survey:
    """Read as much of a file as can be read, and say everything that is wrong with it."""
    source = read_source(data, name)
    reading = _Reading(source)
    tree = reading.tree() if source.readable else None
    authored = Authored(name, tree, reading.lines) if tree is not None else None
    return Survey(authored, _bounded(reading.problems), frozenset(reading.spoilt))


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    more = len(problems) - MAX_PROBLEMS
    if more <= 0:
        return tuple(problems)
    last = problems[MAX_PROBLEMS]
    rest = Problem(last.file, last.line, f"{more} more problems follow", "mend those above first")
    return (*problems[:MAX_PROBLEMS], rest)


class _Beyond(Exception):
    """A limit was passed; nothing more is read."""


class _Reading:
    """Turns the parser's events into a tree, and collects what must not be there."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems = list(source.problems)
        self.lines: dict[Path, int] = {}
        self.spoilt: set[Path] = set()
        self._events: Iterator[events.Event] = iter(())
        self._nodes = 0
        self._now_at = 1

    def tree(self) -> dict[str, Node] | None:
        """The mapping at the top, or nothing where the file cannot be understood."""
        self._events = YAML(typ="safe", pure=True).parse(self.source.text)
        try:
            return self._document()
        except _Beyond:
            return None
        except MarkedYAMLError as error:
            syntax = explain_syntax(error, self.source)
            # What breaks a line usually broke the values just before it: say it once.
            self.problems = [p for p in self.problems if p.line != syntax.line] + [syntax]
        except (YAMLError, ValueError, OverflowError):
            # The parser turns an escape beyond Unicode, such as "\UFFFFFFFF", into these.
            self._wrong(self._now_at, "an escape here is no character", "write the character")
        return None

    def _document(self) -> dict[str, Node] | None:
        self._next()  # the stream starts
        if isinstance(self._next(), events.StreamEndEvent):
            self._wrong(1, "the file is empty", "begin with `key: value` lines")
            return None
        first = self._next()
        tree = self._node(first, ())
        if isinstance(tree, list) or (isinstance(tree, str) and not self.spoilt):
            what = "a list" if isinstance(tree, list) else "text"
            self._wrong(_line(first), f"the file is {what}", "begin with `key: value` lines")
        self._next()  # the document ends
        if not isinstance(after := self._next(), events.StreamEndEvent):
            self._wrong(_line(after), "a second document begins here", "keep one in a file")
        return tree if isinstance(tree, dict) else None

    def _node(self, event: events.Event, path: Path) -> Node:
        self._count(event)
        self._refuse_decoration(event, path)
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, events.AliasEvent):
            return ""
        self._bound_depth(len(path) + 1, event)
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(path, in_braces=bool(event.flow_style))
        return self._sequence(path)

    def _mapping(self, path: Path, *, in_braces: bool) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        while not isinstance(event := self._next(), events.MappingEndEvent):
            key = self._key(event)
            if key is None or key in mapping:
                if key is not None:
                    self._twice(event, (*path, key))
                self._skip(self._next())
                continue
            here = (*path, key)
            self.lines[here] = _line(event)
            value = self._next()
            if in_braces and isinstance(value, events.ScalarEvent) and _is_absent(value):
                self._perhaps_placeholder(value, here)
            mapping[key] = self._node(value, here)
        return mapping

    def _sequence(self, path: Path) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := self._next(), events.SequenceEndEvent):
            here = (*path, len(items))
            self.lines[here] = _line(event)
            items.append(self._node(event, here))
        return items

    def _key(self, event: events.Event) -> str | None:
        """The key, or nothing where it is none; then its value is to be skipped."""
        if not isinstance(event, events.ScalarEvent):
            self._wrong(_line(event), "this key is not plain text", "write `key: value`")
            self._skip(event)
            return None
        self._count(event)
        self._refuse_decoration(event, ())
        if event.style is None and event.value == "<<":
            self._wrong(_line(event), "`<<` is a YAML merge key", "write the keys out")
            return None
        if not event.value or _is_nothing(event):
            self._wrong(_line(event), "a key is missing here", "write `key: value`")
            return None
        return self._sound(event, ())

    def _scalar(self, event: events.ScalarEvent, path: Path) -> str:
        if _is_nothing(event) and path not in self.spoilt:
            self._wrong(
                self.lines.get(path, _line(event)),
                f"{label(path)} has no value",
                "write one, or remove it" if not event.value else "remove it, or put it in quotes",
                path,
            )
        return self._sound(event, path)

    def _sound(self, event: events.ScalarEvent, path: Path) -> str:
        value: str = event.value
        if len(value) > MAX_SCALAR_BYTES or len(value.encode(errors="replace")) > MAX_SCALAR_BYTES:
            self._wrong(_line(event), "this text is longer than 16 KiB", "shorten it", path)
        if found := INVISIBLE.search(value):
            which = f"an invisible character (U+{ord(found.group()):04X})"
            self._wrong(_line(event), f"this text holds {which}", "remove its escape", path)
        return value

    def _refuse_decoration(self, event: events.Event, path: Path) -> None:
        found = None
        if isinstance(event, events.AliasEvent):
            found = f"{quoted(f'*{event.anchor}')} is a YAML alias"
        elif isinstance(event, events.ScalarEvent | events.CollectionStartEvent):
            if event.tag:
                written = event.tag.replace("tag:yaml.org,2002:", "!!")
                found = f"{quoted(written)} is a YAML tag"
            elif event.anchor:
                found = f"{quoted(f'&{event.anchor}')} is a YAML anchor"
        if found:
            right = "put the value in quotes if it is text, else remove the mark"
            self._wrong(_line(event), f"{found}, which is not used here", right, path)

    def _twice(self, event: events.Event, path: Path) -> None:
        wrong = f"{label(path)} is written twice"
        self._wrong(_line(event), wrong, f"keep this one or the one on line {self.lines[path]}")

    def _perhaps_placeholder(self, event: events.ScalarEvent, path: Path) -> None:
        name = str(path[-1])
        right = (
            f"write {quoted(name + ': ...')}, "
            f"or put the text in quotes if {quoted('{' + name + '}')} is a placeholder"
        )
        self._wrong(_line(event), f"{label(path)} has no value", right, path)
        self.spoilt.add(path[:-1])

    def _skip(self, event: events.Event) -> None:
        """Read past one node without looking at it."""
        depth = 0
        while True:
            self._count(event)
            depth += isinstance(event, events.CollectionStartEvent)
            depth -= isinstance(event, events.CollectionEndEvent)
            self._bound_depth(depth, event)
            if depth == 0:
                return
            event = self._next()

    def _next(self) -> events.Event:
        event = next(self._events)
        self._now_at = _line(event)
        return event

    def _bound_depth(self, depth: int, event: events.Event) -> None:
        if depth > MAX_DEPTH:
            self._wrong(_line(event), f"this is nested deeper than {MAX_DEPTH}", "flatten it")
            raise _Beyond

    def _count(self, event: events.Event) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._wrong(_line(event), f"the file holds more than {MAX_NODES:,} values", "split it")
            raise _Beyond

    def _wrong(self, line: int, wrong: str, right: str, path: Path = ()) -> None:
        self.problems.append(Problem(self.source.name, line, wrong, right))
        self.spoilt.add(path)


def _is_absent(event: events.ScalarEvent) -> bool:
    return event.style is None and not event.value


def _is_nothing(event: events.ScalarEvent) -> bool:
    return event.style is None and event.value in NO_VALUE


def _line(event: events.Event) -> int:
    return int(event.start_mark.line) + 1
