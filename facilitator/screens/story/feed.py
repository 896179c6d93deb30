"""What reached the team, and the course of the exercise around it."""

from evidence import Event, Millis
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import world as w
from facilitator.screens.seen import Seen
from facilitator.screens.story.registry import on
from facilitator.screens.story.state import Asked, Incoming, Story

REMOVED = "(removed)"


def _seats(event: Event) -> tuple[str, ...]:
    """The seats an event was for; nobody in particular for the whole team."""
    if "team" in event.to:
        return ()
    return tuple(to.removeprefix("seat:") for to in event.to if to.startswith("seat:"))


def key_of(id_: str, event: Event) -> str:
    """The element of a message: the same for every seat that reads it, and without a number."""
    return f"in-{id_}-{event.at}"


def is_message(event: Event) -> bool:
    """Whether people get to read it: a pure fault has a leaf for control alone."""
    return any(to != "control" for to in event.to)


@on(c.InjectFired)
def _fired(story: Story, event: Event, body: c.InjectFired, seen: Seen) -> None:
    text = body.text
    if body.text_in is not None:
        text = seen.words.get((body.text_in, "body.text"), REMOVED)
    if not is_message(event) or not (text or body.asks):
        return
    inject = seen.plan.injects.get(body.inject)
    incoming = Incoming(
        key=key_of(body.inject, event),
        id=body.inject,
        at=event.at,
        channel=body.channel,
        sender=body.sender,
        text=text or "",
        to=_seats(event),
        question=body.question,
        asks=body.asks,
        signal=body.channel in _SIGNALS,
        marked_up=True,
    )
    story.incoming.append(incoming)
    asked = inject.asks if inject is not None else None
    if asked is not None and asked not in story.asked:
        incoming.question = asked
        story.asked[asked] = Asked(asked, incoming.key, event.at, _seats(event))


_SIGNALS = ("alert", "page", "user-report", "health-check", "synthetic", "third-party")


@on(c.InjectSet)
def _set(story: Story, event: Event, body: c.InjectSet, seen: Seen) -> None:
    if body.state == "withdrawn":
        for incoming in story.incoming:
            if incoming.id == body.inject:
                incoming.withdrawn = True


@on(w.SignalRaised)
def _signal(story: Story, event: Event, body: w.SignalRaised, seen: Seen) -> None:
    if not is_message(event):
        return
    story.incoming.append(
        Incoming(
            key=key_of(body.signal, event),
            id=body.signal,
            at=event.at,
            channel=body.source,
            sender=None,
            text=body.text,
            to=_seats(event),
            signal=True,
        )
    )


@on(w.StakeholderWrote)
def _stakeholder(story: Story, event: Event, body: w.StakeholderWrote, seen: Seen) -> None:
    _add(story, event, body.stakeholder, body.channel, body.sender, body.text)


@on(w.PersonSpoke)
def _spoke(story: Story, event: Event, body: w.PersonSpoke, seen: Seen) -> None:
    text = seen.words.get((body.said, "body.words"), REMOVED)
    _add(story, event, f"said-{event.at}", body.channel, body.who, text)


@on(c.EventRelayed)
def _relayed(story: Story, event: Event, body: c.EventRelayed, seen: Seen) -> None:
    text = seen.words.get((body.said, "body.words"), REMOVED)
    _add(story, event, f"relay-{event.at}", "spoken", body.from_team, text)


def _add(story: Story, event: Event, id_: str, channel: str, sender: str, text: str) -> None:
    if is_message(event):
        story.incoming.append(
            Incoming(key_of(id_, event), id_, event.at, channel, sender, text, _seats(event))
        )


@on(x.ExerciseStarted)
def _started(story: Story, event: Event, body: x.ExerciseStarted, seen: Seen) -> None:
    story.started_at = event.at


@on(x.ExerciseEnded)
def _ended(story: Story, event: Event, body: x.ExerciseEnded, seen: Seen) -> None:
    story.ended_at = event.at


@on(x.ExerciseHeld)
def _held(story: Story, event: Event, body: x.ExerciseHeld, seen: Seen) -> None:
    story.held_at, story.held_because, story.held_by = event.at, body.because, event.role


@on(x.ExerciseResumed)
def _resumed(story: Story, event: Event, body: x.ExerciseResumed, seen: Seen) -> None:
    story.held_at = story.held_because = story.held_by = None


@on(x.MoodSaid)
def _mood(story: Story, event: Event, body: x.MoodSaid, seen: Seen) -> None:
    story.mood = (body.mood, event.at, "said")


@on(c.MoodObserved)
def _mood_seen(story: Story, event: Event, body: c.MoodObserved, seen: Seen) -> None:
    story.mood = (body.mood, event.at, "seen")


@on(x.WentByHand)
def _by_hand(story: Story, event: Event, body: x.WentByHand, seen: Seen) -> None:
    story.by_hand = True


@on(w.SeatUnavailable)
def _away(story: Story, event: Event, body: w.SeatUnavailable, seen: Seen) -> None:
    story.seats_away[body.seat] = body.until


@on(w.SeatAvailable)
def _back(story: Story, event: Event, body: w.SeatAvailable, seen: Seen) -> None:
    story.seats_away.pop(body.seat, None)


@on(w.ToolFailed)
def _tool(story: Story, event: Event, body: w.ToolFailed, seen: Seen) -> None:
    story.tools_down.add(body.tool)


@on(w.ToolRestored)
def _tool_back(story: Story, event: Event, body: w.ToolRestored, seen: Seen) -> None:
    story.tools_down.discard(body.tool)


@on(x.CommandRefused)
def _refused(story: Story, event: Event, body: x.CommandRefused, seen: Seen) -> None:
    story.refused = (Millis(event.at), body.says, event.role)
