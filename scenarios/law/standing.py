"""How a duty stands at an instant: what is due, held against what was sent and what time it is.

Countdowns, verdicts and the command line ask this one function.  At the deadline is in time; a
notice that only a later reading of the law saves is *arguable*; what is due at or after EndEx is
*not due*, never missed.
"""

from typing import Literal, TypeAlias

from evidence import Millis
from scenarios.law.due import Due

State: TypeAlias = Literal[
    "not-started", "provisional", "running", "met", "late", "not-due", "arguable", "no-instant"
]

Running: TypeAlias = Literal["running", "met", "late", "not-due", "arguable"]
"""What a clock that runs can come to."""


def standing(
    found: Due, *, sent: Millis | None, now: Millis | None = None, ended: Millis | None = None
) -> State:
    """How the duty stands.

    Args:
        sent: When the first notice went out.
        now: The instant asked about; without it nothing unsent is late.
        ended: EndEx, if it has come.
    """
    if found.at is None or found.latest is None:
        early = sent is not None and found.state in ("not-started", "provisional")
        return "met" if early else found.state
    return held_against(found.at, found.latest, sent=sent, now=now, ended=ended)


def held_against(
    at: Millis,
    latest: Millis,
    *,
    sent: Millis | None,
    now: Millis | None = None,
    ended: Millis | None = None,
) -> Running:
    """As :func:`standing`, for a clock that runs: due at *at*, arguable until *latest*."""
    if sent is not None:
        return _beside(sent, at, latest, in_time="met")
    if ended is not None and at >= ended:
        return "not-due"
    present = ended if ended is not None else now
    return "running" if present is None else _beside(present, at, latest, in_time="running")


def _beside(instant: int, at: int, latest: int, *, in_time: Literal["met", "running"]) -> Running:
    if instant <= at:
        return in_time
    return "arguable" if instant <= latest else "late"
