"""The application: one ASGI callable, made of the guard, two plain functions and the routes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response

from evidence import TEAM, Event, may_see
from facilitator.access import NotKept
from facilitator.access.limits import TooMany
from facilitator.live import Hall, MakeCard, Room
from facilitator.live.wording import quoted_by
from facilitator.screens import Card, card_for
from facilitator.screens.door import ErrorPage
from facilitator.store import StoreError
from facilitator.web.actions import actions
from facilitator.web.api import api, problem
from facilitator.web.breach_files import breach_files
from facilitator.web.changing_password import changing_password
from facilitator.web.days import days
from facilitator.web.doing import do
from facilitator.web.doors import doors
from facilitator.web.drawing import Drawing
from facilitator.web.editing import editing
from facilitator.web.giving_back import giving_back
from facilitator.web.inviting import inviting
from facilitator.web.library import library
from facilitator.web.mistakes import never_bare, our_mistake, too_large
from facilitator.web.pages import pages
from facilitator.web.programme import programme
from facilitator.web.removing import removing
from facilitator.web.reports import reports
from facilitator.web.security import App, BodyTooLarge, Guard, Receive, Scope, Send
from facilitator.web.site import Settings, Site
from facilitator.web.stream import keep_pinging, stream

_DO = "do"
_STREAM = "stream"


ROUTERS: Final = (
    *(
        doors,
        changing_password,
        days,
        inviting,
        library,
        editing,
        removing,
        programme,
        reports,
        actions,
        breach_files,
    ),
    pages,
)
"""Everything under the root but the stream and what is said in an exercise, which are hot."""


def card_maker(drawing: Drawing) -> Callable[[Room], MakeCard]:
    """What makes the cards of a room's events, with the templates of its pages."""

    def for_room(room: Room) -> MakeCard:
        def make(event: Event, audience: str) -> Card | None:
            shown = {event.seq, *quoted_by(event)}
            seat = audience.removeprefix("seat:") if audience != TEAM else ""
            if event.cause is not None and may_see(room.events[event.cause].to, seat=seat):
                shown.add(event.cause)

            def text(seq: int, member: str) -> str | None:
                return room.words.get((seq, f"body.{member}")) if seq in shown else None

            return card_for(
                event,
                plan=room.plan,
                exercise=room.name,
                text=text,
                audience=audience,
                render=drawing.template,
            )

        return make

    return for_room


def make_app(hall: Hall, *, settings: Settings, folder: Path, drawing: Drawing) -> App:
    """Everything that one server answers."""
    site = Site(hall, settings=settings, folder=folder, drawing=drawing)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        pinging = asyncio.create_task(keep_pinging(site))
        yield
        pinging.cancel()
        with suppress(asyncio.CancelledError):
            await pinging
        site.workshop.close()
        site.log.close()

    routes = FastAPI(lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    routes.mount("/api/v1", api(site))
    for router in ROUTERS:
        routes.include_router(router(site))

    @routes.exception_handler(TooMany)
    async def too_many(request: Request, error: TooMany) -> Response:
        page = ErrorPage(status=429, title="Not so fast", says=str(error), do="Try again", href="")
        answer = site.answer(request.scope, page)
        answer.headers["retry-after"] = str(error.wait_s)
        return answer

    @routes.exception_handler(BodyTooLarge)
    async def too_long(request: Request, _: BodyTooLarge) -> Response:
        return site.answer(request.scope, too_large(request.scope))

    @routes.exception_handler(NotKept)
    @routes.exception_handler(StoreError)
    async def not_kept(request: Request, error: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return problem(503, str(error))
        return site.error(503, title="Not now", says=str(error), do="Try again", href="")

    @routes.exception_handler(RequestValidationError)
    async def not_readable_as_form(_: Request, error: RequestValidationError) -> Response:
        """Only a page of ours sends forms here, so this is a text that is too long."""
        first = error.errors()[0]
        says, field = f"{first['msg']}.", str(first["loc"][-1])
        return site.error(
            422, title="Not done", says=says, do="Go to my first page", href="/", field=field
        )

    @routes.exception_handler(404)
    async def not_here(request: Request, __: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return problem(404, "There is no such address; see openapi.json.")
        says = "There is no such page. The exercise goes on; nothing was lost."
        return site.error(404, title="Not here", says=says, do="Go to my first page", href="/")

    @routes.exception_handler(500)
    async def ours(request: Request, __: Exception) -> Response:
        return site.answer(request.scope, our_mistake(request.scope))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            parts = scope["path"].split("/")
            if len(parts) == 4 and parts[1] == "x":
                if scope["type"] == "websocket" and parts[3] == _STREAM:
                    await stream(site, parts[2], scope, receive, send)
                    return
                if parts[3] == _DO and scope.get("method") == "POST":
                    await do(site, parts[2], scope, receive, send)
                    return
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 4404})
                return
        await routes(scope, receive, send)

    whole = never_bare(giving_back(app, draw=site.draw_error), answer=site.answer)

    async def unread(scope: Scope, receive: Receive, send: Send) -> None:
        await site.answer(scope, too_large(scope))(scope, receive, send)

    return Guard(
        whole,
        hosts=settings.hosts,
        secure=settings.secure,
        refused=site.refused,
        too_large=unread,
    )
