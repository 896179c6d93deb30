"""Says when a message that waited for an instant may go out.

Nothing happens in the story then: the engine only refuses what is published before.  So it is no
event; whoever opens a page later reads it there.
"""

import orjson

from evidence import Millis
from facilitator.live.audience import Audience
from simulator import Exercise


class Embargoes:
    """The embargoes of one exercise that end after the instant at which it was taken up."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._told_to = exercise.now

    def next_at(self) -> Millis | None:
        """When the next one ends."""
        to_come = (one.until for one in self._exercise.embargoes if one.until > self._told_to)
        return next(to_come, None)

    def tell(self, audience: Audience, *, now: Millis) -> None:
        """Tell each seat that publishes it, once, of what has ended since the last time."""
        ended = [one for one in self._exercise.embargoes if self._told_to < one.until <= now]
        self._told_to = max(self._told_to, now)
        for embargo in ended:
            says = f"The message to {embargo.whom} may go out now."
            text = orjson.dumps({"stale": ["for-me", "board"], "say": says}).decode()
            for view in audience.views():
                if view.seat in embargo.seats:
                    view.tell(text)
