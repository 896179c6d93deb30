"""An exercise that is planned for a day: what somebody says of it, read and checked.

The scenario's page and the command line both come here, so they plan the same.
"""

import unicodedata
from datetime import date, timedelta
from typing import Final

import msgspec

from evidence.programme import ExercisePlanned
from scenarios import Shelf

FAR: Final = timedelta(days=5 * 366)
"""Longer than any cycle in which a law wants something tested."""
NO_DAY: Final = "Choose a day from today on, within five years."


class NotPlanned(ValueError):
    """It cannot be planned like this; ``field`` is what was filled in wrongly, if that is it."""

    def __init__(self, says: str, *, field: str = "") -> None:
        super().__init__(says)
        self.field = field


def read_planned(
    shelf: Shelf,
    *,
    scenario: str,
    organisation: str,
    day: str,
    lead: str,
    objective: str,
    today: date,
) -> ExercisePlanned:
    """A new plan.  Its number is given by whoever enters it.

    Args:
        organisation: Who is to play it; empty if that is open.

    Raises:
        NotPlanned: Something is missing, or not in the library.
    """
    story, house = shelf.item("scenario", scenario), shelf.item("organisation", organisation)
    if story is None:
        raise NotPlanned("The library has no scenario of this name.")
    if house is None and organisation:
        raise NotPlanned("The library has no organisation of this name.")
    plan = ExercisePlanned(
        plan="",
        scenario=story.id,
        title=story.title,
        organisation=house.id if house else None,
        organisation_title=house.title if house else None,
        day=day,
        lead=lead,
        objective=objective,
    )
    return checked(plan, today)


def checked(plan: ExercisePlanned, today: date) -> ExercisePlanned:
    """A plan as it is entered: in single lines, with everything that it has to say.

    Raises:
        NotPlanned: Something is missing.
    """
    plan = msgspec.structs.replace(plan, lead=tidy(plan.lead), objective=tidy(plan.objective))
    if plan.state == "cancelled":
        return plan
    if not is_coming_day(plan.day, today):
        raise NotPlanned(NO_DAY, field="day")
    if not plan.lead:
        raise NotPlanned("Say which role or unit leads it.", field="lead")
    if not plan.objective:
        raise NotPlanned("Say what it is to show.", field="objective")
    return plan


def is_coming_day(text: str, today: date) -> bool:
    """Whether it is a day that something can be due or planned for: ``2027-01-31``."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2027-01-31") else None
    except ValueError:
        return False
    return day is not None and today <= day <= today + FAR


def tidy(text: str) -> str:
    """One line, as the record takes it: composed letters, nothing that does not print."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in line if letter.isprintable())
