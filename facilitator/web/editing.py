"""A house's own files over the web: duplicate, bring in, take away, write and try out.

What comes with the product is only read.  Every look at a text is made in a process of its own;
a text that cannot be read keeps the last preview that there was.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from facilitator.forecast import Forecast
from facilitator.looking_over import look_over, try_out
from facilitator.own_files import CannotKeep, Changed, add, copy_of, keep, typed, version_of
from facilitator.own_library import MAX_BYTES, OwnLibrary, own_library, users_of
from facilitator.screens import Viewer
from facilitator.screens.editor import EditorPage, address_of
from facilitator.screens.library import Option
from facilitator.web.site import Site
from facilitator.web.workshop import TookTooLong
from scenarios import FileKind, Item

KINDS: Final[tuple[FileKind, ...]] = ("scenario", "organisation", "runbook")
KEPT: Final = 32
"""Last texts that could be read, one for each person and file."""
MAX_CHARS: Final = 2 * MAX_BYTES
"""Of a text field: what is longer is cut off before anything is made of it."""

Text = Annotated[str, Form(max_length=MAX_CHARS)]
Word = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the editor's form says."""

    text: bytes
    base: str
    host: str = ""
    seen_by: str = ""
    conflict: bool = False


def editing(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    desk = _Desk(site)

    def no(request: Request) -> Response:
        site.refused(request.scope, "write in the library")
        says = "Only a facilitator can write in the library. Sign in in another tab and send it"
        says = f"{says} again; what you wrote is still on its page."
        return _no(site, request, 403, says, do="Sign in", href="/sign-in")

    @router.post("/scenarios")
    async def bring_in(
        request: Request, file: Annotated[UploadFile | None, File()] = None
    ) -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return no(request)
        text = await file.read(MAX_BYTES + 1) if file is not None else b""
        try:
            item = await run_in_threadpool(add, site.folder, text)
        except CannotKeep as error:
            return _no(site, request, 422, str(error), do="Back", href="/scenarios")
        site.log.write("wrote", who=viewer.id, where=item.name)
        return RedirectResponse(f"{address_of(item.kind, item.id)}/edit", status_code=303)

    @router.get("/scenarios/{name}/file")
    @router.get("/scenarios/{kind}/{name}/file")
    async def take_away(request: Request) -> Response:
        if site.manager(request.scope) is None:
            return RedirectResponse("/sign-in", status_code=303)
        library = await run_in_threadpool(own_library, site.folder)
        item = asked_for(library, request)
        if item is None:
            return _not_here(site, request)
        headers = {"content-disposition": f'attachment; filename="{item.id}.yaml"'}
        return Response(item.data, media_type="application/yaml", headers=headers)

    @router.post("/scenarios/{name}/duplicate")
    async def duplicate(request: Request, name: str, title: Word = "") -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return no(request)
        library = await run_in_threadpool(own_library, site.folder)
        item = library.shelf.item("scenario", name)
        if item is None:
            return _not_here(site, request)
        taken = frozenset(one.id for one in library.shelf.scenarios)
        try:
            made = await run_in_threadpool(add, site.folder, copy_of(item, title, taken=taken))
        except CannotKeep as error:
            return _no(site, request, 422, str(error), do="Back", href=f"/scenarios/{name}")
        site.log.write("wrote", who=viewer.id, where=made.name)
        return RedirectResponse(f"/scenarios/{made.id}/edit", status_code=303)

    @router.get("/scenarios/{name}/edit")
    @router.get("/scenarios/{kind}/{name}/edit")
    async def edit(request: Request, organisation: str = "") -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return RedirectResponse("/sign-in", status_code=303)
        library = await run_in_threadpool(own_library, site.folder)
        item = asked_for(library, request)
        if item is None or item.name not in library.own:
            return _not_here(site, request)
        asked = _Asked(text=item.data, base=version_of(item.data), host=organisation)
        return await desk.answer(request, viewer, library, item, asked)

    @router.post("/scenarios/{name}/edit")
    @router.post("/scenarios/{kind}/{name}/edit")
    async def write(
        request: Request,
        text: Text = "",
        base: Word = "",
        organisation: Word = "",
        seen_by: Annotated[str, Form(alias="as", max_length=200)] = "",
        both: Word = "",
        do: Word = "look",
    ) -> Response:
        viewer = site.manager(request.scope)
        if viewer is None:
            return no(request)
        library = await run_in_threadpool(own_library, site.folder)
        item = asked_for(library, request)
        if item is None or item.name not in library.own:
            return _not_here(site, request)
        asked = _Asked(
            text=typed(text),
            base=base,
            host=organisation,
            seen_by=seen_by,
            conflict=both == "yes",
        )
        if do == "save":
            return await desk.save(request, viewer, library, item, asked)
        if do == "dry-run":
            return await desk.dry_run(request, viewer, library, item, asked)
        return await desk.answer(request, viewer, library, item, asked)

    return router


class _Desk:
    """What the editor does with a text, and the last text of everybody that could be read."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._good: dict[tuple[str, str], bytes] = {}

    async def save(
        self, request: Request, viewer: Viewer, library: OwnLibrary, item: Item, asked: _Asked
    ) -> Response:
        try:
            kept = await run_in_threadpool(
                keep, self._site.folder, item, asked.text, base=asked.base
            )
        except CannotKeep as error:
            return await self.answer(
                request, viewer, library, item, asked, refused=str(error), status=422
            )
        except Changed as changed:
            now = replace(asked, base=version_of(changed.item.data), conflict=True)
            return await self.answer(
                request, viewer, library, item, now, refused="Not saved.", status=409
            )
        self._site.log.write("wrote", who=viewer.id, where=kept.name)
        now = replace(asked, base=version_of(kept.data), conflict=False)
        return await self.answer(request, viewer, library, kept, now)

    async def dry_run(
        self, request: Request, viewer: Viewer, library: OwnLibrary, item: Item, asked: _Asked
    ) -> Response:
        found = await self._site.heavy(
            viewer,
            ("try out", item.name, asked.text, asked.host),
            lambda: self._site.workshop.dry_run(
                try_out, self._site.folder, item.name, asked.text, asked.host
            ),
        )
        return await self.answer(
            request,
            viewer,
            library,
            item,
            asked,
            not_played=found if isinstance(found, str) else "",
            forecast=None if isinstance(found, str) else found,
            part="_edit_dry.html",
        )

    async def answer(
        self,
        request: Request,
        viewer: Viewer,
        library: OwnLibrary,
        item: Item,
        asked: _Asked,
        *,
        refused: str = "",
        not_played: str = "",
        forecast: Forecast | None = None,
        status: int = 200,
        part: str = "_edit_beside.html",
    ) -> Response:
        """The whole page; with script only the part that the press is about."""
        mine = (viewer.id, item.name)
        good = self._good.get(mine, item.data)
        try:
            looked = await self._site.workshop.look(
                look_over,
                self._site.folder, item, asked.text, good, asked.host, asked.seen_by,
            )  # fmt: skip
        except TookTooLong:
            says = "This text takes too long to read; nothing was saved. Make it simpler."
            back = f"{address_of(item.kind, item.id)}/edit"
            return _no(self._site, request, 422, says, do="Back", href=back)
        if looked.outline is not None and not looked.earlier:
            self._good[mine] = asked.text
            while len(self._good) > KEPT:
                del self._good[next(iter(self._good))]
        page = EditorPage(
            viewer=viewer,
            kind=item.kind,
            id=item.id,
            title=item.title,
            file=item.name,
            text=asked.text.decode(errors="replace"),
            base=asked.base,
            organisations=_organisations(library, asked.host),
            seen_by=asked.seen_by,
            looked=looked,
            used_by=await run_in_threadpool(users_of, library, item),
            refused=refused,
            conflict=asked.conflict,
            not_played=not_played,
            forecast=forecast,
        )
        template = part if request.headers.get("hx-request") else "edit.html"
        html = self._site.drawing.template(template, {"page": page})
        return HTMLResponse(html, status_code=status)


def asked_for(library: OwnLibrary, request: Request) -> Item | None:
    """The file that an address names; without a kind in it, a scenario."""
    said = request.path_params.get("kind", "scenario")
    kind = next((one for one in KINDS if one == said), None)
    return library.shelf.item(kind, request.path_params["name"]) if kind else None


def _organisations(library: OwnLibrary, host: str) -> tuple[Option, ...]:
    chosen = host or library.shelf.default_organisation.id
    return tuple(
        Option(id=one.id, title=one.title, chosen=one.id == chosen)
        for one in library.shelf.organisations
    )


def _no(site: Site, request: Request, status: int, says: str, *, do: str, href: str) -> Response:
    """A refusal: a page of its own, or with script a sentence beside the text, which stays."""
    if request.headers.get("hx-request"):
        html = site.drawing.template("_edit_said.html", {"says": says})
        return HTMLResponse(html, status_code=status, headers={"hx-retarget": "#tried"})
    return site.error(status, title="Not written", says=says, do=do, href=href)


def _not_here(site: Site, request: Request) -> Response:
    says = "Your library has nothing of this name. What comes with Drillroom is read only:"
    says = f"{says} duplicate a scenario, or bring in a file, and edit yours."
    return _no(site, request, 404, says, do="All scenarios", href="/scenarios")
