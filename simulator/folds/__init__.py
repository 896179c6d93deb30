"""How each kind of event changes the state, and which topics it touches.

A topic is ``area:id``; a condition names the topics it depends on (`simulator.conditions`), so
only those that an event could have changed are looked at again.
"""

from simulator.folds import control, exercise, incident, outside, procedure, world
from simulator.folds.registry import Topics, apply

__all__ = ["Topics", "apply", "control", "exercise", "incident", "outside", "procedure", "world"]
