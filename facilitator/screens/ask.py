"""One thing that waits for a seat, as the top of the team room shows it."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.saying import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing that waits for this seat."""

    key: str
    what: str
    button: str
    href: str
    state: State
    why: str
    rank: int
    due: Millis | None = None
    opens: Millis | None = None
    """When it can be done, if not yet."""
