"""One card of "what came in": what it says, what was done about it, and how to answer it."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.naming import Names
from facilitator.screens.roles import mine
from facilitator.screens.saying import State, done, not_yet, say_at, waiting
from facilitator.screens.seen import Seen
from facilitator.screens.story import Asked, Incoming, Story

ICONS: Final = {
    "alert": "alert",
    "page": "alert",
    "health-check": "alert",
    "synthetic": "alert",
    "user-report": "phone",
    "phone": "phone",
    "spoken": "say",
    "press": "news",
    "social": "news",
    "chat": "chat",
    "ticket": "mail",
    "email": "mail",
    "letter": "mail",
    "third-party": "mail",
    "dashboard": "dash",
    "vendor-portal": "dash",
    "status-feed": "dash",
    "audit-log": "dash",
    "ci-pipeline": "dash",
    "regulator-portal": "shield",
}
MACHINE: Final = ("alert", "page", "health-check", "synthetic", "audit-log", "ci-pipeline")
"""Text of machines is set in their own type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that can be given."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCard:
    """One message as the viewer reads it."""

    key: str
    about: str
    icon: str
    channel: str
    machine: bool
    sender: str | None
    to: str
    to_me: bool
    at: Millis
    text: str
    marked_up: bool
    """Its text is Markdown; what machines write is shown as they write it."""
    state: State | None
    answered: str | None
    question: str | None
    """Id of the question or decision, if one is put and still open for the viewer."""
    ask: str | None
    decides: bool
    decision_type: str | None
    choices: tuple[Choice, ...]
    may_take: bool
    may_answer: bool
    withdrawn: bool
    differs: str | None = None
    """What the viewer may hold another view of: the question or decision that was answered."""
    other_views: tuple[str, ...] = ()
    approvers: tuple[tuple[str, str], ...] = ()
    """Who could approve a decision: everybody else of the team."""


def feed_card(seen: Seen, story: Story, incoming: Incoming) -> FeedCard:
    """The card of one message."""
    names = Names(seen.plan)
    asked = story.asked.get(incoming.question or "")
    decision = next((d for d in seen.plan.scenario.decisions if asked and d.id == asked.id), None)
    question = next((q for q in seen.plan.scenario.questions if asked and q.id == asked.id), None)
    point = decision or question
    to_me = mine(seen, incoming.to)
    owner = decision is not None and decision.owner == seen.viewer.seat
    open_ = asked is not None and asked.answered_at is None and not incoming.withdrawn
    answerable = open_ and (to_me or owner) and seen.viewer.seat is not None
    machine = incoming.channel in MACHINE
    marked_up = incoming.marked_up and not machine
    plain = incoming.answered_at is None and incoming.taken_at is None and not incoming.withdrawn
    return FeedCard(
        key=incoming.key,
        about=incoming.id,
        icon=ICONS.get(incoming.channel, "mail"),
        channel=_channel(incoming.channel),
        machine=machine,
        sender=_sender(seen, incoming),
        to="everybody" if not incoming.to else ", ".join(map(names.seat, incoming.to)),
        to_me=bool(incoming.to) and to_me,
        at=incoming.at,
        text=_said(incoming) if marked_up else spoken(incoming),
        marked_up=marked_up,
        state=_state(incoming, open_),
        answered=_answered(names, incoming),
        question=asked.id if asked is not None and answerable else None,
        ask=" ".join(point.ask.split()) if point is not None and open_ else None,
        decides=decision is not None,
        decision_type=decision.type if decision is not None else None,
        choices=tuple(Choice(id=o.id, text=o.text) for o in point.options) if point else (),
        may_take=incoming.signal and plain and to_me and seen.viewer.seat is not None,
        may_answer=plain and asked is None and to_me and seen.viewer.seat is not None,
        withdrawn=incoming.withdrawn,
        differs=_may_differ(seen, asked),
        other_views=other_views(names, asked),
        approvers=tuple(
            (seat, names.seat(seat))
            for seat in seen.plan.organisation.roles
            if seat != seen.viewer.seat
        ),
    )


def _may_differ(seen: Seen, asked: Asked | None) -> str | None:
    """Whoever did not give the answer may say, on the record, that they see it differently."""
    if asked is None or asked.answered_at is None or seen.viewer.seat in (None, asked.answered_by):
        return None
    return asked.id


def other_views(names: Names, asked: Asked | None) -> tuple[str, ...]:
    """Who of the team saw an answer differently, and how."""
    return tuple(
        f"{names.seat(seat)} sees it differently{f': {words}' if words else ''}"
        for seat, words in (asked.dissent if asked is not None else ())
    )


def spoken(incoming: Incoming) -> str:
    """The words alone, in one line."""
    return " ".join(_said(incoming).split())


def _said(incoming: Incoming) -> str:
    """Without who says it, which stands above."""
    text = incoming.text.strip()
    if incoming.sender is not None:
        text = text.removeprefix(f"{incoming.sender}: ")
    return text[:1].upper() + text[1:]


def _channel(channel: str) -> str:
    words = channel.replace("-", " ")
    return words[:1].upper() + words[1:]


def _sender(seen: Seen, incoming: Incoming) -> str | None:
    sender = incoming.sender
    if sender is None:
        return None
    organisation = seen.plan.organisation
    known = sender in organisation.vendors or sender in organisation.roles
    return Names(seen.plan).title(sender) if known else sender


def _state(incoming: Incoming, open_: bool) -> State | None:
    if incoming.withdrawn:
        return State(words="taken back by control", shape="skip")
    if incoming.answered_at is not None:
        return done(f"answered {say_at(incoming.answered_at)}")
    if incoming.taken_at is not None:
        return done(f"taken {say_at(incoming.taken_at)}")
    if open_ or incoming.asks:
        return waiting("waits for an answer")
    if incoming.signal:
        return not_yet("nobody has taken it")
    return None


def _answered(names: Names, incoming: Incoming) -> str | None:
    by = incoming.answered_by or incoming.taken_by
    if by is None:
        return None
    words = f"{names.seat(by)}"
    return f"{words}: {incoming.answer}" if incoming.answer else words
