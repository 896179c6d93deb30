"""Which of the words that people typed are shown to whom."""

from collections.abc import Sequence

from evidence import Event
from evidence.kinds.control import EventRelayed, InjectFired
from evidence.kinds.exercise import ExerciseHeld
from evidence.kinds.procedure import ActionAdjudicated
from evidence.kinds.world import PersonSpoke
from facilitator.live.room import Room
from facilitator.live.views import View
from facilitator.screens import Words
from scoring import RatingKept


def unkept(words: Words, events: Sequence[Event]) -> Words:
    """The words without the reasons of ratings that are kept."""
    kept = {event.seq for event in events if isinstance(event.body, RatingKept)}
    return {key: text for key, text in words.items() if key[0] not in kept} if kept else words


def words_in(room: Room, view: View) -> Words:
    """Words of leaves in the view, and of the commands that its events quote."""
    if view.seat is None:
        return room.words
    shown = {event.seq for event in view.events}
    for event in view.events:
        shown.update(quoted_by(event))
    return {key: value for key, value in room.words.items() if key[0] in shown}


def quoted_by(event: Event) -> tuple[int, ...]:
    """Commands of control whose words this event brings to its audience."""
    match event.body:
        case InjectFired(text_in=int(seq)) | PersonSpoke(said=seq) | EventRelayed(said=seq):
            return (seq,)
        case ActionAdjudicated() | ExerciseHeld() if event.cause is not None:
            return (event.cause,)
        case _:
            return ()
