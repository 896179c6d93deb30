"""Turn what a person typed into a commitment for the leaf and an opening beside it.

The salt comes from the operating system, never from the seed of the exercise, so nobody who
knows the seed can guess the words.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from evidence import Opening, Sealed
from evidence.sealed import SALT_BYTES, commit


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedWords:
    """One field, sealed; its opening lacks only the number of the leaf."""

    field: str
    value: str
    salt: bytes
    sealed: Sealed[str]

    def opening(self, seq: int) -> Opening:
        return Opening(seq=seq, field=self.field, salt=self.salt, value=self.value)


def seal(words: Mapping[str, str]) -> tuple[SealedWords, ...]:
    """Seal each member of a body: ``{"words": "..."}`` becomes the field ``body.words``."""
    return tuple(_seal(f"body.{member}", value) for member, value in words.items())


def _seal(field: str, value: str) -> SealedWords:
    salt = os.urandom(SALT_BYTES)
    digest = commit(field, value, salt).digest
    return SealedWords(field=field, value=value, salt=salt, sealed=Sealed(digest))
