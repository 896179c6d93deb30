"""Who may do what: the one function that pages, commands, stream, API and export ask.

The rules are data: which kinds of people may open which page, and on which side of the exercise
they act.  Participants, and tokens for one exercise, reach nothing outside that exercise, so they
manage nothing: a day has other teams, and a token could make one that outlives it.  What the engine
knows (whose role it is, whether it is the right moment) stays with the engine.
"""

from dataclasses import dataclass
from typing import Final, Literal, assert_never

from evidence import KINDS, Command
from evidence.kinds.control import ObserveMood
from evidence.kinds.exercise import StopForReal
from evidence.kinds.review import LEAD, AddMemory, GiveFeedback
from facilitator.screens import Viewer
from facilitator.screens.seen import ViewerKind

Verb = Literal["see", "say", "watch", "export", "manage"]

_FACILITATOR: Final[frozenset[ViewerKind]] = frozenset({"facilitator"})
_STAFF: Final[frozenset[ViewerKind]] = frozenset({"facilitator", "evaluator", "auditor"})
_RAISING: Final[frozenset[ViewerKind]] = frozenset({"facilitator", "evaluator"})
_TEAM: Final[frozenset[ViewerKind]] = frozenset({"participant"})
_ALL: Final = _STAFF | _TEAM

PAGES: Final[dict[str, frozenset[ViewerKind]]] = {
    "lobby": _ALL,
    "team": _ALL,
    "severity": _ALL,
    "runbook": _ALL,
    "comms": _ALL,
    "vendors": _ALL,
    "breach": _ALL,
    "classify": _ALL,
    "systems": _ALL,
    "log": _ALL,
    "decide": _ALL,
    "break": _ALL,
    "help": _ALL,
    "coordinate": _ALL,
    "scribe": _ALL,
    "discuss": _ALL,
    "control": _FACILITATOR,
    "preflight": _FACILITATOR,
    "evaluate": _RAISING,
    "scorecard": _STAFF,
    "replay": _STAFF,
    "evidence": _STAFF,
    "report": _STAFF,
    "wall": _ALL,
    "print": _ALL,
    "hotwash": _ALL,
    "feedback": _ALL,
    "programme": _STAFF,
}
"""Who may open a page of an exercise, or the programme of all of them.

Team pages are read-only for staff: they see as the team.
"""

AFTER_ENDEX: Final = frozenset({"scorecard"})
"""Pages that participants may open too once play has ended, if control has opened them."""

FROM_ANYONE: Final = frozenset({StopForReal.kind})
"""A real incident is nobody's privilege."""
OF_ALL_STAFF: Final = frozenset({ObserveMood.kind})
"""What control sees as well as evaluators do, and no rating rests on."""
FROM_THE_ROOM: Final = frozenset({AddMemory.kind, GiveFeedback.kind})
"""Review commands that participants give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What somebody wants to reach.

    Attributes:
        kind: A page, a command, the stream, the record, or the house: the installation, its
            accounts and tokens, and what is decided for a whole day; or an account's password.
        name: The page's path word, the command's kind, or whose account.
        exercise: In which exercise; ``None`` for the installation.
        overlap: This game day has declared that control also evaluates.
        lead: The lead evaluator's account, if one is named.
        results: Control has shown the results to the participants.
    """

    kind: Literal["page", "command", "stream", "record", "house", "account"]
    name: str = ""
    exercise: str | None = None
    overlap: bool = False
    lead: str | None = None
    results: bool = False


def may(viewer: Viewer | None, verb: Verb, thing: Thing) -> bool:
    """Whether *viewer* (nobody: ``None``) may do this.  What is not allowed here is forbidden."""
    if viewer is None:
        return False
    if viewer.kind == "participant" and viewer.exercise is None:
        return False
    if viewer.exercise is not None and viewer.exercise != thing.exercise:
        return False
    match verb:
        case "see":
            return thing.kind == "page" and _may_see(viewer, thing)
        case "say":
            return thing.kind == "command" and _may_say(viewer, thing)
        case "watch":
            return thing.kind == "stream" and thing.exercise is not None
        case "export":
            return thing.kind == "record" and viewer.kind in _STAFF
        case "manage":
            return viewer.exercise is None and _may_manage(viewer, thing)
        case _:
            assert_never(verb)


def _may_see(viewer: Viewer, thing: Thing) -> bool:
    if thing.results and thing.name in AFTER_ENDEX:
        return True
    return viewer.kind in PAGES.get(thing.name, frozenset())


def _may_manage(viewer: Viewer, thing: Thing) -> bool:
    if thing.kind == "account":
        return thing.name == viewer.id
    return viewer.kind == "facilitator"


def _may_say(viewer: Viewer, thing: Thing) -> bool:
    body = KINDS.get(thing.name)
    if body is None or not issubclass(body, Command):
        return False
    if thing.name in FROM_ANYONE:
        return viewer.kind != "auditor"
    if thing.name in FROM_THE_ROOM:
        return viewer.kind != "auditor"
    if thing.name in OF_ALL_STAFF:
        return viewer.kind in _RAISING
    if body in LEAD and thing.lead not in (None, viewer.id):
        return False
    match body.side:
        case "team":
            return viewer.kind == "participant" and viewer.seat is not None
        case "control":
            return viewer.kind == "facilitator"
        case "evaluator":
            return viewer.kind == "evaluator" or (viewer.kind == "facilitator" and thing.overlap)
        case "shell":
            return False
        case _:
            assert_never(body.side)


__all__ = ["AFTER_ENDEX", "PAGES", "Thing", "Verb", "may"]
