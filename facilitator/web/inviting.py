"""Letting a colleague in, by a one-time link as ``drillroom invite`` makes it, and no longer."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from facilitator.access import Thing, may
from facilitator.screens.door import INVITED, InvitedPage
from facilitator.web.site import Site

MAX_NAME_CHARS = 60
MAX_INVITED = 20
"""In one go: more staff than that no exercise has."""


def inviting(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.post("/invitations")
    async def invite(
        request: Request,
        kind: Annotated[str, Form(max_length=20)] = "",
        name: Annotated[str, Form(max_length=MAX_INVITED * 100)] = "",
    ) -> Response:
        viewer = site.staff(request.scope)
        if viewer is None or not may(viewer, "manage", Thing(kind="house")):
            site.refused(request.scope, "invite somebody")
            says = "Only a facilitator can invite somebody. Nothing was done."
            return site.error(403, title="Not done", says=says, do="Back", href="/")
        known = next((one for one, _ in INVITED if one == kind), None)
        if known is None:
            says = "Choose what the person will be: facilitator, evaluator or auditor."
            return site.error(422, title="Not done", says=says, do="Back", href="/")
        lines = [" ".join(line.split())[:MAX_NAME_CHARS] for line in name.splitlines()]
        links = []
        for given in [line for line in lines if line][:MAX_INVITED] or [known]:
            secret = await run_in_threadpool(site.hall.people.invite, kind=known, name=given)
            site.log.write("invited", who=viewer.id, where=f"/invitations ({known})")
            links.append((given, f"{site.settings.address}/link/{secret}"))
        return site.draw("invited.html", InvitedPage(kind=known, links=tuple(links)))

    @router.post("/accounts/{account}/end")
    async def end(request: Request, account: str) -> Response:
        viewer = site.staff(request.scope)
        if viewer is None or not may(viewer, "manage", Thing(kind="house")):
            site.refused(request.scope, "end somebody's access")
            says = "Only a facilitator can end somebody's access. Nothing was done."
            return site.error(403, title="Not done", says=says, do="Back", href="/")
        known = site.hall.people.account(account)
        if known is None or known.ended:
            says = "There is nobody of that kind any more. Nothing was done."
            return site.error(404, title="Not done", says=says, do="Back", href="/")
        if account == viewer.id:
            says = "Your own access ends when another facilitator ends it; sign out until then."
            return site.error(409, title="Not done", says=says, do="Back", href="/")
        await run_in_threadpool(site.hall.people.end_account, account)
        site.hall.dismiss(account)
        site.log.write("access ended", who=viewer.id, where=f"/accounts/{account}")
        return RedirectResponse("/", status_code=303)

    return router
