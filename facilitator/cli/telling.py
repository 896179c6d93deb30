"""An exercise as it goes by in a terminal: clock, who, and the sentence, in one line."""

from dataclasses import dataclass
from typing import Final

import msgspec

from evidence import Event
from evidence.kinds.procedure import QueryReturned
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
        self._found: set[str] = set()
        """Artefacts that have been told; a second look tells what is new."""
        self._day = ""

    def tell(self, event: Event) -> Told | None:
        """The line for *event*; ``None`` where nobody would miss it."""
        if isinstance(event.body, QueryReturned) and event.body.found:
            body = self._news_of(event.body)
            if not body.found:
                return self._line(event, f"looked into {body.source} again: nothing new", None)
            event = msgspec.structs.replace(event, body=body)
        sentence = tell(self._names, event)
        if sentence is None:
            return None
        return self._line(event, sentence.words, _STYLES[sentence.tone] if sentence.tone else None)

    def new_day(self, event: Event) -> str | None:
        """The day of *event*, if the one that was asked about before was on another."""
        day = self._names.day(event.at)[: -len(" 00:00")]
        if day == self._day:
            return None
        self._day = day
        return day

    def _line(self, event: Event, words: str, style: str | None) -> Told:
        who = f"{self._names.who(event):<{self._names.width}}"
        return Told(f"{self._names.clock(event.at)}  {who}  {words}", style)

    def _news_of(self, answer: QueryReturned) -> QueryReturned:
        """An answer without what was found before."""
        new = {
            found: text
            for found, text in zip(answer.found, answer.texts, strict=True)
            if found not in self._found
        }
        self._found.update(new)
        return msgspec.structs.replace(answer, found=tuple(new), texts=tuple(new.values()))
