"""A look at a text while it is written: its problems, what comes of it, what changed.

Nothing here is saved and nothing in the text is run; it is read as every authored file is.
"""

from collections.abc import Iterator
from dataclasses import replace
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Final

from facilitator.dry_run import PLAYS, forecast
from facilitator.forecast import Forecast
from facilitator.own_library import OwnLibrary, own_library, story_of
from facilitator.screens.editor import Change, Looked, Told
from facilitator.screens.library_cards import state_of
from facilitator.screens.outline import Outline, outline_of
from facilitator.screens.saying import State
from runbooks.authored import AuthorError, Problem
from scenarios import CannotPlan, Item
from scenarios.shelf import item_of

TO_MEND: Final = "mend the problems first"
MAX_TOLD: Final = 100
MAX_CHANGES: Final = 2_000
"""Lines of a comparison that a page shows; beyond them nobody reads it there."""
MAX_READ_CHARS: Final = 120


def look_over(
    folder: Path, was: Item, text: bytes, last_good: bytes | None, host: str, seen_by: str
) -> Looked:
    """Everything that the editor shows of a text.

    Args:
        folder: The server's data.
        was: The file that it will be saved to; its text need not be the saved one.
        last_good: The last text of this file that could be read, if there was one.
        host: The organisation whose names are to stand in it.
        seen_by: Only what this role hears.
    """
    known, name = own_library(folder), was.name
    saved = next((one.data for one in known.shelf.items if one.name == name), b"")
    item = item_of(name, text)
    problems = _problems(known, item or replace(was, id="", title="", data=text))
    outline, unfilled = _outline(known, item, host, seen_by)
    earlier = was.kind == "scenario" and outline is None and last_good is not None
    if earlier:
        assert last_good is not None
        outline, unfilled = _outline(known, item_of(name, last_good), host, seen_by)
    return Looked(
        state=_state(problems, readable=_reads(item, outline) and not earlier),
        problems=tuple(_told(text, problems)),
        outline=outline,
        earlier=earlier,
        unfilled=unfilled,
        changes=changes(saved, text),
    )


def try_out(
    folder: Path, name: str, text: bytes, host: str, *, plays: int = PLAYS
) -> Forecast | str:
    """Play a text many times that is not saved.

    Raises:
        AuthorError: It is not fit to be played.
        CannotPlan: The organisation cannot play it as it stands.
    """
    known = own_library(folder)
    item = item_of(name, text)
    if item is None or item.kind != "scenario":
        return TO_MEND
    with_it = _with(known, item)
    try:
        plan = with_it.plan(item, _house(with_it, host), {})
    except AuthorError:
        return TO_MEND
    except CannotPlan as cannot:
        return str(cannot.refusals[0])
    return forecast(plan, plays=plays)


def changes(old: bytes, new: bytes) -> tuple[Change, ...]:
    """What makes one text of another, with three lines around each place."""
    before = old.decode(errors="replace").split("\n")
    after = new.decode(errors="replace").split("\n")
    return tuple(_change(line) for line in islice(_lines(before, after), MAX_CHANGES))


def _lines(before: list[str], after: list[str]) -> Iterator[str]:
    for number, line in enumerate(unified_diff(before, after, lineterm="")):
        if number > 1:  # the first two name files
            yield line


def _change(line: str) -> Change:
    mark, text = line[:1], line[1:]
    if mark == "@":
        return Change(kind="place", text=line.strip("@ "))
    return Change(kind="added" if mark == "+" else "taken" if mark == "-" else "same", text=text)


def _problems(known: OwnLibrary, item: Item) -> tuple[Problem, ...]:
    found = _with(known, item).checked(item).problems
    return tuple(one for one in found if one.file == item.name)


def _reads(item: Item | None, outline: Outline | None) -> bool:
    """Whether the text says what it is; of a scenario, whether there is something to preview."""
    return item is not None and (item.kind != "scenario" or outline is not None)


def _outline(
    known: OwnLibrary, item: Item | None, host: str, seen_by: str
) -> tuple[Outline | None, str]:
    """What players will read where a plan can be made; else the text as it is written."""
    if item is None or item.kind != "scenario":
        return None, ""
    try:
        story = story_of(item)
    except AuthorError:
        return None, ""
    with_it = _with(known, item)
    try:
        plan = with_it.plan(item, _house(with_it, host), {})
    except AuthorError:
        return outline_of(story, seen_by=seen_by), TO_MEND
    except CannotPlan as cannot:
        return outline_of(story, seen_by=seen_by), str(cannot.refusals[0])
    filled = outline_of(plan.scenario, organisation=plan.organisation, seen_by=seen_by)
    return filled, ""


def _with(known: OwnLibrary, item: Item) -> OwnLibrary:
    """The library as if *item* were saved."""
    others = tuple(one for one in known.shelf.items if one.name != item.name)
    return replace(
        known,
        shelf=replace(known.shelf, items=(*others, item)),
        own=known.own | {item.name},
    )


def _house(known: OwnLibrary, host: str) -> Item:
    return known.shelf.item("organisation", host) or known.shelf.default_organisation


def _state(problems: tuple[Problem, ...], *, readable: bool) -> State:
    if not readable:
        return State(words="cannot be read", tone="bad", shape="late")
    return state_of(problems)


def _told(text: bytes, problems: tuple[Problem, ...]) -> Iterator[Told]:
    lines = text.decode(errors="replace").split("\n")
    for one in problems[:MAX_TOLD]:
        reads = lines[one.line - 1].strip() if 0 < one.line <= len(lines) else ""
        yield Told(
            line=one.line,
            wrong=one.wrong,
            right=one.right,
            warning=one.warning,
            reads=reads[:MAX_READ_CHARS],
        )
