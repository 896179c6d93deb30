"""One key for each person, so that all of their words can be made unreadable at once.

What lies behind a sealed field is stored encrypted, under a key of whoever gave it.  The keys are
in a file of their own beside the store, which no backup of the store may hold: when a person's
key is destroyed here, every copy of their words is noise, in backups of the store too.

AES-256-GCM.  The exercise, the leaf and the field are authenticated with the value, so an opening
that is moved to another place cannot be opened there.

The file is SQLite, for its careful writes: a key is durable before anything is encrypted with it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from facilitator.store.errors import StoreFailed, failed_with

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32

_SET_UP: Final = (
    "PRAGMA journal_mode = DELETE",  # a destroyed key must not live on in a journal
    "PRAGMA synchronous = EXTRA",
    "PRAGMA secure_delete = ON",
    "CREATE TABLE IF NOT EXISTS person_key "
    "(id TEXT PRIMARY KEY, person TEXT NOT NULL UNIQUE, key BLOB NOT NULL) STRICT",
)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """A value under the key with this id: the nonce, then what AES-GCM made of it."""

    key: str
    data: bytes


class PersonKeys:
    """The keys of one store.  Made when the first word is sealed; safe from any thread."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, tuple[str, AESGCM]] = {}
        self._lock = threading.Lock()

    def encrypt(self, value: bytes, *, person: str, place: bytes) -> Encrypted:
        """Encrypt what *person* gave, for this *place* only.

        Raises:
            StoreFailed: Their key could not be kept; nothing was encrypted.
        """
        id_, cipher = self._known.get(person) or self.make(person)
        nonce = os.urandom(NONCE_BYTES)
        return Encrypted(id_, nonce + cipher.encrypt(nonce, value, place))

    def make(self, person: str) -> tuple[str, AESGCM]:
        """The id of the key of *person*, and the key in use; made, and durable, if they have none.

        Raises:
            StoreFailed: It could not be kept.
        """
        with self._lock:
            if person not in self._known:
                self._known[person] = self._of(person)
            return self._known[person]

    def at_hand(self, person: str) -> bool:
        """Whether :meth:`encrypt` need not ask the disk for the key of *person*."""
        return person in self._known

    def all(self) -> dict[str, bytes]:
        """Every key that is left, by its id."""
        if not self._file.exists():
            return {}
        with self._lock, closing(self._open()) as file:
            return dict(file.execute("SELECT id, key FROM person_key"))

    def destroy(self, person: str) -> str | None:
        """Forget the key of *person*, for ever; its id, if there was one.

        Raises:
            StoreFailed: The key is still there; destroy it again.
        """
        if not self._file.exists():
            return None
        with self._lock, closing(self._open()) as file:
            self._known.pop(person, None)
            try:
                gone = file.execute(
                    "DELETE FROM person_key WHERE person = ? RETURNING id", (person,)
                ).fetchone()
                file.commit()
            except sqlite3.Error as error:
                raise failed_with(error, where=self._file) from error
        return None if gone is None else str(gone[0])

    def _of(self, person: str) -> tuple[str, AESGCM]:
        """Their key, made if they have none; durable when this returns."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        with closing(self._open()) as file:
            try:
                file.execute(
                    "INSERT INTO person_key VALUES (?, ?, ?) ON CONFLICT (person) DO NOTHING",
                    (os.urandom(16).hex(), person, os.urandom(KEY_BYTES)),
                )
                file.commit()
                id_, key = file.execute(
                    "SELECT id, key FROM person_key WHERE person = ?", (person,)
                ).fetchone()
            except sqlite3.Error as error:
                raise failed_with(error, where=self._file) from error
        return str(id_), AESGCM(key)

    def _open(self) -> sqlite3.Connection:
        try:
            # Made readable for us alone before there is anything in it.
            os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600))
            file = sqlite3.connect(self._file)
            for statement in _SET_UP:
                file.execute(statement)
        except sqlite3.Error as error:
            raise failed_with(error, where=self._file) from error
        except OSError as error:
            raise StoreFailed(
                f"Nothing was stored: the keys in {self._file} cannot be opened; "
                "check its permissions and those of its folder."
            ) from error
        return file


def decrypt(data: bytes, *, key: bytes, place: bytes) -> bytes | None:
    """What was encrypted, or ``None`` where it is not what was written at this place."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], place)
    except InvalidTag:
        return None
