"""The scenario engine: an exercise that is handed facts and returns facts."""

from simulator.chance import Chance
from simulator.countdowns import Countdown, countdowns
from simulator.deadlines import Deadline, may_pass_on_the_way, passed_on_the_way
from simulator.exercise import ClockError, Exercise
from simulator.responders.profiles import PROFILES
from simulator.state import State

__all__ = [
    "PROFILES",
    "Chance",
    "ClockError",
    "Countdown",
    "Deadline",
    "Exercise",
    "State",
    "countdowns",
    "may_pass_on_the_way",
    "passed_on_the_way",
]
