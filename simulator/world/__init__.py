"""The simulated world of one exercise: services, data, vendors, intrusions, people and tools.

Verbs and injects act on it through the few methods of :class:`World`; everything it does is an
event.  Ground truth goes to control, what shows goes to seats.
"""

from simulator.world.world import World

__all__ = ["World"]
