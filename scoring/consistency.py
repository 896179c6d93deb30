"""Consistency: whether published messages fit together, as evaluators compared them.

No machine can tell whether two texts contradict one another, and it could not read them anyway,
for what people typed is sealed.  So pairs are compared by people, in the review.
"""

from evidence.kinds.review import MessagesCompared
from scoring.case import Case
from scoring.figure import Metric, counted
from scoring.wording import count


def measure_consistency(case: Case) -> Metric:
    """CONSISTENT: one less the contradicting pairs over the compared ones; the last word holds."""
    last = {
        frozenset((body.first, body.second)): (event.seq, body.contradict)
        for event, body in case.timeline.of(MessagesCompared)
    }
    against = sum(contradict for _, contradict in last.values())
    return counted(
        "CONSISTENT",
        len(last) - against,
        len(last),
        rubric=case.plan.rubric,
        formula=f"1 - {count(against, 'contradicting pair')} / {count(len(last), 'pair')} compared",
        nothing="not observed: no two messages were compared",
        cites=[seq for pair, (said, _) in last.items() for seq in (*pair, said)],
    )
