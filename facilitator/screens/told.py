"""Entries of the record in words, around an instant."""

from dataclasses import dataclass
from typing import Final

from evidence import Event, Fact, Millis
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds import world as w
from facilitator.screens.naming import Names
from facilitator.screens.seen import Seen
from scoring.explain import in_words
from scoring.report import Names as ReportNames

SHOWN_ENTRIES: Final = 40
"""Entries around the instant; the rest is one press away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry of the record."""

    place: int
    at: Millis
    sort: str
    words: str
    who: str
    here: bool


def told_in(seen: Seen) -> list[tuple[Event, str]]:
    """Entries that have words of their own: consequences, not the commands that led to them."""
    names = ReportNames(seen.plan)
    return [
        (event, in_words(names, event))
        for event in seen.events
        if isinstance(event.body, Fact) and type(event.body) not in _QUIET
    ]


_QUIET: Final = (c.ExpectationOpened, c.ExpectationMet, x.PaceSet, w.FlagSet)
_SORTS: Final[dict[type, str]] = {
    c.InjectFired: "Came in",
    i.DecisionRecorded: "Decision",
    i.DissentEntered: "Decision",
    i.SeverityCalled: "Severity",
    i.LogEntered: "Log",
    o.MessageHandled: "Message",
    o.MessageDrafted: "Message",
    o.ApprovalDelegated: "Message",
    p.StepStarted: "Runbook",
    p.StepFinished: "Runbook",
    p.StepValidated: "Runbook",
    p.StepApproved: "Runbook",
    p.StepAssigned: "Runbook",
    p.StepReopened: "Runbook",
    o.DutyNotified: "Duty",
    o.DutyStarted: "Duty",
    o.VendorReplied: "Vendor",
}


def entries_of(
    seen: Seen, told: list[tuple[Event, str]], t: Millis, only: str
) -> tuple[EntryLine, ...]:
    names = Names(seen.plan)
    if only == "decisions":
        told = [
            one for one in told if isinstance(one[0].body, i.DecisionRecorded | i.SeverityCalled)
        ]
    until = sum(event.at <= t for event, _ in told)
    shown = told[max(0, until - SHOWN_ENTRIES // 2) : until + SHOWN_ENTRIES // 2]
    last = told[until - 1][0].seq if until else None
    return tuple(
        EntryLine(
            place=seen.place(event),
            at=event.at,
            sort=_SORTS.get(type(event.body), "World" if event.role is None else "Team"),
            words=words,
            who=names.seat(event.role) if event.role else "",
            here=event.seq == last,
        )
        for event, words in shown
    )
