"""Instants and spans as an evaluator reads them."""

from evidence import Millis

_SECOND = 1_000


def span(duration: int) -> str:
    """``9:00``, ``2:40:00``; milliseconds only where there are any."""
    sign = "-" if duration < 0 else ""
    seconds, rest = divmod(abs(duration), _SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    shown = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{sign}{shown}.{rest:03d}" if rest else f"{sign}{shown}"


def instant(at: Millis | int) -> str:
    """An instant of exercise time: ``E 00:05:00``, ``E 72:15:00``."""
    sign = "-" if at < 0 else ""
    seconds, rest = divmod(abs(at), _SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    shown = f"E {sign}{hours:02d}:{minutes:02d}:{seconds:02d}"
    return f"{shown}.{rest:03d}" if rest else shown


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 step``, ``3 steps``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
