"""Change the signing key, so that whoever pinned the old one can still follow.

The change is a note that names both keys and that both have signed.  It is an entry of the instance
log, signed there by the old key and then by the new one, and every later bundle carries it: a
verifier that knows either key knows both.
"""

from __future__ import annotations

from evidence import decode_leaf
from evidence.instance_log import KeyChanged
from evidence.notes import BadNote, VerifierKey, open_note, parse_key
from evidence.verifier.manifest import KEY_CHANGE
from facilitator.seal.keys import instance_key, next_key, take_next_key
from facilitator.seal.notary import log_signer, note
from facilitator.store import Store


def change_key(store: Store, *, wall: int) -> VerifierKey:
    """Make a new key and sign with it from now on; hand the new verifier key to your auditors.

    Interrupted, it can be called again: it goes on with the same new key.

    Args:
        wall: UTC in milliseconds since the Unix epoch.

    Raises:
        KeyProblem: A key cannot be made or read.
        NotAsWritten: The instance log has been changed; nothing was signed.
    """
    old, new = instance_key(store.folder), next_key(store.folder)
    text = f"{KEY_CHANGE}\n{old.public}\n{new.public}\n"
    signed = old.sign(old.name, text)
    signed += new.sign(new.name, text).rpartition("\n\n")[2]
    if signed not in key_changes(store):
        note(store, KeyChanged(statement=signed), wall=wall)
    take_next_key(store.folder)
    store.keep_heads("", (), sign=log_signer(new))
    return new.public


def key_changes(store: Store) -> tuple[str, ...]:
    """The notes about every change of key, in order."""
    leaves = map(decode_leaf, store.instance_log())
    return tuple(str(leaf.body["statement"]) for leaf in leaves if leaf.kind == KeyChanged.kind)


def keys_of(store: Store) -> tuple[VerifierKey, ...]:
    """The present key first, then every earlier one that leads to it.

    Raises:
        KeyProblem: The present key cannot be read.
    """
    known = [instance_key(store.folder).public]
    for statement in reversed(key_changes(store)):
        try:
            old, new = map(parse_key, statement.split("\n")[1:3])
            _, signed = open_note(statement.encode(), (old, new))
        except (BadNote, ValueError):
            continue
        if new == known[-1] and len(signed) == 2:
            known.append(old)
    return tuple(known)
