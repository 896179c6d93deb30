"""The ways in and out: join with a code, sign in, one-time links, leaving, signing out, home."""

from contextlib import suppress
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from facilitator.access import NotLetIn, Thing, may, read_code, show_code
from facilitator.access.limits import TooMany
from facilitator.access.passwords import WeakPassword
from facilitator.access.people import PARTICIPANT_S, STAFF_S
from facilitator.live import GameDay
from facilitator.live.chairs import CannotSit, leave, sit
from facilitator.screens import Viewer
from facilitator.screens.door import (
    HomeDay,
    HomePage,
    HomeTeam,
    JoinPage,
    LinkPage,
    OpenSeat,
    SeatsPage,
    SignInPage,
    StaffMember,
)
from facilitator.web.programme import PROGRAMME
from facilitator.web.security import address, cookies
from facilitator.web.site import SEAT_COOKIE, STAFF_COOKIE, Site
from runbooks.roles import LIBRARY_ROLES

MAX_NAME_CHARS: Final = 60
NO_SUCH_CODE: Final = (
    "No team has that code. Codes have six letters and digits; ask who invited you."
)
FIRST_PAGE: Final = {"facilitator": "control", "evaluator": "evaluate", "auditor": "evidence"}

Text = Annotated[str, Form(max_length=300)]


