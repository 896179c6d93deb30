"""What a record that has not reached EndEx must not be judged for yet.

While play goes on, some figures can only grow: what counts done items over all items is low
because the team is on its way, not because it failed.  Such a shortfall is *not due*; what is met
already is met, what was missed by its own deadline is missed, and the value so far is told.
"""

from typing import Final

import msgspec

from evidence.kinds.incident import SeverityCalled
from scoring.case import Case
from scoring.figure import Metric

GROWS: Final = frozenset(
    {
        "RECOV",
        "RB-ADH",
        "RB-COMPLETION",
        "RB-EVID",
        "COVERAGE",
        "DUTIES",
        "VEND-ESC",
        "BR-COMP",
        "EXC-OPEN",
        "DEC-COMP",
    }
)
"""Figures that the team can still fill up to the last minute of play."""
SEVERITY: Final = frozenset({"SEV-ACC", "SEV-EXACT", "SEV-WITHIN-ONE"})
"""Shares of the time since detection; before a first call they say no more than TTSev does."""


def not_yet(metric: Metric, case: Case) -> Metric:
    """The figure as it may be judged now; as it is, once play has ended."""
    if case.timeline.ended is not None or metric.verdict != "not-met":
        return metric
    waits = metric.key in GROWS or (
        metric.key in SEVERITY and next(iter(case.timeline.of(SeverityCalled)), None) is None
    )
    if not waits:
        return metric
    return msgspec.structs.replace(
        metric, verdict="not-due", formula=f"so far, before EndEx: {metric.formula}"
    )
