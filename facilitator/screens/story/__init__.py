"""What a viewer has seen happen: a fold of the events of one view, kept as plain state.

Every page of a team is drawn from a :class:`Story`; it holds nothing that is not in the events
that were handed in, so a page can only leak what the view already leaked.
"""

from facilitator.screens.seen import Seen
from facilitator.screens.story import feed, incident, outside, procedure  # the folds register
from facilitator.screens.story.registry import apply
from facilitator.screens.story.state import (
    Asked,
    BreachValue,
    DutyStory,
    Entry,
    Incoming,
    MessageStory,
    RunStory,
    SeverityStory,
    StepStory,
    Story,
    TakenBack,
    VendorStory,
    Version,
)


def read_story(seen: Seen) -> Story:
    """Fold the events of one view."""
    story = Story()
    for place, event in enumerate(seen.events, start=1):
        story.place = place
        story.clock.apply(event.at, event.body)
        apply(story, event, seen)
    return story


__all__ = [
    "Asked",
    "BreachValue",
    "DutyStory",
    "Entry",
    "Incoming",
    "MessageStory",
    "RunStory",
    "SeverityStory",
    "StepStory",
    "Story",
    "TakenBack",
    "VendorStory",
    "Version",
    "feed",
    "incident",
    "outside",
    "procedure",
    "read_story",
]
