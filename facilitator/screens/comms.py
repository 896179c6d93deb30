"""The comms desk: drafts, reviews, approvals, what the public sees; nothing leaves the room."""

import difflib
import re
from dataclasses import dataclass
from typing import Final, Literal

from evidence import Millis
from facilitator.screens.asks import promised_updates
from facilitator.screens.feed import FeedCard, feed_card
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.roles import holds, who_holds
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
Piece = tuple[Literal["same", "added", "gone"], str]


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
    open: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that may be done to the open message, or why not."""

    how: str
    word: str
    key: str
    why: str
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMessage:
    """The message that is looked at."""

    id: str
    title: str
    audience: str
    channel: str
    version: int
    who: str
    at: Millis
    text: str
    pieces: tuple[Piece, ...]
    """Differences against the version before; empty for the first."""
    points: tuple[tuple[str, bool], ...]
    stages: tuple[State, ...]
    acts: tuple[Act, ...]
    sent_back: str
    next_in: str
    published: bool
    mine: bool


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
    inbound: tuple[FeedCard, ...]
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
    opened = _opened(seen, story, message) if message is not None else None
    audiences = tuple(
        _audience(seen, story, one) for one in seen.plan.organisation.communications.audiences
    )
    wanted = query.get("to", opened.audience if opened is not None and opened.mine else "")
    cards = [feed_card(seen, story, incoming) for incoming in reversed(story.incoming)]
    return CommsPage(
        lanes=tuple(_lane(lane, words, slips) for lane, words in LANES),
        open=opened,
        audiences=audiences,
        to=next((one for one in audiences if one.id == wanted), audiences[0]),
        rewrite=opened if query.get("rewrite") and opened is not None else None,
        inbound=tuple(
            card
            for card in cards
            if card.icon in ("news", "mail", "phone", "shield")
            and (card.may_answer or card.question)
        )[:3],
        shown=_shown(seen, story),
        house=seen.plan.organisation.title,
        may_act=may_act(seen, story),
        answers=query.get("answers", ""),
    )


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
        if any(act.strong and not act.why for act in _acts(seen, story, m))
    ]
    drafts = [m.message for m in story.messages.values() if _lane_of(seen, m) != "published"]
    return next(iter(waiting_for_me), drafts[-1] if drafts else "")


def _policy(seen: Seen, message: MessageStory) -> Audience:
    found = seen.plan.organisation.communications.audience(message.audience)
    assert found is not None, "a drafted message has an audience of the policy"
    return found


def _lane_of(seen: Seen, message: MessageStory) -> str:
    policy = _policy(seen, message)
    if message.published_at is not None or message.withdrawn_at is not None:
        return "published"
    if message.sent_back is not None:
        return "draft"
    if policy.reviewed_by is not None and message.reviewed_at is None:
        return "review"
    if policy.approved_by and message.approved_at is None:
        return "approval"
    return "ready"


def _slip(seen: Seen, story: Story, message: MessageStory, open_id: str) -> Slip:
    names, last, lane = Names(seen.plan), message.versions[-1], _lane_of(seen, message)
    return Slip(
        id=message.message,
        title=names.audience(message.audience),
        who=names.seat(last.seat),
        channel=message.channel.replace("-", " "),
        line=_line(last.text or covers(last.contains)),
        state=_slip_state(seen, story, message, lane),
        lane=lane,
        open=message.message == open_id,
        href=f"comms?m={message.message}#open",
    )


def _line(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= 90 else line[:89].rstrip() + "…"


def _slip_state(seen: Seen, story: Story, message: MessageStory, lane: str) -> State:
    policy = _policy(seen, message)
    if message.withdrawn_at is not None:
        return skipped("taken back")
    if message.published_at is not None:
        return done(f"out {say_at(message.published_at)}")
    if message.sent_back is not None:
        return missed("sent back")
    if lane == "review":
        return waiting(f"waits for {who_holds(seen, story, policy.reviewed_by or '')}")
    if lane == "approval":
        return waiting(f"waits for {who_holds(seen, story, policy.approved_by[0])}")
    return not_yet("ready to go out")


def _opened(seen: Seen, story: Story, message: MessageStory) -> OpenMessage:
    names, policy, last = Names(seen.plan), _policy(seen, message), message.versions[-1]
    before = message.versions[-2].text if len(message.versions) > 1 else None
    points = tuple((_words(point), point in last.contains) for point in policy.contains)
    return OpenMessage(
        id=message.message,
        title=f"To {names.audience(message.audience)}",
        audience=message.audience,
        channel=message.channel.replace("-", " "),
        version=last.version,
        who=names.seat(last.seat),
        at=last.at,
        text=last.text or covers(last.contains),
        pieces=pieces(before, last.text) if before and last.text else (),
        points=points,
        stages=_stages(seen, story, message),
        acts=_acts(seen, story, message),
        sent_back=message.sent_back or "",
        next_in=say_length(policy.every) if policy.every is not None else "",
        published=message.published_at is not None,
        mine=last.seat == seen.viewer.seat,
    )


def covers(contains: tuple[str, ...]) -> str:
    """What a message covers, where nobody's words are kept: a simulated one has none."""
    if not contains:
        return ""
    return f"(It covers: {', '.join(_words(point).lower() for point in contains)}.)"


