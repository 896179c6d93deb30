"""What lets programs in: a seat for a team's code, and tokens that a facilitator makes and ends."""

import asyncio

from fastapi import FastAPI, HTTPException, Request
from starlette.responses import Response

from facilitator.access import Account, Thing, may, read_code
from facilitator.access.limits import TooMany
from facilitator.live import GameDay
from facilitator.live.chairs import CannotSit, sit
from facilitator.screens import Viewer
from facilitator.web import api_shapes as a
from facilitator.web.doors import NO_SUCH_CODE
from facilitator.web.security import address
from facilitator.web.site import Site


def viewer_of(site: Site, request: Request) -> Viewer:
    """Whoever asks; a program that is not let in is told how it would be."""
    viewers = site.viewers(request.scope)
    if not viewers:
        raise HTTPException(401)
    return viewers[0]


def letting_in(routes: FastAPI, site: Site) -> None:
    """Add the routes."""

    @routes.post("/join", status_code=201)
    async def join(request: Request, wanted: a.JoinWith) -> a.Joined:
        """Take a seat with a team's code; the token speaks for it."""
        exercise = _of_code(site, request, wanted.code)
        day = site.hall.day_of(exercise)
        assert day is not None, "a code leads to an exercise that is there"
        if wanted.seat not in day.scenario.organisation.roles:
            raise HTTPException(409, _which_seats(day, exercise))
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
        """Make a token for a program.  Only a facilitator of the house can."""
        viewer = viewer_of(site, request)
        if not may(viewer, "manage", Thing(kind="house")):
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
        viewer = viewer_of(site, request)
        if not may(viewer, "manage", Thing(kind="house")):
            raise HTTPException(403)
        return [
            a.TokenKnown(
                id=one.digest[:16], label=one.label, exercise=one.exercise, until=one.until
            )
            for one in site.hall.people.tokens()
        ]

    @routes.delete("/tokens/{id_}", status_code=204)
    async def end_token(request: Request, id_: str) -> Response:
        """End a token: it lets nobody in from now on."""
        viewer = viewer_of(site, request)
        if not may(viewer, "manage", Thing(kind="house")):
            raise HTTPException(403)
        known = [one for one in site.hall.people.tokens() if one.digest[:16] == id_]
        if not known:
            raise HTTPException(404)
        await asyncio.to_thread(site.hall.people.end, known[0])
        site.hall.dismiss(known[0].who)
        site.log.write("token ended", who=viewer.id, where=f"/accounts/{known[0].who}")
        return Response(status_code=204)


def _which_seats(day: GameDay, exercise: str) -> str:
    seats = (
        f"{one.seat} ({one.name} sits there)" if one.name else one.seat
        for one in day.persons(exercise)
    )
    return f"Say which seat: {', '.join(seats)}."


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
