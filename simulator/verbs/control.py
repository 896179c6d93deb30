"""What control does: the course and clock of the exercise, the MSEL, rulings, the world by hand."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from evidence import TEAM, Command
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds.procedure import ActionAdjudicated, Adjudicate
from evidence.kinds.world import PersonSpoke, WorldSet
from runbooks.authored import Wrong
from scenarios.facts import legal_facts
from scenarios.law import check_answer
from simulator.deadlines import crossed
from simulator.endings import end_story
from simulator.play import Play
from simulator.scene import TO_TEAM, By, Refused
from simulator.verbs.effects import read_effects
from simulator.verbs.reading import cited

MAX_PACE: Final = 1_000
"""A thousand exercise seconds in a played one: nobody can follow more."""
MAX_SLOWNESS: Final = 60
"""A played minute for an exercise second: slower than that, a hold is meant."""
MAX_DAYS: Final = 31
"""The calendars in a plan reach a month of play, and the last deadline of most laws lies in it."""


def start(scene: Play, command: x.StartExercise, by: By) -> None:
    starts = scene.plan.scenario.starts
    scene.emit(x.ExerciseStarted(starts_utc_ms=starts.utc_ms, zone=starts.zone), to=TO_TEAM, by=by)


def accept_points(scene: Play, command: x.AcceptPoints, by: By) -> None:
    if not command.points:
        raise Refused("no-point", "Say which point of the pre-flight is accepted.")
    scene.emit(x.PointsAccepted(points=command.points), by=by)


def answer_comms_check(scene: Play, command: x.AnswerCommsCheck, by: By) -> None:
    assert by.seat is not None, "checked before any verb"
    scene.tell(x.CommsCheckAnswered(seat=by.seat, by=by.actor or ""), by)


def say_mood(scene: Play, command: x.SayMood, by: By) -> None:
    scene.tell(x.MoodSaid(mood=command.mood), by)


def end(scene: Play, command: x.EndExercise, by: By) -> None:
    open_gates = tuple(
        gate for gate in ("understood", "controlled", "risk") if gate not in scene.state.gates
    )
    scene.msel.end(by.seq)
    ending = end_story(scene)
    scene.emit(x.ExerciseEnded(open_gates=open_gates, ending=ending), to=TO_TEAM, by=by)
    scene.agenda.clear()


def hold(scene: Play, command: x.HoldExercise, by: By) -> None:
    if scene.state.held:
        raise Refused("held", "The exercise is on hold already.")
    scene.emit(x.ExerciseHeld(because="control"), to=TO_TEAM, by=by)


def resume(scene: Play, command: x.ResumeExercise, by: By) -> None:
    if not scene.state.held:
        raise Refused("not-held", "The exercise is not on hold.")
    scene.emit(x.ExerciseResumed(), to=TO_TEAM, by=by)


def stop_for_real(scene: Play, command: x.StopForReal, by: By) -> None:
    """Said in a hold as well: whoever only sees a break must not go on with it."""
    scene.emit(x.ExerciseHeld(because="real-incident"), to=TO_TEAM, by=by)


def set_pace(scene: Play, command: x.SetPace, by: By) -> None:
    num, den = command.num, command.den
    if num < 1 or den < 1 or num > MAX_PACE * den or den > MAX_SLOWNESS * num:
        raise Refused("pace", f"The pace lies between 1/{MAX_SLOWNESS} and {MAX_PACE}.")
    change_pace(scene, command.num, command.den, by=by)


def change_pace(
    scene: Play, num: int, den: int, *, by: By | None = None, phase: str | None = None
) -> None:
    """Set the pace, by control or by an authored phase."""
    scene.emit(x.PaceSet(num=num, den=den, phase=phase), to=TO_TEAM, by=by)
    scene.agenda.set_clock_again()


def jump(scene: Play, command: x.JumpTo, by: By) -> None:
    if command.to <= scene.now:
        raise Refused("backwards", "A jump goes forward; give a later instant.")
    if command.to > max(MAX_DAYS * 86_400_000, scene.plan.scenario.lasts):
        raise Refused("too-far", f"A jump goes no further than {MAX_DAYS} days after StartEx.")
    crosses = crossed(scene, command.to)
    if crosses and not command.through:
        first = crosses[0]
        raise Refused(
            "crosses-deadline",
            f"The jump crosses {first.what}, due {scene.clock_text(first.due)}; "
            "jump to an earlier instant, or say `through` with a reason.",
        )
    if crosses and command.words is None:
        raise Refused("no-reason", "Say why the jump goes through an open deadline.")
    scene.emit(
        x.ExerciseJumped(to=command.to, crosses=tuple(deadline.id for deadline in crosses)),
        to=TO_TEAM,
        by=by,
    )
    scene.agenda.set_clock_again()


def go_by_hand(scene: Play, command: x.GoByHand, by: By) -> None:
    if scene.state.by_hand:
        raise Refused("by-hand", "The exercise is run by hand already.")
    scene.emit(x.WentByHand(), by=by)
    scene.agenda.retire()


def hand_over(scene: Play, command: x.HandOverControl, by: By) -> None:
    scene.emit(x.ControlHandedOver(to_actor=command.to_actor), by=by)


def handle_inject(scene: Play, command: c.HandleInject, by: By) -> None:
    inject, msel = command.inject, scene.msel
    state = scene.state.inject_states.get(inject)
    delivered = state == "fired"
    if command.how == "withdraw":
        if not delivered or not msel.may_withdraw(inject):
            raise Refused("too-late", "An inject can be withdrawn within ten seconds of delivery.")
        msel.withdraw(inject, by)
        return
    _known(scene, inject)
    if delivered:
        raise Refused("fired", f"`{inject}` has been delivered.")
    if state == "skipped" and command.how != "fire":
        raise Refused("skipped", f"`{inject}` was skipped; fire it if you want it after all.")
    match command.how:
        case "fire":
            msel.fire(inject, by)
        case "skip":
            msel.skip(inject)
            scene.emit(c.InjectSet(inject=inject, state="skipped"), by=by)
        case "hold-back":
            msel.hold_back(inject)
            scene.emit(c.InjectSet(inject=inject, state="held-back"), by=by)
        case "release":
            scene.emit(c.InjectSet(inject=inject, state="released"), by=by)
            msel.release(inject)


def _known(scene: Play, inject: str) -> None:
    if inject not in scene.plan.injects:
        raise Refused("unknown-inject", f"The plan has no inject `{inject}`.")


def shift_inject(scene: Play, command: c.ShiftInject, by: By) -> None:
    _known(scene, command.inject)
    if scene.state.inject_states.get(command.inject) == "fired":
        raise Refused("fired", f"`{command.inject}` has been delivered.")
    if command.to < scene.now:
        raise Refused("past", "An inject cannot be moved into the past.")
    scene.emit(c.InjectSet(inject=command.inject, state="shifted", to=command.to), by=by)
    scene.msel.shift(command.inject, command.to)


def edit_inject(scene: Play, command: c.EditInject, by: By) -> None:
    _known(scene, command.inject)
    if scene.state.inject_states.get(command.inject) == "fired":
        raise Refused("fired", f"`{command.inject}` has been delivered.")
    scene.emit(c.InjectSet(inject=command.inject, state="edited"), by=by)
    scene.msel.reword(command.inject, by.seq)


def add_inject(scene: Play, command: c.AddInject, by: By) -> None:
    if command.inject in scene.plan.injects or command.inject in scene.state.fired:
        raise Refused("taken", f"There is an inject `{command.inject}`; give this one another id.")
    _seats(scene, command.to_seats)
    _heard_by_the_law(command.tells)
    to = scene.audience(command.to_seats or (TEAM,))
    scene.msel.fired(command.inject, to=to)
    scene.emit(
        c.InjectFired(
            inject=command.inject,
            channel=command.channel,
            text_in=by.seq,
            tells=command.tells,
            adhoc=True,
            by_hand=True,
        ),
        to=to,
        by=by,
    )


def _heard_by_the_law(shown: Mapping[str, str]) -> None:
    """Who scores the record walks legal tests on it, and must be able to read every answer."""
    for fact, (value,) in legal_facts(shown).items():
        try:
            check_answer(fact, value)
        except Wrong as error:
            says = f"{error.wrong[:1].upper()}{error.wrong[1:]}; {error.right}."
            raise Refused("no-answer", says) from error


def _seats(scene: Play, seats: tuple[str, ...]) -> None:
    for seat in seats:
        if seat != TEAM and seat not in scene.plan.organisation.roles:
            raise Refused("unknown-seat", f"There is no seat `{seat}`.")


def speak(scene: Play, command: c.SpeakAs, by: By) -> None:
    _seats(scene, command.to_seats)
    scene.emit(
        PersonSpoke(who=command.who, channel=command.channel, said=by.seq),
        to=scene.audience(command.to_seats or (TEAM,)),
        by=by,
    )


def set_world(scene: Play, command: c.SetWorld, by: By) -> None:
    effects = read_effects(scene, command.effects)
    seq = scene.emit(WorldSet(effects=command.effects), by=by)
    scene.world.apply(effects, cause=seq, source="control")


def adjudicate(scene: Play, command: Adjudicate, by: By) -> None:
    status = scene.state.actions.get(command.action)
    if status is None:
        raise Refused("unknown-action", f"Nobody has proposed `{command.action}`.")
    if status != "proposed":
        raise Refused("ruled", f"`{command.action}` has been ruled on.")
    effects = read_effects(scene, command.effects)
    scene.tell(
        ActionAdjudicated(
            action=command.action, ruling=command.ruling, takes_ms=max(0, command.takes_ms)
        ),
        by,
    )
    scene.world.adjudicated(command.action, command.ruling, max(0, command.takes_ms), effects, by)


def excuse(scene: Play, command: c.ExcuseSpan, by: By) -> None:
    if command.until_at < command.from_at:
        raise Refused("span", "A span ends after it begins.")
    scene.emit(
        c.SpanExcused(from_at=command.from_at, until_at=command.until_at, code=command.code),
        by=by,
    )


def extend(scene: Play, command: c.ExtendDeadline, by: By) -> None:
    if scene.state.expectations.get(command.expectation) is None or command.by_ms <= 0:
        raise Refused("nothing-open", f"Nothing is expected under `{command.expectation}`.")
    if scene.state.expectations[command.expectation] != "open":
        raise Refused("over", f"`{command.expectation}` is over.")
    scene.emit(c.DeadlineExtended(expectation=command.expectation, by_ms=command.by_ms), by=by)
    scene.msel.expected.extend(command.expectation, command.by_ms)


def relay(scene: Play, command: c.RelayEvent, by: By) -> None:
    _seats(scene, command.to_seats)
    scene.emit(
        c.EventRelayed(from_team=command.from_team, said=by.seq),
        to=scene.audience(command.to_seats or (TEAM,)),
        by=by,
    )


def note(scene: Play, command: c.WriteNote, by: By) -> None:
    """Control's own note has no consequence; what it is tied to must be there."""
    if command.inject is not None and command.inject not in scene.state.fired:
        _known(scene, command.inject)
    cited(command.about, by)


