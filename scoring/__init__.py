"""What the record shows: figures that open to their evidence, and the ratings they propose."""

from scoring.agreement import (
    exact_rate,
    ordinal_alpha,
    over_rate,
    quadratic_weighted_kappa,
    under_rate,
)
from scoring.figure import Exclusion, Finding, Metric, Target, Verdict
from scoring.improve import Improvement
from scoring.ratings import (
    CapabilityRating,
    EvaluatorRating,
    MeasureRating,
    ObjectiveRating,
    TaskRating,
)
from scoring.scorecard import Scorecard, score
from scoring.wording import show_span, show_value

__all__ = [
    "CapabilityRating",
    "EvaluatorRating",
    "Exclusion",
    "Finding",
    "Improvement",
    "MeasureRating",
    "Metric",
    "ObjectiveRating",
    "Scorecard",
    "Target",
    "TaskRating",
    "Verdict",
    "exact_rate",
    "ordinal_alpha",
    "over_rate",
    "quadratic_weighted_kappa",
    "score",
    "show_span",
    "show_value",
    "under_rate",
]
