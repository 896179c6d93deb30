"""Every page as a pure fold of what its viewer may see."""

from collections.abc import Mapping
from typing import Final

from facilitator.screens.cards import Card, card_for
from facilitator.screens.control import control_page
from facilitator.screens.frame import Frame, frame_of
from facilitator.screens.lobby import lobby_page
from facilitator.screens.matters import matters
from facilitator.screens.page import Page, Query
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
from facilitator.screens.team import team_page

PAGES: Final[Mapping[str, Page]] = {
    "lobby": Page(
        fold=lobby_page,
        template="lobby.html",
        title="Lobby",
        parts={
            "seats": "_lobby_seats.html",
        },
    ),
    "team": Page(
        fold=team_page,
        template="team.html",
        title="For you",
        parts={
            "incident": "_incident.html",
            "for-me": "_team_asks.html",
            "doors": "_team_doors.html",
            "feed": "_team_feed.html",
            "deadlines": "_team_deadlines.html",
            "log": "_team_log.html",
            "seats": "_team_seats.html",
        },
    ),
    "control": Page(
        fold=control_page,
        template="control.html",
        title="Control room",
        parts={
            "next": "_control_next.html",
            "msel": "_control_msel.html",
            "teams": "_control_teams.html",
            "rulings": "_control_rulings.html",
            "notes": "_control_notes.html",
            "exceptions": "_control_exceptions.html",
            "clockbar": "_control_clock.html",
        },
    ),
}
"""Name of a page, as in its address, to what draws it."""

__all__ = [
    "PAGES",
    "Card",
    "Clock",
    "Frame",
    "Page",
    "Person",
    "Query",
    "Receipt",
    "Seen",
    "Team",
    "TeamGlance",
    "Viewer",
    "Words",
    "card_for",
    "frame_of",
    "matters",
]
