"""The report over the web: its page, its files, and bundles for whoever may take them away.

Setting a PDF takes a processor for seconds, so files are made in a process of their own, one at a
time, and the rooms do not notice.  Reading the record again and folding the page run in threads.
"""

import base64
import hashlib
import re
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from evidence import Command
from evidence.kinds.review import EditReport, ProposeImprovement
from evidence.programme import Programme
from facilitator.access import Thing, may
from facilitator.bundle import CannotBundle, make_bundle
from facilitator.bundle.making import Profile
from facilitator.bundle.reading import open_record
from facilitator.dry_run import forecast
from facilitator.forecast import Forecast
from facilitator.live import GameDay, keeps_ratings
from facilitator.live.desk import command_in
from facilitator.print import FORMS, NotInstalled, render_html, report_of
from facilitator.print.extras import need
from facilitator.print.reporting import opened_words
from facilitator.record_files import CannotRead, read_plan, read_stored
from facilitator.screens import Viewer
from facilitator.screens.actions import actions_of
from facilitator.screens.beside import beside
from facilitator.screens.frame import frame_of
from facilitator.screens.report import FORMS as FORMS_IN_WORDS
from facilitator.screens.report import ReportPage, SignedOver, report_page
from facilitator.seal import KeyProblem, find_edit
from facilitator.store import NotAsWritten, Store, StoreError
from facilitator.web.api import STILL_RATING
from facilitator.web.site import Site
from scoring import score

TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NEEDED: Final = {"html": "pictures", "pdf": "pdf", "xlsx": "xlsx"}
"""What of the extra `reports` a form asks for."""
CHANGED: Final = "evidence?check=yes#h-verdicts"
PROFILES: Final[dict[str, Profile]] = {"auditor": "auditor", "full": "full", "public": "public"}
_AS_FOUND: Final = """EXERCISE

The stored record of {} is not what was written, so this is no evidence bundle and is not signed.

First entry that differs: {}

leaves.jsonl has every entry as it was found, one a line; checkpoints has the heads that were signed
while it was written.  Compare both with receipts and bundles that were taken away before.
"""
NOT_YET: Final = "Play has not ended; the report is made when it has. Nothing was lost."


