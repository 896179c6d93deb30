"""What every route of this server shares: the hall, the desk, who asks, and how pages are drawn."""

import hashlib
import secrets
from collections.abc import Callable, Coroutine, Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import orjson
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from starlette.responses import HTMLResponse, Response

from facilitator.access import Thing, may
from facilitator.access.limits import (
    HEAVY_BURST,
    HEAVY_PER_S,
    PER_ACCOUNT,
    PER_ADDRESS,
    PER_ANSWER,
    Bucket,
    Limit,
)
from facilitator.access.security_log import SecurityLog
from facilitator.live import Hall
from facilitator.live.desk import Desk
from facilitator.live.programme import ProgrammeDesk
from facilitator.live.sharing import Shared
from facilitator.screens import Receipt, Viewer
from facilitator.screens.door import ErrorPage
from facilitator.web.assets import Assets
from facilitator.web.drawing import Drawing
from facilitator.web.giving_back import Refused
from facilitator.web.security import Scope, address, bearer, cookies, header
from facilitator.web.workshop import Workshop

STAFF_COOKIE: Final = "drillroom-staff"
SEAT_COOKIE: Final = "drillroom-seat"
TICKET_S: Final = 24 * 3600
"""As long as a sign-in of staff: a browser that was away comes back with the ticket it has."""
MAX_RECEIPTS: Final = 1_000
MUCH_WORK: Final = "That is much work for this server, and you have asked for a lot of it."

Result = TypeVar("Result")


