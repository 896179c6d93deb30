"""The key of an installation: made once, kept beside the store, readable by nobody else.

``keys/instance.key`` is the private key (PEM, so that openssl reads it too), ``instance.vkey`` the
public one, to be handed to auditors *before* an exercise: a key found in a bundle proves nothing.
Losing the private key loses no evidence; whoever copies it can sign in this installation's name.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from evidence.notes import ED25519, BadNote, VerifierKey, parse_key, sign_note

KEYS: Final = "keys"
_PRIVATE: Final = "instance.key"
_PUBLIC: Final = "instance.vkey"
_NEXT: Final = "next.key"
_PUBLISHED: Final = frozenset(bytes(range(start, start + 32)) for start in (0x00, 0x20, 0x40))
"""Seeds that stand in the published test vectors: everybody has these keys."""


class KeyProblem(Exception):
    """The key cannot be used; says what to do."""


class InstanceKey:
    """Signs for one installation."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self.name = name
        self._private = private
        self.public = VerifierKey(name, ED25519, private.public_key().public_bytes_raw())

    def sign(self, origin: str, text: str) -> str:
        """The text as a note, signed under *origin*."""
        return sign_note(text, self._private, origin)

    def sign_bytes(self, message: bytes) -> bytes:
        """The plain Ed25519 signature, as a manifest has it."""
        return self._private.sign(message)


def instance_key(folder: Path) -> InstanceKey:
    """The key of the installation whose data are in *folder*; made when there is none.

    Raises:
        KeyProblem: It cannot be made or read, others can read it, or everybody has it.
    """
    keys = folder / KEYS
    try:
        if not (keys / _PRIVATE).exists():
            _make(keys)
        return _read(keys)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise KeyProblem(f"{keys}: the signing key cannot be used: {why}") from error


def has_key(folder: Path) -> bool:
    """Whether an installation has its data in *folder*, so that there is a key."""
    return (folder / KEYS / _PRIVATE).exists()


def next_key(folder: Path) -> InstanceKey:
    """A new key under the same name, beside the present one and not in use yet.

    Called again before :func:`take_next_key` it gives the same key, so a change that was
    interrupted can be finished.

    Raises:
        KeyProblem: It cannot be made.
    """
    name, keys = instance_key(folder).name, folder / KEYS
    try:
        if not (keys / _NEXT).exists():
            _write_private(Ed25519PrivateKey.generate(), keys / _NEXT)
        return InstanceKey(name, _read_private(keys / _NEXT))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise KeyProblem(f"{keys}: the next key cannot be made: {why}") from error


def take_next_key(folder: Path) -> None:
    """Sign with the next key from now on; the old private key is gone."""
    keys = folder / KEYS
    public = next_key(folder).public
    draft = keys / f".{_PUBLIC}"
    draft.write_text(f"{public}\n", encoding="ascii")
    (keys / _NEXT).replace(keys / _PRIVATE)
    draft.replace(keys / _PUBLIC)


def _make(keys: Path) -> None:
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    # The name must tell installations apart, and nobody has given one: the key does.
    name = f"drillroom.local/{VerifierKey('', ED25519, public).id.hex()}"
    if _write_private(private, keys / _PRIVATE):
        (keys / _PUBLIC).write_text(f"{VerifierKey(name, ED25519, public)}\n", encoding="ascii")


def _write_private(private: Ed25519PrivateKey, file: Path) -> bool:
    """Write a key for nobody else to read, whole before it has its name; whether it was first."""
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    made = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        stream.write(pem)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(made, file)  # of two processes that start at once, one wins
    except FileExistsError:
        return False
    finally:
        made.unlink()
    return True


def _read(keys: Path) -> InstanceKey:
    private = _read_private(keys / _PRIVATE)
    return InstanceKey(_name(keys, private), private)


def _read_private(file: Path) -> Ed25519PrivateKey:
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise KeyProblem(f"{file}: others can read the signing key; say chmod 600 {file}")
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyProblem(f"{file}: is not a private key; put the right one back") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyProblem(f"{file}: is not an Ed25519 key; put the right one back")
    if private.private_bytes_raw() in _PUBLISHED:
        raise KeyProblem(f"{file}: is the published test key; remove it, and a new one is made")
    return private


def _name(keys: Path, private: Ed25519PrivateKey) -> str:
    """The name stands in the public file; it outlives a change of key."""
    file = keys / _PUBLIC
    mine = VerifierKey("", ED25519, private.public_key().public_bytes_raw())
    if not file.exists():
        return f"drillroom.local/{mine.id.hex()}"
    try:
        public = parse_key(file.read_text(encoding="utf-8").strip())
    except (BadNote, UnicodeDecodeError):
        raise KeyProblem(f"{file}: is not a verifier key; put the right one back") from None
    if public.public != mine.public:
        changed = keys / f".{_PUBLIC}"  # a change of key was interrupted between its two files
        if changed.exists() and parse_key(changed.read_text().strip()).public == mine.public:
            changed.replace(file)
            return public.name
        raise KeyProblem(f"{file}: does not belong to {_PRIVATE}; put the right one back")
    return public.name
