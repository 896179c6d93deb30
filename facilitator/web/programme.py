"""The programme over the web: exercises are planned, and a calendar can be followed.

A program that follows the calendar brings no sign-in, so the address itself is the key: it is
signed for one account, and ends with that account's access.
"""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from msgspec.structs import replace
from starlette.responses import RedirectResponse, Response

from evidence.programme import ExercisePlanned
from facilitator.access import Thing, may
from facilitator.own_library import own_library
from facilitator.screens import Viewer
from facilitator.web.calendar import calendar_of
from facilitator.web.site import Site

PROGRAMME: Final = Thing(kind="page", name="programme")
FAR: Final = timedelta(days=5 * 366)
"""Longer than any cycle in which a law wants something tested."""
NO_DAY: Final = "Choose a day from today on, within five years."
Text = Annotated[str, Form(max_length=300)]
Day = Annotated[str, Form(max_length=20)]
_NOT_YOURS: Final = "Only a facilitator can plan an exercise. Nothing was done."


def programme(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/calendar/{key}.ics")
    async def calendar(key: str) -> Response:
        viewer = _follower(site, key)
        if viewer is None or not may(viewer, "see", PROGRAMME):
            says = "Nobody follows this calendar any more. Sign in for another address."
            return site.error(404, title="Not here", says=says, do="Sign in", href="/sign-in")
        page = await site.programme.page(viewer)
        text = calendar_of(page.calendar, name="Drillroom", address=site.settings.address)
        return Response(text, media_type="text/calendar")

    def planner(request: Request) -> Viewer | None:
        viewer = site.staff(request.scope)
        if viewer is not None and may(viewer, "manage", Thing(kind="house")):
            return viewer
        site.refused(request.scope, "plan an exercise")
        return None

    @router.post("/plans")
    async def plan(
        request: Request,
        scenario: Annotated[str, Form(max_length=200)] = "",
        day: Day = "",
        lead: Text = "",
        objective: Text = "",
    ) -> Response:
        viewer = planner(request)
        if viewer is None:
            return _no(site, 403, _NOT_YOURS)
        known = await run_in_threadpool(own_library, site.folder)
        item = known.shelf.item("scenario", scenario)
        if item is None:
            return _no(site, 404, "The library has no scenario of this name.")
        asked = ExercisePlanned(
            plan="", scenario=item.id, title=item.title, day=day, lead=lead, objective=objective
        )
        return await _enter(site, viewer, asked)

    @router.post("/plans/{name}")
    async def change(
        request: Request,
        name: str,
        day: Day = "",
        lead: Text = "",
        objective: Text = "",
        cancel: Annotated[str, Form(max_length=5)] = "",
    ) -> Response:
        viewer = planner(request)
        if viewer is None:
            return _no(site, 403, _NOT_YOURS)
        before = await site.programme.planned(name)
        if before is None:
            return _no(site, 404, "There is no such plan any more; it may have been cancelled.")
        if cancel:
            return await _enter(site, viewer, replace(before, state="cancelled"))
        return await _enter(site, viewer, replace(before, day=day, lead=lead, objective=objective))

    return router


async def _enter(site: Site, viewer: Viewer, asked: ExercisePlanned) -> Response:
    """Put a plan into the instance log, if it says what it has to say."""
    plan = replace(asked, lead=tidy(asked.lead), objective=tidy(asked.objective))
    if plan.state == "planned":
        field, says = _wrong(plan, datetime.now(UTC).date())
        if says:
            return _no(site, 422, says, field=field)
    entered = await site.programme.plan(plan, version_of=plan.plan or None)
    if entered is None:
        return _no(site, 404, "There is no such plan any more.")
    site.log.write(entered.state, who=viewer.id, where=f"/plans/{entered.plan}")
    return RedirectResponse("/#planned", status_code=303)


def _wrong(plan: ExercisePlanned, today: date) -> tuple[str, str]:
    """The field that is wrong, and what would be right; nothing if none is."""
    if not is_coming_day(plan.day, today):
        return "day", NO_DAY
    if not plan.lead:
        return "lead", "Say which role or unit leads it."
    if not plan.objective:
        return "objective", "Say what it is to show."
    return "", ""


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


def _no(site: Site, status: int, says: str, *, field: str = "") -> Response:
    return site.error(status, title="Not done", says=says, do="Back", href="/", field=field)


def _follower(site: Site, key: str) -> Viewer | None:
    """Whose calendar this is, if they are still let in."""
    account = site.hall.people.account(site.follower(key) or "")
    if account is None or account.ended:
        return None
    return Viewer(kind=account.kind, id=account.id, name=account.name)
