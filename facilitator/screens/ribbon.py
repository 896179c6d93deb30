"""The line of time at the foot of the control room: what has fired, what comes, where we are."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.msel import MselRow, jumps
from facilitator.screens.saying import say_at, say_length
from facilitator.screens.seen import Seen

WIDTH = 1440
_LEFT, _RIGHT = 12, 1428
_TICKS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """Places on a line 1440 wide."""

    says: str
    now: float
    past: tuple[float, ...]
    coming: tuple[float, ...]
    jumps: tuple[tuple[float, float], ...]
    phases: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]


def ribbon(seen: Seen, rows: tuple[MselRow, ...]) -> Ribbon:
    """Draw the whole span of play to scale."""
    lasts = max(seen.plan.scenario.lasts, seen.clock.at)

    def x(at: int) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * min(at, lasts) / lasts, 1)

    coming = [
        r.at for r in rows if r.state == "planned" and r.at is not None and r.at > seen.clock.at
    ]
    step = _step(lasts)
    said = f"{say_length(seen.clock.at - seen.clock.at % 60_000)} of {say_length(lasts)} played"
    following = f"; next event at {say_at(min(coming))}" if coming else ""
    return Ribbon(
        says=f"Timeline: {said}{following}",
        now=x(seen.clock.at),
        past=tuple(x(r.at) for r in rows if r.state == "fired" and r.at is not None),
        coming=tuple(x(at) for at in coming),
        jumps=tuple((x(start), round(x(end) - x(start), 1)) for start, end in jumps(seen.events)),
        phases=tuple((x(p.from_), p.title) for p in seen.plan.scenario.phases if p.from_),
        ticks=tuple((x(at), say_at(at)[:-3]) for at in range(step, lasts, step)),
    )


def _step(lasts: int) -> Millis:
    """A round step that gives about seven ticks."""
    for minutes in (5, 10, 15, 30, 60, 120, 240, 480, 720, 1440):
        if lasts / (minutes * 60_000) <= _TICKS + 3:
            return Millis(minutes * 60_000)
    return Millis(2_880 * 60_000)
