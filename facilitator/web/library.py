"""The scenario library over the web: preview, check, binding, dry run.

A dry run is two hundred plays, so it runs in a process of its own and the room does not notice.
What a house writes itself is in ``editing``.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response

from facilitator.dry_run import forecast
from facilitator.forecast import Forecast
from facilitator.own_files import version_of
from facilitator.own_library import FOLDER, OwnLibrary, own_library, story_of
from facilitator.screens import Viewer
from facilitator.screens.editor import address_of
from facilitator.screens.library import ScenarioPage, scenario_page
from facilitator.screens.library_cards import (
    LibraryPage,
    OwnFile,
    ScenarioCard,
    card_of,
    card_of_unread,
    picks_of,
    state_of,
    wanted_of,
)
from facilitator.web.site import Site
from runbooks.authored import AuthorError, Problem
from scenarios import CannotPlan, Shelf, library_regimes, load_organisation
from scenarios.shelf import Item

MAX_SAID: Final = 5
"""Problems of a file in one sentence; the library page lists them all."""
CHOICE: Final = "bind."
"""Before a slot's name in a form: radio buttons of one slot need a name of their own."""


def library(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/scenarios")
    async def all_scenarios(request: Request) -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return RedirectResponse("/sign-in", status_code=303)
        page = await run_in_threadpool(_all, viewer, site.folder, request.query_params)
        return HTMLResponse(site.drawing.template("library.html", {"page": page}))

    @router.get("/scenarios/{name}")
    async def one(request: Request, name: str) -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return RedirectResponse("/sign-in", status_code=303)
        return await _show(site, viewer, name, request.query_params, None)

    @router.post("/scenarios/{name}")
    async def dry_run(request: Request, name: str) -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return RedirectResponse("/sign-in", status_code=303)
        asked = await request.form()
        known = await run_in_threadpool(own_library, site.folder)
        item = known.shelf.item("scenario", name)
        if item is None:
            return await _show(site, viewer, name, asked, None)
        host, choices = _asked(asked)
        found = await site.heavy(
            viewer,
            ("dry run", version_of(item.data), host, repr(choices)),
            lambda: site.workshop.dry_run(_dry_run, site.folder, name, host, choices),
        )
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
    try:
        page = await run_in_threadpool(_one, viewer, site.folder, name, host, choices, found)
    except AuthorError as error:
        says = " ".join(str(problem) for problem in error.problems[:MAX_SAID])
        item = (await run_in_threadpool(own_library, site.folder)).shelf.item("scenario", name)
        mine = item is not None and item.name == error.problems[0].file
        to = ("Edit it", f"/scenarios/{name}/edit") if mine else ("All scenarios", "/scenarios")
        return site.error(422, title="Not fit yet", says=says, do=to[0], href=to[1])
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


def _all(viewer: Viewer, folder: Path, query: Mapping[str, str]) -> LibraryPage:
    known = own_library(folder)
    problems = known.problems()
    cards = tuple(_card(known, item, problems) for item in known.shelf.scenarios)
    wanted = wanted_of(query)
    return LibraryPage(
        viewer=viewer,
        cards=tuple(card for card in cards if wanted.takes(card)),
        of=len(cards),
        wanted=wanted,
        picks=picks_of(wanted, cards),
        folder=str(folder / FOLDER),
        own=len(known.own) + len(known.unread),
        others=tuple(_other(item, problems) for item in _others(known, own=True)),
        to_begin_from=tuple(
            (f"{item.title} ({item.kind})", f"{address_of(item.kind, item.id)}/file")
            for item in _others(known, own=False)
        ),
        unread=tuple((one.file, str(one)) for one in known.unread),
        problems=tuple(str(one) for one in problems if one not in known.unread),
    )


def _others(known: OwnLibrary, *, own: bool) -> tuple[Item, ...]:
    """Organisations and runbooks: the house's own, or those that come with the product."""
    both = (*known.shelf.organisations, *known.shelf.runbooks)
    return tuple(one for one in both if (one.name in known.own) == own)


def _other(item: Item, problems: tuple[Problem, ...]) -> OwnFile:
    return OwnFile(
        kind=item.kind,
        title=item.title or item.id,
        address=address_of(item.kind, item.id),
        state=state_of(one for one in problems if one.file == item.name),
    )


def _card(known: OwnLibrary, item: Item, problems: tuple[Problem, ...]) -> ScenarioCard:
    try:
        story = story_of(item)
    except AuthorError:
        return card_of_unread(item)
    return card_of(
        story,
        regimes=library_regimes(),
        own=item.name in known.own,
        problems=(one for one in problems if one.file == item.name),
    )


def _one(
    viewer: Viewer,
    folder: Path,
    name: str,
    host: str,
    choices: Mapping[str, str],
    found: Forecast | None,
) -> ScenarioPage | None:
    known = own_library(folder)
    item = known.shelf.item("scenario", name)
    if item is None:
        return None
    house = _house(known.shelf, host)
    checked = known.checked(item, organisation=house.name, choices=choices)
    report = next((one for one in checked.bindings if one.scenario == name), None)
    mine = tuple(
        str(problem)
        for problem in checked.problems
        if not problem.warning and problem.file == item.name
    )
    return scenario_page(
        viewer,
        story_of(item),
        card=_card(known, item, known.problems()),
        organisation=load_organisation(house.data, house.name),
        organisations=tuple((one.id, one.title) for one in known.shelf.organisations),
        report=report,
        problems=mine,
        choices=dict(choices),
        forecast=found,
    )


def _house(shelf: Shelf, host: str) -> Item:
    """The organisation asked for, or the one that comes first."""
    return shelf.item("organisation", host) or shelf.default_organisation


def _dry_run(folder: Path, name: str, host: str, choices: dict[str, str]) -> Forecast | None:
    """In its own process: plan and play two hundred times; nothing where the page says why not."""
    known = own_library(folder)
    item = known.shelf.item("scenario", name)
    assert item is not None, "the route looked it up"
    with suppress(AuthorError, CannotPlan):
        return forecast(known.plan(item, _house(known.shelf, host), choices))
    return None
