"""Bookmarks of a replay: where a phase begins, what was noted and flagged, where entries miss."""

from dataclasses import dataclass

from evidence import Event, Millis
from evidence.kinds.control import MarkArtificial, Observe, WriteNote
from facilitator.screens.gaps import gaps_of
from facilitator.screens.noting import about_what, about_when, read_note
from facilitator.screens.saying import Shape, Tone
from facilitator.screens.seen import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """An instant worth going back to.  ``sort`` is one word or two; the shape repeats it."""

    t: Millis
    sort: str
    words: str
    tone: Tone
    shape: Shape
    about: str = ""
    """What a note is tied to, in words."""


_NOTES: dict[str, tuple[Tone, Shape]] = {"Good": ("good", "done"), "Gap": ("bad", "late")}


def bookmarks(seen: Seen, end: int) -> tuple[Bookmark, ...]:
    """In order of time; of the phases only those that were reached."""
    found = [
        Bookmark(t=Millis(phase.from_), sort="Phase", words=phase.title, tone="idle", shape="run")
        for phase in seen.plan.scenario.phases
        if phase.from_ <= end
    ]
    found += [_mark(seen, e) for e in seen.events if isinstance(e.body, (WriteNote, Observe))]
    found += [_artificial(seen, e) for e in seen.events if isinstance(e.body, MarkArtificial)]
    found += [
        Bookmark(
            t=gap.t,
            sort="Missing" if gap.lost else "Server away",
            words=gap.words,
            tone="bad" if gap.lost else "warn",
            shape="late" if gap.lost else "hold",
        )
        for gap in gaps_of(seen)
    ]
    return tuple(sorted(found, key=lambda one: one.t))


def _mark(seen: Seen, event: Event) -> Bookmark:
    body = event.body
    assert isinstance(body, (WriteNote, Observe))
    t, said = about_when(seen, event), seen.text_of(event) or "(removed)"
    about = about_what(seen, body)
    if isinstance(body, Observe):
        return Bookmark(t=t, sort="Evaluator", words=said, tone="news", shape="soon", about=about)
    tag, words = read_note(said)
    tone, shape = _NOTES.get(tag, ("idle", "wait"))
    return Bookmark(t=t, sort=tag or "Note", words=words, tone=tone, shape=shape, about=about)


def _artificial(seen: Seen, event: Event) -> Bookmark:
    words = seen.text_of(event) or "What happened here was the exercise's own doing."
    t = about_when(seen, event)
    return Bookmark(t=t, sort="Artificial", words=words, tone="warn", shape="soon")
