"""What each figure is, in one sentence that a director and an auditor both understand.

The formula with its numbers is in the figure itself; this says what it is a formula for.
"""

from typing import Final

MEANINGS: Final[dict[str, str]] = {
    "TTD": "How long the trouble went on before the team noticed; what could not yet be seen is in "
    "it, so it is told and not judged.",
    "TTD-sig": "How long the team needed to notice, once there was something to see.",
    "TTA": "How long a true signal waited until somebody took it.",
    "RESP": "How long it took until somebody who leads had taken the signal; the severity policy "
    "says how long that may be.",
    "TTDecl": "How long the team worked on it before calling it an incident.",
    "TTSev": "How long the declared incident had no severity.",
    "TTSev-ok": "How long it took to call a severity that experts accept, and to keep it.",
    "TTCmd": "How long nobody was in command.",
    "MTTR-MITIGATE": "How long users were hurt after the team had noticed, even if only a "
    "workaround ended it.",
    "MTTR-RESTORE": "How long it took from noticing to a service restored and shown to work: what "
    "is usually meant by MTTR.",
    "MTTR-RESOLVE": "How long it took from noticing until nothing was broken any more; the "
    "severity policy says how long that may be.",
    "TTCS": "How long it took until the system was in a controlled state: all six items done.",
    "SEV-ACC": "How right the called severity was, over the whole time from noticing to the close. "
    "A level too mild costs more than one too severe, and no level at all costs the most.",
    "SEV-EXACT": "The part of the time with a level that experts accept.",
    "SEV-WITHIN-ONE": "The part of the time with a level at most one away from an accepted one.",
    "SEV-UNDER": "The part of the time with a level too mild: the dangerous side.",
    "SEV-OVER": "The part of the time with a level too severe: the costly side.",
    "SEV-CHANGES": "How often the level was changed, and which way.",
    "RB-COMPLETION": "The part of the runbook's required steps that were done, or left out with a "
    "good reason.",
    "RB-ORDER": "Whether steps that build on one another came one after the other.",
    "RB-VAL": "Whether major steps were checked before anything was built on them.",
    "RB-GATE": "Whether steps behind a gate had their preconditions and another, entitled "
    "person's approval before they began.",
    "RB-EVID": "The part of the evidence that the runbook asks for that was captured.",
    "RB-TIMING": "The part of the timed steps that took no longer than the runbook expects, with "
    "its tolerance.",
    "RB-STOP": "Whether the team stopped where the runbook says stop.",
    "RB-DEV": "How often the runbook was left without justification. Where its text was wrong, or "
    "leaving it was right, that is told and costs nothing.",
    "RB-ADH": "How far the runbook was followed: the figures above it, weighted by the rubric.",
    "RTO": "How long the service was away, until it was back and shown to work, against the "
    "strictest promise.",
    "RPO": "How much older than the outage the newest good data was that came back, against the "
    "strictest promise.",
    "RPO-LOSS": "How much good data was lost beyond what the damage itself had taken.",
    "RECOV": "Which of the six items of a controlled state were done, with evidence.",
    "NOTIF-TIME": "Whether those who had to be told were told in time, with what the notice needs, "
    "and through the right channel.",
    "COMMS-CONF": "Whether messages went the way that the policy asks: review, approval by "
    "somebody else, right channel.",
    "UPD-CAD": "Whether people heard as often as they were promised.",
    "COVERAGE": "Whether everybody who had to hear something heard something.",
    "FIRST": "How long the world outside waited for the first word.",
    "CONSISTENT": "Whether messages fitted together, as evaluators compared them.",
    "DEC-COMP": "Whether decisions were written down with what they need: owner, approver, reason "
    "and evidence.",
    "LAG": "Whether decisions were written down when they were made.",
    "HINDSIGHT": "Decisions that rest only on what became known later. There must be none.",
    "EXC-RATE": "How often the normal way was left under an exception code. That is no fault.",
    "EXC-OPEN": "Exceptions that nobody is named to review: leaving the normal way is no "
    "fault, leaving it unseen is.",
    "BR-COMP": "How much of the breach record was answered, each field by its deadline.",
    "BR-CORRECT": "Whether what stood in the breach record was right by what could be known then.",
    "BR-SIX": "Whether the six questions about position, contracts, contacts and ownership had "
    "their right answer in time.",
    "COORD-SEP": "Whether who coordinated left the repairing to others.",
    "DUTIES": "Which of a coordinator's eight duties were seen done.",
    "DISTINCT": "For how much of the time coordinator, technical lead and communications owner "
    "were three different seats.",
    "TTV": "How long after it was known that a supplier is involved a case was opened.",
    "VEND-ESC": "How the supplier was handled: opened, watched, chased, escalated, overseen.",
    "EXPECT": "The part of the actions that a good team takes after an inject that were seen in "
    "time.",
}
