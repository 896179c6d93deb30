"""The interface for programs: the same rules, desk and views as the pages, in JSON.

A program signs in with a token for one exercise and role.  ``GET /api/v1/openapi.json`` describes
everything; the stream is the one that browsers follow, with the token in the handshake.
"""

import asyncio
from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any, Final

import orjson
from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as RouteError
from starlette.responses import JSONResponse, Response, StreamingResponse

from evidence import Event, write_body
from facilitator.access import Account, Thing, may, read_code
from facilitator.access.limits import TooMany
from facilitator.command_reader import describe_commands
from facilitator.live import GameDay, keeps_ratings
from facilitator.live.chairs import CannotSit, sit
from facilitator.live.pacing import shown_clock
from facilitator.screens import Seen, Viewer
from facilitator.store import StoreError
from facilitator.web import api_shapes as a
from facilitator.web.doing import as_bytes
from facilitator.web.doors import NO_SUCH_CODE
from facilitator.web.security import address
from facilitator.web.site import Site
from scoring import for_report, score

STILL_RATING: Final = (
    "Evaluators who rate alone have not all rated yet; the record can be taken away once they have."
)
MAX_EVENTS: Final = 500
CITING: Final = frozenset({"text_in", "said", "evidence", "about", "signal", "by", "claim"})
"""Members of bodies that hold the ``seq`` of other leaves."""

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
        description="Play, run and watch exercises from programs.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses=_ERRORS,
    )

    def viewer_of(request: Request) -> Viewer:
        viewers = site.viewers(request.scope)
        if not viewers:
            raise HTTPException(401)
        return viewers[0]

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
        viewer_of(request)
        return JSONResponse(routes.openapi())

    @routes.get("/commands")
    async def commands(request: Request) -> list[a.CommandKind]:
        """Every kind of command, with its members."""
        viewer_of(request)
        return [a.CommandKind.model_validate(one) for one in describe_commands()]

    @routes.get("/game-days")
    async def game_days(request: Request) -> list[a.DayNow]:
        """The game days that the caller reaches."""
        viewer = viewer_of(request)
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
        return _exercise_now(day, day.seen(viewer, exercise))

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
        site.log.write("exported", who=viewer.id, where=exercise)
        leaves = site.hall.store.leaves(exercise)
        return StreamingResponse(_lines(leaves), media_type="application/jsonl")

    @routes.post("/join", status_code=201)
    async def join(request: Request, wanted: a.JoinWith) -> a.Joined:
        """Take a seat with a team's code; the token speaks for it."""
        exercise = _of_code(site, request, wanted.code)
        day = site.hall.day_of(exercise)
        assert day is not None, "a code leads to an exercise that is there"
        try:
            participant, _ = await sit(
                site.hall,
                day,
                exercise,
                seat=wanted.seat,
                name=wanted.name,
                take_over=wanted.take_over,
            )
        except CannotSit as error:
            raise HTTPException(409, str(error)) from None
        token = await asyncio.to_thread(
            site.hall.people.token,
            participant.id,
            label=wanted.name,
            exercise=exercise,
            lasts_s=24 * 3600,
        )
        return a.Joined(exercise=exercise, seat=wanted.seat, token=token)

    @routes.post("/tokens", status_code=201)
    async def make_token(request: Request, wanted: a.TokenWanted) -> a.TokenMade:
        """Make a token for a program.  Only a facilitator can."""
        viewer = viewer_of(request)
        if not may(viewer, "manage", Thing(kind="house", exercise=wanted.exercise)):
            raise HTTPException(403)
        if site.hall.day_of(wanted.exercise) is None:
            raise HTTPException(404)
        account: Account = await asyncio.to_thread(
            site.hall.people.make_account, kind=wanted.kind, name=wanted.label
        )
        token = await asyncio.to_thread(
            site.hall.people.token,
            account.id,
            label=wanted.label,
            exercise=wanted.exercise,
            lasts_s=wanted.lasts_hours * 3600,
        )
        site.log.write("token made", who=viewer.id, where=wanted.exercise, why=wanted.kind)
        return a.TokenMade(token=token)

    @routes.get("/tokens")
    async def tokens(request: Request) -> list[a.TokenKnown]:
        """Tokens that still let programs in."""
        viewer = viewer_of(request)
        if not may(viewer, "manage", Thing(kind="house", exercise=viewer.exercise)):
            raise HTTPException(403)
        return [
            a.TokenKnown(
                id=one.digest[:16], label=one.label, exercise=one.exercise, until=one.until
            )
            for one in site.hall.people.tokens()
            if viewer.exercise in (None, one.exercise)
        ]

    @routes.delete("/tokens/{id_}", status_code=204)
    async def end_token(request: Request, id_: str) -> Response:
        """End a token: it lets nobody in from now on."""
        viewer = viewer_of(request)
        if not may(viewer, "manage", Thing(kind="house", exercise=viewer.exercise)):
            raise HTTPException(403)
        known = [
            one
            for one in site.hall.people.tokens()
            if one.digest[:16] == id_ and viewer.exercise in (None, one.exercise)
        ]
        if not known:
            raise HTTPException(404)
        await asyncio.to_thread(site.hall.people.end, known[0])
        site.hall.dismiss(known[0].who)
        return Response(status_code=204)

    @routes.exception_handler(RouteError)
    async def refused(request: Request, error: RouteError) -> Response:
        if error.status_code in (401, 403, 404):
            site.refused(request.scope, f"api {error.status_code}")
        ours = error.detail != HTTPStatus(error.status_code).phrase
        says = error.detail if ours else _SAYS.get(error.status_code, str(error.detail))
        return problem(error.status_code, says)

    @routes.exception_handler(StoreError)
    async def not_readable(_: Request, error: StoreError) -> Response:
        return problem(503, str(error))

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


