"""The keys of the figures that a critical task can rest on, and what each is counted in.

The formulas belong to scoring; authors and rubrics only name the keys.  ``better`` says whether a
target is an upper bound on a time (``within``) or a lower bound on a share (``at-least``).
"""

from typing import Final, Literal, TypeAlias

Bound: TypeAlias = Literal["within", "at-least"]

METRICS: Final[dict[str, Bound]] = {
    "TTD": "within",
    "TTD-sig": "within",
    "TTA": "within",
    "TTDecl": "within",
    "TTSev": "within",
    "TTSev-ok": "within",
    "TTCmd": "within",
    "RESP": "within",
    "MTTR-MITIGATE": "within",
    "MTTR-RESTORE": "within",
    "MTTR-RESOLVE": "within",
    "TTCS": "within",
    "SEV-ACC": "at-least",
    "RB-ADH": "at-least",
    "RB-COMPLETION": "at-least",
    "RB-ORDER": "at-least",
    "RB-VAL": "at-least",
    "RB-GATE": "at-least",
    "RB-TIMING": "at-least",
    "RB-STOP": "at-least",
    "RB-EVID": "at-least",
    "RTO": "within",
    "RPO": "within",
    "NOTIF-TIME": "at-least",
    "COMMS-CONF": "at-least",
    "UPD-CAD": "at-least",
    "COVERAGE": "at-least",
    "FIRST": "within",
    "DEC-COMP": "at-least",
    "LAG": "at-least",
    "CONSISTENT": "at-least",
    "COORD-SEP": "at-least",
    "DUTIES": "at-least",
    "DISTINCT": "at-least",
    "TTV": "within",
    "VEND-ESC": "at-least",
    "BR-COMP": "at-least",
    "BR-CORRECT": "at-least",
    "BR-SIX": "at-least",
    "RECOV": "at-least",
    "EXPECT": "at-least",
}
"""Each key and the kind of target that fits it."""

HARD_FAILS: Final = (
    "unapproved-notice",
    "stop-ignored",
    "evidence-destroyed",
    "deadline-missed",
)
"""Findings that may cap a task's rating."""
