"""Join codes: six characters that can be read aloud over a bad line."""

import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which people mistake for one another.  31^6 is 887 million codes:
at the rate that wrong codes are let through, finding one of fifty takes years."""
LENGTH: Final = 6

_LOOKS_LIKE: Final = str.maketrans({" ": "", "-": "", ".": "", "–": "", "—": ""})


def new_code(taken: frozenset[str] = frozenset()) -> str:
    """A code that is not among those *taken*."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if code not in taken:
            return code


def read_code(typed: str) -> str | None:
    """The code that somebody typed: case, spaces and hyphens do not matter.  Else ``None``."""
    code = typed[:32].translate(_LOOKS_LIKE).upper()
    if len(code) == LENGTH and all(character in ALPHABET for character in code):
        return code
    return None


def show_code(code: str) -> str:
    """As it is read aloud and printed: ``7KM-4QX``."""
    return f"{code[:3]}-{code[3:]}"