@dataclass(slots=True)
class Limits:
    """What is counted when it goes wrong, or is much work."""

    codes: Limit = field(default_factory=lambda: Limit(PER_ADDRESS))
    same_code: Limit = field(default_factory=lambda: Limit(PER_ANSWER))
    accounts: Limit = field(default_factory=lambda: Limit(PER_ACCOUNT))
    sign_ins: Limit = field(default_factory=lambda: Limit(PER_ADDRESS))
    heavy: Bucket = field(
        default_factory=lambda: Bucket(HEAVY_PER_S, HEAVY_BURST, because=MUCH_WORK)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the server is reached.

    Attributes:
        address: What people type, without a slash at the end: ``http://192.168.1.20:8000``.
        hosts: Names and addresses that it goes by; empty: any.
        secure: It is reached over TLS, by a proxy in front of it.
        max_watchers: Sockets that fit; see ``capacity``.
    """

    address: str
    hosts: frozenset[str] = frozenset()
    secure: bool = False
    max_watchers: int = 5_000


class Site:
    """One server's parts, by name."""

    def __init__(self, hall: Hall, *, settings: Settings, folder: Path, drawing: Drawing) -> None:
        self.hall = hall
        self.desk = Desk(hall)
        self.settings = settings
        self.folder = folder
        self.drawing = drawing
        self.assets = Assets()
        self.limits = Limits()
        self.log = SecurityLog(folder / "security.log")
        self.workshop = Workshop()
        self.shared = Shared()
        self.programme = ProgrammeDesk(hall)
        self.watchers = 0
        self._receipts: dict[tuple[str, str], Receipt] = {}
        key = _key(folder / "server.key")
        self._tickets = URLSafeTimedSerializer(key, salt="stream")
        self._calendars = URLSafeSerializer(key, salt="calendar")

    # Who asks

    def viewers(self, scope: Scope, *, again: bool = False) -> tuple[Viewer, ...]:
        """Everybody this request may speak for: a token alone, or a chair and a staff account.

        With *again* a socket that is open asks once more, which keeps no sign-in fresh.
        """
        token = bearer(scope)
        let_in = self.hall.people.still if again else self.hall.people.viewer
        if token is not None:
            viewer = let_in(token, "token")
            return (viewer,) if viewer else ()
        sent = cookies(scope)
        found = (
            let_in(sent[self.cookie(name)])
            for name in (SEAT_COOKIE, STAFF_COOKIE)
            if self.cookie(name) in sent
        )
        return tuple(viewer for viewer in found if viewer is not None)

    def viewer_for(self, scope: Scope, thing: Thing) -> Viewer | None:
        """Whoever of those may see *thing*; a chair comes before a staff account."""
        return next((one for one in self.viewers(scope) if may(one, "see", thing)), None)

    def staff(self, scope: Scope) -> Viewer | None:
        return next((one for one in self.viewers(scope) if one.kind != "participant"), None)

    def manager(self, scope: Scope) -> Viewer | None:
        """The staff member who asks, if they may manage the house: its library, its days."""
        viewer = self.staff(scope)
        manages = viewer is not None and may(viewer, "manage", Thing(kind="house"))
        return viewer if manages else None

    def cookie(self, name: str) -> str:
        """The cookie's full name: over TLS one that no other host can set."""
        return f"__Host-{name}" if self.settings.secure else name

    def set_cookie(self, response: Response, name: str, secret: str, *, lasts_s: int) -> None:
        response.set_cookie(
            self.cookie(name),
            secret,
            max_age=lasts_s,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.settings.secure,
        )

    # Tickets for the stream

    def ticket(self, viewer: Viewer, exercise: str) -> str:
        """Lets the page that it stands on follow the stream as this viewer."""
        said = {"who": viewer.id, "x": exercise, "as": viewer.seat}
        signed = self._tickets.dumps(said)
        return signed if isinstance(signed, str) else signed.decode()

    def ticket_holder(self, ticket: str) -> Mapping[str, str | None] | None:
        """Who, where and in which seat a ticket is for; ``None`` if it is not ours or too old."""
        try:
            said = self._tickets.loads(ticket, max_age=TICKET_S)
        except BadSignature:
            return None
        return cast("Mapping[str, str | None]", said)

    # Calendars that programs follow

    def calendar(self, viewer: Viewer) -> str:
        """The path of the calendar that this account follows; it has no end but the account's."""
        signed = self._calendars.dumps(viewer.id)
        return f"/calendar/{signed if isinstance(signed, str) else signed.decode()}.ics"

    def follower(self, key: str) -> str | None:
        """The account that a calendar's key was signed for."""
        try:
            return str(self._calendars.loads(key))
        except BadSignature:
            return None

    # Receipts for pages without script

    def keep_receipt(self, viewers: tuple[Viewer, ...], exercise: str, receipt: Receipt) -> None:
        """Show this receipt once, on the next page that one of them opens."""
        for viewer in viewers:
            self._receipts[viewer.id, exercise] = receipt
        while len(self._receipts) > MAX_RECEIPTS:
            del self._receipts[next(iter(self._receipts))]

    def take_receipt(self, viewer: Viewer, exercise: str) -> Receipt | None:
        return self._receipts.pop((viewer.id, exercise), None)

    # Answers

    def draw(self, template: str, page: object, *, status: int = 200) -> HTMLResponse:
        """A page at the door."""
        html = self.drawing.template(template, {"page": page})
        return HTMLResponse(html, status_code=status)

    async def heavy(
        self, viewer: Viewer, key: Hashable, work: Callable[[], Coroutine[Any, Any, Result]]
    ) -> Result:
        """Do what takes long once for everybody who asks for it now, and not too often for one.

        Args:
            key: What is asked, with everything that the answer follows from.

        Raises:
            TooMany: This viewer has begun so much lately that they have to wait.
        """
        if not self.shared.going(key):
            self.limits.heavy.take(viewer.id)
        return await self.shared.do(key, work)

    def error(
        self, status: int, *, title: str, says: str, do: str, href: str, field: str = ""
    ) -> HTMLResponse:
        return self.draw_error(
            ErrorPage(status=status, title=title, says=says, do=do, href=href, field=field)
        )

    def draw_error(self, page: ErrorPage) -> HTMLResponse:
        return Refused(self.drawing.template("error.html", {"page": page}), page)

    def answer(self, scope: Scope, page: ErrorPage) -> Response:
        """What went wrong, in the way of whoever asked: a page, a line in a form, or JSON."""
        if header(scope, b"hx-request") == "true":
            receipt = {"ok": False, "says": page.says, "field": page.field, "record": None}
            line = self.drawing.template("_receipt.html", {"receipt": receipt})
            return HTMLResponse(line, status_code=page.status)
        if scope["path"].startswith("/api/") or "json" in header(scope, b"accept"):
            problem = {"ok": False, "status": page.status, "says": page.says}
            return Response(orjson.dumps(problem), page.status, media_type="application/json")
        return self.draw_error(page)

    def refused(self, scope: Scope, why: str) -> None:
        """Write a refusal of the shell into the security log."""
        viewers = self.viewers(scope)
        who = viewers[0].id if viewers else address(scope)
        self.log.write("refused", who=who, where=scope["path"], why=why)


def _key(path: Path) -> str:
    """The server's own key, made once: a restart must not end anybody's place in a stream."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return hashlib.sha256(path.read_bytes()).hexdigest()
