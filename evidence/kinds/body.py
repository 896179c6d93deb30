"""What every kind of command and event has in common.

A body is the open part of one leaf.  Commands are imperatives that somebody gave; facts are
what followed.  Both are plain frozen data, so a screen, a simulated responder, the score and
an auditor's script read the same thing.
"""

from typing import ClassVar, Literal, NewType

import msgspec

Millis = NewType("Millis", int)
"""Whole milliseconds; since StartEx where it is an instant of exercise time."""

Seq = int
"""The place of a leaf in its record, from 0."""

Side = Literal["team", "control", "evaluator", "shell"]

TEAM = "team"
"""Audience: every seat of the team."""
CONTROL = "control"
"""Audience: control and evaluators.  What only control sees is ground truth."""


def seat_audience(seat: str) -> str:
    """The audience that is one seat alone."""
    return f"seat:{seat}"


def may_see(to: tuple[str, ...], *, seat: str | None) -> bool:
    """Whether a leaf addressed to *to* is visible to a team's *seat*, or to control (``None``).

    Control sees everything.  This is the one notion of *visible*: screens and simulated
    responders both ask here.
    """
    return seat is None or TEAM in to or seat_audience(seat) in to


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The open part of a leaf.  ``kind`` is ``area.word``; ``v`` its version."""

    kind: ClassVar[str]
    v: ClassVar[int] = 1


class Command(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody asked for: an input.  ``side`` says who may ask."""

    side: ClassVar[Side] = "team"


class Fact(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What happened: a consequence of a command, or of the world."""