def reports(site: Site) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    played: dict[str, Forecast] = {}

    @router.get("/x/{exercise}/report")
    async def page(request: Request, exercise: str) -> Response:
        thing = Thing(kind="page", name="report", exercise=exercise)
        day, viewer = site.hall.day_of(exercise), site.viewer_for(request.scope, thing)
        if day is None or viewer is None:
            return _not_yours(site, request)
        asked = request.query_params
        try:
            wanted = asked.get("beside") == "yes" and day.rooms[exercise].exercise.ended
            if wanted and exercise not in played:
                played[exercise] = await site.heavy(
                    viewer, ("beside", exercise), lambda: _simulated(site, exercise)
                )
            answers = asked.get("answers", "")
            return await _page(site, day, exercise, viewer, answers, played.get(exercise))
        except CannotRead as error:
            return _changed(site, error)

    @router.get("/x/{exercise}/report.{form}")
    async def file(request: Request, exercise: str, form: str) -> Response:
        day = _may_take(site, request, exercise)
        if day is None or form not in FORMS:
            return _not_yours(site, request)
        if not day.rooms[exercise].exercise.ended:
            return site.error(409, title="Not yet", says=NOT_YET, do="Back", href="report")
        try:
            data = await site.heavy(
                _taker(site, request),
                ("report", exercise, form, len(day.rooms[exercise].events)),
                lambda: site.workshop.make(_made, site.hall.store.folder, exercise, form),
            )
        except NotInstalled as missing:
            says = f"This form cannot be made here: {missing}."
            return site.error(501, title="Not here", says=says, do="Back", href="report")
        except CannotRead as error:
            return _changed(site, error)
        _note_taken(site, request, exercise, f"report as {form.upper()}")
        return _handed_out(data, f"{exercise}-report.{form}", TYPES[form], shown=form == "html")

    @router.get("/x/{exercise}/bundle/{profile}.zip")
    async def bundle(request: Request, exercise: str, profile: str) -> Response:
        day = _may_take(site, request, exercise)
        if day is None or profile not in PROFILES:
            return _not_yours(site, request)
        if not day.rooms[exercise].exercise.ended:
            return site.error(409, title="Not yet", says=NOT_YET, do="Back", href="../report")
        if keeps_ratings(day.rooms[exercise]):
            says = STILL_RATING
            return site.error(409, title="Not yet", says=says, do="Back", href="../report")
        try:
            made = await site.heavy(
                _taker(site, request),
                ("bundle", exercise, profile, len(day.rooms[exercise].events)),
                lambda: run_in_threadpool(
                    make_bundle,
                    site.hall.store,
                    exercise,
                    profile=PROFILES[profile],
                    wall=time.time_ns() // 1_000_000,
                    notary=day.rooms[exercise].notary,
                ),
            )
        except (CannotBundle, KeyProblem, NotAsWritten) as error:
            return site.error(
                409, title="No bundle", says=str(error), do="What was changed", href=f"../{CHANGED}"
            )
        _note_taken(site, request, exercise, f"bundle, {profile}")
        name = f"{exercise}-{made.head.size}-{profile}.zip"
        return _handed_out(made.data, name, "application/zip", shown=False)

    @router.get("/x/{exercise}/as-found.zip")
    async def as_found(request: Request, exercise: str) -> Response:
        """A changed record, which no bundle is made of: unsigned, and marked as what it is."""
        day = _may_take(site, request, exercise)
        if day is None:
            return _not_yours(site, request)
        if keeps_ratings(day.rooms[exercise]):
            return site.error(409, title="Not yet", says=STILL_RATING, do="Back", href="evidence")
        try:
            data = await run_in_threadpool(_as_found, site.hall.store, exercise)
        except (StoreError, KeyProblem) as error:
            return site.error(409, title="Not now", says=str(error), do="Back", href="evidence")
        if data is None:
            says = "The record is as it was written; take a bundle, which is signed."
            return site.error(409, title="Not changed", says=says, do="Report", href="report")
        _note_taken(site, request, exercise, "entries, not as written")
        name = f"{exercise}-NOT-AS-WRITTEN.zip"
        return _handed_out(data, name, "application/zip", shown=False)

    return router


def _as_found(store: Store, exercise: str) -> bytes | None:
    """Every leaf as it is stored, under a note that says which is not what was written."""
    edit = find_edit(store, exercise)
    if edit is None:
        return None
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("NOT-AS-WRITTEN.txt", _AS_FOUND.format(exercise, edit.sentence))
        archive.writestr("leaves.jsonl", b"".join(leaf + b"\n" for leaf in store.leaves(exercise)))
        for head in store.heads(exercise):
            archive.writestr(f"checkpoints/{head.size:012}.note", head.note)
    return out.getvalue()


async def _simulated(site: Site, exercise: str) -> Forecast:
    plan = await run_in_threadpool(site.hall.store.plan, exercise)
    return await site.workshop.dry_run(_played, plan)


def _played(plan: bytes) -> Forecast:
    """In its own process: what simulated teams make of the same plan."""
    return forecast(read_plan(plan))


async def _page(
    site: Site,
    day: GameDay,
    exercise: str,
    viewer: Viewer,
    answers: str,
    simulated: Forecast | None,
) -> Response:
    seen = day.seen(viewer, exercise, receipt=site.take_receipt(viewer, exercise))
    content = ReportPage(ended=False)
    if day.rooms[exercise].exercise.ended:
        content = await run_in_threadpool(_folded, site, day, exercise, viewer, answers, simulated)
    frame = frame_of(
        seen, page="report", title="Report", ticket=site.ticket(viewer, exercise), held_by=None
    )
    context = {"page": content, "seen": seen, "frame": frame}
    return HTMLResponse(site.drawing.template("report.html", context))


