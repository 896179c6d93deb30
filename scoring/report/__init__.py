"""The drill report: what plan and record say, as a document that any printer can set."""

from scoring.report.names import Names
from scoring.report.telling import Sentence, Tone, tell

__all__ = [
    # words for what happened
    "Names",
    "Sentence",
    "Tone",
    "tell",
]
