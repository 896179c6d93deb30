"""Instants and spans as an evaluator reads them: in whole seconds.  Values stay exact beside."""

from collections.abc import Sequence

from evidence import Millis
from evidence.kinds.incident import Sureness

_SECOND = 1_000


def span(duration: int) -> str:
    """``9:00``, ``2:40:00``: whole seconds; below one second the milliseconds, ``0:00.001``."""
    sign = "-" if duration < 0 else ""
    seconds, rest = divmod(abs(duration), _SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    shown = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{sign}0:00.{rest:03d}" if rest and abs(duration) < _SECOND else f"{sign}{shown}"


def instant(at: Millis | int) -> str:
    """An instant of exercise time in whole seconds: ``E 00:05:00``, ``E 72:15:00``."""
    sign = "-" if at < 0 else ""
    minutes, seconds = divmod(abs(at) // _SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    return f"E {sign}{hours:02d}:{minutes:02d}:{seconds:02d}"


def how_sure(sure: Sureness | None) -> str:
    """What a team said of its own answer, to stand behind it: ``, a guess``."""
    return f", {'a guess' if sure == 'guess' else sure.replace('-', ' ')}" if sure else ""


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 step``, ``3 steps``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def some(items: Sequence[str], *, at_most: int = 3) -> str:
    """The first few of many, and how many more; the leaves cited show the rest."""
    shown = "; ".join(items[:at_most])
    return f"{shown}; and {len(items) - at_most} more" if len(items) > at_most else shown


def show_value(value: int | str | None, unit: str) -> str:
    """A figure as people read it: `1 h 04 min`, `83 %`, `3`."""
    if value is None:
        return "–"
    if unit == "ms":
        return show_span(int(value))
    if unit == "ratio":
        whole, _, rest = str(value).partition(".")
        share = int(whole) * 10_000 + int(f"{rest:0<4}"[:4])
        return f"{(share + 50) // 100} %"
    return str(value)


def show_span(span_ms: int) -> str:
    """Milliseconds as people say them."""
    sign = "−" if span_ms < 0 else ""
    seconds = abs(span_ms) // 1000  # as the formulas do, so that no two of them differ
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{sign}{hours} h {minutes:02} min"
    if minutes:
        return f"{sign}{minutes} min {seconds:02} s"
    return f"{sign}{seconds} s"
