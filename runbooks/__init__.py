"""What good looks like: runbooks, the roles they speak of, and the strict files they come from."""

from runbooks.check import check_runbook
from runbooks.load import load_runbook
from runbooks.model import (
    CommunicationPoint,
    EvidenceItem,
    Precondition,
    ReturnItem,
    Runbook,
    Step,
    StopCondition,
    Timings,
    Validation,
)
from runbooks.roles import LIBRARY_ROLES, RoleName

__all__ = [
    # the runbook
    "Runbook",
    "Step",
    "Precondition",
    "Validation",
    "CommunicationPoint",
    "StopCondition",
    "EvidenceItem",
    "ReturnItem",
    "Timings",
    # roles
    "LIBRARY_ROLES",
    "RoleName",
    # reading and checking
    "check_runbook",
    "load_runbook",
]
