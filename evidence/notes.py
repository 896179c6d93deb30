"""Signed heads: C2SP *signed-note*, *tlog-checkpoint* and *tlog-cosignature*, byte for byte.

A *checkpoint* is three lines: which log, how many leaves, the root in base64.  A *note* is a text
with signature lines under it.  They are plain text, so an auditor can read them, keep them in an
e-mail, and check them with programs that we have not written.

Rules:

1. The last empty line parts the text from its signatures; the text keeps its final LF.
2. A line whose key name *and* key id are known must verify, else the whole note is refused; lines
   of unknown keys are passed over; without one known line the note is refused.
3. The text is worth nothing before that, so :func:`open_note` is the only way to it.
4. A record signs with the key of its installation under its own name,
   ``<instance>/record/<exercise>``, so its verifier key follows from that of the installation.

Only the standard library and ``cryptography`` are used.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from evidence.merkle import EMPTY_ROOT, HASH_BYTES

ED25519: Final = 1
"""Signs the text itself."""
COSIGNATURE: Final = 4
"""Signs the text and a time: somebody else saw this head, then."""
ML_DSA_44: Final = 6
"""The same with a post-quantum key; the formats advise it for new witnesses."""

_ML_DSA: Final = "cryptography.hazmat.primitives.asymmetric.mldsa"
_KEY_BYTES: Final = {ED25519: 32, COSIGNATURE: 32, ML_DSA_44: 1_312}
_SIGNATURE_BYTES: Final = {COSIGNATURE: 64, ML_DSA_44: 2_420}

MAX_LINES: Final = 100  # signature lines that are looked at; the format asks for at least 16
MAX_NOTE_BYTES: Final = 64 * 1024
_MAX_TIME: Final = 2**63 - 1
_NAME = re.compile(r"[A-Za-z0-9._/-]{1,200}")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,15}")
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class BadNote(ValueError):
    """Text that is not a note, a checkpoint or a verifier key, or that its key did not sign.

    ``code`` is ``format``, ``signature``, ``unknown_key`` or (of a proof) ``inclusion``.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who may have signed: a name, a kind of signature and a public key."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart; they bring no trust."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        key = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{key}"

    def named(self, name: str) -> VerifierKey:
        """The same key under another name."""
        return VerifierKey(name, self.kind, self.public)

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made the plain signature over *message*."""
        try:
            if self.kind == ML_DSA_44:
                from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

                MLDSA44PublicKey.from_public_bytes(self.public).verify(signature, message)
            else:
                Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The head of a log at a size."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature that was found to be right; ``time`` (POSIX seconds) only in cosignatures."""

    key: VerifierKey
    time: int | None = None


def origin_of(instance: str, exercise: str) -> str:
    """The name under which a record is signed."""
    return f"{instance}/record/{exercise}"


def log_origin_of(instance: str) -> str:
    """The name under which the instance log is signed."""
    return f"{instance}/log"


def is_name(text: str) -> bool:
    """Whether a text can be the name of a key: it is written like an address without scheme."""
    return _NAME.fullmatch(text) is not None


def parse_key(text: str) -> VerifierKey:
    """Read a verifier key, ``name+id+key``.

    Raises:
        BadNote: It is not one, its id does not fit, or its kind is not checked here.
    """
    name, _, rest = text.partition("+")
    key_id, _, key = rest.partition("+")
    data = decode_base64(key)
    if not is_name(name) or not _KEY_ID.fullmatch(key_id) or data is None or not data:
        raise BadNote("format", "it is not a verifier key: name+8 hex digits+base64")
    if len(data) - 1 != _KEY_BYTES.get(data[0]):
        raise BadNote(
            "format", "the key is of a kind that is not checked here; Ed25519 and ML-DSA-44 are"
        )
    if data[0] == ML_DSA_44 and find_spec(_ML_DSA) is None:
        raise BadNote("format", "this `cryptography` is too old to check ML-DSA-44; update it")
    found = VerifierKey(name, data[0], data[1:])
    if found.id.hex() != key_id:
        raise BadNote("format", f"the key has the id {found.id.hex()}, not {key_id}")
    return found


def sign_note(text: str, key: Ed25519PrivateKey, name: str) -> str:
    """The text with a signature line under it."""
    public = VerifierKey(name, ED25519, key.public_key().public_bytes_raw())
    return f"{text}\n{_line(public, key.sign(text.encode()))}"


