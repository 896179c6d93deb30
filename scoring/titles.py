"""What the figures are called, on pages and in print, and in which family they stand."""

from typing import Final

from evidence.kinds.incident import Item

FAMILIES: Final[dict[str, dict[str, str]]] = {
    "Reaction": {
        "TTD": "Fault to detection",
        "TTD-sig": "First signal to detection",
        "TTA": "First signal to acknowledgement",
        "RESP": "First signal to a leading role's answer",
        "TTDecl": "Detection to declaration",
        "TTSev": "Declaration to first severity",
        "TTSev-ok": "Detection to an accepted severity",
        "TTCmd": "Detection to a commander in place",
        "EXPECT": "Expected actions seen in time",
    },
    "Severity": {
        "SEV-ACC": "Severity accuracy",
        "SEV-EXACT": "Time at an accepted level",
        "SEV-WITHIN-ONE": "Time within one level",
        "SEV-UNDER": "Time at too mild a level",
        "SEV-OVER": "Time at too severe a level",
        "SEV-CHANGES": "Changes of level",
    },
    "Runbook": {
        "RB-ADH": "Runbook adherence",
        "RB-COMPLETION": "Required steps completed",
        "RB-ORDER": "Steps in order",
        "RB-VAL": "Major steps validated",
        "RB-GATE": "Gates kept",
        "RB-EVID": "Evidence captured",
        "RB-TIMING": "Steps in their time",
        "RB-STOP": "Stop conditions heeded",
        "RB-DEV": "Unjustified deviations",
    },
    "Recovery": {
        "RTO": "Recovery time",
        "RPO": "Recovery point, against the outage",
        "RPO-LOSS": "Data lost, against the damage",
        "MTTR-MITIGATE": "Detection to no service out",
        "MTTR-RESTORE": "Detection to restored and validated",
        "MTTR-RESOLVE": "Detection to nothing broken",
        "TTCS": "Detection to a controlled state",
        "RECOV": "Controlled state, items shown",
    },
    "Notification and breach record": {
        "NOTIF-TIME": "Notices in time and complete",
        "BR-COMP": "Breach record complete",
        "BR-CORRECT": "Breach record correct",
        "BR-SIX": "Six questions answered",
    },
    "Communications": {
        "COMMS-CONF": "Messages by the policy",
        "UPD-CAD": "Updates in rhythm",
        "COVERAGE": "Audiences reached",
        "FIRST": "Declaration to the first word outside",
        "CONSISTENT": "Messages that agree",
    },
    "Decisions and roles": {
        "DEC-COMP": "Decisions complete",
        "LAG": "Decisions written down in time",
        "HINDSIGHT": "Decisions resting on later evidence",
        "EXC-RATE": "Use of exceptions",
        "EXC-OPEN": "Exceptions without a reviewer",
        "COORD-SEP": "Coordination kept apart from repair",
        "DUTIES": "Coordinator's duties done",
        "DISTINCT": "Three people in three roles",
    },
    "Third parties": {
        "TTV": "Supplier known to a case opened",
        "VEND-ESC": "Supplier chased and escalated",
    },
}
"""Families in the order of an incident; in each, metric key to title."""

ITEMS: Final[dict[Item, str]] = {
    "fixes-removed": "Temporary fixes are removed",
    "changes-captured": "Manual changes are captured",
    "reconciled": "Configuration matches the code again",
    "monitoring": "Monitoring works and is watched",
    "integrity": "Data is shown to be whole",
    "follow-up": "Follow-up is written down and owned",
}
"""The six items of a controlled state, by id, and what each claims."""

TITLES: Final = {key: title for family in FAMILIES.values() for key, title in family.items()}
"""Metric key to title."""
