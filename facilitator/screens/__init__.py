"""Every page as a pure fold of what its viewer may see."""

from collections.abc import Mapping
from typing import Final

from facilitator.screens.breach import breach_page
from facilitator.screens.cards import Card, card_for
from facilitator.screens.comms import comms_page
from facilitator.screens.control import control_page
from facilitator.screens.decide import decide_page
from facilitator.screens.frame import Frame, frame_of
from facilitator.screens.lobby import lobby_page
from facilitator.screens.log import log_page
from facilitator.screens.matters import matters
from facilitator.screens.page import Page, Query
from facilitator.screens.runbook import runbook_page
from facilitator.screens.scorecard import scorecard_page
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
from facilitator.screens.severity import severity_page
from facilitator.screens.systems import systems_page
from facilitator.screens.team import team_page
from facilitator.screens.vendors import vendors_page

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
    "severity": Page(
        fold=severity_page,
        template="severity.html",
        title="Severity",
        parts={"severity": "_severity_called.html"},
    ),
    "runbook": Page(
        fold=runbook_page,
        template="runbook.html",
        title="Runbook",
        parts={"run": "_runbook_run.html"},
    ),
    "systems": Page(
        fold=systems_page,
        template="systems.html",
        title="Systems",
        parts={"found": "_systems_found.html", "systems": "_systems_acts.html"},
    ),
    "comms": Page(
        fold=comms_page,
        template="comms.html",
        title="Comms desk",
        parts={"board": "_comms_board.html"},
    ),
    "vendors": Page(
        fold=vendors_page,
        template="vendors.html",
        title="Vendors",
        parts={"cases": "_vendor_cases.html"},
    ),
    "breach": Page(
        fold=breach_page,
        template="breach.html",
        title="Breach record",
        parts={"record": "_breach_record.html", "clocks": "_breach_clocks.html"},
    ),
    "decide": Page(
        fold=decide_page,
        template="decide.html",
        title="Decide",
        parts={"incident": "_incident.html"},
    ),
    "log": Page(fold=log_page, template="log.html", title="Log", parts={"log": "_log_lines.html"}),
    "scribe": Page(
        fold=log_page, template="scribe.html", title="Scribe", parts={"log": "_log_lines.html"}
    ),
    "scorecard": Page(
        fold=scorecard_page, template="scorecard.html", title="Scorecard", heavy=True
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
