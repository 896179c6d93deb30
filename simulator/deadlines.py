"""Open human deadlines: what a jump may not silently cross."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence import Event, Millis
from evidence.kinds.world import OutageBegan, ServiceRestored
from scenarios import Plan
from scenarios.organisation import Targets
from simulator.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that people still have to do by an instant of exercise time."""

    id: str
    what: str
    due: Millis


def crossed(scene: Scene, to: Millis) -> tuple[Deadline, ...]:
    """Open human deadlines after now and up to and including *to*, earliest first."""
    return tuple(d for d in open_deadlines(scene) if scene.now < d.due <= to)


def open_deadlines(scene: Scene) -> tuple[Deadline, ...]:
    """Open human deadlines, earliest first; some may have passed."""
    state, plan = scene.state, scene.plan
    found = [
        Deadline(id=f"duty:{name}", what=plan.duties[name].title, due=duty.due)
        for name, duty in state.duties.items()
        if duty.due is not None and duty.notified_at is None and not duty.declined
    ]
    for name, service in state.services.items():
        target = _recovery_target(plan, name)
        if service.down_since is not None and target is not None:
            title = plan.organisation.title_of(name)
            found.append(
                Deadline(
                    id=f"rto:{name}",
                    what=f"the recovery of {title}",
                    due=Millis(service.down_since + target),
                )
            )
    for audience, at in state.promised.items():
        found.append(Deadline(id=f"update:{audience}", what=f"the update to {audience}", due=at))
    return tuple(sorted(found, key=lambda d: (d.due, d.id)))


def may_pass_on_the_way(plan: Plan, length_ms: int) -> bool:
    """Whether a jump of this length can open a deadline and pass it: a quick answer for most."""
    targets = (_recovery_target(plan, name) for name in plan.organisation.services)
    return any(target is not None and target <= length_ms for target in targets)


def passed_on_the_way(plan: Plan, span: Iterable[Event], to: Millis) -> dict[Deadline, Millis]:
    """Deadlines that open in a jumped *span* and pass until it ends, and when they open.

    Nobody acts in a jump, so no duty starts and no update is promised; but a service can go down,
    and its recovery is then due as ever.
    """
    passed: dict[Deadline, Millis] = {}
    down: dict[str, Deadline] = {}
    for event in span:
        body = event.body
        if isinstance(body, OutageBegan):
            target = _recovery_target(plan, body.service)
            if target is not None and event.at + target <= to:
                title = plan.organisation.title_of(body.service)
                due = Millis(event.at + target)
                deadline = Deadline(
                    id=f"rto:{body.service}", what=f"the recovery of {title}", due=due
                )
                passed[deadline], down[body.service] = event.at, deadline
        elif isinstance(body, ServiceRestored):
            open_ = down.pop(body.service, None)
            if open_ is not None and event.at <= open_.due:
                del passed[open_]
    return passed


def _recovery_target(plan: Plan, service: str) -> int | None:
    rto = plan.organisation.services[service].rto
    if isinstance(rto, Targets):
        strictest = rto.strictest()
        return strictest[1] if strictest else None
    return rto
