"""Opening a game day from the web, and what control decides for a whole day."""

import secrets
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from msgspec.structs import replace
from starlette.responses import RedirectResponse, Response

from evidence.kinds.exercise import HoldExercise, KindOfRun
from facilitator.access import Thing, may
from facilitator.live import CannotOpen, GameDay
from facilitator.own_library import own_library
from facilitator.web.site import Site
from runbooks.authored import AuthorError, did_you_mean, quoted
from scenarios import CannotPlan, FileKind, Item, Plan, Shelf
from simulator import PROFILES

RUNS: Final[tuple[KindOfRun, ...]] = ("practice", "exercise", "dry-run")
"""A measured exercise runs on real systems and is opened by `drillroom drill`."""

NOBODY: Final = "nobody"
"""Named lead evaluator: whoever evaluates may settle and rule."""
Text = Annotated[str, Form(max_length=4_000)]


def days(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.post("/days")
    async def open_day(
        request: Request,
        scenario: Text,
        organisation: Text = "",
        teams: Text = "Team A",
        responders: Text = "average",
        run: Text = "practice",
        title: Text = "",
        seed: Annotated[int, Form(ge=0, le=2**53 - 1)] = 7,
        bind: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        viewer = site.staff(request.scope)
        if viewer is None or not may(viewer, "manage", Thing(kind="house")):
            site.refused(request.scope, "open a game day")
            return _no(site, 403, "Only a facilitator can open a game day.")
        kind = next((one for one in RUNS if one == run), None)
        if kind is None or responders not in (*PROFILES, "absent"):
            return _no(site, 422, "Choose a kind of run and who fills empty seats.")
        names = [" ".join(line.split())[:60] for line in teams.splitlines() if line.strip()]
        try:
            plan = await run_in_threadpool(_plan, site.folder, scenario, organisation, bind or [])
            day = await site.hall.make_day(
                plan,
                title=title.strip()[:120] or plan.scenario.title,
                seed=seed,
                run=kind,
                teams=names,
                responders=responders,
            )
        except CannotOpen as error:
            return _no(site, 422, str(error))
        except _NotInLibrary as error:
            return _no(site, 404, str(error))
        except AuthorError as error:
            return _no(site, 422, " ".join(str(problem) for problem in error.problems))
        except CannotPlan as error:
            return _no(site, 422, " ".join(str(refusal) for refusal in error.refusals))
        site.log.write("opened", who=viewer.id, where=f"/x/{day.plan.id}")
        return RedirectResponse(f"/x/{day.plan.id}/preflight", status_code=303)

    @router.post("/x/{exercise}/teams")
    async def add_team(request: Request, exercise: str, name: Text) -> Response:
        day = site.hall.day_of(exercise)
        viewer = site.staff(request.scope)
        if day is None or not may(viewer, "manage", Thing(kind="house")):
            site.refused(request.scope, "add a team")
            return _no(site, 403, "Only a facilitator of the house can add a team.")
        called = " ".join(name.split())[:60]
        if not called:
            return _no(site, 422, "Give the team a name.")
        try:
            room = await site.hall.add_team(day, called)
        except CannotOpen as error:
            return _no(site, 409, str(error))
        assert viewer is not None, "nobody manages nothing"
        site.log.write("team added", who=viewer.id, where=f"/x/{room.name}")
        return RedirectResponse(f"/x/{room.name}/preflight", status_code=303)

    @router.post("/x/{exercise}/day")
    async def decide(
        request: Request,
        exercise: str,
        results: Text = "",
        lead: Text = "",
        evaluating_control: Annotated[str, Form(alias="evaluating-control", max_length=5)] = "",
        back: Text = "",
    ) -> Response:
        day = site.hall.day_of(exercise)
        viewer = site.staff(request.scope)
        if day is None or not may(viewer, "manage", Thing(kind="house")):
            site.refused(request.scope, "decide for a game day")
            return _no(site, 403, "Only a facilitator of the house can decide for a whole day.")
        await _decide(site, day, results=results, lead=lead, overlap=evaluating_control == "yes")
        to = "evaluate" if back == "evaluate" else "control"
        return RedirectResponse(f"/x/{exercise}/{to}", status_code=303)

    @router.post("/x/{exercise}/break")
    async def take_break(
        request: Request, exercise: str, minutes: int = Form(ge=1, le=120)
    ) -> Response:
        day = site.hall.day_of(exercise)
        viewer = site.staff(request.scope)
        if day is None or not may(viewer, "manage", Thing(kind="house")):
            site.refused(request.scope, "call a break")
            return _no(
                site, 403, "Only a facilitator of the house can call a break for every team."
            )
        assert viewer is not None, "nobody may manage"
        hold = {"do": HoldExercise.kind, "cmd": f"break-{secrets.token_hex(8)}", "all": "yes"}
        receipt = await site.desk.take((viewer,), exercise, hold)
        if receipt.status == 403:
            return _no(site, 403, receipt.says)
        day.take_break(minutes * 60_000)
        await site.hall.keep(day.plan)
        day.tell_break(minutes * 60_000)
        return RedirectResponse(f"/x/{exercise}/break", status_code=303)

    return router


async def _decide(site: Site, day: GameDay, *, results: str, lead: str, overlap: bool) -> None:
    """Open or close the results for participants; name the lead evaluator; declare an overlap."""
    if results:
        day.plan = replace(day.plan, results=results == "open")
    account = site.hall.people.account(lead)
    if lead == NOBODY or (account is not None and account.kind == "evaluator"):
        day.plan = replace(day.plan, lead=None if lead == NOBODY else lead)
    if overlap:
        day.plan = replace(day.plan, evaluating_control=True)
    await site.hall.keep(day.plan)


class _NotInLibrary(Exception):
    """There is nothing of that name; says what to do."""


def _plan(folder: Path, scenario: str, organisation: str, bind: list[str]) -> Plan:
    """Only the library is asked: a path that somebody typed into a page opens no file."""
    choices = dict(choice.split("=", 1) for choice in bind if "=" in choice)
    library = own_library(folder)
    story = _item(library.shelf, "scenario", scenario)
    default = library.shelf.default_organisation.id
    house = _item(library.shelf, "organisation", organisation or default)
    return library.plan(story, house, choices)


def _item(shelf: Shelf, kind: FileKind, word: str) -> Item:
    item = shelf.item(kind, word)
    if item is None:
        known = [one.id for one in shelf.of(kind)]
        hint = did_you_mean(word, known) or "choose one from the library"
        raise _NotInLibrary(f"There is no {kind} {quoted(word)}; {hint}")
    return item


def _no(site: Site, status: int, says: str) -> Response:
    return site.error(status, title="Not opened", says=says, do="Back", href="/")
