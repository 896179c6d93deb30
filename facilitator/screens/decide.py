"""Decisions: declare, say who holds what, record what was decided, close through three gates."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.ask import Ask
from facilitator.screens.asks import LOOK_AGAIN, asks_of
from facilitator.screens.deciding import DecisionForm, decision_form
from facilitator.screens.incident import IncidentLine, incident_line
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.roles import who_holds
from facilitator.screens.saying import State, done, not_yet
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import LogLine, log_line, may_act
from runbooks.roles import LIBRARY_ROLES
from scoring.titles import ITEMS

GATES: Final = (
    ("understood", "Understood", "what happened, and that it has stopped"),
    ("controlled", "Controlled state", "the six items below are done"),
    ("risk", "Remaining risk", "put right, or accepted by its owner"),
)
CODES: Final = {
    "EX-URGENT": "no time for the proper way",
    "EX-UNAVAIL": "somebody cannot be reached",
    "EX-TOOL": "a tool is down",
    "EX-SAFETY": "safety comes first",
    "EX-LEGAL": "the law asks otherwise",
    "EX-NA": "does not apply here",
    "EX-VENDOR": "a supplier stands in the way",
    "EX-SIM": "only because it is an exercise",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One of the three gates of closing."""

    id: str
    title: str
    means: str
    passed: Millis | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """A library role and who holds it now."""

    role: str
    words: str
    does: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidePage:
    """The context of ``decide.html``."""

    incident: IncidentLine
    declared: bool
    verdict: str
    asks: tuple[Ask, ...]
    form: DecisionForm
    seats: tuple[tuple[str, str], ...]
    roles: tuple[RoleLine, ...]
    decisions: tuple[LogLine, ...]
    items: tuple[tuple[str, str, State, bool], ...]
    gates: tuple[Gate, ...]
    codes: tuple[tuple[str, str], ...]
    channel_open: bool
    closed: bool
    may_close: str
    """Why it cannot be closed; empty when it can."""
    may_act: bool


def decide_page(seen: Seen, query: Query) -> DecidePage:
    """Fold the decisions page."""
    story, names = read_story(seen), Names(seen.plan)
    form = decision_form(seen, story, query)
    roles = [role for held in seen.plan.organisation.roles.values() for role in held.is_]
    return DecidePage(
        incident=incident_line(seen, story),
        declared=story.declared == "incident",
        verdict=story.declared or "",
        asks=tuple(ask for ask in asks_of(seen, story) if ask.button in ("Decide", LOOK_AGAIN)),
        form=form,
        seats=form.seats,
        roles=tuple(
            RoleLine(
                role=role,
                words=names.role(role),
                does=LIBRARY_ROLES.get(role, ""),
                holder=who_holds(seen, story, role),
            )
            for role in dict.fromkeys(roles)
        ),
        decisions=tuple(
            log_line(seen, entry)
            for entry in reversed(story.log)
            if entry.sort in ("decision", "severity", "answer")
        ),
        items=tuple(
            (
                item,
                words,
                done("done") if item in story.items else not_yet("open"),
                item in story.items,
            )
            for item, words in ITEMS.items()
        ),
        gates=tuple(
            Gate(id=gate, title=title, means=means, passed=story.gates.get(gate))
            for gate, title, means in GATES
        ),
        codes=tuple((code, CODES.get(code, "")) for code in seen.plan.organisation.exceptions),
        channel_open=story.channel_open,
        closed=story.closed_at is not None,
        may_close=_may_close(story),
        may_act=may_act(seen, story),
    )


def _may_close(story: Story) -> str:
    missing = [title.lower() for gate, title, _ in GATES if gate not in story.gates]
    return f"Opens when these gates are passed: {', '.join(missing)}." if missing else ""
