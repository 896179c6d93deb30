"""The scenario library over the web: preview, check, binding, dry run.

A dry run is two hundred plays, so it runs in a process of its own and the room does not notice.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response

from facilitator.access import Thing, may
from facilitator.dry_run import forecast
from facilitator.forecast import Forecast
from facilitator.screens import Viewer
from facilitator.screens.library import LibraryPage, ScenarioPage, card_of, scenario_page
from facilitator.web.site import Site
from scenarios import load_organisation, load_scenario, plan_from_library, shelf
from scenarios.check import check_sources
from scenarios.shelf import Item

CHOICE: Final = "bind."
"""Before a slot's name in a form: radio buttons of one slot need a name of their own."""


def library(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    alone = asyncio.Lock()

    def facilitator(request: Request) -> Viewer | None:
        viewer = site.staff(request.scope)
        manages = viewer is not None and may(viewer, "manage", Thing(kind="house"))
        return viewer if manages else None

    @router.get("/scenarios")
    async def all_scenarios(request: Request) -> Response:
        viewer = facilitator(request)
        if viewer is None:
            return RedirectResponse("/sign-in", status_code=303)
        page = await run_in_threadpool(_all, viewer)
        return HTMLResponse(site.drawing.template("library.html", {"page": page}))

    @router.get("/scenarios/{name}")
    async def one(request: Request, name: str) -> Response:
        viewer = facilitator(request)
        if viewer is None:
            return RedirectResponse("/sign-in", status_code=303)
        return await _show(site, viewer, name, request.query_params, None)

    @router.post("/scenarios/{name}")
    async def dry_run(request: Request, name: str) -> Response:
        viewer = facilitator(request)
        if viewer is None:
            return RedirectResponse("/sign-in", status_code=303)
        asked = await request.form()
        if shelf().item("scenario", name) is None:
            return await _show(site, viewer, name, asked, None)
        async with alone:  # one at a time: it takes a whole processor
            loop = asyncio.get_running_loop()
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                host, choices = _asked(asked)
                found = await loop.run_in_executor(pool, _dry_run, name, host, choices)
        return await _show(site, viewer, name, asked, found)

    return router


async def _show(
    site: Site,
    viewer: Viewer,
    name: str,
    asked: QueryParams | FormData,
    found: Forecast | None,
) -> Response:
    host, choices = _asked(asked)
    page = await run_in_threadpool(_one, viewer, name, host, choices, found)
    if page is None:
        says = "The library has no scenario of this name."
        return site.error(404, title="Not here", says=says, do="All scenarios", href="/scenarios")
    return HTMLResponse(site.drawing.template("scenario.html", {"page": page}))


def _asked(given: QueryParams | FormData) -> tuple[str, dict[str, str]]:
    """The organisation and the choices that a form or an address asks for."""
    items: list[tuple[str, Any]] = given.multi_items()
    host = next((value for key, value in items if key == "organisation"), "")
    choices = {
        key.removeprefix(CHOICE): str(value)
        for key, value in items
        if key.startswith(CHOICE) and value
    }
    return str(host), choices


def _all(viewer: Viewer) -> LibraryPage:
    cards = tuple(card_of(load_scenario(item.data, item.name)) for item in shelf().scenarios)
    return LibraryPage(viewer=viewer, cards=cards)


def _one(
    viewer: Viewer,
    name: str,
    host: str,
    choices: Mapping[str, str],
    found: Forecast | None,
) -> ScenarioPage | None:
    item = shelf().item("scenario", name)
    if item is None:
        return None
    house = _house(host)
    sources = {one.name: one.data for one in shelf().items}
    checked = check_sources(sources.items(), organisation=house.name, choices=choices)
    report = next((one for one in checked.bindings if one.scenario == name), None)
    mine = tuple(
        str(problem)
        for problem in checked.problems
        if not problem.warning and item.name in str(problem)
    )
    return scenario_page(
        viewer,
        load_scenario(item.data, item.name),
        organisation=load_organisation(house.data, house.name),
        organisations=tuple((one.id, one.title) for one in shelf().of("organisation")),
        report=report,
        problems=mine,
        choices=dict(choices),
        forecast=found,
    )


def _house(host: str) -> Item:
    """The organisation asked for, or the one that comes first."""
    return shelf().item("organisation", host) or shelf().default_organisation


def _dry_run(name: str, host: str, choices: dict[str, str]) -> Forecast:
    """In its own process: plan and play two hundred times."""
    item, house = shelf().item("scenario", name), _house(host)
    assert item is not None, "the route looked it up"
    plan = plan_from_library(
        load_scenario(item.data, item.name),
        load_organisation(house.data, house.name),
        choices=choices,
    )
    return forecast(plan)
