"""Every page as a pure fold of what its viewer may see."""

from collections.abc import Mapping
from typing import Final

from facilitator.screens.aside import break_page, help_page, print_page
from facilitator.screens.breach import breach_page
from facilitator.screens.cards import Card, card_for
from facilitator.screens.classify import classify_page
from facilitator.screens.comms import comms_page
from facilitator.screens.control import control_page
from facilitator.screens.coordinate import coordinate_page
from facilitator.screens.decide import decide_page
from facilitator.screens.discuss import discuss_page
from facilitator.screens.evaluate import evaluate_page
from facilitator.screens.evidence import evidence_page
from facilitator.screens.frame import Frame, frame_of
from facilitator.screens.hotwash import hotwash_page
from facilitator.screens.lobby import lobby_page
from facilitator.screens.log import log_page
from facilitator.screens.matters import matters
from facilitator.screens.page import Page, Query
from facilitator.screens.preflight import preflight_page
from facilitator.screens.replay import replay_page
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
from facilitator.screens.wall import wall_page

PAGES: Final[Mapping[str, Page]] = {
    "lobby": Page(
        fold=lobby_page,
        template="lobby.html",
        title="Lobby",
        regions={
            "people": "_lobby_ready.html",
            "seats": "_lobby_seats.html",
        },
    ),
    "team": Page(
        fold=team_page,
        template="team.html",
        title="For you",
        regions={
            "incident": "_incident.html",
            "digest": "_team_digest.html",
            "for-me": "_team_asks.html",
            "doors": "_team_doors.html",
            "moods": "_team_moods.html",
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
        regions={"severity": "_severity_called.html"},
    ),
    "runbook": Page(
        fold=runbook_page,
        template="runbook.html",
        title="Runbook",
        regions={"run": "_runbook_run.html"},
    ),
    "systems": Page(
        fold=systems_page,
        template="systems.html",
        title="Systems",
        regions={"found": "_systems_found.html", "systems": "_systems_acts.html"},
    ),
    "comms": Page(
        fold=comms_page,
        template="comms.html",
        title="Comms desk",
        regions={"board": "_comms_board.html"},
    ),
    "vendors": Page(
        fold=vendors_page,
        template="vendors.html",
        title="Vendors",
        regions={"cases": "_vendor_cases.html"},
    ),
    "breach": Page(
        fold=breach_page,
        template="breach.html",
        title="Breach record",
        regions={"record": "_breach_record.html", "clocks": "_breach_clocks.html"},
    ),
    "classify": Page(fold=classify_page, template="classify.html", title="Legal test"),
    "decide": Page(
        fold=decide_page,
        template="decide.html",
        title="Decide",
        regions={"incident": "_incident.html"},
    ),
    "log": Page(
        fold=log_page, template="log.html", title="Log", regions={"log": "_log_lines.html"}
    ),
    "scribe": Page(
        fold=log_page, template="scribe.html", title="Scribe", regions={"log": "_log_lines.html"}
    ),
    "coordinate": Page(
        fold=coordinate_page,
        template="coordinate.html",
        title="Coordinate",
        regions={"incident": "_incident.html"},
    ),
    "discuss": Page(
        fold=discuss_page,
        template="discuss.html",
        title="Discuss",
        regions={"discussion": "_discuss_body.html"},
    ),
    "hotwash": Page(
        fold=hotwash_page,
        template="hotwash.html",
        title="Hot-wash",
        regions={"cards": "_hotwash_cards.html"},
    ),
    "feedback": Page(fold=hotwash_page, template="feedback.html", title="Feedback"),
    "break": Page(fold=break_page, template="break.html", title="Break"),
    "help": Page(fold=help_page, template="help.html", title="Help"),
    "wall": Page(
        fold=wall_page,
        template="wall.html",
        title="Wall",
        regions={"wall": "_wall_body.html"},
        heavy=True,
    ),
    "preflight": Page(
        fold=preflight_page,
        template="preflight.html",
        title="Pre-flight",
        regions={"checks": "_preflight_checks.html", "open-points": "_preflight_open.html"},
    ),
    "print": Page(fold=print_page, template="print.html", title="Print pack"),
    "evaluate": Page(
        fold=evaluate_page,
        template="evaluate.html",
        title="Evaluate",
        heavy=True,
        regions={
            "observed": "_evaluate_notes.html",
            "ticks": "_evaluate_ticks.html",
            "decided": "_evaluate_decided.html",
            "rate": "_evaluate_rate.html",
        },
    ),
    "replay": Page(fold=replay_page, template="replay.html", title="Replay", heavy=True),
    "evidence": Page(fold=evidence_page, template="evidence.html", title="Evidence", heavy=True),
    "scorecard": Page(
        fold=scorecard_page, template="scorecard.html", title="Scorecard", heavy=True
    ),
    "control": Page(
        fold=control_page,
        template="control.html",
        title="Control room",
        regions={
            "next": "_control_next.html",
            "msel": "_control_msel.html",
            "teams": "_control_teams.html",
            "rulings": "_control_rulings.html",
            "notes": "_control_notes.html",
            "exceptions": "_control_exceptions.html",
            "steer": "_control_work.html",
            "deliveries": "_control_deliveries.html",
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