def mark(scene: Play, command: Any, by: By) -> None:
    """A fact that the shell reports needs no consequence."""


def outage(scene: Play, command: x.OutageEnded, by: By) -> None:
    if not scene.state.held:
        scene.emit(x.ExerciseHeld(because=command.because), to=TO_TEAM, by=by)


def joined(scene: Play, command: x.PersonJoined, by: By) -> None:
    _seats(scene, (command.seat,))
    sitting = scene.state.seats.get(command.seat)
    if sitting is not None and not sitting.startswith("sim:"):
        raise Refused("seat-full", f"Somebody sits at `{command.seat}` already.")
    scene.tell(x.SeatTaken(seat=command.seat, by=by.actor), by)


def left(scene: Play, command: x.PersonLeft, by: By) -> None:
    _seats(scene, (command.seat,))
    scene.tell(x.SeatEmptied(seat=command.seat), by)


VERBS: dict[type[Command], Callable[[Play, Any, By], None]] = {
    x.StartExercise: start,
    x.AcceptPoints: accept_points,
    x.AnswerCommsCheck: answer_comms_check,
    x.SayMood: say_mood,
    x.EndExercise: end,
    x.HoldExercise: hold,
    x.ResumeExercise: resume,
    x.StopForReal: stop_for_real,
    x.SetPace: set_pace,
    x.JumpTo: jump,
    x.GoByHand: go_by_hand,
    x.HandOverControl: hand_over,
    x.OutageEnded: outage,
    x.PersonJoined: joined,
    x.PersonLeft: left,
    x.ExerciseOpened: mark,
    x.ClockMarked: mark,
    x.FieldRedacted: mark,
    c.HandleInject: handle_inject,
    c.ShiftInject: shift_inject,
    c.EditInject: edit_inject,
    c.AddInject: add_inject,
    c.SpeakAs: speak,
    c.SetWorld: set_world,
    c.ExcuseSpan: excuse,
    c.ExtendDeadline: extend,
    c.RelayEvent: relay,
    c.WriteNote: note,
    Adjudicate: adjudicate,
}

__all__ = ["VERBS", "change_pace"]
