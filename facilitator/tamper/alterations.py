"""All alterations, in the order of the checks that must catch them."""

from __future__ import annotations

from typing import Final

from facilitator.tamper import container, files, heads, leaves, openings

ALTERATIONS: Final = tuple(
    sorted(
        (
            *container.ALTERED,
            *files.ALTERED,
            *leaves.ALTERED,
            *heads.ALTERED,
            *openings.ALTERED,
        ),
        key=lambda alteration: alteration.check,
    )
)
