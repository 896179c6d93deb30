"""How times and states are said: one wording for every page, so that nobody reads twice.

A state is a word, a shape and a tone, in this order of importance; a deadline is a state that
the browser keeps counting.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from evidence import Millis

Tone = Literal["good", "warn", "bad", "news", "idle"]
Shape = Literal["done", "soon", "late", "wait", "run", "hold", "unknown", "skip", "live", "lock"]

INSTANT: Final = re.compile(r"\bE (?P<sign>-?)(?P<h>\d{2,}):(?P<m>\d\d):(?P<s>\d\d)\b")
"""How a sentence of the score writes an instant of exercise time."""
SOON_MS: Final = 600_000
"""Amber from ten minutes on: time enough to act, little enough to hurry."""
_SECOND, _MINUTE, _HOUR, _DAY = 1_000, 60_000, 3_600_000, 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A word, a shape and a tone.  With ``due`` (exercise ms) the browser counts on."""

    words: str
    tone: Tone = "idle"
    shape: Shape = "wait"
    due: Millis | None = None
    lead: str = ""
    """Before a countdown: ``answer``, ``due``."""


def say_span(span_ms: int) -> str:
    """A duration: ``5:20``, ``1:04:10``; ``71 h 32 min`` above a day."""
    if span_ms >= _DAY:
        return f"{span_ms // _HOUR} h {span_ms % _HOUR // _MINUTE:02d} min"
    hours, rest = divmod(max(0, span_ms) // _SECOND, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def say_at(at: int) -> str:
    """An instant of exercise time: ``0:58:20``."""
    sign = "-" if at < 0 else ""
    seconds = abs(at) // _SECOND
    return f"{sign}{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def say_instants(words: str) -> str:
    """A sentence of the score with its instants as pages say them: ``E 00:58:20``, ``0:58:20``."""
    return INSTANT.sub(lambda found: say_at(ms_of(found)), words)


def ms_of(found: re.Match[str]) -> int:
    """The exercise time of a found `INSTANT`."""
    hours, minutes, seconds = (int(found[part]) for part in ("h", "m", "s"))
    ms = (hours * 3600 + minutes * 60 + seconds) * _SECOND
    return -ms if found["sign"] else ms


def say_length(span_ms: int) -> str:
    """A length as people promise it: ``15 min``, ``2 h``, ``1 h 30 min``, ``3 days``."""
    days, rest = divmod(span_ms, _DAY)
    if days and not rest:
        return f"{days} day{'s' if days > 1 else ''}"
    hours, rest = divmod(span_ms, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    said = [f"{hours} h"] if hours else []
    said += [f"{minutes} min"] if minutes else []
    said += [f"{rest // _SECOND} s"] if rest >= _SECOND and not hours else []
    return " ".join(said) or "0 s"


def say_due(due: Millis, now: Millis, *, lead: str = "") -> State:
    """A deadline as seen now; the server alone decides *late*: at the deadline is in time."""
    left = due - now
    words = f"in {say_span(left)}" if left >= 0 else f"late {say_span(-left)}"
    if lead:
        words = f"{lead} {words}"
    if left < 0:
        return State(words=words, tone="bad", shape="late", due=due, lead=lead)
    if left <= SOON_MS:
        return State(words=words, tone="warn", shape="soon", due=due, lead=lead)
    return State(words=words, tone="idle", shape="wait", due=due, lead=lead)


def say_count(number: int, one: str, many: str | None = None) -> str:
    """``1 step``, ``3 steps``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def said_list(words: list[str] | tuple[str, ...]) -> str:
    """``a, b and c``."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"


def done(words: str) -> State:
    return State(words=words, tone="good", shape="done")


def running(words: str) -> State:
    return State(words=words, tone="news", shape="run")


def waiting(words: str) -> State:
    return State(words=words, tone="warn", shape="soon")


def not_yet(words: str) -> State:
    return State(words=words)


def missed(words: str) -> State:
    return State(words=words, tone="bad", shape="late")


def skipped(words: str) -> State:
    return State(words=words, shape="skip")


def unknown(words: str) -> State:
    return State(words=words, shape="unknown")
