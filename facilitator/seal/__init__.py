"""Seals: the key of an installation, the notary that signs heads, audits and redactions."""

from facilitator.seal.auditing import find_edit
from facilitator.seal.keys import InstanceKey, KeyProblem, instance_key
from facilitator.seal.notary import SIGN_EVERY_WALL_MS, Notary
from facilitator.seal.redacting import (
    CannotRedact,
    Ground,
    finish_redactions,
    forget_person,
    redact_field,
)

__all__ = [
    # keys
    "InstanceKey",
    "KeyProblem",
    "instance_key",
    # heads
    "SIGN_EVERY_WALL_MS",
    "Notary",
    "find_edit",
    # redaction
    "CannotRedact",
    "Ground",
    "finish_redactions",
    "forget_person",
    "redact_field",
]
