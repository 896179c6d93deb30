"""What is to change, entered from the report's page: an action, and what became of one.

Both outlive the exercise, so they stand in the instance log, where `drillroom programme` writes.
"""

from datetime import UTC, datetime
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from evidence.kinds.review import Element, Priority, Validation
from evidence.programme import ItemMoved, ItemOpened, ItemState
from facilitator.planned_days import NO_DAY, is_coming_day, tidy
from facilitator.screens import Viewer
from facilitator.web.programme import Day, Text
from facilitator.web.site import Site

Word = Annotated[str, Form(max_length=40)]
_NOT_YOURS: Final = "Only a facilitator of the house can say what is to change. Nothing was done."
_NOT_ENDED: Final = "Actions follow from a report, and play has not ended."


def actions(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    def manager(request: Request, exercise: str) -> Viewer | None:
        viewer = site.manager(request.scope)
        if viewer is None:
            site.refused(request.scope, "change the improvement plan")
        return viewer if site.hall.day_of(exercise) else None

    @router.post("/x/{exercise}/actions")
    async def open_one(
        request: Request,
        exercise: str,
        issue: Text = "",
        action: Text = "",
        contact: Text = "",
        due: Day = "",
        priority: Word = "medium",
        element: Word = "planning",
        validation: Word = "evidence",
        tracker: Text = "",
        finding: Text = "",
        cites: Text = "",
    ) -> Response:
        viewer, day = manager(request, exercise), site.hall.day_of(exercise)
        if viewer is None or day is None:
            return _no(site, 403, _NOT_YOURS)
        room = day.rooms[exercise]
        if not room.exercise.ended:
            return _no(site, 409, _NOT_ENDED)
        today = datetime.now(UTC).date()
        asked = {"issue": tidy(issue), "action": tidy(action), "contact": tidy(contact)}
        for field, says in _ASKED.items():
            if not asked[field]:
                return _no(site, 422, says, field=field)
        if not is_coming_day(due, today):
            return _no(site, 422, NO_DAY, field="due")
        for given, known in ((priority, Priority), (element, Element), (validation, Validation)):
            if given not in get_args(known):
                return _no(site, 422, f"Choose one of {', '.join(get_args(known))}.")
        entered = await site.programme.open_item(
            ItemOpened(
                item="",
                **asked,
                element=cast("Element", element),
                priority=cast("Priority", priority),
                validation=cast("Validation", validation),
                responsible=day.scenario.organisation.title,
                start=today.isoformat(),
                due=due,
                exercise=exercise,
                finding=tidy(finding) or None,
                cites=_entries(cites, room.events[-1].seq),
                tracker=tidy(tracker) or None,
            )
        )
        return _entered(site, viewer, exercise, entered.item, "action opened")

    @router.post("/x/{exercise}/actions/{item}")
    async def move(
        request: Request,
        exercise: str,
        item: str,
        state: Word = "",
        because: Text = "",
        here: Word = "",
    ) -> Response:
        viewer = manager(request, exercise)
        if viewer is None:
            return _no(site, 403, _NOT_YOURS)
        if state not in get_args(ItemState):
            return _no(site, 422, "Say what became of it.", field="state")
        if not tidy(because):
            return _no(site, 422, "Say by what that is shown.", field="because")
        moved = ItemMoved(
            item=item,
            state=cast("ItemState", state),
            because=tidy(because),
            retest=exercise if here else None,
        )
        if not await site.programme.move_item(moved):
            return _no(site, 404, "There is no such action.")
        return _entered(site, viewer, exercise, item, f"action {state}")

    return router


def _entries(said: str, last: int) -> tuple[int, ...]:
    """The entries that are in the record: a report cites no others."""
    found = (int(one) for one in said.split() if one.isdecimal())
    return tuple(one for one in found if one <= last)[:5]


_ASKED: Final = {
    "issue": "Say what was found: what this mends.",
    "action": "Say what is to be done.",
    "contact": "Say which role answers for it.",
}


def _entered(site: Site, viewer: Viewer, exercise: str, item: str, what: str) -> Response:
    site.log.write(what, who=viewer.id, where=f"/x/{exercise}/actions/{item}")
    return RedirectResponse(f"/x/{exercise}/report#{item}", status_code=303)


def _no(site: Site, status: int, says: str, *, field: str = "") -> Response:
    return site.error(status, title="Not done", says=says, do="Back", href="report", field=field)
