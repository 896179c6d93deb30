"""Say in an author's words what pydantic found, at the path where the author wrote it.

Pydantic's locations mix keys of the file with names of its own (branches of unions, kinds of
validators). Only what stands in the file is followed; its complaints are translated one by
one, and one that is not known here still becomes a plain sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from runbooks.authored.problems import Problem, Wrong, closest, did_you_mean, listed, quoted
from runbooks.authored.tree import Authored, Node, Path, label

Said: TypeAlias = tuple[str, str]


class SeenModels:
    """Which model each mapping of a file was read as; mappings are told apart by identity."""

    def __init__(self) -> None:
        self._by_mapping: dict[int, type[BaseModel]] = {}

    def note(self, mapping: object, model: type[BaseModel]) -> None:
        self._by_mapping[id(mapping)] = model

    def keys_of(self, mapping: object) -> tuple[str, ...]:
        """The keys that the model read from *mapping* knows; none if it was never read."""
        model = self._by_mapping.get(id(mapping))
        return known_keys(model) if model else ()


def known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that an author may write in a mapping read as *model*."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def problems_of(
    error: ValidationError, authored: Authored, seen: SeenModels, spoilt: frozenset[Path]
) -> Iterator[Problem]:
    """Every complaint as one problem; what is *spoilt* was reported by the reader already."""
    complaints = [_complaint(detail, authored, seen) for detail in error.errors(include_url=False)]
    misspelt = {(c.path[:-1], c.meant) for c in complaints if c.meant}
    told: set[tuple[Path, str]] = set()
    for complaint in complaints:
        # A missing key has no place of its own; it is told apart by its name, and one that
        # is only misspelt is not missing. Elsewhere the branches of a union complain each
        # about one place, and the first says enough.
        place = (complaint.path, complaint.missing)
        reported = bool(complaint.path) and complaint.path in spoilt and not complaint.missing
        if place in told or place in misspelt or reported or complaint.is_hollow():
            continue
        told.add(place)
        yield complaint.problem(authored)


@dataclass(frozen=True, slots=True)
class _Complaint:
    """One complaint of pydantic's, brought to the place in the file that it is about."""

    kind: str
    ctx: dict[str, Any]
    path: Path
    node: Node
    missing: str
    known: tuple[str, ...]
    meant: str | None

    def is_hollow(self) -> bool:
        """Items that are wrong are not counted; the list itself may be long enough."""
        least = self.ctx.get("min_length", 0)
        return self.kind == "too_short" and 0 < least <= len(self.node)

    def problem(self, authored: Authored) -> Problem:
        cause = self.ctx.get("error")
        if isinstance(cause, Wrong):
            return authored.problem((*self.path, *cause.at), cause.wrong, cause.right)
        if self.missing:
            right = f"add `{self.missing}: ...`"
            return authored.problem(self.path, f"`{self.missing}` is missing", right)
        if self.kind == "extra_forbidden":
            key = str(self.path[-1])
            right = did_you_mean(key, self.known) or "remove it"
            return authored.problem(self.path, f"unknown key {quoted(key)}", right)
        return authored.problem(self.path, *_say(self.kind, self.ctx, label(self.path), self.node))


def _complaint(detail: ErrorDetails, authored: Authored, seen: SeenModels) -> _Complaint:
    kind, loc = detail["type"], detail["loc"]
    path, nodes = _follow(loc, authored.tree)
    known: tuple[str, ...] = ()
    if kind == "extra_forbidden":
        known = seen.keys_of(nodes[-2])
    return _Complaint(
        kind=kind,
        ctx=detail.get("ctx", {}),
        path=path,
        node=nodes[-1],
        missing=str(loc[-1]) if kind == "missing" else "",
        known=known,
        meant=closest(str(path[-1]), known) if known else None,
    )


def _follow(loc: tuple[str | int, ...], tree: Node) -> tuple[Path, Sequence[Node]]:
    """The part of a location that stands in the file, and the nodes along it from the top."""
    path: Path = ()
    nodes = [tree]
    for part in loc:
        below = _child(nodes[-1], part)
        if below is not None:
            nodes.append(below)
            path = (*path, part)
    return path, nodes


def _child(node: Node, part: str | int) -> Node | None:
    match node, part:
        case dict(), str():
            return node.get(part)
        case list(), int() if part < len(node):
            return node[part]
    return None


def _say(kind: str, ctx: dict[str, Any], name: str, node: Node) -> Said:
    """The sentence for one kind of complaint about the value *node* called *name*."""
    value = quoted(node) if isinstance(node, str) else _kind_of(node)
    match kind:
        case "value_error":
            wrong, _, right = str(ctx["error"]).partition("; ")
            return wrong, right or "mend it"
        case "literal_error" | "enum":
            return _not_among(name, node, str(ctx["expected"]))
        case "model_type" | "dict_type" | "mapping_type" | "model_attributes_type":
            return f"{name} must be a mapping, not {value}", "write `key: value` lines under it"
        case "list_type" | "tuple_type" | "set_type" | "frozen_set_type":
            return f"{name} must be a list, not {value}", "begin each item with `- `"
        case "string_type":
            return f"{name} must be text, not {value}", "write it on one line, or after `|`"
        case "too_short" | "too_long":
            return _wrong_size(name, kind, ctx, len(node))
        case "string_too_short":
            return f"{name} is too short", f"write at least {ctx['min_length']} characters"
        case "string_too_long":
            return f"{name} is too long", f"write at most {ctx['max_length']} characters"
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"{name} must be a whole number, not {value}", "write for example `3`"
        case "bool_parsing" | "bool_type":
            return f"{name} must be `true` or `false`, not {value}", "write one of them"
        case "greater_than_equal":
            return f"{name} is too small: {value}", f"write at least {ctx['ge']}"
        case "greater_than":
            return f"{name} is too small: {value}", f"write more than {ctx['gt']}"
        case "less_than_equal":
            return f"{name} is too large: {value}", f"write at most {ctx['le']}"
        case "less_than":
            return f"{name} is too large: {value}", f"write less than {ctx['lt']}"
    return f"{name} cannot be {value}", "see `drillroom schema` for what it may be"


def _kind_of(node: Node) -> str:
    return "a mapping" if isinstance(node, dict) else "a list"


def _not_among(name: str, node: Node, expected: str) -> Said:
    """*expected* is pydantic's list: `'low', 'mid' or 'high'`."""
    known = [word.strip().strip("'\"") for word in expected.replace(" or ", ", ").split(", ")]
    remedy = f"write one of {listed(known)}" if len(known) > 1 else f"write {listed(known)}"
    if not isinstance(node, str):
        return f"{name} cannot be {_kind_of(node)}", remedy
    guess = did_you_mean(node, known)
    return f"{name} cannot be {quoted(node)}", guess if guess.startswith("did") else remedy


def _wrong_size(name: str, kind: str, ctx: dict[str, Any], count: int) -> Said:
    limit = (
        f"at least {ctx['min_length']}" if kind == "too_short" else f"at most {ctx['max_length']}"
    )
    shown = "no items" if count == 0 else "1 item" if count == 1 else f"{count} items"
    return f"{name} has {shown}", f"write {limit}"
