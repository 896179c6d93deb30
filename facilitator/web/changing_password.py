"""Staff change their own password: the old one is asked, and every other sign-in ends."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from facilitator.access import NotLetIn, Thing, may
from facilitator.access.limits import TooMany
from facilitator.access.passwords import WeakPassword
from facilitator.access.people import STAFF_S
from facilitator.screens import Viewer
from facilitator.screens.door import PasswordPage
from facilitator.web.site import STAFF_COOKIE, Site

Text = Annotated[str, Form(max_length=300)]


def changing_password(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    def owner(request: Request) -> Viewer | None:
        viewer = site.staff(request.scope)
        if viewer is None or not may(viewer, "manage", Thing(kind="account", name=viewer.id)):
            return None
        return viewer

    def draw(viewer: Viewer, status: int, *, field: str = "", wrong: str = "") -> Response:
        account = site.hall.people.account(viewer.id)
        has_one = account is not None and account.password is not None
        page = PasswordPage(viewer=viewer, has_one=has_one, field=field, wrong=wrong)
        return site.draw("password.html", page, status=status)

    @router.get("/password")
    async def ask(request: Request) -> Response:
        viewer = owner(request)
        return draw(viewer, 200) if viewer else RedirectResponse("/sign-in", status_code=303)

    @router.post("/password")
    async def change(
        request: Request,
        old: Annotated[str, Form(alias="old-password", max_length=300)] = "",
        password: Text = "",
    ) -> Response:
        viewer = owner(request)
        if viewer is None:
            site.refused(request.scope, "change a password")
            return RedirectResponse("/sign-in", status_code=303)
        try:
            site.limits.accounts.check(viewer.id)
            secret = await run_in_threadpool(
                site.hall.people.change_password, viewer.id, old=old, new=password
            )
        except TooMany as error:
            return draw(viewer, 429, field="old-password", wrong=str(error))
        except NotLetIn as error:
            site.limits.accounts.wrong(viewer.id)
            site.refused(request.scope, "wrong old password")
            return draw(viewer, 403, field="old-password", wrong=str(error))
        except WeakPassword as error:
            return draw(viewer, 422, field="password", wrong=str(error))
        site.hall.dismiss(viewer.id)
        site.log.write("password changed", who=viewer.id, where="/password")
        response = RedirectResponse("/", status_code=303)
        site.set_cookie(response, STAFF_COOKIE, secret, lasts_s=STAFF_S)
        return response

    return router
