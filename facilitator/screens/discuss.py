"""Discussion mode: one question in large type, a timer, and what was answered so far."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.feed import FeedCard, feed_card, other_views
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import State, say_due
from facilitator.screens.seen import Seen
from facilitator.screens.story import Incoming, Story, read_story

TALK_MS = 600_000
"""Ten minutes for one question, unless the scenario says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talked:
    """A question that was answered."""

    ask: str
    answer: str
    who: str
    at: Millis
    other_views: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussPage:
    """The context of ``discuss.html``."""

    card: FeedCard | None
    number: int
    timer: State | None
    talked: tuple[Talked, ...]
    started: bool


def discuss_page(seen: Seen, query: Query) -> DiscussPage:
    """Fold the discussion: the newest question that is still open."""
    story, names = read_story(seen), Names(seen.plan)
    open_ = [asked for asked in story.asked.values() if asked.answered_at is None]
    card, timer = None, None
    if open_:
        asked = open_[-1]
        incoming = next(i for i in story.incoming if i.key == asked.incoming)
        card = feed_card(seen, story, incoming)
        timer = say_due(_until(seen, story, incoming, asked.id), seen.clock.at)
    scenario = seen.plan.scenario
    asks = {one.id: " ".join(one.ask.split()) for one in scenario.decisions}
    asks |= {one.id: " ".join(one.ask.split()) for one in scenario.questions}
    return DiscussPage(
        card=card,
        number=len(story.asked),
        timer=timer,
        talked=tuple(
            Talked(
                ask=asks.get(asked.id, ""),
                answer=asked.answered or "",
                who=names.seat(asked.answered_by),
                at=asked.answered_at,
                other_views=other_views(names, asked),
            )
            for asked in reversed(story.asked.values())
            if asked.answered_at is not None
        ),
        started=story.started_at is not None,
    )


def _until(seen: Seen, story: Story, incoming: Incoming, asked: str) -> Millis:
    decision = next((d for d in seen.plan.scenario.decisions if d.id == asked), None)
    span = decision.by if decision is not None and decision.by is not None else TALK_MS
    return story.clock.at_played(Millis(story.clock.played(incoming.at) + span), after=incoming.at)
