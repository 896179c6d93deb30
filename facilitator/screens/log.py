"""The log: everything the team wrote and did, and a form that is never far away."""

from dataclasses import dataclass

from facilitator.screens.deciding import DecisionForm, decision_form
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.seen import Seen
from facilitator.screens.story import read_story
from facilitator.screens.team import LogLine, log_line, may_act

MINE = ("mine", "Mine")
"""What one's own seat wrote, answered, decided and sent: a personal log, during play and after."""
SORTS = (
    ("all", "All"),
    ("entry", "Entries"),
    ("decision", "Decisions"),
    ("message", "Messages"),
    ("runbook", "Runbook"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """The context of ``log.html``, ``scribe.html`` too."""

    lines: tuple[LogLine, ...]
    sort: str
    sorts: tuple[tuple[str, str], ...]
    seats: tuple[tuple[str, str], ...]
    seat: str
    form: DecisionForm
    may_act: bool


def log_page(seen: Seen, query: Query) -> LogPage:
    """Fold the log."""
    story, names = read_story(seen), Names(seen.plan)
    sort = query.get("sort", "all")
    return LogPage(
        lines=tuple(
            log_line(seen, entry)
            for entry in reversed(story.log)
            if (entry.seat == seen.viewer.seat if sort == MINE[0] else _belongs(entry.sort, sort))
        ),
        sort=sort,
        sorts=(SORTS[0], MINE, *SORTS[1:]) if seen.viewer.seat else SORTS,
        seats=tuple((seat, names.seat(seat)) for seat in seen.plan.organisation.roles),
        seat=seen.viewer.seat or "",
        form=decision_form(seen, story, query),
        may_act=may_act(seen, story),
    )


def _belongs(entry: str, sort: str) -> bool:
    return sort in ("all", entry) or (
        sort == "decision" and entry in ("severity", "answer", "role")
    )
