"""One way to alter a bundle, and which check must catch it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from facilitator.tamper.forger import Forger

Remade: TypeAlias = Literal["nothing", "manifest", "everything"]
"""What the forger signs anew, so that the alteration gets as far as it can."""
Needs: TypeAlias = Literal["receipt", "recomputation"]
Make: TypeAlias = Callable[[Forger], bytes]


@dataclass(frozen=True, slots=True)
class Alteration:
    """One altered copy: what was done, what was signed anew, and what must be found."""

    says: str
    remade: Remade
    check: int
    what: str
    make: Make
    needs: Needs | None = None
