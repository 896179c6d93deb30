"""Why a figure is what it is, what it rests on, and what would have made it another.

Pure, so that the command line, the web and the report give one explanation.
"""

from scoring.explain.citing import Cited, cite
from scoring.explain.explanation import Explanation, LeftOut, NoSuchFigure, explain, find_figure
from scoring.explain.meanings import MEANINGS
from scoring.explain.vocabulary import in_words
from scoring.explain.weights import Trial

__all__ = [
    "MEANINGS",
    "Cited",
    "Explanation",
    "LeftOut",
    "NoSuchFigure",
    "Trial",
    "cite",
    "explain",
    "find_figure",
    "in_words",
]
