"""Plans and records for tests, written the way people speak of an exercise.

``a_plan`` is a small bank with one service, one dataset and one supplier; every part can be
replaced.  ``played`` reads a record, one thing a line::

    00:05  alert disk-full to duty-engineer
    00:14  duty-engineer acknowledges disk-full
    00:20  outage of payments-api begins
           hold
    01:30  privacy-lead notifies ico

A time is ``HH:MM``, ``HH:MM:SS`` or ``HH:MM:SS.mmm`` of exercise time; a line without one happens
at the time of the line above.  The lines are in ``tests/scoring/told_*.py``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from evidence import Event
from runbooks.authored import LocalInstant, load, resolve_local
from runbooks.model import (
    CommunicationPoint,
    EvidenceItem,
    Precondition,
    ReturnItem,
    Runbook,
    Step,
    StopCondition,
    Timings,
    Validation,
)
from scenarios.injects import Inject
from scenarios.objectives import Capability, Measure, Objective, Task
from scenarios.organisation import (
    Audience,
    CommsPolicy,
    Contract,
    Dataset,
    Organisation,
    Seat,
    Service,
    Targets,
    Vendor,
)
from scenarios.plan import Binding, Plan
from scenarios.rubric import Rubric
from scenarios.scenario import Scenario
from scenarios.scenario import SeverityReference as Reference
from scenarios.severity import Answer, Level, Question, SeverityPolicy
from tests.scoring import told_incident, told_work
from tests.scoring.telling import HOUR, MINUTE, at, tell

_RUBRIC = Path(__file__).parent.parent / "scenarios" / "rubrics" / "house.yaml"
HOUSE: Final[Rubric] = load(Rubric, _RUBRIC.read_bytes(), name="house.yaml")[0]


def minutes(number: int) -> int:
    return number * MINUTE


def hours(number: int) -> int:
    return number * HOUR


def a_severity_policy() -> SeverityPolicy:
    return SeverityPolicy(
        version="1",
        questions=(
            Question(
                id="working",
                ask="Does it work?",
                reads="function",
                evidence="Try it.",
                answers=(
                    Answer(answer="No", when=("down",), level=1),
                    Answer(answer="Partly", when=("degraded",), level=2),
                    Answer(answer="Yes", when=("works",), level=4),
                ),
            ),
        ),
        levels=(
            Level(level=1, name="SEV1", means="Down", respond=minutes(15), resolve=hours(1)),
            Level(level=2, name="SEV2", means="Slow", respond=minutes(30), resolve=hours(4)),
            Level(level=3, name="SEV3", means="Odd", respond=hours(4)),
            Level(level=4, name="SEV4", means="Quiet"),
        ),
    )


def an_organisation(**parts: Any) -> Organisation:
    """A small bank; *parts* replace fields."""
    fields: dict[str, Any] = {
        "organisation": "harbour-bank",
        "title": "Harbour Bank",
        "sector": "payments",
        "zone": "Europe/London",
        "roles": {
            "incident-manager": Seat(is_=("incident_commander", "incident_coordinator")),
            "duty-engineer": Seat(is_=("technical_lead", "responder")),
            "press-office": Seat(is_=("comms_owner",)),
            "privacy-lead": Seat(is_=("dpo_owner",)),
            "legal": Seat(is_=("legal_compliance_reviewer",)),
            "cio": Seat(is_=("runbook_approver", "management_body_rep")),
        },
        "services": {
            "payments-api": Service(
                needs=("ledger",),
                rto=Targets(contract=hours(4), support_promise=hours(2)),
            ),
        },
        "datasets": {"ledger": Dataset(rpo=Targets(contract=minutes(30)))},
        "vendors": {"northcloud": Vendor(contract=Contract(respond=hours(1)), critical=True)},
        "severity": a_severity_policy(),
        "communications": CommsPolicy(
            version="1",
            audiences=(
                Audience(
                    id="customers",
                    title="customers",
                    channels=("email", "status-page"),
                    reviewed_by="legal_compliance_reviewer",
                    approved_by=("management_body_rep",),
                    every=minutes(30),
                ),
                Audience(id="staff", title="staff", external=False, channels=("chat",)),
            ),
        ),
    }
    return Organisation(**{**fields, **parts})


def a_runbook(*steps: Step, **parts: Any) -> Runbook:
    """The runbook ``restore-db``; without *steps*: stop-writes, then restore, then open-again."""
    fields: dict[str, Any] = {
        "runbook": "restore-db",
        "title": "Restore the database",
        "version": "1",
        "owner": "technical_lead",
        "last_reviewed": "never",
        "last_tested": "never",
        "when": "Data is gone.",
        "approvers": ("runbook_approver",),
        "preconditions": (Precondition(id="writes-stopped", check="Nobody writes."),),
        "steps": steps
        or (
            a_step("stop-writes"),
            a_step(
                "restore",
                after="stop-writes",
                major=True,
                needs=("writes-stopped",),
                approved_by="runbook_approver",
                validation=Validation(check="Count rows."),
            ),
            a_step("open-again", after="restore"),
        ),
        "communication": (CommunicationPoint(after="restore", audience="staff", say="Back."),),
        "stop": (StopCondition(id="wrong-host", when="It is another host.", then="Stop."),),
        "rollback": ("Point back.",),
        "evidence": (EvidenceItem(id="row-counts", capture="Row counts."),),
        "return_to_control": (ReturnItem(id="locks", do="Remove locks."),),
        "timings": Timings(usual=hours(1), worst=hours(4)),
    }
    return Runbook(**{**fields, **parts})


def a_step(step: str, *, after: str = "", **parts: Any) -> Step:
    """A step of ten minutes; *after* names the steps before it, apart by blanks."""
    fields: dict[str, Any] = {
        "id": step,
        "do": step,
        "role": "technical_lead",
        "expected": minutes(10),
        "after": tuple(after.split()),
    }
    return Step(**{**fields, **parts})


def an_objective(*tasks: Task, objective: str = "recover") -> Objective:
    """One objective with one capability; by default its task rests on detection."""
    return Objective(
        id=objective,
        title=objective,
        threshold="It is done.",
        capabilities=(
            Capability(
                id="capability",
                title="Capability",
                tasks=tasks or (Task(id="notice", title="Notice", measures=(measure("TTD-sig"),)),),
            ),
        ),
    )


def measure(metric: str, **parts: Any) -> Measure:
    return Measure(metric=metric, **parts)


def a_plan(
    *,
    organisation: Organisation | None = None,
    runbooks: Sequence[Runbook] = (),
    rubric: Rubric = HOUSE,
    regimes: Sequence[Any] = (),
    **story: Any,
) -> Plan:
    """A valid plan; *story* replaces fields of the scenario."""
    fields: dict[str, Any] = {
        "scenario": "ransom-friday",
        "title": "Ransom Friday",
        "version": "1",
        "rehearses": ("restore",),
        "summary": "A bad day.",
        "starts": LocalInstant(
            utc_ms=resolve_local("2026-11-20T16:40", "Europe/London"), zone="Europe/London"
        ),
        "lasts": hours(3),
        "needs": {},
        "injects": (Inject(id="alarm", at=0, by="alert", to=("duty-engineer",), text="Errors."),),
        "severity": (Reference(level=(1,), because="It is down."),),
        "objectives": (an_objective(),),
    }
    return Plan(
        scenario=Scenario(**{**fields, **story}),
        organisation=organisation or an_organisation(),
        binding=Binding(slots={}),
        runbooks=tuple(runbooks),
        rubric=rubric,
        regimes=tuple(regimes),
        cast={},
        offsets=((0, 0),),
    )


def played(text: str) -> tuple[Event, ...]:
    """The record that *text* tells, from the opening of the exercise on."""
    return tell(text, [*told_incident.LINES, *told_work.LINES])


__all__ = [
    "HOUR",
    "HOUSE",
    "MINUTE",
    "a_plan",
    "a_runbook",
    "a_severity_policy",
    "a_step",
    "an_objective",
    "an_organisation",
    "at",
    "hours",
    "measure",
    "minutes",
    "played",
]
