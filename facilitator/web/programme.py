"""The programme over the web: exercises are planned, and a calendar can be followed.

A program that follows the calendar brings no sign-in, so the address itself is the key: it is
signed for one account, and ends with that account's access.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from msgspec.structs import replace
from starlette.responses import RedirectResponse, Response

from evidence.programme import ExercisePlanned
from facilitator.access import Thing, may
from facilitator.own_library import own_library
from facilitator.planned_days import NotPlanned, checked, read_planned
from facilitator.screens import Viewer
from facilitator.web.calendar import calendar_of
from facilitator.web.site import Site

PROGRAMME: Final = Thing(kind="page", name="programme")
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
        organisation: Annotated[str, Form(max_length=200)] = "",
        day: Day = "",
        lead: Text = "",
        objective: Text = "",
    ) -> Response:
        viewer = planner(request)
        if viewer is None:
            return _no(site, 403, _NOT_YOURS)

        def read(today: date) -> ExercisePlanned:
            return read_planned(
                own_library(site.folder).shelf,
                scenario=scenario,
                organisation=organisation,
                day=day,
                lead=lead,
                objective=objective,
                today=today,
            )

        return await _enter(site, viewer, read)

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
        after = replace(before, day=day, lead=lead, objective=objective)
        if cancel:
            after = replace(before, state="cancelled")
        return await _enter(site, viewer, partial(checked, after))

    return router


async def _enter(site: Site, viewer: Viewer, read: Callable[[date], ExercisePlanned]) -> Response:
    """Put a plan into the instance log, if it says what it has to say."""
    try:
        plan = await run_in_threadpool(read, datetime.now(UTC).date())
    except NotPlanned as error:
        return _no(site, 422, str(error), field=error.field)
    entered = await site.programme.plan(plan, version_of=plan.plan or None)
    if entered is None:
        return _no(site, 404, "There is no such plan any more.")
    site.log.write(entered.state, who=viewer.id, where=f"/plans/{entered.plan}")
    return RedirectResponse("/#planned", status_code=303)


def _no(site: Site, status: int, says: str, *, field: str = "") -> Response:
    return site.error(status, title="Not done", says=says, do="Back", href="/", field=field)


def _follower(site: Site, key: str) -> Viewer | None:
    """Whose calendar this is, if they are still let in."""
    account = site.hall.people.account(site.follower(key) or "")
    if account is None or account.ended:
        return None
    return Viewer(kind=account.kind, id=account.id, name=account.name)
