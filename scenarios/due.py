"""When a notice is due: one function for the countdown, the verdict and the command line.

Hours are elapsed hours: they are added on the exercise clock (or in UTC), never to wall-clock
text, so nights, weekends and clock changes count and change nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from runbooks.authored import Millis
from scenarios.regimes import Stage

HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The due instant of one stage, as far as it is known.

    ``at`` is on the same clock as the instants given; ``None`` where the state has no instant.
    ``classify_by`` is set while a clock waits for a classification that has its own limit.
    """

    state: Literal["not-started", "provisional", "running", "no-instant"]
    at: Millis | None
    rule: str
    classify_by: Millis | None = None


def due(stage: Stage, given: Mapping[str, Millis]) -> Due:
    """When *stage* is due, from the instants of the events *given* by name.

    Source of the two-bound rule: DORA RTS 2025/301 Art. 5: four hours from classification and
    no later than 24 hours from awareness; classified later than that, four hours alone.
    """
    start = given.get(stage.starts)
    bound = stage.no_later
    limit = _limit(stage, given)
    if start is None:
        if limit is None:
            return Due(state="not-started", at=None, rule=stage.rule)
        return Due(state="provisional", at=None, rule=stage.rule, classify_by=limit)
    if stage.within is None:
        return Due(state="no-instant", at=None, rule=stage.rule)
    at = Millis(start + stage.within)
    if bound is not None and limit is not None and start <= limit:
        at = min(at, limit)
    return Due(state="running", at=at, rule=stage.rule)


def _limit(stage: Stage, given: Mapping[str, Millis]) -> Millis | None:
    bound = stage.no_later
    if bound is None or bound.starts not in given:
        return None
    return Millis(given[bound.starts] + bound.within)
