"""Duties to tell somebody: when their clocks start, the notice, and the decision against one.

A duty's clock starts from what the team itself said and did: since when it was aware, how it
classified the incident, which notice it sent before.  The due instant is `scenarios.law`'s.
"""

from collections.abc import Callable
from typing import Any

from evidence import Command, Millis
from evidence.kinds.outside import (
    DeclineDuty,
    DutyDeclined,
    DutyExpired,
    DutyNotified,
    DutyStarted,
    NotifyAuthority,
)
from scenarios.duties import Duty, DutyTrigger
from scenarios.duty_clocks import due_in, given_aware, rule_of
from simulator.agenda import Rank
from simulator.scene import By, Refused, Scene
from simulator.verbs.reading import cited, known, known_seat, reasoned


def start_duties(
    scene: Scene,
    by: By,
    *,
    aware_of: str | None = None,
    classified: tuple[str, str, Millis] | None = None,
    submitted: str | None = None,
) -> None:
    """Start every duty that this sets off, or start it again from an earlier instant.

    Exactly one of: what the team became aware of; a decision, its choice and when it was made;
    the duty whose notice went out.
    """
    for duty in sorted(scene.plan.scenario.duties, key=lambda duty: duty.id):
        trigger = duty.from_
        if aware_of is not None and trigger.aware_of == aware_of:
            _start(scene, duty, None, by)
        elif submitted is not None and trigger.submitted == submitted:
            _start(scene, duty, scene.state.duty(submitted).notified_at, by)
        elif classified is not None and _classifies(trigger, *classified[:2]):
            _start(scene, duty, classified[2], by)


def _classifies(trigger: DutyTrigger, decision: str, choice: str) -> bool:
    return trigger.classified == decision and (not trigger.as_ or choice in trigger.as_)


def _start(scene: Scene, duty: Duty, at: Millis | None, by: By) -> None:
    _tell_start(scene, duty, _given(scene, duty, at), by)


def _tell_start(scene: Scene, duty: Duty, given: dict[str, Millis], by: By) -> None:
    state = scene.state.duty(duty.id)
    found = due_in(scene.plan, duty, given)
    if found.state == "not-started" or found.state == "not-due":
        return
    since = found.since if found.since is not None else scene.state.aware[str(duty.from_.aware_of)]
    if (found.state, since, found.at) == (state.state, state.since, state.due):
        return
    scene.tell(
        DutyStarted(
            duty=duty.id,
            since=since,
            due=found.at,
            rule=found.rule,
            state=found.state,
            without_relief=found.without_relief if found.without_relief != found.at else None,
            latest=found.latest if found.latest != found.at else None,
            classify_by=found.classify_by,
        ),
        by,
    )
    watch_expiry(scene, duty.id)


def _given(scene: Scene, duty: Duty, at: Millis | None) -> dict[str, Millis]:
    """The instants that are known, by the names that the stage gives them; the earliest govern."""
    given: dict[str, Millis] = {}
    _, stage = rule_of(scene.plan, duty)
    state, trigger = scene.state.duty(duty.id), duty.from_
    if trigger.aware_of in scene.state.aware:
        given |= given_aware(scene.plan, duty, scene.state.aware[trigger.aware_of])
    counted = state.since if state.state in ("running", "no-instant") else None
    for instant in (counted, at):
        if instant is not None:
            given[stage.starts] = min(instant, given.get(stage.starts, instant))
    return given


def watch_expiry(scene: Scene, duty: str) -> None:
    """Arm a running duty's expiry one millisecond after it is due: at the deadline is in time."""
    until = scene.state.duty(duty).due
    key = f"duty:{duty}"
    if until is None:
        scene.agenda.drop(key)
        return
    scene.agenda.at(
        Millis(until + 1), lambda: _expire(scene, duty, until), key=key, rank=Rank.EXPIRY, id_=duty
    )


def _expire(scene: Scene, duty: str, until: Millis) -> None:
    state = scene.state.duty(duty)
    if state.notified_at is None and not state.declined and not state.expired:
        scene.emit(DutyExpired(duty=duty, due=until))


def notify(scene: Scene, command: NotifyAuthority, by: By) -> None:
    """Send a notice: early is allowed, late is taken and says by how much, another is an update."""
    duty = _duty(scene, command.duty)
    if command.channel in scene.state.tools_down:
        raise Refused(
            "tool-down", f"`{command.channel}` is down; send the notice by another channel."
        )
    _check_fields(scene, command.fields)
    until = scene.state.duty(duty.id).due
    late_by = max(0, scene.now - until) if until is not None else 0
    first = scene.state.duty(duty.id).notified_at is None
    scene.tell(
        DutyNotified(
            duty=duty.id,
            recipient=command.recipient,
            channel=command.channel,
            fields=command.fields,
            late_by_ms=late_by,
            delay_reasons=command.delay_reasons,
        ),
        by,
    )
    if first:
        start_duties(scene, by, submitted=duty.id)
    else:
        _start_anew(scene, duty.id, by)


def _start_anew(scene: Scene, updated: str, by: By) -> None:
    """Start again what the law counts from the latest update of a notice, unless it is over."""
    for duty in sorted(scene.plan.scenario.duties, key=lambda duty: duty.id):
        state = scene.state.duty(duty.id)
        over = state.notified_at is not None or state.declined or state.expired
        _, stage = rule_of(scene.plan, duty)
        if duty.from_.submitted == updated and stage.starts_anew and not over:
            _tell_start(scene, duty, {stage.starts: scene.now}, by)


def _check_fields(scene: Scene, fields: tuple[str, ...]) -> None:
    vocabulary = {field for duty in scene.plan.scenario.duties for field in duty.contains}
    for field in fields:
        if vocabulary:
            known(
                field,
                vocabulary,
                because="unknown-field",
                says=f"No notice has a field `{field}`",
            )


def decline(scene: Scene, command: DeclineDuty, by: By) -> None:
    duty = _duty(scene, command.duty)
    state = scene.state.duty(duty.id)
    if state.notified_at is not None:
        raise Refused("notified", f"The notice for `{duty.id}` has gone out already.")
    if state.declined:
        raise Refused("declined", f"Not to notify for `{duty.id}` has been decided already.")
    if not reasoned(command):
        raise Refused("no-reason", "Say why: a decision not to notify needs a reason.")
    owner = command.owner or by.seat
    if owner is None:
        raise Refused("no-owner", "Say who owns this decision.")
    known_seat(scene, owner)
    cited(command.evidence, by)
    scene.tell(
        DutyDeclined(duty=duty.id, owner=owner, reasoned=True, evidence=command.evidence), by
    )


def _duty(scene: Scene, duty: str) -> Duty:
    found = scene.plan.duties.get(duty)
    if found is None:
        started = (name for name, state in scene.state.duties.items() if state.state is not None)
        known(duty, started, because="unknown-duty", says=f"There is no duty `{duty}`")
    assert found is not None
    return found


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {
    NotifyAuthority: notify,
    DeclineDuty: decline,
}

__all__ = ["VERBS", "start_duties", "watch_expiry"]
