"""Seals: the key of an installation, the notary that signs heads, audits, and what is taken out."""

from facilitator.seal.auditing import find_edit
from facilitator.seal.changing import change_key, key_changes, keys_of
from facilitator.seal.keys import InstanceKey, KeyProblem, has_key, instance_key
from facilitator.seal.notary import SIGN_EVERY_WALL_MS, Notary, note
from facilitator.seal.numbering import note_next
from facilitator.seal.redacting import (
    CannotRedact,
    Ground,
    finish_redactions,
    forget_person,
    redact_field,
)
from facilitator.seal.removing import (
    CannotRemove,
    cancel_exercise,
    delete_exercise,
    withdrawn,
)

__all__ = [
    # keys
    "InstanceKey",
    "KeyProblem",
    "change_key",
    "has_key",
    "instance_key",
    "key_changes",
    "keys_of",
    # heads
    "SIGN_EVERY_WALL_MS",
    "Notary",
    "find_edit",
    "note",
    "note_next",
    # redaction
    "CannotRedact",
    "Ground",
    "finish_redactions",
    "forget_person",
    "redact_field",
    # whole exercises
    "CannotRemove",
    "cancel_exercise",
    "delete_exercise",
    "withdrawn",
]
