"""The comms desk: drafts, reviews, approvals, what the public sees; nothing leaves the room."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.asks import asks_of
from facilitator.screens.asks_outside import promised_updates
from facilitator.screens.feed import FeedCard, feed_card
from facilitator.screens.message import (
    MAY_GO_OUT,
    OpenMessage,
    acts_of,
    approvers_of,
    covers,
    embargo_of,
    lane_of,
    opened_message,
    policy_of,
    words_of_point,
)
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.roles import who_holds
from facilitator.screens.saying import (
    State,
    done,
    missed,
    not_yet,
    say_at,
    say_due,
    say_length,
    skipped,
    waiting,
)
from facilitator.screens.seen import Seen
from facilitator.screens.story import MessageStory, Story, read_story
from facilitator.screens.team import may_act
from scenarios.organisation import Audience

LANES: Final = (
    ("draft", "Draft"),
    ("review", "In review"),
    ("approval", "For approval"),
    ("ready", "Ready"),
    ("published", "Published"),
)
SHOWN_PUBLISHED: Final = 4
"""Older ones fold away; the record keeps them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One message on the board."""

    id: str
    title: str
    who: str
    channel: str
    line: str
    state: State
    lane: str
    embargo: Millis | None
    open: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceView:
    """Somebody to tell, and the policy for it."""

    id: str
    title: str
    channels: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    rule: str
    state: State
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One word on the simulated status page."""

    at: Millis
    text: str
    audience: str
    next_at: Millis | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommsPage:
    """The context of ``comms.html``."""

    lanes: tuple[tuple[str, str, tuple[Slip, ...], tuple[Slip, ...]], ...]
    """Lane, its words, its slips, and older ones that fold away."""
    open: OpenMessage | None
    audiences: tuple[AudienceView, ...]
    to: AudienceView
    """The audience that a new message is written to."""
    rewrite: OpenMessage | None
    inbound: tuple[tuple[FeedCard, State], ...]
    """Who outside asks the viewer something, and by when or since when."""
    shown: tuple[Shown, ...]
    house: str
    may_act: bool
    answers: str


def comms_page(seen: Seen, query: Query) -> CommsPage:
    """Fold the comms desk."""
    story = read_story(seen)
    open_id = query.get("m", "") or _first_waiting(seen, story)
    slips = [_slip(seen, story, message, open_id) for message in story.messages.values()]
    slips.reverse()
    message = story.messages.get(open_id)
    opened = opened_message(seen, story, message) if message is not None else None
    audiences = tuple(
        _audience(seen, story, one) for one in seen.plan.organisation.communications.audiences
    )
    wanted = query.get("to", opened.audience if opened is not None and opened.mine else "")
    return CommsPage(
        lanes=tuple(_lane(lane, words, slips) for lane, words in LANES),
        open=opened,
        audiences=audiences,
        to=next((one for one in audiences if one.id == wanted), audiences[0]),
        rewrite=opened if query.get("rewrite") and opened is not None else None,
        inbound=_inbound(seen, story),
        shown=_shown(seen, story),
        house=seen.plan.organisation.title,
        may_act=may_act(seen, story),
        answers=query.get("answers", ""),
    )


def _inbound(seen: Seen, story: Story) -> tuple[tuple[FeedCard, State], ...]:
    if story.ended_at is not None:
        return ()  # nobody waits for an answer any more
    clocks = {ask.key.removeprefix("ask-"): ask.state for ask in asks_of(seen, story) if ask.due}
    cards = (feed_card(seen, story, incoming) for incoming in reversed(story.incoming))
    return tuple(
        (card, clocks.get(card.key) or not_yet(f"since {say_at(card.at)}"))
        for card in cards
        if card.icon in ("news", "mail", "phone", "shield") and (card.may_answer or card.question)
    )[:3]


