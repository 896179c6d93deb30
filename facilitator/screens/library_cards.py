"""The shelf of scenarios: a card for each, and the few questions by which it is narrowed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.preflight import time_in_room
from facilitator.screens.saying import State, say_length
from facilitator.screens.seen import Viewer
from facilitator.screens.story.incident import headline
from runbooks.authored import Problem
from scenarios import Item, Regimes, Scenario

HOUR_MS: Final = 3_600_000
LENGTHS: Final = (2, 4, 6)
"""Hours in the room that one asks for: a morning, an afternoon, a day."""
WHOSE: Final = (("library", "comes with Drillroom"), ("own", "our own"))
LICENCE: Final = "Apache-2.0"
"""Of what comes with the product; what a house writes is the house's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCard:
    """One scenario of the shelf.  Of a file that does not read only id, title and state are known.

    Attributes:
        takes: In the room, at the pace of its phases.
        laws: Whose rules its duties rehearse, in short: ``DORA``.
        own: The house's own, so it can be edited.
        state: What a check of it found.
        reads: There is a preview to open.
    """

    id: str
    title: str
    state: State
    aim: str = ""
    rehearses: tuple[str, ...] = ()
    lasts: str = ""
    takes: str = ""
    takes_ms: int = 0
    roles: int = 0
    injects: int = 0
    laws: tuple[str, ...] = ()
    version: str = ""
    licence: str = ""
    own: bool = False
    reads: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """An organisation or a runbook of the house's own."""

    kind: str
    title: str
    address: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody narrows the shelf to; empty: anything."""

    words: str = ""
    rehearses: str = ""
    law: str = ""
    hours: int = 0
    whose: str = ""

    @property
    def anything(self) -> bool:
        """Nothing is asked for."""
        return self == Wanted()

    def takes(self, card: ScenarioCard) -> bool:
        """Whether a card is among what is wanted."""
        text = " ".join((card.id, card.title, card.aim, *card.rehearses, *card.laws)).casefold()
        return (
            all(word in text for word in self.words.casefold().split())
            and self.rehearses in ("", *card.rehearses)
            and self.law in ("", *card.laws)
            and (not self.hours or 0 < card.takes_ms <= self.hours * HOUR_MS)
            and self.whose in ("", "own" if card.own else "library")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One question with its answers: value and words."""

    name: str
    label: str
    answers: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """The context of ``library.html``."""

    viewer: Viewer
    cards: tuple[ScenarioCard, ...]
    of: int
    """How many there are before narrowing."""
    wanted: Wanted
    picks: tuple[Pick, ...]
    folder: str
    """Where a house puts files of its own."""
    own: int
    others: tuple[OwnFile, ...]
    to_begin_from: tuple[tuple[str, str], ...]
    """Organisations and runbooks that come with the product: words, and where the file is."""
    unread: tuple[tuple[str, str], ...]
    """The house's own files that are not read: the file, and why not."""
    problems: tuple[str, ...]
    """Of the house's own files: file, line, what is wrong, what would be right."""


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """The questions of the form above the shelf; what is not among its answers is not asked."""
    hours = query.get("takes", "")
    whose = query.get("whose", "")
    return Wanted(
        words=" ".join(query.get("q", "").split())[:80],
        rehearses=query.get("rehearses", ""),
        law=query.get("law", ""),
        hours=int(hours) if hours in {str(one) for one in LENGTHS} else 0,
        whose=whose if whose in dict(WHOSE) else "",
    )


def picks_of(wanted: Wanted, cards: Iterable[ScenarioCard]) -> tuple[Pick, ...]:
    """What the shelf can be narrowed by: only answers that some card gives."""
    shelf = tuple(cards)
    rehearsals = sorted({word for card in shelf for word in card.rehearses})
    laws = sorted({law for card in shelf for law in card.laws})
    lengths = tuple((str(one), f"up to {one} hours") for one in LENGTHS)
    return (
        Pick(
            name="rehearses",
            label="Rehearses",
            answers=tuple((one, one) for one in rehearsals),
            chosen=wanted.rehearses,
        ),
        Pick(
            name="law",
            label="Duty to notify",
            answers=tuple((one, one) for one in laws),
            chosen=wanted.law,
        ),
        Pick(name="takes", label="In the room", answers=lengths, chosen=str(wanted.hours or "")),
        Pick(name="whose", label="From", answers=WHOSE, chosen=wanted.whose),
    )


def card_of(
    scenario: Scenario,
    *,
    regimes: Regimes | None = None,
    own: bool = False,
    problems: Iterable[Problem] = (),
) -> ScenarioCard:
    """The card of one scenario."""
    takes = time_in_room(scenario)
    titles = {one.id: one.title for one in regimes.rules} if regimes is not None else {}
    laws = (titles.get(duty.regime, duty.regime).split(",")[0] for duty in scenario.duties)
    return ScenarioCard(
        id=scenario.scenario,
        title=scenario.title,
        aim=headline(scenario.summary, 180),
        rehearses=tuple(word.replace("-", " ") for word in scenario.rehearses),
        lasts=say_length(scenario.lasts),
        takes=say_length(Millis(takes)),
        takes_ms=takes,
        roles=sum(need.a == "role" for need in scenario.needs.values()),
        injects=len(scenario.injects),
        laws=tuple(dict.fromkeys(laws)),
        version=scenario.version,
        licence="" if own else LICENCE,
        own=own,
        state=state_of(problems),
    )


def card_of_unread(item: Item) -> ScenarioCard:
    """The card of a file that cannot be read as a scenario yet."""
    state = State(words="does not read yet", tone="bad", shape="late")
    return ScenarioCard(id=item.id, title=item.title or item.id, own=True, state=state, reads=False)


def state_of(problems: Iterable[Problem]) -> State:
    """What a check found, in two words: only what is no warning keeps a scenario from play."""
    found = tuple(problems)
    wrong = sum(not one.warning for one in found)
    if wrong:
        return State(words=f"{wrong} to mend", tone="bad", shape="late")
    if found:
        words = f"checked, {len(found)} {'warning' if len(found) == 1 else 'warnings'}"
        return State(words=words, tone="warn", shape="soon")
    return State(words="checked", tone="good", shape="done")
