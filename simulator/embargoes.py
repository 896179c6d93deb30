"""Messages that may go out as soon as an instant has come."""

from dataclasses import dataclass

from evidence import Millis
from simulator.scene import Scene
from simulator.verbs.messages import missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """A message that waits for nothing but an instant of exercise time."""

    message: str
    whom: str
    """Its audience, in words."""
    until: Millis
    seats: tuple[str, ...]
    """Who publishes it: whoever wrote it, and whoever speaks for the house."""


def embargoes_of(scene: Scene) -> tuple[Embargo, ...]:
    """Messages that are ready to go out at an instant, come or not; the soonest first."""
    policy = scene.plan.organisation.communications
    found = []
    for name, message in scene.state.messages.items():
        audience = policy.audience(message.audience)
        assert audience is not None, "a drafted message has an audience of the policy"
        if message.not_before is None or message.published or message.withdrawn:
            continue
        if missing(audience, message):
            continue
        seats = tuple(
            seat
            for seat in scene.plan.organisation.roles
            if seat == message.author_seat or scene.holds_role(seat, "comms_owner")
        )
        found.append(
            Embargo(message=name, whom=audience.title, until=message.not_before, seats=seats)
        )
    return tuple(sorted(found, key=lambda one: (one.until, one.message)))