def cosign(checkpoint: str, key: Ed25519PrivateKey, name: str, *, time: int) -> str:
    """One more signature line for a checkpoint that its maker has checked for consistency."""
    public = VerifierKey(name, COSIGNATURE, key.public_key().public_bytes_raw())
    signature = key.sign(_cosigned(checkpoint, time))
    return _line(public, time.to_bytes(8, "big") + signature)


def open_note(note: bytes, keys: Iterable[VerifierKey]) -> tuple[str, tuple[Signed, ...]]:
    """The text of a note, once at least one of *keys* has been found to have signed it.

    Raises:
        BadNote: It is not a note, a known key's line does not verify, or no known key signed.
    """
    text, lines = _parts(note)
    known = {(key.name, key.id): key for key in keys}
    signed: dict[VerifierKey, Signed] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        data = decode_base64(match.group(2)) if match else None
        if match is None or data is None or len(data) < 5:
            raise BadNote("format", "a signature line is malformed")
        key = known.get((match.group(1), data[:4]))
        if key is None:
            continue
        found = _check(text, key, data[4:])
        if found is None:
            raise BadNote("signature", f"the signature of {key.name} does not fit the text")
        signed.setdefault(key, found)
    if not signed:
        raise BadNote("unknown_key", "none of the known keys has signed it")
    return text, tuple(signed.values())


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint: exactly three lines.

    Raises:
        BadNote: It is not one.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise BadNote("format", "it is not a checkpoint: origin, size and root on three lines")
    origin, size, encoded, _ = lines
    root = decode_base64(encoded)
    if root is None or len(root) != HASH_BYTES:
        raise BadNote("format", "the root of a checkpoint is 32 bytes in base64")
    if not _DECIMAL.fullmatch(size):
        raise BadNote("format", "the size of a checkpoint is a plain decimal number")
    if int(size) == 0 and root != EMPTY_ROOT:
        raise BadNote("format", "the root of no leaves is the hash of nothing")
    return Checkpoint(origin=origin, size=int(size), root=root)


def _check(text: str, key: VerifierKey, payload: bytes) -> Signed | None:
    if key.kind == ED25519:
        return Signed(key=key) if key.verify(payload, text.encode()) else None
    time = int.from_bytes(payload[:8], "big")
    if len(payload) != 8 + _SIGNATURE_BYTES[key.kind] or not 0 < time <= _MAX_TIME:
        return None
    message = _cosigned(text, time)
    if key.kind == ML_DSA_44:
        message = _cosigned_subtree(parse_checkpoint(text), key.name, time)
    return Signed(key=key, time=time) if key.verify(payload[8:], message) else None


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _cosigned_subtree(head: Checkpoint, name: str, time: int) -> bytes:
    """What an ML-DSA-44 cosigner signs: the tree from its first leaf on, and who signs."""
    who, origin = name.encode(), head.origin.encode()
    if max(len(who), len(origin)) > 255:
        raise BadNote("format", "a cosigned name has at most 255 bytes")
    told = (
        b"subtree/v1\n\0" + bytes([len(who)]) + who + time.to_bytes(8, "big"),
        bytes([len(origin)]) + origin + bytes(8) + head.size.to_bytes(8, "big") + head.root,
    )
    return b"".join(told)


def _line(key: VerifierKey, payload: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.id + payload).decode()}\n"


def _parts(note: bytes) -> tuple[str, list[str]]:
    if len(note) > MAX_NOTE_BYTES:
        raise BadNote("format", f"a note has at most {MAX_NOTE_BYTES:,} bytes")
    try:
        text = note.decode("utf-8")
    except UnicodeDecodeError:
        raise BadNote("format", "a note is UTF-8") from None
    if _CONTROL.search(text):
        raise BadNote("format", "a note holds no control characters but line ends")
    body, gap, signatures = text.rpartition("\n\n")
    if not gap or not body or not signatures.endswith("\n"):
        raise BadNote("format", "a note is a text, an empty line, and signature lines")
    lines = signatures.removesuffix("\n").split("\n")
    if len(lines) > MAX_LINES:
        raise BadNote("format", f"a note has at most {MAX_LINES} signature lines")
    return body + "\n", lines


def decode_base64(text: str) -> bytes | None:
    """Decode, and take only the one spelling that encoding gives again."""
    try:
        data = base64.b64decode(text)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None
