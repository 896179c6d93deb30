"""What the record shows: figures that open to their evidence, and the ratings they propose."""

from scoring.agreement import (
    exact_rate,
    ordinal_alpha,
    over_rate,
    quadratic_weighted_kappa,
    under_rate,
)
from scoring.debrief import for_report
from scoring.figure import Exclusion, Finding, Metric, Target, Verdict
from scoring.improve import Improvement
from scoring.ratings import (
    CapabilityRating,
    MeasureRating,
    ObjectiveRating,
    TaskRating,
)
from scoring.review.agreed import Agreement, Disagreement
from scoring.review.contests import Contest
from scoring.review.desk import Review
from scoring.review.raters import EvaluatorRating, RatingKept, as_shown_to, rate_twice
from scoring.review.state import NotPlayed
from scoring.scorecard import Scorecard, score
from scoring.wording import show_span, show_value

__all__ = [
    "Agreement",
    "CapabilityRating",
    "Contest",
    "Disagreement",
    "EvaluatorRating",
    "Exclusion",
    "Finding",
    "Improvement",
    "MeasureRating",
    "Metric",
    "NotPlayed",
    "ObjectiveRating",
    "RatingKept",
    "Review",
    "Scorecard",
    "Target",
    "TaskRating",
    "Verdict",
    "as_shown_to",
    "exact_rate",
    "for_report",
    "ordinal_alpha",
    "over_rate",
    "quadratic_weighted_kappa",
    "rate_twice",
    "score",
    "show_span",
    "show_value",
    "under_rate",
]
