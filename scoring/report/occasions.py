"""What of this plan would have created a kind of evidence: its injects, steps and decisions.

An inject is an occasion for a kind of evidence if a good answer to it leaves such an entry, if it
breaks what has to break first, or if it asks for the decision.  Each says what became of it in
play, for an occasion that never came and one that nobody took are two different findings.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from evidence.kinds import procedure
from runbooks.model import Runbook, Step
from scenarios import conditions as c
from scenarios import effects as e
from scenarios.injects import Inject
from scoring.report.course import Ran, as_run
from scoring.report.reading import Reading, clock

MAX_INJECTS: Final = 2
"""Injects named for one kind of evidence; the MSEL of section 7 has them all."""

Calls = Callable[[Reading, Inject], bool]


class Wanted(NamedTuple):
    """What has to stand in a plan for it to call for one kind of evidence."""

    answers: tuple[type, ...] = ()
    """Conditions by which an expected action shows itself."""
    breaks: tuple[type, ...] = ()
    """Effects that make it needed."""
    calls: Calls | None = None
    """Anything else that makes an inject ask for it."""
    steps: Callable[[Step], bool] | None = None
    """Steps of a runbook that leave it."""
    after_steps: bool = False
    """Whether what a runbook has to be told to others leaves it."""


def _decides(*types: str) -> Calls:
    def calls(r: Reading, inject: Inject) -> bool:
        point = r.plan.decisions.get(inject.asks or "")
        return point is not None and (not types or point.type in types)

    return calls


def _tells(*facts: str) -> Calls:
    return lambda _, inject: bool(set(facts) & set(inject.tells) if facts else inject.tells)


def _starts_a_duty(r: Reading, inject: Inject) -> bool:
    starts = [duty.from_ for duty in r.plan.scenario.duties]
    return any(
        inject.id == one.aware_of or (one.classified and inject.asks == one.classified)
        for one in starts
    )


def _to_the_coordinator(r: Reading, inject: Inject) -> bool:
    roles = r.plan.organisation.roles
    return any("incident_coordinator" in roles[seat].is_ for seat in inject.to if seat in roles)


_TABLE: Final[dict[str, Wanted]] = {
    "role-assignments": Wanted(answers=(c.RoleHeld,), breaks=(e.Absent,)),
    "incident-record": Wanted(answers=(c.Declared, c.Closed), calls=_decides("close")),
    "severity-decisions": Wanted(answers=(c.Called,), calls=_tells()),
    "decision-register": Wanted(answers=(c.Decided,), calls=_decides()),
    "exception-register": Wanted(answers=(c.ExceptionRaised,), breaks=(e.Absent,)),
    "coordinator-log": Wanted(answers=(c.Logged,), calls=_to_the_coordinator),
    "runbook-version": Wanted(answers=(c.RunIs, c.StepIs), steps=lambda step: not step.after),
    "runbook-run": Wanted(answers=(c.RunIs, c.StepIs), steps=lambda step: not step.after),
    "rpo-rto-result": Wanted(
        breaks=(e.Fail, e.Corrupt, e.Lose, e.Intrude),
        steps=lambda step: step.validation is not None,
    ),
    "recovery-checklist": Wanted(answers=(c.ItemConfirmed, c.Closed), calls=_decides("close")),
    "comms-workflow": Wanted(answers=(c.Published, c.Drafted), after_steps=True),
    "status-updates": Wanted(answers=(c.Published,), after_steps=True),
    "notification-clocks": Wanted(answers=(c.Notified, c.Declined, c.Aware), calls=_starts_a_duty),
    "breach-record": Wanted(answers=(c.BreachField,), calls=_tells("personal-data")),
    "vendor-escalations": Wanted(
        answers=(c.VendorIs,), breaks=(e.Delay,), calls=_decides("third-party-escalation")
    ),
}
"""Kinds of evidence that a story calls for.  The others are made beside it, or after play."""


def occasions(r: Reading, artefact: str) -> tuple[str, ...]:
    """What of the plan would have created it: injects, those that never came first, and one step.

    ``inject "Three rooms": was not reached``.
    """
    wanted = _TABLE.get(artefact)
    if wanted is None:
        return ()
    ran = as_run(r)
    injects = [one for one in ran if one.planned and _asks_for(r, wanted, one.planned)]
    injects.sort(key=lambda one: one.fate == "fired")
    return (*(_inject(r, one) for one in injects[:MAX_INJECTS]), *_steps(r, wanted))


def _asks_for(r: Reading, wanted: Wanted, inject: Inject) -> bool:
    shown = (one for expected in inject.expects for one in _inside(expected.seen))
    return (
        any(isinstance(one, wanted.answers) for one in shown)
        or any(isinstance(effect, wanted.breaks) for effect in inject.does)
        or (wanted.calls is not None and wanted.calls(r, inject))
    )


def _inside(condition: c.Condition | None) -> Iterator[c.Condition]:
    """The single conditions of which one is made; what must *not* be is no occasion for it."""
    match condition:
        case None | c.Not():
            return
        case c.All(all=parts) | c.Any(any=parts):
            for part in parts:
                yield from _inside(part)
        case one:
            yield one


def _inject(r: Reading, ran: Ran) -> str:
    point = r.plan.decisions.get(ran.planned.asks or "") if ran.planned else None
    asks = f" with the decision {_quoted(point.ask)}" if point is not None else ""
    if ran.fate == "fired":
        became = f"came at {clock(ran.fired[0][0].at)} and left no entry"
    elif ran.fate == "open":
        became = "has not come" if r.timeline.ended is None else "has no end in the record"
    else:
        became = f"was {ran.fate}"
    return f"inject {_quoted(r.names.inject(ran.inject))}{asks}: {became}"


def _steps(r: Reading, wanted: Wanted) -> Iterator[str]:
    """A step of the first runbook that has such steps, one that nobody began before others."""
    begun = {(one.run, one.step) for _, one in r.all_of(procedure.StepStarted)}
    for book in r.plan.runbooks:
        steps = sorted(_leaving(book, wanted), key=lambda step: (book.runbook, step) in begun)
        for step in steps[:1]:
            left = (book.runbook, step) in begun
            became = "was begun and left no entry" if left else "was not begun"
            called = _quoted(book.called(step))
            yield f"runbook {_quoted(book.title)}, step {called}: {became}"
            return


def _quoted(text: str) -> str:
    """In quotation marks; a title that is itself what somebody said keeps its own."""
    plain = " ".join(text.split())
    return plain if plain.startswith('"') and plain.endswith('"') else f'"{plain}"'


def _leaving(book: Runbook, wanted: Wanted) -> Iterator[str]:
    if wanted.steps is not None:
        yield from (step.id for step in book.steps if wanted.steps(step))
    if wanted.after_steps:
        yield from (point.after for point in book.communication)
