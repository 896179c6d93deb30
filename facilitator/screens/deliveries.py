"""Deliveries: to whom each message went, on whose open screen it arrived, who answered.

*Reached* means that a browser which somebody had open said that it had shown this far.  It does
not mean that they read it, and the page does not say so.
"""

from dataclasses import dataclass
from typing import Final

from evidence import TEAM, Event, Millis
from evidence.kinds import control as c
from facilitator.screens.msel import planned_title
from facilitator.screens.naming import Names
from facilitator.screens.saying import State, done, not_yet, said_list, skipped, waiting
from facilitator.screens.seen import Seen

SHOWN: Final = 12
"""The latest deliveries; what is older has been answered or is an exception."""
LINGERS_MS: Final = 30_000
"""An open browser says every few seconds how far it is; half a minute without is worth a look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message as it reached people."""

    at: Millis
    title: str
    state: State
    """Reached how many of the people that it went to."""
    missing: str
    """Whom it has not reached, by seat."""


def deliveries(seen: Seen) -> tuple[Delivery, ...]:
    """The latest messages, newest first."""
    withdrawn = {
        e.body.inject
        for e in seen.events
        if isinstance(e.body, c.InjectSet) and e.body.state == "withdrawn"
    }
    sent = [e for e in seen.events if isinstance(e.body, c.InjectFired) and e.to]
    return tuple(_delivery(seen, event, withdrawn) for event in sent[-SHOWN:][::-1])


def _delivery(seen: Seen, event: Event, withdrawn: set[str]) -> Delivery:
    assert isinstance(event.body, c.InjectFired)
    people = {one.seat for one in seen.team.people if one.name is not None}
    to = {
        one.seat for one in seen.team.people if TEAM in event.to or f"seat:{one.seat}" in event.to
    }
    missing = [
        seat
        for seat in seen.plan.organisation.roles
        if seat in to & people and seen.reached.get(seat, -1) < event.seq
    ]
    reached, asked = len(to & people) - len(missing), len(to & people)
    names = Names(seen.plan)
    if event.body.inject in withdrawn:
        state = skipped("taken back")
    elif not asked:
        state = not_yet("no person there")
    elif missing:
        late = seen.clock.at - event.at > LINGERS_MS
        words = f"reached {reached} of {asked}"
        state = waiting(words) if late else not_yet(words)
    else:
        state = done(f"reached {reached} of {asked}")
    return Delivery(
        at=event.at,
        title=planned_title(seen, event.body),
        state=state,
        missing=f"not yet: {said_list([names.seat(s) for s in missing])}" if missing else "",
    )
