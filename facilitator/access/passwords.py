"""Passwords of staff: argon2id, long, and nothing that everybody tries first.

Length is what counts (OWASP ASVS 5, 6.2); there are no rules on which characters to mix, and
pasting is fine.  Of the three thousand commonest passwords hardly any has twelve characters, so
the length bars them; the few that do, and what anyone would guess here, are refused by name.
"""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError, VerifyMismatchError

MIN_CHARS: Final = 12
MAX_CHARS: Final = 256
_FEWEST_DIFFERENT: Final = 5
_GUESSED_FIRST: Final = (
    "password",
    "passw0rd",
    "drillroom",
    "qwertyuiop",
    "1234567890",
    "1q2w3e4r5t",
    "letmein",
    "administrator",
    "iloveyou",
)


class WeakPassword(ValueError):
    """A password that would be guessed; the sentence says what would do."""


def check_password(password: str, *, name: str) -> None:
    """Refuse a password that is short, guessed first, or the person's own name.

    Raises:
        WeakPassword: With a sentence.
    """
    if len(password) < MIN_CHARS:
        raise WeakPassword(f"Use at least {MIN_CHARS} characters; three unrelated words will do.")
    if len(password) > MAX_CHARS:
        raise WeakPassword(f"Use at most {MAX_CHARS} characters.")
    plain = password.casefold()
    rest = plain
    for word in (*_GUESSED_FIRST, name.casefold()):
        rest = rest.replace(word, "") if word else rest
    if len(rest) < _FEWEST_DIFFERENT or len(set(plain)) < _FEWEST_DIFFERENT:
        raise WeakPassword("That password is guessed first; three unrelated words are better.")


def hash_password(password: str) -> str:
    """Its argon2id hash.  Takes about a tenth of a second on purpose: not for the event loop."""
    return _hasher().hash(password)


def is_password(password: str, hashed: str) -> bool:
    """Whether *password* is the one that was hashed."""
    try:
        return _hasher().verify(hashed, password)
    except (VerifyMismatchError, VerificationError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id with the library's current parameters
