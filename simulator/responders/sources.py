"""Where work comes from, the most urgent source first, and which events can bring some.

A responder looks at a source only after an event that it saw has opened it, or when its time has
come; once a look finds nothing, the source is closed again.  So each look must depend on nothing
but the kinds named beside it, the facts that the seat was shown, and time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from evidence import Body
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds.control import InjectFired
from evidence.kinds.exercise import PaceSet, SeatEmptied
from evidence.kinds.world import SignalRaised, StakeholderWrote
from simulator.responders import afterwards, keeping, leading, looking, outside, procedure
from simulator.responders.tasks import Look
from simulator.scene import Scene

TELLING: Final[tuple[type[Body], ...]] = (
    SignalRaised, InjectFired, p.QueryReturned, o.VendorReplied,
)  # fmt: skip
"""Events that can show facts."""

For: TypeAlias = Callable[[Scene, Any], Iterable[str | None]]
"""Scene and body to the seats for which the event can bring work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of work."""

    look: Look
    concerns: Callable[[Scene, str], bool]
    """Whether it can have anything for a seat, by the roles that the seat holds now."""
    opened_by: tuple[type[Body], ...] = ()
    """Kinds that open it to every seat that it concerns."""
    opened_for: Mapping[type[Body], For] = field(default_factory=dict)
    """Kinds of which each concerns few: who these are."""


def _everyone(scene: Scene, seat: str) -> bool:
    return True


def _holder_of(role: str) -> Callable[[Scene, str], bool]:
    return lambda scene, seat: scene.seat_of(role) == seat


SOURCES: Final = (
    Source(
        look=leading.acknowledge,
        concerns=_everyone,
        opened_by=(SignalRaised,),
        opened_for={InjectFired: leading.paged},
    ),
    Source(
        look=leading.lead,
        concerns=_holder_of("incident_commander"),
        opened_by=(*TELLING, StakeholderWrote, i.IncidentDeclared, i.RoleAssigned),
    ),
    Source(
        look=leading.answer,
        concerns=_everyone,
        opened_by=(SeatEmptied,),  # what was its to decide is for others now
        opened_for={InjectFired: leading.asked},
    ),
    Source(
        look=outside.duties,
        concerns=outside.owns_duty,
        opened_by=(*TELLING, i.AwarenessClaimed, o.DutyStarted),
    ),
    Source(
        look=keeping.breach_record,
        concerns=_holder_of("dpo_owner"),
        opened_by=(
            *TELLING, i.AwarenessClaimed, i.RoleAssigned, o.DutyNotified, o.DutyDeclined,
        ),
    ),
    Source(
        look=outside.vendors,
        concerns=_holder_of("vendor_owner"),
        opened_by=(*TELLING, i.IncidentDeclared, o.VendorOpened, o.VendorBreached),
    ),
    Source(
        look=procedure.approve,
        concerns=procedure.holds_gate,
        opened_by=(p.RunStarted,),
        opened_for=dict.fromkeys(
            (p.StepFinished, p.StepSkipped, p.StepValidated), procedure.approvers_after
        ),
    ),
    Source(
        look=outside.messages,
        concerns=outside.handles_messages,
        opened_by=(i.IncidentDeclared, PaceSet),
        opened_for=dict.fromkeys(
            (o.MessageDrafted, o.MessageHandled, o.ApprovalDelegated), outside.next_hands
        ),
    ),
    Source(
        look=procedure.run,
        concerns=procedure.works_on_runs,
        opened_by=(i.IncidentDeclared, p.RunStarted, p.RunStopped),
        opened_for={
            **dict.fromkeys(TELLING, procedure.leaders),
            **dict.fromkeys(
                (
                    p.StepAssigned, p.StepFinished, p.StepReopened, p.StepSkipped, p.StepFailed,
                    p.StepValidated, p.StepApproved,
                ),
                procedure.workers_after,
            ),
            p.ResponseEnded: procedure.users_of,
        },
    ),
    Source(
        look=looking.investigate,
        concerns=_holder_of("technical_lead"),
        opened_by=(i.IncidentDeclared, SignalRaised),
        opened_for={InjectFired: leading.paged},
    ),
    Source(
        look=leading.log,
        concerns=_everyone,
        opened_by=(InjectFired,),
    ),
    Source(
        look=afterwards.restore_control,
        concerns=_holder_of("technical_lead"),
        opened_by=(
            p.RunStarted, p.RunFinished, p.RunRolledBack, p.ChangeMade, i.ItemConfirmed,
        ),
    ),
    Source(
        look=leading.close,
        concerns=_holder_of("incident_commander"),
        opened_by=(
            i.IncidentDeclared, p.RunFinished, p.RunRolledBack, i.ItemConfirmed, i.GatePassed,
            i.DecisionRecorded,
        ),
    ),
)  # fmt: skip


@dataclass(slots=True)
class Opens:
    """What one kind of event opens: sources as bits by their place in ``SOURCES``."""

    to_all: int = 0
    to_few: list[tuple[int, For]] = field(default_factory=list)


def _opens() -> dict[type[Body], Opens]:
    opens: defaultdict[type[Body], Opens] = defaultdict(Opens)
    for place, source in enumerate(SOURCES):
        for kind in source.opened_by:
            opens[kind].to_all |= 1 << place
        for kind, few in source.opened_for.items():
            opens[kind].to_few.append((1 << place, few))
    return dict(opens)


OPENS: Final = _opens()


def concerning(scene: Scene, seat: str) -> int:
    """The sources that can have work for *seat*, as bits."""
    return sum(1 << place for place, s in enumerate(SOURCES) if s.concerns(scene, seat))
