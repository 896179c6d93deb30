"""Printing for people and for programs.

Colour only where a terminal is watching and NO_COLOR is not set; a pipe gets the same words in
plain text.  Programs get one JSON document on standard output, whole or not at all.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

WIDTH_OF_A_PIPE = 100
SHOWN_AFTER_S = 1.0


class Printer:
    """Lines on standard output."""

    def __init__(self) -> None:
        width = None if sys.stdout.isatty() else WIDTH_OF_A_PIPE
        self.console = Console(highlight=False, soft_wrap=True, width=width)

    def line(self, text: str = "", *, style: str | None = None) -> None:
        self.console.print(escape(text), style=style)

    def fitted(self, text: str, *, style: str | None = None) -> None:
        """One line of a timeline: cut where a terminal ends, whole in a pipe."""
        room = self.console.width
        if self.console.is_terminal and len(text) > room:
            text = text[: room - 1].rstrip() + "…"
        self.line(text, style=style)

    def table(self, table: Table) -> None:
        self.console.print(table, soft_wrap=False)


@contextmanager
def working(on: str) -> Iterator[None]:
    """Show a bar once something has taken a second: on standard error, to a watching terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    bar = Progress(console=console, transient=True)
    bar.add_task(on, total=None)
    late = Timer(SHOWN_AFTER_S, bar.start)
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
        late.join()
        bar.stop()


def printer() -> Printer:
    return Printer()


def print_json(document: dict[str, Any]) -> None:
    """One JSON document; written at once, so a failure before leaves nothing half-said."""
    print(json.dumps(document, ensure_ascii=False, indent=2))
