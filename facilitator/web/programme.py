"""The calendar of the programme, for programs that follow it.

Such a program brings no sign-in, so the address itself is the key: it is signed for one account,
and ends with that account's access.
"""

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from facilitator.access import Thing, may
from facilitator.screens import Viewer
from facilitator.web.calendar import calendar_of
from facilitator.web.site import Site

PROGRAMME: Final = Thing(kind="page", name="programme")


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
        text = calendar_of(
            page.calendar, name="Drillroom", address=site.settings.address, now=datetime.now(UTC)
        )
        return Response(text, media_type="text/calendar")

    return router


def _follower(site: Site, key: str) -> Viewer | None:
    """Whose calendar this is, if they are still let in."""
    account = site.hall.people.account(site.follower(key) or "")
    if account is None or account.ended:
        return None
    return Viewer(kind=account.kind, id=account.id, name=account.name)