def _lane(
    lane: str, words: str, slips: list[Slip]
) -> tuple[str, str, tuple[Slip, ...], tuple[Slip, ...]]:
    here = tuple(slip for slip in slips if slip.lane == lane)
    return lane, words, here[:SHOWN_PUBLISHED], here[SHOWN_PUBLISHED:]


def _first_waiting(seen: Seen, story: Story) -> str:
    """What waits for the viewer; else the newest that is not out."""
    waiting_for_me = [
        m.message
        for m in story.messages.values()
        if any(act.strong and not act.why for act in acts_of(seen, story, m))
    ]
    drafts = [m.message for m in story.messages.values() if lane_of(seen, m) != "published"]
    return next(iter(waiting_for_me), drafts[-1] if drafts else "")


def _slip(seen: Seen, story: Story, message: MessageStory, open_id: str) -> Slip:
    names, last, lane = Names(seen.plan), message.versions[-1], lane_of(seen, message)
    return Slip(
        id=message.message,
        title=names.audience(message.audience),
        who=names.seat(last.seat),
        channel=message.channel.replace("-", " "),
        line=_line(last.text or covers(last.contains)),
        state=_slip_state(seen, story, message, lane),
        lane=lane,
        embargo=embargo_of(seen, message),
        open=message.message == open_id,
        href=f"comms?m={message.message}#open",
    )


def _line(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= 90 else line[:89].rstrip() + "…"


def _slip_state(seen: Seen, story: Story, message: MessageStory, lane: str) -> State:
    policy = policy_of(seen, message)
    if message.withdrawn_at is not None:
        return skipped("taken back")
    if message.published_at is not None:
        return done(f"out {say_at(message.published_at)}")
    if message.sent_back is not None:
        return missed("sent back")
    if lane == "review":
        return waiting(f"waits for {who_holds(seen, story, policy.reviewed_by or '')}")
    if lane == "approval":
        return waiting(f"waits for {approvers_of(seen, story, message)}")
    if embargo_of(seen, message):
        return not_yet("approved")
    return waiting(MAY_GO_OUT) if message.not_before is not None else not_yet("ready to go out")


def _audience(seen: Seen, story: Story, one: Audience) -> AudienceView:
    due, names = promised_updates(story).get(one.id), Names(seen.plan)
    told = sum(len(m.published) for m in story.messages.values() if m.audience == one.id)
    rules = []
    if one.first_within is not None:
        rules.append(f"first word within {say_length(one.first_within)}")
    if one.every is not None:
        rules.append(f"then every {say_length(one.every)}")
    if one.approved_by:
        rules.append(f"{' or '.join(names.role(role) for role in one.approved_by)} approves")
    return AudienceView(
        id=one.id,
        title=one.title,
        channels=one.channels,
        points=tuple((point, words_of_point(point)) for point in one.contains),
        rule=", ".join(rules),
        state=_told(seen, story, one, due, told),
        told=told,
    )


def _told(seen: Seen, story: Story, one: Audience, due: Millis | None, told: int) -> State:
    if due is not None:
        return say_due(due, seen.clock.at, lead="next")
    if told:
        return done(f"told {told}×" if told > 1 else "told")
    if story.declared_at is not None and one.first_within is not None:
        return say_due(Millis(story.declared_at + one.first_within), seen.clock.at, lead="first")
    return not_yet("not told")


def _shown(seen: Seen, story: Story) -> tuple[Shown, ...]:
    """What the outside has read, newest first."""
    outside = {
        one.id: one.title
        for one in seen.plan.organisation.communications.audiences
        if one.external and "status-page" in one.channels
    }
    words = [
        Shown(
            at=at,
            text=text or covers(m.versions[-1].contains) or "(removed)",
            audience=outside[m.audience],
            next_at=next_at,
        )
        for m in story.messages.values()
        if m.audience in outside and m.withdrawn_at is None
        for at, _, text, next_at in m.published
    ]
    return tuple(sorted(words, key=lambda word: word.at, reverse=True))
