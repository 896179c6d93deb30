"""Break our evidence, and see what notices."""

from facilitator.tamper.alteration import Alteration
from facilitator.tamper.alterations import ALTERATIONS
from facilitator.tamper.forger import CannotForge, Forger
from facilitator.tamper.showing import Tried, try_all

__all__ = ["ALTERATIONS", "Alteration", "CannotForge", "Forger", "Tried", "try_all"]
