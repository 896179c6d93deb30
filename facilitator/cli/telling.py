"""An exercise as it goes by in a terminal: clock, who, and the sentence, in one line."""

from dataclasses import dataclass
from typing import Final

from evidence import Event
from scenarios import Plan
from scoring.report import Names, Tone, tell

_STYLES: Final[dict[Tone, str]] = {
    "news": "bold",
    "good": "green",
    "bad": "red",
    "care": "yellow",
    "truth": "bright_black",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line, ready to print."""

    text: str
    style: str | None


class Teller:
    """Tells the events of one plan.  What a person reads stands under the one who reads it."""

    def __init__(self, plan: Plan) -> None:
        self._names = Names(plan)

    def tell(self, event: Event) -> Told | None:
        """The line for *event*; ``None`` where nobody would miss it."""
        sentence = tell(self._names, event)
        if sentence is None:
            return None
        who = f"{self._names.who(event):<{self._names.width}}"
        style = _STYLES[sentence.tone] if sentence.tone else None
        return Told(f"{self._names.clock(event.at)}  {who}  {sentence.words}", style)
