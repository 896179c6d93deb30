"""What is noted while an exercise is simulated: the only input of the checkers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from evidence import Event, Receipt
from evidence.verifier import Report
from facilitator.score_keeping import Verified
from scenarios import Plan

_FORM_ID: Final = re.compile(r'(name=\\"cmd\\" value=\\")[^"\\]*')


def without_form_ids(frame: str) -> str:
    """A frame without what is new in it each time that it is drawn: the ids of its forms."""
    return _FORM_ID.sub(r"\1", frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Somebody was told that their command is in the record."""

    cmd: str
    seq: int
    receipt: Receipt
    refused: bool
    durable: int
    """How many leaves were safe when it was said."""
    ms: int
    """Virtual time, as everywhere here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A numbered frame that the server handed to a socket."""

    client: str
    number: int
    durable: int


@dataclass(slots=True, kw_only=True)
class Session:
    """One socket's life as its client saw it: after *since*, these frames arrived."""

    client: str
    seat: str | None
    since: int
    ms: int
    frames: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class History:
    """Everything that was seen from outside, and what was left at the end.

    Attributes:
        sent: Command ids that clients gave.
        faults: What stopped the room, in its own sentences.
        unhandled: Errors that nobody caught.
        lasted_ms: How much time had passed when the last process began.
        alive: Why it did not come alive again; empty if it did.
        live: What the last process thought the record was, with the pages that it showed.
        fresh: The same of a process that read everything anew.
    """

    sent: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    shown: list[Frame] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    unhandled: list[str] = field(default_factory=list)
    alive: str = ""
    lasted_ms: int = 0
    live: Seen | None = None
    fresh: Seen | None = None
    left: Left | None = None
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one process holds of the exercise at the end.

    Attributes:
        views: Frames of each view, by seat (``None`` is control).
        pages: Folded pages, by seat and name.
        score: The scorecard.
    """

    events: tuple[Event, ...]
    views: dict[str | None, tuple[str, ...]]
    visible: dict[str | None, tuple[int, ...]]
    """The ``seq`` behind each number of a view."""
    pages: dict[tuple[str | None, str], object]
    score: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is on the disk at the end, and what an auditor makes of it."""

    leaves: tuple[bytes, ...]
    plan: Plan
    first_break: str
    diverged_at: int | None
    missing: int
    scorecard: Any
    """As the bundle holds it."""
    head: str
    report: Report
    scores: tuple[Verified, ...]
    """Each scorecard whose digest was kept at the seal, beside what comes out now."""
