"""Notes of control and evaluators, each with what it is about."""

from dataclasses import dataclass
from typing import Final

from evidence import Event, Millis
from evidence.kinds.control import InjectFired, Observe, WriteNote
from facilitator.screens.msel import MselRow, planned_title
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import say_at
from facilitator.screens.seen import Seen
from facilitator.screens.story.incident import headline
from scoring.explain import in_words
from scoring.report import Names as ReportNames

_TAGS: Final = ("Good", "Gap", "Idea")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note of control."""

    at: Millis
    tag: str
    words: str
    who: str
    about: str
    inject: str
    """The row of the event list that it is about; empty if none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteForm:
    """What the next note can be tied to: an event of the list, and an entry that was pressed."""

    events: tuple[tuple[str, str], ...]
    """Id and words; what happened last comes first, then what is to come."""
    chosen: str
    entry: int | None
    entry_words: str


def notes(seen: Seen) -> tuple[Note, ...]:
    """The newest first."""
    found = []
    for event in seen.events:
        body = event.body
        if isinstance(body, WriteNote):
            tag, words = read_note(seen.text_of(event) or "(removed)")
            found.append(
                Note(
                    at=event.at,
                    tag=tag,
                    words=words,
                    who=event.actor or "",
                    about=about_what(seen, body),
                    inject=body.inject or "",
                )
            )
    return tuple(reversed(found))


def note_form(seen: Seen, query: Query, rows: tuple[MselRow, ...]) -> NoteForm:
    """What the address ties the next note to: ``note=INJECT`` or ``entry=PLACE``."""
    now = seen.clock.at
    out = [row for row in rows if row.state != "planned"]
    to_come = [row for row in rows if row.state == "planned"]
    place = query.get("entry", "")
    entry = int(place) if place.isdecimal() and 1 <= int(place) <= len(seen.events) else None
    return NoteForm(
        events=tuple((row.id, _row_words(row, now)) for row in (*reversed(out), *to_come)),
        chosen=query.get("note", ""),
        entry=entry,
        entry_words=_entry_words(seen, seen.events[entry - 1]) if entry is not None else "",
    )


def _row_words(row: MselRow, now: Millis) -> str:
    if row.at is None:
        return row.title
    return f"{say_at(row.at)} {row.title}" + ("" if row.at <= now else " (to come)")


def read_note(said: str) -> tuple[str, str]:
    """A note of control as its tag, which may be empty, and its words."""
    tag, _, words = said.partition(": ")
    return (tag, words) if tag in _TAGS else ("", said)


def about_what(seen: Seen, body: WriteNote | Observe) -> str:
    """What a note is about, in words; empty if it stands alone."""
    told = [_entry_words(seen, seen.event(seq)) for seq in body.about if seen.has(seq)]
    if isinstance(body, WriteNote) and body.inject is not None:
        told.insert(0, _inject_words(seen, body.inject))
    return "; ".join(told)


def about_when(seen: Seen, event: Event) -> Millis:
    """When that happened which a note is about: notes are also taken long after."""
    body = event.body
    about = getattr(body, "about", ())
    if about and seen.has(about[-1]):
        return seen.event(about[-1]).at
    if isinstance(body, WriteNote) and body.inject is not None:
        return next((e.at for e in seen.events if _fires(e, body.inject)), event.at)
    return event.at


def _fires(event: Event, inject: str) -> bool:
    return isinstance(event.body, InjectFired) and event.body.inject == inject


def _inject_words(seen: Seen, inject: str) -> str:
    """Ad hoc events are not in the plan: they are called by what they say."""
    fired = next((e.body for e in seen.events if _fires(e, inject)), None)
    if isinstance(fired, InjectFired):
        return planned_title(seen, fired)
    return ReportNames(seen.plan).inject(inject)


def _entry_words(seen: Seen, event: Event) -> str:
    """An entry in one line, with the beginning of what was typed in it."""
    who = f"{Names(seen.plan).seat(event.role)} " if event.role else ""
    said = seen.text_of(event.cause) if event.cause is not None else None
    typed = f": {headline(said)}" if said else ""
    return f"{say_at(event.at)} {who}{in_words(ReportNames(seen.plan), event)}{typed}"
