"""The breach record as a file, for whoever may read its page: now, or as known at an instant."""

import json

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from facilitator.access import Thing
from facilitator.print import NotInstalled
from facilitator.print.breach import breach_pdf
from facilitator.screens.breach import breach_page
from facilitator.screens.breach_file import breach_file
from facilitator.web.site import Site


def breach_files(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/x/{exercise}/breach.{form}")
    async def file(request: Request, exercise: str, form: str, t: str = "") -> Response:
        thing = Thing(kind="page", name="breach", exercise=exercise)
        day, viewer = site.hall.day_of(exercise), site.viewer_for(request.scope, thing)
        if day is None or viewer is None or form not in ("json", "pdf"):
            site.refused(request.scope, "breach record")
            says = "There is no such breach record, or it is not yours to read."
            return site.error(403, title="Not yours", says=says, do="Back", href="breach")
        seen = day.seen(viewer, exercise)
        page = await run_in_threadpool(breach_page, seen, {"t": t})
        if page.wrong:  # a file does not say what was asked: it is not made of another instant
            return site.error(
                422, title="No such instant", says=page.wrong, do="Back", href="breach", field="t"
            )
        record = breach_file(seen, page)
        if form == "json":
            data = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
        else:
            try:
                data = await site.heavy(
                    viewer,
                    ("breach", json.dumps(record, sort_keys=True)),
                    lambda: site.workshop.make(breach_pdf, record),
                )
            except NotInstalled as missing:
                says = f"A PDF cannot be made here: {missing}. Print the page instead."
                return site.error(501, title="Not here", says=says, do="Back", href="breach")
        at = record["as_known_at"]["exercise"].replace(":", "-")
        site.log.write(
            "exported", who=viewer.id, where=exercise, why=f"breach record as {form.upper()}"
        )
        name = f"EXERCISE-{exercise}-breach-record-at-{at}.{form}"
        kind = "application/pdf" if form == "pdf" else "application/json"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=kind, headers=headers)

    return router
