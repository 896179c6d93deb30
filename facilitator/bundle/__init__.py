"""Bundles: one reproducible file that an auditor takes away and checks without us."""

from facilitator.bundle.contents import OpeningLine, Parts, assemble
from facilitator.bundle.making import PROFILES, Bundle, CannotBundle, make_bundle

__all__ = [
    "PROFILES",
    "Bundle",
    "CannotBundle",
    "OpeningLine",
    "Parts",
    "assemble",
    "make_bundle",
]
