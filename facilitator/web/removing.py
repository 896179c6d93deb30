"""Taking a house's own file out of its library, after a page that says what depends on it.

Game days keep the plan that was frozen when they were opened, so nothing that was played or is
being played needs the file any more.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from facilitator.own_files import CannotKeep, Changed, remove, remove_unread, version_of
from facilitator.own_library import OwnLibrary, own_library, users_of
from facilitator.screens import Viewer
from facilitator.screens.editor import RemovePage, address_of
from facilitator.screens.runs import say_day
from facilitator.web.editing import asked_for
from facilitator.web.site import Site
from scenarios import Item, shelf


def removing(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/scenarios/{name}/remove")
    @router.get("/scenarios/{kind}/{name}/remove")
    async def ask(request: Request) -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return RedirectResponse("/sign-in", status_code=303)
        library = await run_in_threadpool(own_library, site.folder)
        item = asked_for(library, request)
        if item is None or item.name not in library.own:
            return _no(site, 404, _NOT_HERE)
        page = await _page(site, viewer, library, item)
        return HTMLResponse(site.drawing.template("remove.html", {"page": page}))

    @router.post("/scenarios/files/unread/remove")
    async def take_out_unread(
        request: Request, file: Annotated[str, Form(max_length=300)] = ""
    ) -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return _not_yours(site, request)
        try:
            await run_in_threadpool(remove_unread, site.folder, file)
        except CannotKeep as error:
            return _no(site, 409, str(error))
        site.log.write("removed", who=viewer.id, where=file)
        return RedirectResponse("/scenarios#h-own", status_code=303)

    @router.post("/scenarios/{name}/remove")
    @router.post("/scenarios/{kind}/{name}/remove")
    async def take_out(
        request: Request, base: Annotated[str, Form(max_length=200)] = ""
    ) -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return _not_yours(site, request)
        library = await run_in_threadpool(own_library, site.folder)
        item = asked_for(library, request)
        if item is None or item.name not in library.own:
            return _no(site, 404, _NOT_HERE)
        page = await _page(site, viewer, library, item)
        if page.needed_by:
            return _no(site, 409, f"It is still needed: {'; '.join(page.needed_by)}.", page.address)
        try:
            await run_in_threadpool(remove, site.folder, item, base=base)
        except Changed:
            says = "Somebody has saved it since you looked; look at it again. Nothing was removed."
            return _no(site, 409, says, f"{page.address}/remove")
        except CannotKeep as error:
            return _no(site, 422, str(error), page.address)
        site.log.write("removed", who=viewer.id, where=item.name)
        return RedirectResponse("/scenarios", status_code=303)

    return router


_NOT_HERE = "There is no file of yours of this name; it may have been removed already."


async def _page(site: Site, viewer: Viewer, library: OwnLibrary, item: Item) -> RemovePage:
    stands_for = shelf().item(item.kind, item.id) is not None
    needed_by: list[str] = []
    if not stands_for:
        users = await run_in_threadpool(users_of, library, item)
        needed_by += [f"the scenario {title} follows it" for title in users]
        if item.kind == "scenario":
            page = await site.programme.page(viewer)
            plans = (one for one in page.planned if one.href == address_of(item.kind, item.id))
            needed_by += [f"it is planned for {say_day(one.day)}" for one in plans]
    return RemovePage(
        viewer=viewer,
        kind=item.kind,
        id=item.id,
        title=item.title or item.id,
        file=item.name,
        base=version_of(item.data),
        needed_by=tuple(needed_by),
        stands_for=stands_for,
    )


def _not_yours(site: Site, request: Request) -> Response:
    site.refused(request.scope, "remove from the library")
    return _no(site, 403, "Only a facilitator can remove a file. Nothing was done.")


def _no(site: Site, status: int, says: str, href: str = "/scenarios") -> Response:
    return site.error(status, title="Not removed", says=says, do="Back", href=href)
