"""Who is let in, and who may do what."""

from facilitator.access.codes import new_code, read_code, show_code
from facilitator.access.known import Account, Participant
from facilitator.access.people import NotLetIn, People
from facilitator.access.people_file import NotKept
from facilitator.access.rules import PAGES, Thing, may

__all__ = [
    # who may do what
    "PAGES",
    "Thing",
    "may",
    # who is known
    "Account",
    "NotKept",
    "NotLetIn",
    "Participant",
    "People",
    # join codes
    "new_code",
    "read_code",
    "show_code",
]