def _of_code(site: Site, request: Request, typed: str) -> str:
    where = address(request.scope)
    try:
        site.limits.codes.check(where)
        site.limits.same_code.check((where, typed))
    except TooMany as error:
        raise HTTPException(429, str(error)) from None
    exercise = site.hall.exercise_of_code(read_code(typed) or "")
    if exercise is None:
        site.limits.codes.wrong(where)
        site.limits.same_code.wrong((where, typed))
        raise HTTPException(404, NO_SUCH_CODE)
    return exercise


def _exercise_now(day: GameDay, seen: Seen) -> a.ExerciseNow:
    organisation = seen.plan.organisation
    return a.ExerciseNow(
        exercise=seen.team.exercise,
        team=seen.team.name,
        game_day=day.plan.title,
        run=seen.run,
        clock=a.ClockNow.model_validate(shown_clock(seen.clock)),
        seats=tuple(
            a.SeatNow(
                seat=person.seat,
                title=organisation.title_of(person.seat),
                name=person.name,
                simulated=person.simulated,
                online=person.online,
                you=person.you,
            )
            for person in seen.team.people
        ),
        head=seen.head,
        view=seen.view,
        code=seen.team.code or None,
        fault=seen.fault,
    )


def shown_event(seen: Seen, event: Event) -> a.EventSeen:
    """One event as the interface for programs shows it to this viewer."""
    words = {
        member: text
        for member in ("words", "text", "name")
        if (text := seen.text_of(event, member)) is not None
    }
    return a.EventSeen(
        number=seen.place(event),
        kind=event.kind,
        at=event.at,
        role=event.role,
        body=_shown_body(seen, event),
        words=words,
    )


def _shown_body(seen: Seen, event: Event) -> dict[str, Any]:
    """The body, with places of this view where it cites other leaves."""
    body = write_body(event.body)
    for name in CITING & body.keys():
        body[name] = _places(seen, body[name])
    return {name: value for name, value in body.items() if not _is_commitment(value)}


def _places(seen: Seen, cited: Any) -> Any:
    if isinstance(cited, int):
        return seen.place(cited) if seen.has(cited) else None
    if isinstance(cited, (list, tuple)):
        return [place for one in cited if (place := _places(seen, one)) is not None]
    return cited


def _is_commitment(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"$c"}


def _lines(leaves: Iterator[bytes]) -> Iterator[bytes]:
    for leaf in leaves:
        yield leaf + b"\n"
