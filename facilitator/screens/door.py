"""What the pages at the door show: joining, signing in, finding the way, and what went wrong."""

from dataclasses import dataclass
from typing import Final

from facilitator.screens.keys import SHORTCUTS, Shortcut
from facilitator.screens.programme import ProgrammePage
from facilitator.screens.seen import ClockState, Viewer, ViewerKind

INVITED: Final[tuple[tuple[ViewerKind, str], ...]] = (
    ("facilitator", "runs exercises"),
    ("evaluator", "watches, ticks, notes and rates"),
    ("auditor", "reads, and takes evidence away"),
)
"""Whom a link can let in, and what they then do.  Participants need no link but a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPage:
    """Where a code is typed.  ``code`` is what was typed last; ``wrong`` says what is wrong."""

    code: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSeat:
    """One seat to choose.  ``taken_by`` is whoever sits there now; ``does`` what the role does."""

    id: str
    title: str
    does: str
    taken_by: str | None
    simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsPage:
    """Where somebody with the right code gives a name and chooses a seat."""

    code: str
    shown_code: str
    game: str
    team: str
    organisation: str
    state: ClockState
    seats: tuple[OpenSeat, ...]
    name: str = ""
    seat: str = ""
    wrong: str = ""
    back_to: str = ""
    """The caller's own chair in this exercise, if they sit in one already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """Where staff sign in."""

    name: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """Where a one-time link leads: give a name, and a password if you want to come back."""

    name: str
    kind: str
    token: str
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPage:
    """Where staff change their password; ``field`` is the one that was wrong."""

    viewer: Viewer
    has_one: bool
    field: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeTeam:
    exercise: str
    name: str
    code: str
    state: ClockState


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeDay:
    title: str
    run: str
    teams: tuple[HomeTeam, ...]

    @property
    def ended(self) -> bool:
        return all(team.state == "ended" for team in self.teams)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Somebody who is let in, or a program that is; ``you`` is whoever looks."""

    id: str
    name: str
    kind: str
    you: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The way to every game day, for staff, and what all of them come to."""

    viewer: Viewer
    days: tuple[HomeDay, ...]
    programme: ProgrammePage
    calendar: str
    """The address that a calendar program follows."""
    may_invite: bool = False
    staff: tuple[StaffMember, ...] = ()
    """For facilitators: everybody whose access they can end."""
    invited: tuple[tuple[ViewerKind, str], ...] = INVITED

    @property
    def open_days(self) -> tuple[HomeDay, ...]:
        return tuple(one for one in self.days if not one.ended)

    @property
    def ended_days(self) -> tuple[HomeDay, ...]:
        return tuple(one for one in self.days if one.ended)

    @property
    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Of this page alone; no page of an exercise can be gone to from here."""
        return tuple(s for s in SHORTCUTS if s.where == "home" or s.press in ("help", "close"))


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedPage:
    """Links that let one colleague each in, once.  They are shown here and nowhere else."""

    kind: str
    links: tuple[tuple[str, str], ...]
    """Name and link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What went wrong, and what to do about it.

    Attributes:
        field: The field of a form that is wrong, if it is one.
        typed: What was typed in a form that is not there any more, to be copied.
    """

    status: int
    title: str
    says: str
    do: str
    href: str = "/"
    field: str = ""
    typed: tuple[str, ...] = ()
