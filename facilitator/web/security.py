"""What stands around every request: who may send it, how large it is, and what browsers may do.

No page loads anything from elsewhere or runs a script that is not a file of ours.  A request that
changes something has to come from a page of this server: browsers say so in Fetch metadata, older
ones in Origin.  A program that signs in with a token is not a browser and needs neither.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY_BYTES: Final = 65_536
"""A form with two printed pages in it is a tenth of this."""
MAX_WRITTEN_BYTES: Final = 640 * 1024
"""Of a form of the scenario library: the longest file of a house, every line end twice as long."""
_WRITTEN: Final = "/scenarios"

_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
_HEADERS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"content-security-policy", _CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)
_NO_STORE: Final = (b"cache-control", b"no-store")
_HSTS: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

FOREIGN: Final = "This request came from another site, so nothing was done. Open the page here."
_LARGE: Final = "more than may be sent at once"
WRONG_HOST: Final = "This server does not go by that name; use the address that it printed."


def header(scope: Scope, name: bytes) -> str:
    """A header of the request; empty if it is not there."""
    for key, value in scope["headers"]:
        if key == name:
            found: str = value.decode("latin-1")
            return found
    return ""


def cookies(scope: Scope) -> dict[str, str]:
    """The cookies of the request; of two with one name the first counts."""
    found: dict[str, str] = {}
    for part in header(scope, b"cookie").split(";"):
        name, equals, value = part.strip().partition("=")
        if equals:
            found.setdefault(name, value)
    return found


def bearer(scope: Scope) -> str | None:
    """The token of a program, if it sends one."""
    scheme, _, token = header(scope, b"authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token else None


def address(scope: Scope) -> str:
    """Where the request comes from.  Proxy headers are not believed."""
    client = scope.get("client")
    return str(client[0]) if client else "?"


def is_ours(scope: Scope) -> bool:
    """Whether a request that changes something comes from a page of this server."""
    if bearer(scope) is not None:
        return True
    site = header(scope, b"sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    if not header(scope, b"origin") and not header(scope, b"cookie"):
        return True  # a program that speaks for nobody yet; no browser posts without an Origin
    return has_own_origin(scope)


def has_own_origin(scope: Scope) -> bool:
    """Whether the Origin header names this server."""
    origin = header(scope, b"origin")
    return bool(origin) and urlsplit(origin).netloc == header(scope, b"host")


class Guard:
    """Wraps the whole application.  What it refuses never reaches a route.

    Args:
        hosts: Names that this server goes by, without port; empty: any.
        secure: It is reached over TLS.
        refused: Told of every refusal, for the security log.
        too_large: Answers whoever sends more than may be sent, before any of it is read.
    """

    def __init__(
        self,
        app: App,
        *,
        hosts: Iterable[str],
        secure: bool,
        refused: Callable[[Scope, str], None],
        too_large: App,
    ) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._headers = (*_HEADERS, _HSTS) if secure else _HEADERS
        self._refused = refused
        self._too_large = too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not self._knows(scope):
            await send({"type": "websocket.close", "code": 4403})
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        else:
            await self._http(scope, receive, self._with_headers(send))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = header(scope, b"content-length")
        if not self._knows(scope):
            await self._refuse(scope, send, 421, WRONG_HOST)
        elif scope["method"] not in _SAFE and not is_ours(scope):
            await self._refuse(scope, send, 403, FOREIGN)
        elif length.isdecimal() and int(length) > _readable(scope):
            self._refused(scope, _LARGE)
            await self._too_large(scope, receive, send)
        else:
            await self._app(scope, _bounded(receive, _readable(scope)), send)

    def _knows(self, scope: Scope) -> bool:
        return not self._hosts or _name_in(header(scope, b"host")) in self._hosts

    async def _refuse(self, scope: Scope, send: Send, status: int, says: str) -> None:
        self._refused(scope, says)
        plain = [(b"content-type", b"text/plain; charset=utf-8")]
        await send({"type": "http.response.start", "status": status, "headers": plain})
        await send({"type": "http.response.body", "body": says.encode()})

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                own = {name for name, _ in headers}
                if b"cache-control" not in own:
                    headers.append(_NO_STORE)
                # A policy of its own, as a report that is one file has, stands instead of ours.
                message["headers"] = [
                    *headers,
                    *(one for one in self._headers if one[0] not in own),
                ]
            await send(message)

        return sending


@lru_cache(maxsize=64)
def _name_in(host: str) -> str:
    """The name in a ``Host`` header: everybody here sends one of a few."""
    return urlsplit(f"//{host}").hostname or ""


class BodyTooLarge(Exception):
    """A body without a length turned out too long."""


def is_plain_form(scope: Scope) -> bool:
    """Whether it is a form that a browser sent by itself, without our script."""
    return (
        scope["type"] == "http"
        and scope["method"] == "POST"
        and header(scope, b"content-type").startswith("application/x-www-form-urlencoded")
        and "application/json" not in header(scope, b"accept")
        and header(scope, b"hx-request") != "true"
    )


def largest(scope: Scope) -> int:
    """How large the body of a request may be: a scenario is longer than any other form."""
    path: str = scope["path"]
    return MAX_WRITTEN_BYTES if path.startswith(_WRITTEN) else MAX_BODY_BYTES


def _readable(scope: Scope) -> int:
    """How much of it is read: of a form without script more than is taken, to give it back."""
    return MAX_WRITTEN_BYTES if is_plain_form(scope) else largest(scope)


def _bounded(receive: Receive, most: int) -> Receive:
    """The same body, refused when it grows past the limit."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise BodyTooLarge(_LARGE)
        return message

    return receiving
