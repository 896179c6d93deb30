"""The interface for programs: the same rules, desk and views as the pages, in JSON.

A program signs in with a token for one exercise and role.  ``GET /api/v1/openapi.json`` describes
everything; the stream is the one that browsers follow, with the token in the handshake.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any, Final

import orjson
from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as RouteError
from starlette.responses import JSONResponse, Response, StreamingResponse

from facilitator.access import NotKept, Thing, may
from facilitator.command_reader import describe_commands
from facilitator.live import GameDay, keeps_ratings
from facilitator.screens import Viewer
from facilitator.store import StoreError
from facilitator.web import api_shapes as a
from facilitator.web.api_letting_in import letting_in, viewer_of
from facilitator.web.api_showing import exercise_now, shown_event
from facilitator.web.doing import as_bytes
from facilitator.web.mistakes import our_mistake
from facilitator.web.site import Site
from scoring import for_report, score

STILL_RATING: Final = (
    "Evaluators who rate alone have not all rated yet; the record can be taken away once they have."
)
MAX_EVENTS: Final = 500

_SAYS: Final[dict[int, str]] = {
    401: "Send a token: `Authorization: Bearer ...`.",
    403: "This token does not reach that.",
    404: "There is no such thing here, or it is not yours.",
    405: "That is not how this address is used; see openapi.json.",
}
_ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": a.Problem} for code in (400, 401, 403, 404, 409, 413, 422, 429, 503)
}


def api(site: Site) -> FastAPI:
    """The application under ``/api/v1``."""
    routes = FastAPI(
        title="Drillroom",
        version="1",
        description="Play, run and watch exercises from programs.  The stream, /x/ID/stream, is "
        "described in facilitator/web/README.md.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses=_ERRORS,
    )

    def reached(request: Request, exercise: str) -> tuple[GameDay, Viewer]:
        day = site.hall.day_of(exercise)
        thing = Thing(kind="stream", exercise=exercise)
        viewers = site.viewers(request.scope)
        if not viewers:
            raise HTTPException(401)
        viewer = next((one for one in viewers if may(one, "watch", thing)), None)
        if day is None or viewer is None:
            raise HTTPException(404)
        return day, viewer

    @routes.get("/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> Response:
        viewer_of(site, request)
        return JSONResponse(routes.openapi())

    @routes.get("/commands")
    async def commands(request: Request) -> list[a.CommandKind]:
        """Every kind of command, with its members."""
        viewer_of(site, request)
        return [a.CommandKind.model_validate(one) for one in describe_commands()]

    @routes.get("/game-days")
    async def game_days(request: Request) -> list[a.DayNow]:
        """The game days that the caller reaches."""
        viewer = viewer_of(site, request)
        return [
            a.DayNow(
                id=day.plan.id, title=day.plan.title, run=day.plan.run, exercises=tuple(reachable)
            )
            for day in site.hall.days
            if (
                reachable := [
                    name
                    for name in day.rooms
                    if may(viewer, "watch", Thing(kind="stream", exercise=name))
                ]
            )
        ]

    @routes.get("/exercises/{exercise}")
    async def one(request: Request, exercise: str) -> a.ExerciseNow:
        """One exercise: its clock, its seats, and how far the caller's view has got."""
        day, viewer = reached(request, exercise)
        return exercise_now(day, day.seen(viewer, exercise))

    @routes.get("/exercises/{exercise}/events")
    async def events(
        request: Request,
        exercise: str,
        since: Annotated[int, Query(ge=0, le=2**53 - 1)] = 0,
        limit: Annotated[int, Query(ge=1, le=MAX_EVENTS)] = 100,
    ) -> a.EventsSeen:
        """What the caller may see, in order, after the event numbered *since*."""
        day, viewer = reached(request, exercise)
        seen = day.seen(viewer, exercise)
        return a.EventsSeen(
            head=seen.head,
            view=seen.view,
            events=tuple(shown_event(seen, event) for event in seen.events[since : since + limit]),
        )

    @routes.post("/exercises/{exercise}/commands", response_model=a.ReceiptGiven)
    async def say(request: Request, exercise: str, said: a.CommandSaid) -> Response:
        """Say something.  A refusal by the exercise is 409, with its sentence."""
        _, viewer = reached(request, exercise)
        receipt = await site.desk.take((viewer,), exercise, said.model_dump())
        return Response(as_bytes(receipt), receipt.status, media_type="application/json")

    @routes.get("/exercises/{exercise}/scorecard")
    async def scorecard(request: Request, exercise: str) -> dict[str, Any]:
        """The scorecard as it is now, every figure with what it rests on."""
        day, viewer = reached(request, exercise)
        ended = day.rooms[exercise].exercise.ended
        shown = day.plan.results and ended
        page = Thing(kind="page", name="scorecard", exercise=exercise, results=shown)
        if not may(viewer, "see", page):
            raise HTTPException(403)
        record = tuple(day.rooms[exercise].events)
        card = await run_in_threadpool(score, day.scenario, record)
        return for_report(card).to_json()

    @routes.get("/exercises/{exercise}/record", response_class=StreamingResponse)
    async def record(request: Request, exercise: str) -> Response:
        """The record, one leaf a line, as it is stored; what people typed is not in it."""
        day, viewer = reached(request, exercise)
        if not may(viewer, "export", Thing(kind="record", exercise=exercise)):
            raise HTTPException(403)
        if keeps_ratings(day.rooms[exercise]):
            raise HTTPException(409, STILL_RATING)
        site.log.write("exported", who=viewer.id, where=exercise, why="record")
        leaves = site.hall.store.leaves(exercise)
        return StreamingResponse(_lines(leaves), media_type="application/jsonl")

    letting_in(routes, site)

    @routes.exception_handler(RouteError)
    async def refused(request: Request, error: RouteError) -> Response:
        if error.status_code in (401, 403, 404):
            site.refused(request.scope, f"api {error.status_code}")
        ours = error.detail != HTTPStatus(error.status_code).phrase
        says = error.detail if ours else _SAYS.get(error.status_code, str(error.detail))
        return problem(error.status_code, says)

    @routes.exception_handler(NotKept)
    @routes.exception_handler(StoreError)
    async def not_kept(_: Request, error: Exception) -> Response:
        return problem(503, str(error))

    @routes.exception_handler(500)
    async def ours(request: Request, _: Exception) -> Response:
        return site.answer(request.scope, our_mistake(request.scope))

    @routes.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
        return problem(422, f"{where}: {first['msg']}; see openapi.json.")

    return routes


def problem(status: int, says: str) -> Response:
    """A refusal, as every address here answers it."""
    return Response(
        orjson.dumps({"status": status, "says": says}), status, media_type="application/json"
    )


def _lines(leaves: Iterator[bytes]) -> Iterator[bytes]:
    for leaf in leaves:
        yield leaf + b"\n"
