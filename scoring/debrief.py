"""What may leave the debrief.

A figure about a role that one seat held alone is, to everybody who knows who sat there, a figure
about a person.  It helps whoever sat there, in the debrief; in a report, an export or a programme
it would be held against them.  So it is left out of those, and that it was is said.
"""

import msgspec

from scoring.figure import DEBRIEF_ONLY, Finding
from scoring.ratings import MeasureRating, ObjectiveRating, TaskRating
from scoring.scorecard import Scorecard
from scoring.titles import TITLES


def for_report(card: Scorecard) -> Scorecard:
    """The scorecard as reports, exports and programmes may have it.

    Ratings stay as they are, for they are of tasks; a measure that rests on such a figure shows
    neither its credit nor its formula.
    """
    kept_back = {metric.key for metric in card.metrics if metric.debrief}
    if not kept_back:
        return card
    metrics = tuple(metric for metric in card.metrics if not metric.debrief)
    improve = tuple(one for one in card.improve if one.figure not in kept_back)
    titles = ", ".join(TITLES.get(key, key) for key in sorted(kept_back))
    note = Finding(code="debrief-only", says=f"{titles}: {DEBRIEF_ONLY}.", cites=())
    return msgspec.structs.replace(
        card,
        metrics=metrics,
        objectives=tuple(_objective(objective, kept_back) for objective in card.objectives),
        improve=improve,
        findings=(*card.findings, note),
    )


def _objective(objective: ObjectiveRating, kept_back: set[str]) -> ObjectiveRating:
    tasks = tuple(_task(task, kept_back) for task in objective.tasks)
    return msgspec.structs.replace(objective, tasks=tasks)


def _task(task: TaskRating, kept_back: set[str]) -> TaskRating:
    measures = tuple(_measure(measure, kept_back) for measure in task.measures)
    return msgspec.structs.replace(task, measures=measures)


def _measure(measure: MeasureRating, kept_back: set[str]) -> MeasureRating:
    if measure.metric not in kept_back:
        return measure
    return msgspec.structs.replace(measure, credit=None, says=DEBRIEF_ONLY, cites=())
