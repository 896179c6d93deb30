"""The incident itself: log, acknowledgement, declaration, severity, and since when one is aware."""

from collections.abc import Callable
from typing import Any

from evidence import TEAM, Command, Millis
from evidence.kinds.incident import (
    Acknowledge,
    AwarenessClaimed,
    CallSeverity,
    ClaimAwareness,
    DeclareIncident,
    EnterLog,
    IncidentDeclared,
    IncidentDetected,
    LogEntered,
    SeverityCalled,
    SignalAcknowledged,
)
from scenarios.injects import SIGNAL_CHANNELS, Inject
from simulator.scene import By, Refused, Scene
from simulator.verbs.duties import start_duties
from simulator.verbs.reading import known


def enter_log(scene: Scene, command: EnterLog, by: By) -> None:
    note_detection(scene, by)
    scene.tell(
        LogEntered(
            tag=command.tag,
            about=command.about,
            said_by=command.said_by,
            about_at=command.about_at,
        ),
        by,
    )


def acknowledge(scene: Scene, command: Acknowledge, by: By) -> None:
    signal = command.signal
    if not _was_shown(scene, signal, (by.seat, command.said_by)):
        raise Refused("unknown-signal", f"Nobody has sent you `{signal}`.")
    if signal in scene.state.acknowledged:
        raise Refused("acknowledged", f"Somebody has `{signal}` already.")
    note_detection(scene, by)
    scene.tell(SignalAcknowledged(signal=signal), by)


def declare(scene: Scene, command: DeclareIncident, by: By) -> None:
    if scene.state.closed:
        raise Refused("closed", "The incident is closed.")
    if scene.state.declared == command.verdict:
        what = "an incident" if command.verdict == "incident" else "a false positive"
        raise Refused("declared", f"This has been declared {what} already.")
    if command.verdict == "incident":
        note_detection(scene, by)
    scene.tell(IncidentDeclared(verdict=command.verdict), by)


def call_severity(scene: Scene, command: CallSeverity, by: By) -> None:
    policy = scene.plan.organisation.severity
    if policy.level(command.level) is None:
        levels = ", ".join(str(level.level) for level in policy.levels)
        raise Refused(
            "unknown-level", f"There is no level {command.level}; the levels are {levels}."
        )
    for question, answer in command.answers.items():
        _check_answer(scene, question, answer)
    if not _anything_shown(scene):
        raise Refused("too-early", "Nothing has been reported yet that could have a severity.")
    tree_says = policy.walk(command.answers) if command.answers else None
    scene.tell(SeverityCalled(level=command.level, tree_says=tree_says), by)


def _check_answer(scene: Scene, question: str, answer: str) -> None:
    policy = scene.plan.organisation.severity
    asked = policy.question(question)
    known(
        question,
        (q.id for q in policy.questions),
        because="unknown-question",
        says=f"The severity tree has no question `{question}`",
    )
    assert asked is not None
    known(
        answer,
        (a.answer for a in asked.answers),
        because="unknown-answer",
        says=f"`{answer}` is no answer to `{question}`",
    )


def claim_awareness(scene: Scene, command: ClaimAwareness, by: By) -> None:
    of = command.of
    if all(duty.from_.aware_of != of for duty in scene.plan.scenario.duties):
        raise Refused("unknown-matter", f"No duty asks since when you are aware of `{of}`.")
    first = _first_signal_shown(scene)
    if first is None:
        raise Refused("before-first-signal", "Nothing has been shown yet to be aware of.")
    since = command.about_at if command.about_at is not None else scene.now
    if since > scene.now:
        raise Refused("future", "Nobody can be aware from an instant in the future.")
    if since < first:
        raise Refused(
            "before-first-signal",
            f"{scene.clock_text(since)} lies before the first signal ({scene.clock_text(first)}).",
        )
    earlier = scene.state.aware.get(of)
    governs = earlier is None or since < earlier
    scene.tell(AwarenessClaimed(of=of, since=since, lag_ms=scene.now - since, governs=governs), by)
    if governs:
        start_duties(scene, by, aware_of=of)


def note_detection(scene: Scene, by: By) -> None:
    """The first thing that the team does about a true signal is its detection.

    For control alone: to the team it would say that the signal is true.
    """
    first = scene.state.first_signal
    if first is not None and not scene.state.detected:
        scene.emit(IncidentDetected(signal=first[0]), by=by)


def _was_shown(scene: Scene, signal: str, seats: tuple[str | None, ...]) -> bool:
    """Whether a signal or message reached one of *seats*."""
    state = scene.state
    inject = scene.plan.injects.get(signal)
    if inject is not None:
        return signal in state.fired and (TEAM in inject.to or any(s in inject.to for s in seats))
    return signal in state.fired or state.judged.get(signal) in ("true", "false")


def _anything_shown(scene: Scene) -> bool:
    injects = scene.plan.injects
    return scene.state.first_signal is not None or any(
        inject not in injects or injects[inject].to for inject in scene.state.fired
    )


def _first_signal_shown(scene: Scene) -> Millis | None:
    """The first signal that anyone saw, true or false: a refusal must not tell which it was."""
    injects, state = scene.plan.injects, scene.state
    shown = [
        at
        for inject, at in state.fired.items()
        if inject not in injects or _is_signal(injects[inject])
    ]
    if state.first_signal is not None:
        shown.append(state.first_signal[1])
    return min(shown, default=None)


def _is_signal(inject: Inject) -> bool:
    return bool(inject.to) and (inject.by in SIGNAL_CHANNELS or inject.signal is not None)


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {
    EnterLog: enter_log,
    Acknowledge: acknowledge,
    DeclareIncident: declare,
    CallSeverity: call_severity,
    ClaimAwareness: claim_awareness,
}

__all__ = ["VERBS", "note_detection"]
