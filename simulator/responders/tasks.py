"""What a look at one's own work can find: a task to do now, or a time to look again."""

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

import msgspec

from evidence import Command, Millis
from simulator.responders.mind import Mind
from simulator.scene import Scene


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do.  ``key`` names it, so that it is done once."""

    key: str
    command: Command
    takes_ms: int = 0


class Later(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing to do yet, and no event will say when: look again at this instant."""

    at: Millis
    clock: Literal["exercise", "played"]


Look: TypeAlias = Callable[[Scene, Mind], Iterator[Task | Later]]
"""What one source of work has for a seat now, the most urgent first.

It reads the responder's mind, what the whole team can see of the state, and runbooks and
policies, and nothing else.
"""
