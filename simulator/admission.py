"""Who may say what at which moment: what is refused before a verb looks at it.

Which seat may do a thing is the verb's; here stands what follows from the side of a command, from
where the exercise is, and from who holds control.
"""

from typing import Final

from evidence import Command
from evidence.kinds import exercise as x
from evidence.kinds.control import WriteNote
from evidence.kinds.incident import TeamCommand
from evidence.kinds.review import ReviewCommand
from simulator.scene import By, Refused, Scene

_OPEN_TO_ALL_OF_CONTROL: Final = (x.GoByHand, x.HoldExercise, WriteNote)


def check_admitted(scene: Scene, command: Command, by: By) -> None:
    """What holds for every command of a side, before its verb looks at it.

    Raises:
        Refused: It is not theirs, or not the moment.
    """
    state = scene.state
    if isinstance(command, x.ExerciseOpened):
        return
    if isinstance(command, ReviewCommand) or (command.side == "evaluator" and state.ended):
        raise Refused("review", "That belongs to the review, which follows EndEx.")
    if isinstance(command, x.StartExercise):
        if state.started_at is not None:
            raise Refused("started", "The exercise has started already.")
        return
    if isinstance(command, x.AnswerCommsCheck):
        _check_comms(scene, by)
        return
    if command.side == "control":
        before = isinstance(command, x.AcceptPoints)
        if before and state.started_at is not None:
            raise Refused("started", "Play has begun; the pre-flight is over.")
        if state.ended or (state.started_at is None and not before):
            raise Refused("not-playing", "The exercise is not being played.")
        if by.origin != "control":
            raise Refused("not-yours", "Only control can do this.")
        _check_control(scene, command, by)
    elif command.side == "evaluator":
        if by.origin not in ("person", "control"):
            raise Refused("not-yours", "Only an evaluator can do this.")
    elif command.side == "team":
        _check_team(scene, command, by)


def _check_control(scene: Scene, command: Command, by: By) -> None:
    """Once control was handed over it is one person's, until somebody takes it over again.

    Taking over and going on by hand stay open to all of control: whoever holds it may be the
    one who has dropped out.  So do a hold, for safety waits for nobody, and a note.
    """
    holder = scene.state.control
    if holder is None or by.actor == holder or isinstance(command, _OPEN_TO_ALL_OF_CONTROL):
        return
    if not (isinstance(command, x.HandOverControl) and command.to_actor == by.actor):
        raise Refused("handed-over", "Control was handed over; take it over before you act.")


def _check_comms(scene: Scene, by: By) -> None:
    """The comms check comes before play, and once for whoever sits there."""
    state = scene.state
    if state.started_at is not None:
        raise Refused("started", "Play has begun; the comms check is over.")
    if by.seat is None or by.seat not in scene.plan.organisation.roles:
        raise Refused("no-seat", "Take a seat first; only a seat can answer.")
    if state.reached.get(by.seat) == by.actor:
        raise Refused("answered", "You have answered already; control sees it.")


def _check_team(scene: Scene, command: Command, by: By) -> None:
    state, plan = scene.state, scene.plan
    if state.started_at is None and isinstance(command, x.StopForReal):
        says = "Nothing has begun, so there is nothing to stop. Tell your facilitator aloud."
        raise Refused("not-started", says)
    if state.started_at is None:
        raise Refused("not-started", "The exercise has not started; your answer was not taken.")
    if state.ended:
        raise Refused("ended", "The exercise has ended; your answer was not taken.")
    if isinstance(command, x.StopForReal):
        return
    if state.held:
        raise Refused("held", "The exercise is on hold; your answer was not taken.")
    if by.seat is None or by.seat not in plan.organisation.roles:
        raise Refused("no-seat", "Take a seat first; only a seat can act for the team.")
    if by.seat in state.away:
        raise Refused("away", "This person cannot be reached now.")
    if isinstance(command, TeamCommand):
        _check_said(scene, command)


def _check_said(scene: Scene, command: TeamCommand) -> None:
    about = command.about_at
    if about is not None and about > scene.now:
        raise Refused("future", "That instant lies in the future.")
    said_by = command.said_by
    if said_by is not None and said_by not in scene.plan.organisation.roles:
        raise Refused("unknown-seat", f"There is no seat `{said_by}` to speak for.")
