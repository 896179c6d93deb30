"""The library's names for what people do in an incident.

Runbooks and scenarios speak of these; an organisation says which of its own seats holds which.
"""

from typing import Annotated, Final

from pydantic import StringConstraints

RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,40}$")]
"""A library role, ``incident_commander``."""

LIBRARY_ROLES: Final[dict[str, str]] = {
    "incident_commander": "leads the incident and decides",
    "incident_coordinator": "keeps order and does not fix",
    "technical_lead": "leads diagnosis and repair",
    "responder": "works on systems",
    "security_lead": "leads containment and forensics",
    "comms_owner": "owns what is said, and to whom",
    "dpo_owner": "owns personal-data decisions",
    "legal_compliance_reviewer": "reviews what leaves the house",
    "management_body_rep": "speaks for the management body",
    "vendor_owner": "owns the dealings with a supplier",
    "runbook_approver": "approves gated steps",
    "risk_owner": "accepts or refuses remaining risk",
    "business_owner": "knows what the outage costs and accepts the result",
    "board_observer": "watches for the board",
}
"""Each role and what its holder does."""
