"""One message on its way out: what it says and changes, who has to agree, what may be done now."""

import difflib
import re
from dataclasses import dataclass
from typing import Final, Literal

from evidence import Millis
from facilitator.screens.naming import Names
from facilitator.screens.roles import holds, seat_of, who_holds
from facilitator.screens.saying import State, done, say_length, waiting
from facilitator.screens.seen import Seen
from facilitator.screens.story import MessageStory, Story
from scenarios.organisation import Audience

MAY_GO_OUT: Final = "may go out now"
"""A message whose embargo has ended."""

Piece = tuple[Literal["same", "added", "gone"], str]


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
    embargo: Millis | None
    """It must not go out before this instant, which has not come yet."""
    delegates: tuple[tuple[str, str], ...]
    """Seats that can be given its approval, where nobody who may approve it is there."""


def opened_message(seen: Seen, story: Story, message: MessageStory) -> OpenMessage:
    names, policy, last = Names(seen.plan), policy_of(seen, message), message.versions[-1]
    before = message.versions[-2].text if len(message.versions) > 1 else None
    points = tuple((words_of_point(point), point in last.contains) for point in policy.contains)
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
        acts=acts_of(seen, story, message),
        sent_back=message.sent_back or "",
        next_in=say_length(policy.every) if policy.every is not None else "",
        published=message.published_at is not None,
        mine=last.seat == seen.viewer.seat,
        embargo=embargo_of(seen, message),
        delegates=_delegates(seen, story, message),
    )


def embargo_of(seen: Seen, message: MessageStory) -> Millis | None:
    """The instant before which a message must not go out, as long as that lies ahead."""
    until = message.not_before
    ahead = until is not None and seen.clock.at < until and message.published_at is None
    return until if ahead else None


def may_approve(seen: Seen, story: Story, message: MessageStory) -> bool:
    """Whether the viewer may approve a message of somebody else."""
    roles = policy_of(seen, message).approved_by
    return seen.viewer.seat in message.delegates or any(holds(seen, story, r) for r in roles)


def _delegates(seen: Seen, story: Story, message: MessageStory) -> tuple[tuple[str, str], ...]:
    if lane_of(seen, message) != "approval":
        return ()
    names, roles = Names(seen.plan), policy_of(seen, message).approved_by
    there = [
        person.seat
        for person in seen.team.people
        if (person.name is not None or (person.simulated and not story.by_hand))
        and person.seat not in story.seats_away
        and person.seat != message.versions[-1].seat
    ]
    approvers = {*message.delegates, *(seat_of(seen, story, role) for role in roles)}
    approvers.update(
        seat for seat, held in seen.plan.organisation.roles.items() if set(held.is_) & set(roles)
    )
    if approvers & set(there):
        return ()
    return tuple((seat, names.seat(seat)) for seat in there if seat != seen.viewer.seat)


def covers(contains: tuple[str, ...]) -> str:
    """What a message covers, where nobody's words are kept: a simulated one has none."""
    if not contains:
        return ""
    return f"(It covers: {', '.join(words_of_point(point).lower() for point in contains)}.)"


def words_of_point(point: str) -> str:
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
    policy, names = policy_of(seen, message), Names(seen.plan)
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
            stages.append(waiting(f"{approvers_of(seen, story, message)} approves"))
    return tuple(stages)


def approvers_of(seen: Seen, story: Story, message: MessageStory) -> str:
    """Who may approve it, in words: those who were given it, else those of the policy."""
    names, roles = Names(seen.plan), policy_of(seen, message).approved_by
    given = [names.seat(seat) for seat in message.delegates]
    return " or ".join(given or dict.fromkeys(who_holds(seen, story, role) for role in roles))


def acts_of(seen: Seen, story: Story, message: MessageStory) -> tuple[Act, ...]:
    """What may be done now, with the engine's own reasons where it may not."""
    policy, lane = policy_of(seen, message), lane_of(seen, message)
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
        if not own and not may_approve(seen, story, message):
            why = f"{approvers_of(seen, story, message)} approves it."
        acts.append(Act(how="approve", word="Approve", key="approve", why=why, strong=True))
    if lane == "ready":
        open_ = embargo_of(seen, message) is None
        acts.append(Act(how="publish", word="Publish", key="approve", why="", strong=open_))
    if lane in ("review", "approval"):
        acts.append(Act(how="send-back", word="Send back", key="send-back", why="", strong=False))
    return tuple(acts)


def policy_of(seen: Seen, message: MessageStory) -> Audience:
    found = seen.plan.organisation.communications.audience(message.audience)
    assert found is not None, "a drafted message has an audience of the policy"
    return found


def lane_of(seen: Seen, message: MessageStory) -> str:
    policy = policy_of(seen, message)
    if message.published_at is not None or message.withdrawn_at is not None:
        return "published"
    if message.sent_back is not None:
        return "draft"
    if policy.reviewed_by is not None and message.reviewed_at is None:
        return "review"
    if policy.approved_by and message.approved_at is None:
        return "approval"
    return "ready"
