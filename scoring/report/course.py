"""Section 7: the MSEL as planned against as run, and the sum that shows nothing is missing.

Planned + ad hoc = fired + skipped + withdrawn + not reached.  Where the sum does not hold, or the
record stops before EndEx, the section says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from evidence import Event
from evidence.kinds.control import InjectFired, InjectSet
from scenarios.injects import Inject
from scoring.report.charts import lanes
from scoring.report.document import (
    Block,
    Cell,
    Column,
    Grid,
    Heading,
    Note,
    Prose,
    Row,
    Section,
    Tone,
)
from scoring.report.reading import Reading, clock, lasted
from scoring.wording import show_span

Fate: TypeAlias = Literal["fired", "skipped", "withdrawn", "not reached", "open"]

_TONES: Final[dict[Fate, Tone]] = {
    "fired": "good",
    "skipped": "idle",
    "withdrawn": "warn",
    "not reached": "idle",
    "open": "bad",
}


@dataclass(slots=True)
class Ran:
    """One inject as it ran."""

    inject: str
    planned: Inject | None
    fired: list[tuple[Event, InjectFired]] = field(default_factory=list)
    set: list[tuple[Event, InjectSet]] = field(default_factory=list)

    @property
    def fate(self) -> Fate:
        """Where it ended; ``open`` where the record says nothing of its end."""
        ends: dict[str, Fate] = {
            "skipped": "skipped",
            "withdrawn": "withdrawn",
            "not-reached": "not reached",
        }
        last_set = next((s for s in reversed(self.set) if s[1].state in ends), None)
        last_fired = self.fired[-1][0].seq if self.fired else -1
        if last_set is not None and last_set[0].seq > last_fired:
            withdrawn = last_set[1].state == "withdrawn"
            return ends[last_set[1].state] if withdrawn or not self.fired else "fired"
        return "fired" if self.fired else "open"


def as_run(r: Reading) -> tuple[Ran, ...]:
    """Every inject of the plan in its order, then the ad hoc ones in the order they came."""
    ran = {inject.id: Ran(inject.id, inject) for inject in r.plan.scenario.injects}
    for event, fired in r.all_of(InjectFired):
        ran.setdefault(fired.inject, Ran(fired.inject, None)).fired.append((event, fired))
    for event, change in r.all_of(InjectSet):
        ran.setdefault(change.inject, Ran(change.inject, None)).set.append((event, change))
    return tuple(ran.values())


def course(r: Reading) -> Section:
    """7: the sum, what was changed, the MSEL line by line, and the picture."""
    ran = as_run(r)
    blocks: list[Block] = [*_reconciled(r, ran), lanes(r)]
    blocks += _changed(r, ran)
    blocks.append(Heading(text="Line by line"))
    blocks.append(_msel(r, ran))
    blocks.append(
        Prose(text="Every entry of the record stands in the log at the end, by its number.")
    )
    return Section(number="7", title="Timeline, as planned against as run", blocks=tuple(blocks))


def _reconciled(r: Reading, ran: tuple[Ran, ...]) -> Iterator[Block]:
    planned = sum(one.planned is not None for one in ran)
    adhoc = len(ran) - planned
    fates = {fate: sum(one.fate == fate for one in ran) for fate in _TONES}
    right = " + ".join(f"{fates[f]} {f}" for f in _TONES if f != "open")
    holds = fates["open"] == 0
    columns = (
        Column(title="Planned", number=True),
        Column(title="Ad hoc", number=True),
        Column(title="Together", number=True),
        *(Column(title=f.capitalize(), number=True) for f in _TONES if f != "open"),
        Column(title="Accounted for"),
    )
    total = sum(n for fate, n in fates.items() if fate != "open")
    cells = [planned, adhoc, len(ran), *(n for fate, n in fates.items() if fate != "open")]
    verdict = Cell(
        text=f"all {total} of {len(ran)}" if holds else f"{fates['open']} of {len(ran)} are not",
        tone="good" if holds else "bad",
    )
    yield Grid(
        caption="Reconciliation of the MSEL",
        columns=columns,
        rows=(Row(cells=(*(Cell(text=str(n)) for n in cells), verdict)),),
    )
    if holds:
        yield Prose(text=f"{planned} planned + {adhoc} ad hoc = {right}.")
    else:
        why = (
            "the record stops before EndEx"
            if r.timeline.ended is None
            else "the record does not say what became of them"
        )
        ids = ", ".join(one.inject for one in ran if one.fate == "open")
        yield Note(text=f"Without an end in the record: {ids}; {why}.", tone="bad")


def _changed(r: Reading, ran: tuple[Ran, ...]) -> Iterator[Block]:
    """What control did to the plan: each with who, when and why."""
    changes = [
        (event, one, change)
        for one in ran
        for event, change in one.set
        if not (change.state == "not-reached" and event.origin == "world")
        and event.origin != "world"
    ]
    hands = [
        (event, one, fired)
        for one in ran
        for event, fired in one.fired
        if fired.by_hand or fired.adhoc
    ]
    yield Heading(text="What control changed")
    if not changes and not hands:
        yield Note(text="Control held back, shifted, edited, skipped, added and withdrew nothing.")
        return
    found: list[tuple[Event, Ran, str]] = [
        (event, one, _said_of(change)) for event, one, change in changes
    ]
    found += [
        (event, one, "ad hoc" if fired.adhoc else "fired by hand") for event, one, fired in hands
    ]
    columns = (
        Column(title="At", number=True),
        Column(title="Inject", wide=True),
        Column(title="Change"),
        Column(title="By"),
        Column(title="Reason"),
    )
    rows = tuple(
        Row(
            cells=(
                Cell(text=clock(event.at)),
                Cell(text=_title(one), cites=(event.seq,)),
                Cell(text=what),
                Cell(text=r.who(event)),
                Cell(text=r.words_of(event.cause, "words") or "none given"),
            )
        )
        for event, one, what in sorted(found, key=lambda change: change[0].seq)
    )
    yield Grid(caption="Changes to the MSEL", columns=columns, rows=rows, quiet=True)


def _said_of(change: InjectSet) -> str:
    to = f" to {clock(change.to)}" if change.to is not None else ""
    return f"{change.state.replace('-', ' ')}{to}"


def _title(one: Ran) -> str:
    title = one.planned.title if one.planned is not None else None
    return title or one.inject.replace("-", " ")


def _msel(r: Reading, ran: tuple[Ran, ...]) -> Grid:
    columns = (
        Column(title="Inject", wide=True),
        Column(title="Planned"),
        Column(title="To"),
        Column(title="As run", number=True),
        Column(title="Against plan", number=True),
        Column(title="State"),
    )
    return Grid(
        caption="MSEL, as planned against as run",
        columns=columns,
        rows=tuple(_line(r, one) for one in ran),
        quiet=True,
    )


def _line(r: Reading, one: Ran) -> Row:
    first = one.fired[0] if one.fired else None
    at = clock(first[0].at) if first else "–"
    if first and len(one.fired) > 1:
        at += f", {len(one.fired)} times"
    last_set = one.set[-1][0] if one.set and one.fate != "fired" else None
    event = first[0] if first else last_set
    return Row(
        cells=(
            Cell(text=_title(one), cites=(event.seq,) if event else ()),
            Cell(text=when_of(one.planned) if one.planned else "ad hoc"),
            Cell(text=_receivers(r, one)),
            Cell(text=at),
            Cell(text=_moved(one)),
            Cell(text=one.fate, tone=_TONES[one.fate]),
        )
    )


def _moved(one: Ran) -> str:
    """By how much an inject of a fixed time was early or late."""
    if not one.fired or one.planned is None or one.planned.at is None:
        return "–"
    by = one.fired[0][0].at - one.planned.at
    return "as planned" if abs(by) < 1_000 else f"{'+' if by > 0 else '−'}{lasted(abs(by))}"


def _receivers(r: Reading, one: Ran) -> str:
    if one.planned is None:
        to = one.fired[0][0].to if one.fired else ()
        return ", ".join(r.seat(t.removeprefix("seat:")) for t in to if t != "control") or "nobody"
    if not one.planned.to:
        return "nobody: a fault"
    return ", ".join("the team" if s == "team" else r.seat(s) for s in one.planned.to)


def when_of(inject: Inject) -> str:
    """When the plan says an inject comes."""
    plus = ""
    if inject.plus is not None:
        fixed = getattr(inject.plus, "fixed", None)
        plus = f" + {show_span(fixed)}" if isinstance(fixed, int) else ", later"
    if inject.at is not None:
        when = f"at {clock(inject.at)}"
    elif inject.after is not None:
        when = f"after {inject.after.replace('-', ' ')}{plus}"
    elif inject.missed is not None:
        when = f"if not seen: {inject.missed.replace('-', ' ')}"
    elif inject.by_hand:
        when = "by hand"
    else:
        when = f"on a condition{plus}"
    if inject.branch is not None:
        when += f", one of {inject.branch.group.replace('-', ' ')}"
    return when + (", if a condition holds" if inject.if_ is not None else "")
