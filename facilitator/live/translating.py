"""What people see, turned into what the record holds: places into leaves, "in half an hour" into an
instant, names into ids.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from evidence import Command, Event, Millis, Origin
from evidence.kinds import exercise as x
from evidence.kinds.incident import ClaimAwareness
from facilitator.access import People
from facilitator.command_reader import NotACommand, Said, cited_members, read_command
from facilitator.command_reader import read_kind as read_kind_of
from facilitator.live.game_day import GameDay
from facilitator.live.orders import Order
from facilitator.live.room import Room
from facilitator.live.sayings import BRING_LEVEL, OWN_ACTS, Saying
from facilitator.live.wording import quoted_by
from facilitator.screens import Viewer, matters
from facilitator.screens.story.feed import key_of
from facilitator.story_time import StoryTime
from runbooks.authored import Wrong, listed, parse_duration, quoted

_ORIGINS: Final[dict[str, Origin]] = {
    "participant": "person",
    "facilitator": "control",
    "evaluator": "person",
    "auditor": "person",
}


def order_of(people: People, viewer: Viewer, day: GameDay, room: Room, saying: Saying) -> Order:
    """The order that *viewer* gives in *room*.

    Raises:
        NotACommand: It cannot be read as one; says what would be right.
    """
    kind, members = _translated(people, viewer, day, room, saying)
    time = StoryTime(starts=room.plan.scenario.starts, now=room.pacer.now())
    read = read_command(kind, members, time=time)
    return Order(
        command=read.command,
        actor=viewer.id,
        seat=viewer.seat,
        origin=_ORIGINS[viewer.kind],
        cmd=saying.cmd,
        words=read.words,
        sent=saying.digest,
    )


def _translated(
    people: People, viewer: Viewer, day: GameDay, room: Room, saying: Saying
) -> tuple[type[Command], Mapping[str, Said]]:
    kind = read_kind_of(OWN_ACTS.get(saying.do, saying.do))
    members = dict(saying.members)
    if saying.do == BRING_LEVEL:
        members["to"] = max(one.pacer.now() for one in day.rooms.values())
    for key in cited_members(kind) & members.keys():
        members[key] = [*cited(viewer, room, members[key])]
    for key, value in members.items():
        if isinstance(value, str) and value.startswith("+"):
            members[key] = _later(room, key, value)
    if kind is x.HandOverControl and "to-actor" in members:
        members["to-actor"] = _in_control(people, viewer, members["to-actor"])
    if kind is ClaimAwareness:
        members["of"] = _matter(room, members.get("of"))
    return kind, members


def said_at(room: Room, seq: int) -> str:
    """The words of an event, or of the command that it quotes."""
    event = room.events[seq]
    sources = (seq, *quoted_by(event), event.cause)
    for member in ("words", "text"):
        for source in sources:
            if source is not None and (source, f"body.{member}") in room.words:
                return room.words[source, f"body.{member}"]
    text = getattr(event.body, "text", None) or getattr(event.body, "says", None)
    if not isinstance(text, str):
        raise NotACommand.plain("nothing was said there", "give `words` of your own")
    return text


def cited(viewer: Viewer, room: Room, given: Said) -> list[int]:
    """Leaves for what this viewer cites: places, or the elements that show messages and entries."""
    events = room.view(viewer.seat).events
    places = given if isinstance(given, list) else [given]
    seqs: list[int] = []
    for place in places:
        number = _place(events, str(place).removeprefix("log-"))
        if not 1 <= number <= len(events):
            raise NotACommand.plain(f"there is no entry {place} here", "cite one that you see")
        seqs.append(events[number - 1].seq)
    return seqs


def _place(events: Sequence[Event], said: str) -> int:
    """The place in a view of what an element of a page shows; 0 if it shows nothing of it."""
    if said.isdecimal():
        return int(said)
    for place, event in enumerate(events, start=1):
        named = msgspec.structs.asdict(event.body).values()
        if any(isinstance(one, str) and key_of(one, event) == said for one in named):
            return place
    return 0


def _in_control(people: People, viewer: Viewer, given: Said) -> str:
    """The account of somebody of control, by name or id; ``me`` is whoever asks."""
    if given == "me":
        return viewer.id
    staff = [one for one in people.accounts() if one.kind == "facilitator"]
    named = [one.id for one in staff if given in (one.id, one.name)]
    if len(named) == 1:
        return named[0]
    who = f"{'two people' if named else 'nobody'} of control {'are' if named else 'is'}"
    right = f"write `me`, or one of {listed(one.id if named else one.name for one in staff)}"
    raise NotACommand.plain(f"{who} called {quoted(str(given)[:40])}", right)


def _matter(room: Room, given: Said) -> Said:
    """What ``matter-2`` stands for: pages must not name what has not come out yet."""
    named = matters(room.plan)
    number = str(given).removeprefix("matter-")
    if str(given).startswith("matter-") and number.isdecimal() and 0 < int(number) <= len(named):
        return named[int(number) - 1]
    return given


def _later(room: Room, key: str, value: str) -> int:
    try:
        return Millis(room.pacer.now() + parse_duration(value[1:]))
    except Wrong as wrong:
        raise NotACommand.plain(f"`{key}`: {wrong.wrong}", wrong.right) from None
