"""Pages beside the play: the break timer, help with the shortcuts, and the print pack."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.keys import SHORTCUTS, Shortcut
from facilitator.screens.msel import MselRow, msel
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import State, say_due, say_length
from facilitator.screens.seen import Seen
from facilitator.screens.story import read_story
from runbooks.model import Runbook

BREAKS: Final = (5, 10, 15, 30)
"""Minutes that a break usually takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakPage:
    """The context of ``break.html``; the break runs on wall time, for the exercise is held."""

    held: bool
    until_wall: int | None
    says: str
    minutes: tuple[int, ...]
    may_hold: bool


def break_page(seen: Seen, query: Query) -> BreakPage:
    """Fold the break: its end is in the address, so every screen counts to the same instant."""
    until = query.get("until", "")
    held = seen.clock.state == "held"
    ends = int(until) if until.isdigit() else None
    left = (ends - seen.clock.wall) // 60_000 if ends is not None else None
    if left is None:
        says = "No break is running."
    elif left < 0:
        says = "The break is over."
    else:
        says = f"Back in {left + 1} min" if left else "Back in less than a minute"
    return BreakPage(
        held=held,
        until_wall=ends,
        says=says,
        minutes=BREAKS,
        may_hold=seen.viewer.kind == "facilitator",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """The context of ``help.html``."""

    shortcuts: tuple[Shortcut, ...]
    staff: bool
    seat: str


def help_page(seen: Seen, query: Query) -> HelpPage:
    """Fold the help page; its shortcuts are the table that the script binds."""
    seat = Names(seen.plan).seat(seen.viewer.seat) if seen.viewer.seat else ""
    return HelpPage(shortcuts=SHORTCUTS, staff=seen.viewer.kind != "participant", seat=seat)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperStep:
    number: int
    title: str
    do: str
    who: str
    expected: str
    approval: str
    check: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBook:
    """A runbook as a tick list: one line a step, so that it fits on two sheets."""

    title: str
    version: str
    when: str
    steps: tuple[PaperStep, ...]
    stops: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPage:
    """The context of ``print.html``: what keeps the exercise alive when this server is gone."""

    only: str
    rows: tuple[MselRow, ...]
    cards: tuple[MselRow, ...]
    books: tuple[PaperBook, ...]
    seats: tuple[tuple[str, str], ...]
    title: str
    house: str
    starts: str
    state: State | None


def print_page(seen: Seen, query: Query) -> PrintPage:
    """Fold the print pack; ``only`` prints one of its parts."""
    rows, names = msel(seen), Names(seen.plan)
    wanted = query.get("run", "")
    books = [book for book in seen.plan.runbooks if not wanted or book.runbook == wanted]
    story = read_story(seen)
    return PrintPage(
        only=query.get("only", ""),
        rows=rows,
        cards=tuple(row for row in rows if row.text and not row.truth),
        books=tuple(_paper(names, book) for book in books),
        seats=tuple(
            (names.seat(seat), ", ".join(names.role(role) for role in held.is_))
            for seat, held in seen.plan.organisation.roles.items()
        ),
        title=seen.plan.scenario.title,
        house=seen.plan.organisation.title,
        starts=names.local(0),
        state=say_due(Millis(seen.plan.scenario.lasts), seen.clock.at)
        if story.started_at is not None
        else None,
    )


def _paper(names: Names, book: Runbook) -> PaperBook:
    numbers = {step.id: place for place, step in enumerate(book.steps, start=1)}
    return PaperBook(
        title=book.title,
        version=book.version,
        when=" ".join(book.when.split()),
        steps=tuple(
            PaperStep(
                number=numbers[step.id],
                title=names.step(book.runbook, step.id),
                do=" ".join(step.do.split()),
                who=names.role(step.role),
                expected=say_length(step.expected),
                approval=names.role(step.approved_by) if step.approved_by else "",
                check=" ".join(step.validation.check.split()) if step.validation else "",
                after=", ".join(str(numbers[before]) for before in step.after),
            )
            for step in book.steps
        ),
        stops=tuple((" ".join(s.when.split()), " ".join(s.then.split())) for s in book.stop),
    )
