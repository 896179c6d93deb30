"""A team's recovery beside that of simulated teams who played the same plan."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.forecast import Forecast
from facilitator.screens.saying import say_span
from scoring import Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideLine:
    """One part that was to be recovered: the team's time, and where it lies among the others."""

    title: str
    ours: str
    came: int
    """In how many plays it was recovered at all."""
    shortest: str
    half: str
    most: str
    sooner: int
    """How many plays took longer than the team, or never came so far."""


def beside(found: Forecast, card: Scorecard) -> tuple[BesideLine, ...]:
    """Each part that simulated teams recovered, or that this one did."""
    ours = {
        metric.of: Millis(metric.value)
        for metric in card.metrics
        if metric.key == "RTO" and metric.of is not None and isinstance(metric.value, int)
    }
    lines = []
    for one in found.recovered:
        mine = ours.get(one.part)
        lines.append(
            BesideLine(
                title=one.title[:1].upper() + one.title[1:],
                ours=say_span(mine) if mine is not None else "not recovered",
                came=len(one.spans),
                shortest=say_span(one.spans[0]),
                half=_said(one.within(0.5, plays=found.plays)),
                most=_said(one.within(0.9, plays=found.plays)),
                sooner=0 if mine is None else found.plays - sum(span <= mine for span in one.spans),
            )
        )
    return tuple(lines)


def _said(span: Millis | None) -> str:
    return say_span(span) if span is not None else "never so many"
