"""What a simulated data protection owner writes into the breach record, on the facts as read."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from evidence import Millis
from evidence.kinds.incident import Tag
from evidence.kinds.outside import UpdateBreachRecord
from scenarios.injects import SIGNAL_CHANNELS
from simulator.responders.mind import Mind
from simulator.responders.tasks import Later, Task
from simulator.scene import Scene

LINE_TAKES_PLAYED_MS: Final = 30_000
"""Played time to write one field (assumed)."""
LOOK_AGAIN_MS: Final = 4 * 3_600_000
"""When what is not known yet is looked at again (assumed)."""
_REPORTED_BY: Final = {
    "user-report": "user-report", "third-party": "third-party", "press": "press",
    "social": "press", "letter": "third-party", "vendor-portal": "processor",
}  # fmt: skip
"""Channel of the first message to who reported it; tools are monitoring, and the rest is staff."""


class _Line(NamedTuple):
    field: str
    value: str | None = None
    tag: Tag = "fact"
    at: Millis | None = None


_TELL_THEM: Final = _Line("authority-decision", "notify")


def breach_record(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Open the record once the team is aware, and write again what has changed since."""
    if scene.seat_of("dpo_owner") != mind.seat or not scene.state.aware:
        return
    for line in _lines(scene, mind):
        if mind.keeps(f"breach:{line.field}"):
            yield _write(scene, line)


def undecided(scene: Scene, mind: Mind) -> Task | None:
    """The decision to tell an authority, written down before anybody is told; ``None`` once it
    stands, and for whoever keeps no record, or not so well."""
    line = _TELL_THEM
    if scene.seat_of("dpo_owner") != mind.seat or not mind.keeps(f"breach:{line.field}"):
        return None
    task = _write(scene, line)
    return None if task.key in mind.done else task


def _write(scene: Scene, line: _Line) -> Task:
    return Task(
        key=f"breach:{line.field}:{line.value}",
        command=UpdateBreachRecord(
            field=line.field,
            tag=line.tag,
            value=line.value,
            from_at=line.at,
            next_check_at=scene.later(LOOK_AGAIN_MS) if line.tag == "unknown" else None,
            why="as far as it is known now",
        ),
        takes_ms=LINE_TAKES_PLAYED_MS,
    )


def _lines(scene: Scene, mind: Mind) -> Iterator[_Line]:
    facts = mind.facts
    personal, data, harm = (facts.get(fact) for fact in ("personal-data", "data", "harm"))
    gone, exposed = data in ("lost", "exposed"), data == "exposed"
    if personal is not None:
        yield _Line("personal-data", personal, "fact" if personal == "yes" else "assumption")
    if personal == "yes" and gone:
        yield _Line("personal-data-breach", "yes")
    if gone:
        yield _Line("impact", "high-risk" if exposed or harm == "yes" else "risk", "assumption")
        yield _Line("subject-contact", "yes" if harm in ("possible", "yes") else "unknown")
    yield _Line("dpo-involvement", "advised")
    yield _Line("position", _position(scene))
    yield from _told_authority(scene, mind)
    for field, role in (
        ("coordinator", "incident_coordinator"),
        ("communications-owner", "comms_owner"),
    ):
        if (seat := scene.seat_of(role)) is not None:
            yield _Line(field, seat)
    if scene.state.first_signal is not None:
        yield _Line("detected-at", at=scene.state.first_signal[1])
        yield _Line("source", _source(scene))
    for field in ("containment", "recovery", "evidence-reviewed"):
        yield _Line(field)
    for field in ("possible-start", "subjects", "residual-risk"):
        yield _Line(field, tag="unknown")


def _told_authority(scene: Scene, mind: Mind) -> Iterator[_Line]:
    """What stands on the duties that this seat owns."""
    own = [scene.state.duties.get(duty.id) for duty in scene.plan.duties.values()
           if duty.owner == mind.seat]  # fmt: skip
    if any(state is not None and state.notified_at is not None for state in own):
        yield _Line("authority-contact", "yes")
        yield _TELL_THEM
    elif any(state is not None and state.declined for state in own):
        yield _Line("authority-contact", "no")
        yield _Line("authority-decision", "do-not-notify")


def _position(scene: Scene) -> str:
    held = {d.position for d in scene.plan.organisation.datasets.values() if d.personal_data}
    return held.pop() if len(held) == 1 else "both" if held else "controller"


def _source(scene: Scene) -> str:
    """Who spoke first, as the first message that anybody was shown tells it."""
    injects = scene.plan.injects
    first = next((injects[name] for name in scene.state.fired
                  if name in injects and injects[name].to), None)  # fmt: skip
    channel = first.by if first is not None else None
    if channel in _REPORTED_BY:
        return _REPORTED_BY[channel]
    return "monitoring" if channel in SIGNAL_CHANNELS or channel == "dashboard" else "staff"
