"""Every page as a pure fold of what its viewer may see."""

from facilitator.screens.seen import (
    Clock,
    Person,
    Receipt,
    Seen,
    Team,
    TeamGlance,
    Viewer,
    Words,
)

__all__ = ["Clock", "Person", "Receipt", "Seen", "Team", "TeamGlance", "Viewer", "Words"]
