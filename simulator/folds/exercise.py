"""The course of the exercise: its two ends, holds, seats."""

from evidence import Event
from evidence.kinds import exercise as x
from simulator.folds.registry import Topics, on
from simulator.state import State


@on(x.ExerciseOpened)
def _opened(state: State, event: Event, body: x.ExerciseOpened) -> Topics:
    state.opened = body
    for seat in sorted(body.responders):
        state.seats[seat] = f"sim:{seat}"
    return ()


@on(x.ExerciseStarted)
def _started(state: State, event: Event, body: x.ExerciseStarted) -> Topics:
    state.started_at = event.at
    return ()


@on(x.ExerciseEnded)
def _ended(state: State, event: Event, body: x.ExerciseEnded) -> Topics:
    state.ended = True
    return ()


@on(x.ExerciseHeld)
def _held(state: State, event: Event, body: x.ExerciseHeld) -> Topics:
    state.held = True
    return ()


@on(x.ExerciseResumed)
def _resumed(state: State, event: Event, body: x.ExerciseResumed) -> Topics:
    state.held = False
    return ()


@on(x.WentByHand)
def _by_hand(state: State, event: Event, body: x.WentByHand) -> Topics:
    state.by_hand = True
    return ()


@on(x.ControlHandedOver)
def _handed_over(state: State, event: Event, body: x.ControlHandedOver) -> Topics:
    state.control = body.to_actor
    return ()


@on(x.CommsCheckAnswered)
def _comms_check_answered(state: State, event: Event, body: x.CommsCheckAnswered) -> Topics:
    state.reached[body.seat] = body.by
    return ()


@on(x.SeatTaken)
def _seat_taken(state: State, event: Event, body: x.SeatTaken) -> Topics:
    state.seats[body.seat] = body.by
    return ()


@on(x.SeatEmptied)
def _seat_emptied(state: State, event: Event, body: x.SeatEmptied) -> Topics:
    if state.opened is not None and body.seat in state.opened.responders:
        state.seats[body.seat] = f"sim:{body.seat}"  # who was there before the person came
    else:
        state.seats.pop(body.seat, None)
    return ()
