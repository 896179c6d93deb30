"""What the figures are called in print, and in which family they stand."""

from typing import Final

TITLES: Final[dict[str, str]] = {
    "TTD": "First fault to detection",
    "TTD-sig": "First signal to detection",
    "TTA": "First signal to acknowledgement",
    "RESP": "First signal to a leading role's answer",
    "TTDecl": "Detection to declaration",
    "TTSev": "Declaration to first severity",
    "TTSev-ok": "Detection to an accepted severity",
    "TTCmd": "Detection to a commander in place",
    "MTTR-MITIGATE": "Detection to no service out",
    "MTTR-RESTORE": "Detection to restored and validated",
    "MTTR-RESOLVE": "Detection to nothing broken",
    "TTCS": "Detection to a controlled state",
    "SEV-ACC": "Severity accuracy",
    "SEV-EXACT": "Time at an accepted level",
    "SEV-WITHIN-ONE": "Time within one level",
    "SEV-UNDER": "Time at too mild a level",
    "SEV-OVER": "Time at too severe a level",
    "SEV-CHANGES": "Changes of level",
    "RB-ADH": "Runbook adherence",
    "RB-COMPLETION": "Required steps completed",
    "RB-ORDER": "Steps in order",
    "RB-VAL": "Major steps validated",
    "RB-GATE": "Gates kept",
    "RB-EVID": "Evidence captured",
    "RB-TIMING": "Steps in their time",
    "RB-STOP": "Stop conditions heeded",
    "RTO": "Recovery time",
    "RPO": "Recovery point, against the outage",
    "RPO-LOSS": "Data lost, against the damage",
    "RECOV": "Controlled state, items shown",
    "NOTIF-TIME": "Notices in time and complete",
    "COMMS-CONF": "Messages by the policy",
    "UPD-CAD": "Updates in rhythm",
    "COVERAGE": "Audiences reached",
    "FIRST": "Declaration to the first word outside",
    "DEC-COMP": "Decisions complete",
    "LAG": "Decisions written down in time",
    "HINDSIGHT": "Decisions resting on later evidence",
    "EXC-RATE": "Use of exceptions",
    "BR-COMP": "Breach record complete",
    "COORD-SEP": "Coordination kept apart from repair",
    "TTV": "Supplier known to a case opened",
    "VEND-ESC": "Supplier chased and escalated",
    "EXPECT": "Expected actions seen in time",
}
"""By metric key.  A key without a title is printed as it is."""

FAMILIES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "Reaction",
        ("TTD", "TTD-sig", "TTA", "RESP", "TTDecl", "TTSev", "TTSev-ok", "TTCmd", "EXPECT"),
    ),
    (
        "Severity",
        ("SEV-ACC", "SEV-EXACT", "SEV-WITHIN-ONE", "SEV-UNDER", "SEV-OVER", "SEV-CHANGES"),
    ),
    (
        "Runbook",
        ("RB-ADH", "RB-COMPLETION", "RB-ORDER", "RB-VAL", "RB-GATE", "RB-EVID", "RB-TIMING",
         "RB-STOP"),
    ),
    (
        "Recovery",
        ("RTO", "RPO", "RPO-LOSS", "MTTR-MITIGATE", "MTTR-RESTORE", "MTTR-RESOLVE", "TTCS",
         "RECOV"),
    ),
    ("Notification and breach record", ("NOTIF-TIME", "BR-COMP")),
    ("Communications", ("COMMS-CONF", "UPD-CAD", "COVERAGE", "FIRST")),
    ("Decisions and roles", ("DEC-COMP", "LAG", "HINDSIGHT", "EXC-RATE", "COORD-SEP")),
    ("Third parties", ("TTV", "VEND-ESC")),
)  # fmt: skip
"""Families in the order of an incident; a figure that is in none comes last, as *Other*."""


def title_of(key: str) -> str:
    return TITLES.get(key, key)
