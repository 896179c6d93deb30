"""Answers that are being written: who of a team writes, and what it says so far.

1. A draft is nobody's evidence.  It lives in memory alone and is gone when its author sends or
   empties it, when play ends, and when the server stops; browsers keep their own copy.
2. It goes to those seats of the team that were shown what it answers, and to nobody else; each
   view that receives it is asked.
3. A browser says how far a draft has got once a second.  What comes faster is kept, not told.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import orjson

from evidence import Event, may_see
from facilitator.live.audience import Audience
from facilitator.live.views import View
from facilitator.screens.cards import key_of_message
from scenarios import Plan

MAX_DRAFTS: Final = 20
"""Of one seat.  Nobody writes more answers at once; the oldest is forgotten first."""
AGAIN_S: Final = 0.8
"""A draft that grows is told this often at the most; a browser sends it once a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer that nobody has given yet: to which message, in which seat, by whom."""

    about: str
    seat: str
    who: str
    words: str
    choice: str

    @property
    def empty(self) -> bool:
        return not (self.words or self.choice)


class Drafts:
    """What the seats of one room are writing."""

    def __init__(self, audience: Audience, plan: Plan) -> None:
        self._audience = audience
        self._plan = plan
        self._kept: dict[tuple[str, str], Draft] = {}
        self._told: dict[tuple[str, str], float] = {}

    def write(self, view: View, about: str, *, who: str, words: str, choice: str) -> None:
        """Somebody in the seat of *view* writes; nothing happens if it was never asked that."""
        asked = self._message(view, about)
        if asked is None or view.seat is None:
            return
        draft = Draft(about=about, seat=view.seat, who=who, words=words, choice=choice)
        key, now = (view.seat, about), asyncio.get_running_loop().time()
        before = self._kept.pop(key, None)
        if draft.empty:
            self._told.pop(key, None)
            if before is None:
                return
        else:
            self._keep(key, draft)
            told = self._told.get(key)
            if told is not None and now - told < AGAIN_S:
                return
            self._told[key] = now
        text = self._frame(draft, now=True)
        for other in self._audience.views():
            mine = other.seat in (None, view.seat)
            if not mine and may_see(asked.to, seat=other.seat):
                other.tell(text)

    def frames_for(self, view: View, *, who: str) -> Iterator[str]:
        """The drafts that *view* may see, for somebody who has just come."""
        for draft in tuple(self._kept.values()):
            if view.seat is not None and self._message(view, draft.about) is not None:
                yield self._frame(draft, now=False, own=draft.who == who)

    def clear(self) -> None:
        """Play has ended: what was not sent is not said."""
        self._kept.clear()
        self._told.clear()

    def _keep(self, key: tuple[str, str], draft: Draft) -> None:
        self._kept[key] = draft
        own = [held for held in self._kept if held[0] == draft.seat]
        if len(own) > MAX_DRAFTS:
            del self._kept[own[0]]
            self._told.pop(own[0], None)

    def _frame(self, draft: Draft, *, now: bool, own: bool = False) -> str:
        writing = {
            "about": draft.about,
            "seat": draft.seat,
            "who": self._plan.organisation.title_of(draft.seat),
            "words": draft.words,
            "choice": draft.choice,
            "now": now,
            "own": own,
        }
        return orjson.dumps({"writing": writing}).decode()

    def _message(self, view: View, key: str) -> Event | None:
        """The message that is shown under *key*, if this view has it; the key ends in when."""
        at = key.rpartition("-")[2]
        found = (event for event in reversed(view.events) if str(event.at) == at)
        return next((one for one in found if key_of_message(one, self._plan) == key), None)
