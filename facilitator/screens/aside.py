"""Pages beside the play: the break timer, help with the shortcuts, and the print pack."""

from dataclasses import dataclass
from typing import Final

from facilitator.screens.banner import say_break
from facilitator.screens.frame import shortcuts_of
from facilitator.screens.keys import Shortcut
from facilitator.screens.msel import MselRow, msel
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.roles import lead_seat
from facilitator.screens.saying import say_length
from facilitator.screens.seen import Seen, ViewerKind
from runbooks.model import Runbook

PARTS: Final = (
    ("", "Everything"),
    ("msel", "Event list"),
    ("cards", "Inject cards"),
    ("answers", "Answer sheet"),
    ("phones", "Phone list"),
    ("runbook", "Runbooks"),
)
FOR_CONTROL: Final = ("msel", "cards")

BREAKS: Final = (5, 10, 15, 30)
"""Minutes that a break usually takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakPage:
    """The context of ``break.html``; the break runs on wall time, for the exercise is held."""

    held: bool
    until_wall: int | None
    says: str
    minutes: tuple[int, ...]
    may_call: bool


def break_page(seen: Seen, query: Query) -> BreakPage:
    """Fold the break, which every page counts down to the same instant."""
    return BreakPage(
        held=seen.clock.state == "held",
        until_wall=seen.back_at,
        says=say_break(seen) or "No break now",
        minutes=BREAKS,
        may_call="manage" in seen.house and seen.clock.state in ("running", "held"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """The context of ``help.html``."""

    shortcuts: tuple[Shortcut, ...]
    kind: ViewerKind
    lead_seat: str
    """Through which staff look at the pages of the team."""


def help_page(seen: Seen, query: Query) -> HelpPage:
    """Fold the help page; its shortcuts are the table that the script binds."""
    return HelpPage(
        shortcuts=shortcuts_of(seen.viewer), kind=seen.viewer.kind, lead_seat=lead_seat(seen.plan)
    )


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
    parts: tuple[tuple[str, str], ...]
    """What can be printed alone: its word in the address, and in words."""
    rows: tuple[MselRow, ...]
    cards: tuple[MselRow, ...]
    books: tuple[PaperBook, ...]
    seats: tuple[tuple[str, str], ...]
    title: str
    house: str
    starts: str


def print_page(seen: Seen, query: Query) -> PrintPage:
    """Fold the print pack; ``only`` prints one of its parts.  What comes is for control alone."""
    leads = seen.viewer.kind == "facilitator" and seen.viewer.seat is None
    rows, names = msel(seen) if leads else (), Names(seen.plan)
    wanted = query.get("run", "")
    books = [book for book in seen.plan.runbooks if not wanted or book.runbook == wanted]
    return PrintPage(
        only=query.get("only", ""),
        parts=PARTS if leads else tuple(part for part in PARTS if part[0] not in FOR_CONTROL),
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