def doors(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home(request: Request) -> Response:
        viewers = site.viewers(request.scope)
        staff = next((one for one in viewers if one.kind != "participant"), None)
        if staff is not None and may(staff, "see", PROGRAMME):
            days = tuple(_home_day(day) for day in site.hall.days)
            invites = may(staff, "manage", Thing(kind="house"))
            page = HomePage(
                viewer=staff,
                days=days,
                programme=await site.programme.page(staff),
                calendar=f"{site.settings.address}{site.calendar(staff)}",
                may_invite=invites,
                staff=_staff(site, staff) if invites else (),
            )
            return site.draw("home.html", page)
        if viewers and viewers[0].exercise:
            return _go(f"/x/{viewers[0].exercise}/team")
        return _go("/join")

    @router.get("/join")
    async def join(code: str = "") -> Response:
        if code:
            return _go(f"/join/{show_code(read_code(code) or 'WRONG0')}")
        return site.draw("join.html", JoinPage())

    @router.post("/join")
    async def typed_code(request: Request, code: Text = "") -> Response:
        return await _seats_or_why(site, request, code)

    @router.get("/join/{code}")
    async def seats(request: Request, code: str) -> Response:
        return await _seats_or_why(site, request, code)

    @router.post("/join/{code}")
    async def take_seat(
        request: Request,
        code: str,
        name: Text = "",
        seat: Text = "",
        take_over: Annotated[str, Form(alias="take-over", max_length=5)] = "",
    ) -> Response:
        exercise = _exercise_of(site, request, code)
        if isinstance(exercise, Response):
            return exercise
        day = site.hall.day_of(exercise)
        assert day is not None, "a code leads to an exercise that is there"
        given = " ".join(name.split())[:MAX_NAME_CHARS]
        try:
            if not given:
                raise CannotSit("Say what to call you; any name will do.")
            _, secret = await sit(
                site.hall, day, exercise, seat=seat, name=given, take_over=take_over == "yes"
            )
        except CannotSit as error:
            page = _seats(site, day, exercise, None, name=given, seat=seat, wrong=str(error))
            return site.draw("seats.html", page, status=409)
        await _leave_others(site, request)
        state = day.rooms[exercise].pacer.clock().state
        response = _go(f"/x/{exercise}/{'lobby' if state == 'lobby' else 'team'}")
        site.set_cookie(response, SEAT_COOKIE, secret, lasts_s=PARTICIPANT_S)
        return response

    @router.post("/x/{exercise}/leave")
    async def leave_seat(request: Request, exercise: str) -> Response:
        day = site.hall.day_of(exercise)
        mine = [one for one in site.viewers(request.scope) if one.seat and one.exercise == exercise]
        if day is None or not mine:
            return _go("/join")
        try:
            for viewer in mine:
                await leave(site.hall, viewer)
        except CannotSit as error:
            return site.error(
                503, title="You still sit there", says=str(error), do="Back", href="team"
            )
        return _go(f"/join/{show_code(day.team_of(exercise).code)}")

    @router.get("/sign-in")
    async def sign_in_page() -> Response:
        return site.draw("sign-in.html", SignInPage())

    @router.post("/sign-in")
    async def sign_in(request: Request, name: Text = "", password: Text = "") -> Response:
        where, whose = address(request.scope), name.strip().casefold()[:MAX_NAME_CHARS]
        try:
            site.limits.sign_ins.check(where)
            site.limits.accounts.check(whose)
            secret = await run_in_threadpool(site.hall.people.sign_in, name, password)
        except TooMany as error:
            return site.draw("sign-in.html", SignInPage(name=name, wrong=str(error)), status=429)
        except NotLetIn as error:
            site.limits.sign_ins.wrong(where)
            site.limits.accounts.wrong(whose)
            site.refused(request.scope, "wrong name or password")
            return site.draw("sign-in.html", SignInPage(name=name, wrong=str(error)), status=403)
        site.log.write("signed in", who=whose, where="/sign-in")
        return _let_in(site, secret)

    @router.get("/link/{token}")
    async def link_page(request: Request, token: str) -> Response:
        try:
            account = site.hall.people.account_of_link(token)
        except NotLetIn as error:
            return _link_over(site, request, str(error))
        name = "" if account.name == account.kind else account.name
        return site.draw("link.html", LinkPage(name=name, kind=account.kind, token=token))

    @router.post("/link/{token}")
    async def use_link(
        request: Request, token: str, name: Text = "", password: Text = ""
    ) -> Response:
        people = site.hall.people
        given = " ".join(name.split())[:MAX_NAME_CHARS]
        try:
            account = people.account_of_link(token)
            secret = await run_in_threadpool(
                people.use_link, token, name=given, password=password or None
            )
        except WeakPassword as error:
            page = LinkPage(name=given, kind=account.kind, token=token, wrong=str(error))
            return site.draw("link.html", page, status=422)
        except NotLetIn as error:
            return _link_over(site, request, str(error))
        site.log.write("used a link", who=account.id, where="/link")
        return _let_in(site, secret)

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        sent, viewers = cookies(request.scope), site.viewers(request.scope)
        response = _go("/join")
        for name in (STAFF_COOKIE, SEAT_COOKIE):
            secret = sent.get(site.cookie(name))
            if secret is not None:
                await run_in_threadpool(site.hall.people.end_pass, secret)
                response.delete_cookie(site.cookie(name), path="/")
        for viewer in viewers:
            site.hall.dismiss(viewer.id)
        response.headers["clear-site-data"] = '"storage"'
        return response

    return router


def _go(to: str) -> RedirectResponse:
    return RedirectResponse(to, status_code=303)


def _let_in(site: Site, secret: str) -> Response:
    viewer = site.hall.people.viewer(secret)
    assert viewer is not None, "a sign-in that was just made lets somebody in"
    days = site.hall.days
    first = FIRST_PAGE[viewer.kind]
    response = _go(f"/x/{days[0].plan.id}/{first}" if len(days) == 1 else "/")
    site.set_cookie(response, STAFF_COOKIE, secret, lasts_s=STAFF_S)
    return response


def _link_over(site: Site, request: Request, says: str) -> Response:
    site.refused(request.scope, "a link that lets nobody in")
    return site.error(410, title="This link is used up", says=says, do="Sign in", href="/sign-in")


def _exercise_of(site: Site, request: Request, typed: str) -> str | Response:
    """The exercise of a code; or why there is none, without telling which codes exist."""
    where = address(request.scope)
    try:
        site.limits.codes.check(where)
        site.limits.same_code.check((where, typed[:20]))
    except TooMany as error:
        return site.draw("join.html", JoinPage(code=typed[:20], wrong=str(error)), status=429)
    exercise = site.hall.exercise_of_code(read_code(typed) or "")
    if exercise is None:
        site.limits.codes.wrong(where)
        site.limits.same_code.wrong((where, typed[:20]))
        site.refused(request.scope, "a code that no team has")
        return site.draw("join.html", JoinPage(code=typed[:20], wrong=NO_SUCH_CODE), status=404)
    return exercise


async def _leave_others(site: Site, request: Request) -> None:
    """Whoever sits down elsewhere gets up: one browser holds one seat."""
    for viewer in site.viewers(request.scope):
        room = site.hall.room(viewer.exercise or "")
        if viewer.seat and room is not None and not room.exercise.ended:
            with suppress(
                CannotSit
            ):  # the seat that was taken counts; the old one can be taken over
                await leave(site.hall, viewer)


async def _seats_or_why(site: Site, request: Request, typed: str) -> Response:
    exercise = _exercise_of(site, request, typed)
    if isinstance(exercise, Response):
        return exercise
    day = site.hall.day_of(exercise)
    assert day is not None, "a code leads to an exercise that is there"
    here = next((one for one in site.viewers(request.scope) if one.exercise == exercise), None)
    if day.rooms[exercise].exercise.ended:
        return _over(site, day, exercise, here)
    return site.draw("seats.html", _seats(site, day, exercise, here))


def _over(site: Site, day: GameDay, exercise: str, here: Viewer | None) -> Response:
    """Whoever took part is led to what is theirs to see; others are told that it is over."""
    says = "This exercise has ended. What you did in it is kept; ask your facilitator for it."
    do, href = "Another code", "/join"
    if here is not None:
        says = "This exercise has ended. What you did in it is kept, and the debrief goes on."
        do, page = ("Scorecard", "scorecard") if day.plan.results else ("Hot-wash", "hotwash")
        href = f"/x/{exercise}/{page}"
    return site.error(410, title="It is over", says=says, do=do, href=href)


def _seats(
    site: Site,
    day: GameDay,
    exercise: str,
    here: Viewer | None,
    *,
    name: str = "",
    seat: str = "",
    wrong: str = "",
) -> SeatsPage:
    room, team = day.rooms[exercise], day.team_of(exercise)
    organisation = day.scenario.organisation
    seats = tuple(
        OpenSeat(
            id=person.seat,
            title=organisation.title_of(person.seat),
            does=", ".join(
                filter(
                    None, (LIBRARY_ROLES.get(role) for role in organisation.roles[person.seat].is_)
                )
            ),
            taken_by=person.name,
            simulated=person.simulated,
        )
        for person in day.persons(exercise)
    )
    return SeatsPage(
        code=team.code,
        shown_code=show_code(team.code),
        game=day.plan.title,
        team=team.name,
        organisation=organisation.title,
        state=room.pacer.clock().state,
        seats=seats,
        name=name,
        seat=seat,
        wrong=wrong,
        back_to=f"/x/{exercise}/team" if here else "",
    )


def _staff(site: Site, viewer: Viewer) -> tuple[StaffMember, ...]:
    return tuple(
        StaffMember(id=one.id, name=one.name, kind=one.kind, you=one.id == viewer.id)
        for one in site.hall.people.accounts()
    )


def _home_day(day: GameDay) -> HomeDay:
    teams = tuple(
        HomeTeam(
            exercise=team.exercise,
            name=team.name,
            code=show_code(team.code),
            state=day.rooms[team.exercise].pacer.clock().state,
        )
        for team in day.plan.teams
    )
    return HomeDay(title=day.plan.title, run=day.plan.run, teams=teams)