def _words(point: str) -> str:
    words = point.replace("-", " ")
    return words[:1].upper() + words[1:]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The changes between two versions, word by word."""
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    found: list[Piece] = []
    for op, a1, a2, b1, b2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(("same", "".join(new[b1:b2])))
        else:
            found += [("gone", "".join(old[a1:a2]))] if a2 > a1 else []
            found += [("added", "".join(new[b1:b2]))] if b2 > b1 else []
    return tuple(found)


def _stages(seen: Seen, story: Story, message: MessageStory) -> tuple[State, ...]:
    policy, names = _policy(seen, message), Names(seen.plan)
    stages = []
    if policy.reviewed_by is not None:
        if message.reviewed_at is not None:
            stages.append(done(f"checked by {names.seat(message.reviewed_by)}"))
        else:
            stages.append(waiting(f"{who_holds(seen, story, policy.reviewed_by)} checks"))
    if policy.approved_by:
        if message.approved_at is not None:
            stages.append(done(f"approved by {names.seat(message.approved_by)}"))
        else:
            who = " or ".join(
                dict.fromkeys(who_holds(seen, story, role) for role in policy.approved_by)
            )
            stages.append(waiting(f"{who} approves"))
    return tuple(stages)


def _acts(seen: Seen, story: Story, message: MessageStory) -> tuple[Act, ...]:
    """What may be done now, with the engine's own reasons where it may not."""
    policy, lane = _policy(seen, message), _lane_of(seen, message)
    if lane == "published":
        if message.withdrawn_at is not None:
            return ()
        return (Act(how="withdraw", word="Take it back", key="", why="", strong=False),)
    own = message.versions[-1].seat == seen.viewer.seat
    acts = []
    if policy.reviewed_by is not None and message.reviewed_at is None:
        why = "You wrote it; somebody else checks it." if own else ""
        if not own and not holds(seen, story, policy.reviewed_by):
            why = f"{who_holds(seen, story, policy.reviewed_by)} checks it."
        acts.append(
            Act(how="review", word="Checked, it holds", key="approve", why=why, strong=True)
        )
    elif policy.approved_by and message.approved_at is None:
        why = "You wrote it; somebody else approves it." if own else ""
        if not own and not any(holds(seen, story, role) for role in policy.approved_by):
            why = f"{who_holds(seen, story, policy.approved_by[0])} approves it."
        acts.append(Act(how="approve", word="Approve", key="approve", why=why, strong=True))
    if lane == "ready":
        acts.append(Act(how="publish", word="Publish", key="approve", why="", strong=True))
    if lane in ("review", "approval"):
        acts.append(Act(how="send-back", word="Send back", key="send-back", why="", strong=False))
    return tuple(acts)


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
        points=tuple((point, _words(point)) for point in one.contains),
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
