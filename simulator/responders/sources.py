"""Where work comes from, the most urgent source first, and which events can bring some.

A responder looks at a source only after an event that it saw has opened it, or when its time has
come; once a look finds nothing, the source is closed again.  So each look must depend on nothing
but the kinds named beside it, the facts that the seat was shown, and time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evidence import Body
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds.control import InjectFired
from evidence.kinds.world import SignalRaised, StakeholderWrote
from simulator.responders import leading, outside, procedure
from simulator.responders.tasks import Look
from simulator.scene import Scene

TELLING: Final[tuple[type[Body], ...]] = (
    SignalRaised, InjectFired, p.QueryReturned, o.VendorReplied,
)  # fmt: skip
"""Events that can show facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of work."""

    look: Look
    concerns: Callable[[Scene, str], bool]
    """Whether it can have anything for a seat, by the roles that the seat holds now."""
    opened_by: tuple[type[Body], ...]


def _everyone(scene: Scene, seat: str) -> bool:
    return True


def _holder_of(role: str) -> Callable[[Scene, str], bool]:
    return lambda scene, seat: scene.seat_of(role) == seat


SOURCES: Final = (
    Source(
        look=leading.acknowledge,
        concerns=_everyone,
        opened_by=(SignalRaised, InjectFired),
    ),
    Source(
        look=leading.lead,
        concerns=_holder_of("incident_commander"),
        opened_by=(*TELLING, StakeholderWrote, i.IncidentDeclared, i.RoleAssigned),
    ),
    Source(
        look=leading.answer,
        concerns=_everyone,
        opened_by=(InjectFired,),
    ),
    Source(
        look=outside.duties,
        concerns=outside.owns_duty,
        opened_by=(*TELLING, i.AwarenessClaimed, o.DutyStarted),
    ),
    Source(
        look=outside.vendors,
        concerns=_holder_of("vendor_owner"),
        opened_by=(*TELLING, i.IncidentDeclared, o.VendorOpened, o.VendorBreached),
    ),
    Source(
        look=procedure.approve,
        concerns=procedure.holds_gate,
        opened_by=(p.RunStarted, p.StepFinished, p.StepSkipped, p.StepValidated),
    ),
    Source(
        look=outside.messages,
        concerns=outside.handles_messages,
        opened_by=(i.IncidentDeclared, o.MessageDrafted, o.MessageHandled),
    ),
    Source(
        look=procedure.run,
        concerns=procedure.works_on_runs,
        opened_by=(
            *TELLING, i.IncidentDeclared, p.RunStarted, p.StepFinished, p.StepSkipped,
            p.StepFailed, p.StepValidated, p.StepApproved, p.ResponseEnded, p.CopyFound,
        ),
    ),
    Source(
        look=procedure.investigate,
        concerns=_holder_of("technical_lead"),
        opened_by=(i.IncidentDeclared,),
    ),
    Source(
        look=leading.log,
        concerns=_everyone,
        opened_by=(InjectFired,),
    ),
    Source(
        look=procedure.restore_control,
        concerns=_holder_of("technical_lead"),
        opened_by=(p.RunStarted, p.RunFinished, p.RunStopped, p.ChangeMade),
    ),
    Source(
        look=leading.close,
        concerns=_holder_of("incident_commander"),
        opened_by=(
            i.IncidentDeclared, p.RunFinished, p.RunStopped, i.ItemConfirmed, i.GatePassed,
        ),
    ),
)  # fmt: skip


def _opened_by() -> dict[type[Body], int]:
    opens: dict[type[Body], int] = {}
    for place, source in enumerate(SOURCES):
        for kind in source.opened_by:
            opens[kind] = opens.get(kind, 0) | 1 << place
    return opens


OPENS: Final = _opened_by()
"""Kind of event to the sources that it opens, as bits by their place in ``SOURCES``."""


def concerning(scene: Scene, seat: str) -> int:
    """The sources that can have work for *seat*, as bits."""
    return sum(1 << place for place, s in enumerate(SOURCES) if s.concerns(scene, seat))
