"""Seals: the key of an installation, and the notary that signs the heads of its records."""

from facilitator.seal.auditing import find_edit
from facilitator.seal.keys import InstanceKey, KeyProblem, instance_key
from facilitator.seal.notary import SIGN_EVERY_WALL_MS, Notary

__all__ = ["SIGN_EVERY_WALL_MS", "InstanceKey", "KeyProblem", "Notary", "find_edit", "instance_key"]