def _folded(
    site: Site,
    day: GameDay,
    exercise: str,
    viewer: Viewer,
    answers: str,
    simulated: Forecast | None,
) -> ReportPage:
    def may_say(command: type[Command]) -> bool:
        return may(viewer, "say", command_in(day, exercise, command.kind))

    record = read_stored(site.hall.store, exercise, where=site.hall.store.folder)
    words = opened_words(record.openings)
    card = score(record.plan, record.events, head=record.head)
    report = report_of(record, scorecard=card)
    over = SignedOver(
        head=record.head,
        scorecard=card.digest,
        report=hashlib.sha256(FORMS["json"](report)).hexdigest(),
    )
    actions = actions_of(
        record.programme or Programme(size=0),
        card,
        record.events,
        words,
        exercise=exercise,
        answers=answers,
        today=datetime.now(UTC).date(),
        may_open=may(viewer, "manage", Thing(kind="house")),
        may_propose=may_say(ProposeImprovement),
    )
    page = report_page(
        report,
        card,
        events=record.events,
        words=words,
        over=over,
        actions=actions,
        may_write=may_say(EditReport),
    )
    page = replace(page, forms=_forms())
    if simulated is None:
        return page
    return replace(page, beside=beside(simulated, card), plays=simulated.plays)


def _made(folder: Path, exercise: str, form: str) -> bytes:
    """In its own process: one form of the report, as `drillroom report` makes it.

    What is read in the browser is shown without pictures where none can be drawn: whoever has
    played wants to read, and the tables under the pictures say the same.
    """
    record, known = open_record(folder, exercise=exercise)
    report = report_of(record, known)
    try:
        return FORMS[form](report)
    except NotInstalled:
        if form != "html":
            raise
        return render_html(report, pictures=False).encode()


def _forms() -> tuple[tuple[str, str, str], ...]:
    """The forms, and what this server lacks for them; one that cannot be made has no address."""
    found = []
    for form, label, says in FORMS_IN_WORDS:
        missing = _lacks(form)
        if not missing:
            found.append((form, label, says))
        elif form == "html":
            found.append((form, label, f"here without pictures: {missing}"))
        else:
            found.append(("", label, missing))
    return tuple(found)


def _lacks(form: str) -> str:
    try:
        if form in NEEDED:
            need(NEEDED[form])
    except NotInstalled as missing:
        return str(missing)
    return ""


def _may_take(site: Site, request: Request, exercise: str) -> GameDay | None:
    """The game day, for whoever may take its record away."""
    thing = Thing(kind="record", exercise=exercise)
    allowed = any(may(viewer, "export", thing) for viewer in site.viewers(request.scope))
    return site.hall.day_of(exercise) if allowed else None


def _taker(site: Site, request: Request) -> Viewer:
    viewer = site.staff(request.scope)
    assert viewer is not None, "only staff may take anything away"
    return viewer


def _note_taken(site: Site, request: Request, exercise: str, what: str) -> None:
    site.log.write("exported", who=_taker(site, request).id, where=exercise, why=what)


def _handed_out(data: bytes, name: str, kind: str, *, shown: bool) -> Response:
    headers = {"content-disposition": f'{"inline" if shown else "attachment"}; filename="{name}"'}
    if shown:
        headers["content-security-policy"] = _policy(data.decode())
    return Response(data, media_type=kind, headers=headers)


def _policy(html: str) -> str:
    """What a report that is one file may do: its own style, by digest, and nothing else."""
    styles = re.findall(r"<style[^>]*>(.*?)</style>", html, flags=re.DOTALL)
    digests = {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in styles}
    allowed = " ".join(f"'sha256-{one}'" for one in sorted(digests)) or "'none'"
    return (
        f"default-src 'none'; style-src {allowed}; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def _changed(site: Site, error: CannotRead) -> Response:
    says, do = str(error), "What was changed"
    return site.error(409, title="Not as written", says=says, do=do, href=CHANGED)


def _not_yours(site: Site, request: Request) -> Response:
    if not site.viewers(request.scope):
        says = "This page belongs to an exercise. Join with your team's code, or sign in."
        return site.error(401, title="Who are you?", says=says, do="Join", href="/join")
    site.refused(request.scope, "report")
    says = "There is no such report, or it is not yours to read."
    return site.error(403, title="Not your page", says=says, do="Go to my first page", href="/")
