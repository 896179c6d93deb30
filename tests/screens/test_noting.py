"""Notes of control and evaluators: what each is about, and when that was."""

from dataclasses import replace

from evidence import Command, Event, Millis, Sealed
from evidence.kinds.control import InjectFired, Observe, WriteNote
from evidence.kinds.incident import DecisionRecorded
from facilitator.screens import Seen
from facilitator.screens.bookmarks import bookmarks
from facilitator.screens.control import ControlPage, control_page
from facilitator.screens.evaluate import evaluate_page
from tests.screens.looking import draw, look, played

MINUTE = 60_000
GIVEN: Sealed[str] = Sealed(commitment="0" * 64)


def room(seen: Seen, **query: str) -> ControlPage:
    return control_page(seen, query)


def control(at: int = 60) -> Seen:
    return look(played(), at=at * MINUTE, kind="facilitator")


def noting(seen: Seen, body: Command, said: str, *, later: int = 0) -> Seen:
    at = Millis(seen.clock.at + later)
    note = Event(seq=len(seen.events), at=at, origin="control", body=body)
    return replace(seen, events=(*seen.events, note), words={(note.seq, "body.words"): said})


def first_fired(seen: Seen) -> tuple[Event, InjectFired]:
    return next((e, e.body) for e in seen.events if isinstance(e.body, InjectFired))


def test_a_note_on_an_event_names_it_and_leads_to_its_row() -> None:
    event, fired = first_fired(control())
    title = next(row.title for row in room(control()).rows if row.id == fired.inject)
    seen = noting(control(), WriteNote(words=GIVEN, inject=fired.inject), "Gap: They missed it.")

    (note,) = room(seen).notes

    assert (note.tag, note.words) == ("Gap", "They missed it.")
    assert note.about == title
    assert f'href="#row-{fired.inject}"' in draw("control", seen)
    (mark,) = [one for one in bookmarks(seen, seen.clock.at) if one.sort == "Gap"]
    assert mark.t == event.at < seen.clock.at
    assert mark.about == title


def test_a_note_on_an_event_that_has_not_come_is_a_bookmark_where_it_was_written() -> None:
    coming = room(control()).coming[0]
    seen = noting(control(), WriteNote(words=GIVEN, inject=coming.id), "Idea: Sooner.")

    assert room(seen).notes[0].about == coming.title
    assert [m.t for m in bookmarks(seen, seen.clock.at) if m.sort == "Idea"] == [seen.clock.at]


def test_a_note_on_an_entry_says_when_and_who_and_what_was_typed() -> None:
    seen = control(120)
    decided = next(e for e in seen.events if isinstance(e.body, DecisionRecorded))
    noted = noting(seen, WriteNote(words=GIVEN, about=(decided.seq,)), "Good: Brave.")

    about = room(noted).notes[0].about

    assert about.startswith("0:")
    assert "decided" in about


def test_the_form_is_tied_to_what_the_address_names_and_to_nothing_else() -> None:
    seen = control()
    _, fired = first_fired(seen)
    place = room(seen).latest[0].place

    alone, on_event = room(seen).note_form, room(seen, note=fired.inject).note_form
    on_entry = room(seen, entry=str(place)).note_form

    assert (alone.chosen, alone.entry) == ("", None)
    assert on_event.chosen == fired.inject
    assert {row.id for row in room(seen).rows} == {id_ for id_, _ in alone.events}
    assert on_entry.entry == place
    assert on_entry.entry_words
    assert room(seen, entry="99999").note_form.entry is None
    assert f'<input type="hidden" name="about" value="{place}">' in draw(
        "control", seen, {"entry": str(place)}
    )


def test_an_evaluator_ties_a_note_to_what_came_in_and_reads_it_with_the_note() -> None:
    seen = look(played(), at=10 * MINUTE, kind="evaluator")
    event, _ = first_fired(seen)
    offered = {place: (who, words) for place, _, words, who in evaluate_page(seen, {}).recent}

    assert offered[seen.place(event)][0] == "Event"
    noted = noting(seen, Observe(words=GIVEN, about=(event.seq,)), "Nobody looked up.")
    assert offered[seen.place(event)][1] in evaluate_page(noted, {}).notes[0].about
