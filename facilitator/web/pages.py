"""Pages: who asks, may they, what do they see, draw it.  Nothing else is decided here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from evidence.kinds.exercise import ExerciseHeld
from facilitator.access import PAGES as OPEN_TO
from facilitator.access import Thing
from facilitator.live import GameDay
from facilitator.live.desk import name_of
from facilitator.live.foreseeing import with_foresight
from facilitator.screens import PAGES, Page, Seen, Viewer
from facilitator.screens.frame import Frame, frame_of
from facilitator.screens.jumping import jump_asked
from facilitator.screens.saying import said_list
from facilitator.screens.seen import Checked
from facilitator.seal import KeyProblem, find_edit
from facilitator.store import StoreError
from facilitator.web.accounted import access_of
from facilitator.web.assets import caching
from facilitator.web.doors import FIRST_PAGE
from facilitator.web.site import Site

TEAM_PAGES: Final = frozenset(name for name, kinds in OPEN_TO.items() if "participant" in kinds)

BANNER: Final = "banner"
"""The region that stands on every page."""


def pages(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/static/{name}")
    async def static(request: Request, name: str) -> Response:
        asset = site.assets.get(name)
        if asset is None:
            return Response(status_code=404)
        headers = {"cache-control": caching(pinned="v" in request.query_params)}
        headers["etag"] = f'"{asset.digest}"'
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(asset.body, media_type=asset.type, headers=headers)

    @router.get("/x/{exercise}")
    async def first(request: Request, exercise: str) -> Response:
        staff = site.staff(request.scope)
        page = FIRST_PAGE[staff.kind] if staff else "team"
        return RedirectResponse(f"/x/{exercise}/{page}", status_code=303)

    @router.get("/x/{exercise}/{name}")
    async def page(request: Request, exercise: str, name: str) -> Response:
        day, known = site.hall.day_of(exercise), PAGES.get(name)
        if day is None or known is None:
            return _not_found(site)
        thing = Thing(
            kind="page", name=name, exercise=exercise, results=_shows_results(day, exercise)
        )
        viewer = site.viewer_for(request.scope, thing)
        if viewer is None:
            return _not_open(site, request, name)
        return await _draw(site, day, exercise, viewer, name, known, dict(request.query_params))

    return router


async def _draw(
    site: Site,
    day: GameDay,
    exercise: str,
    viewer: Viewer,
    name: str,
    page: Page,
    query: Mapping[str, str],
) -> Response:
    part = query.get("part")
    if part is not None and part != BANNER and part not in page.parts:
        return _not_found(site)
    seen = _seen(site, day, exercise, viewer, name, query, whole=part is None)
    if name == "evidence" and query.get("check") == "yes":
        seen = replace(seen, checked=await run_in_threadpool(_checked, site, exercise))
    if name == "evidence" and part is None:
        seen = replace(seen, access=await run_in_threadpool(access_of, site, exercise))
    if name == "control" and part is None and jump_asked(seen, query) is not None:
        site.limits.heavy.take(viewer.id)
        seen = await with_foresight(seen, query, day, site.shared)
    frame = _frame(site, day, seen, name, page)
    if part == BANNER:
        context = {"seen": seen, "frame": frame}
        return HTMLResponse(site.drawing.template("_banner.html", context))
    if page.heavy:
        content = await run_in_threadpool(page.fold, seen, query)
    else:
        content = page.fold(seen, query)
    if part is not None:
        return HTMLResponse(site.drawing.part(page, part, content, seen=seen, frame=frame))
    return HTMLResponse(site.drawing.page(page, content, seen=seen, frame=frame))


def _checked(site: Site, exercise: str) -> Checked:
    """The stored record, read again from its first leaf to its last."""
    try:
        edit = find_edit(site.hall.store, exercise)
    except (StoreError, KeyProblem) as error:
        return Checked(says=str(error))
    return Checked() if edit is None else Checked(first=edit.seq, says=edit.sentence)


def _seen(
    site: Site,
    day: GameDay,
    exercise: str,
    viewer: Viewer,
    name: str,
    query: Mapping[str, str],
    *,
    whole: bool,
) -> Seen:
    seat = query.get("as")
    if (
        viewer.kind != "participant"
        and name in TEAM_PAGES
        and seat in day.scenario.organisation.roles
    ):
        return day.as_team(viewer, exercise, str(seat))
    if viewer.kind not in OPEN_TO[name]:
        return day.opened(viewer, exercise)  # let in because control has opened the results
    receipt = site.take_receipt(viewer, exercise) if whole else None
    return day.seen(viewer, exercise, receipt=receipt)


def _frame(site: Site, day: GameDay, seen: Seen, name: str, page: Page) -> Frame:
    ticket = site.ticket(seen.viewer, seen.team.exercise)
    return frame_of(
        seen, page=name, title=page.title, ticket=ticket, held_by=_held_by(site, day, seen)
    )


def _held_by(site: Site, day: GameDay, seen: Seen) -> str | None:
    if seen.clock.state != "held":
        return None
    events = day.rooms[seen.team.exercise].events
    for event in reversed(events):
        if isinstance(event.body, ExerciseHeld):
            by_control = event.body.because == "control"
            return name_of(site.hall.people, event.actor) if by_control else None
    return None


def _shows_results(day: GameDay, exercise: str) -> bool:
    return day.plan.results and day.rooms[exercise].exercise.ended


def _not_found(site: Site) -> Response:
    says = "There is no such page, or it has moved. The exercise goes on; nothing was lost."
    return site.error(404, title="Not here", says=says, do="Go to my first page", href="/")


def _not_open(site: Site, request: Request, name: str) -> Response:
    viewers = site.viewers(request.scope)
    if not viewers:
        says = "This page belongs to an exercise. Join with your team's code, or sign in."
        return site.error(401, title="Who are you?", says=says, do="Join", href="/join")
    site.refused(request.scope, f"page {name}")
    kinds = OPEN_TO.get(name, frozenset())
    says = f"This page is for {said_list([f'{kind}s' for kind in sorted(kinds)])} only."
    if any(viewer.kind in kinds for viewer in viewers):
        says = "This page is another team's, or not open to you now."
    return site.error(403, title="Not your page", says=says, do="Go to my first page", href="/")
