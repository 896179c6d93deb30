"""The drill report: what plan and record say, as a document that any printer can set."""

from scoring.report.compose import EDITABLE, write_report
from scoring.report.coverage import Asked, Support, anchor_of, asks_of, control_matrix
from scoring.report.document import (
    Block,
    Cell,
    Chart,
    Column,
    Entry,
    Front,
    Grid,
    Heading,
    Mark,
    Note,
    Opened,
    Pairs,
    Point,
    Points,
    Prose,
    Report,
    Row,
    Said,
    Section,
    Step,
)
from scoring.report.names import Names
from scoring.report.reading import COUNTS, Provenance, Words, clock
from scoring.report.telling import Sentence, Tone, tell

__all__ = [
    # the report
    "write_report",
    "Provenance",
    "Words",
    "EDITABLE",
    "Report",
    "Front",
    "Section",
    "Entry",
    # the requirements that it tells
    "control_matrix",
    "Asked",
    "Support",
    "COUNTS",
    "anchor_of",
    "asks_of",
    # its blocks
    "Block",
    "Prose",
    "Heading",
    "Pairs",
    "Point",
    "Points",
    "Grid",
    "Column",
    "Row",
    "Cell",
    "Opened",
    "Said",
    "Note",
    "Chart",
    "Mark",
    "Step",
    # words for what happened
    "Names",
    "Sentence",
    "Tone",
    "tell",
    "clock",
]
