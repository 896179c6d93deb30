"""A browser's end of the stream, for tests: connects as a page does and keeps what it is sent."""

import contextlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from websockets import Origin
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.web.serving import Caller

WATCH_S: Final = 20
"""Longer than any test watches."""


@dataclass(slots=True)
class Stream:
    """What came over one socket."""

    socket: ClientConnection
    frames: list[dict[str, Any]] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)

    def next(self) -> dict[str, Any]:
        """The next frame, kept in ``frames`` too.

        Raises:
            TimeoutError: It did not come; pings alone keep nobody waiting for ever.
        """
        left = self.since + WATCH_S - time.monotonic()
        frame: dict[str, Any] = json.loads(self.socket.recv(timeout=max(0, left)))
        self.frames.append(frame)
        return frame

    def numbered(self, count: int) -> list[dict[str, Any]]:
        """The next *count* frames that have a number."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            frame = self.next()
            if "seq" in frame:
                found.append(frame)
        return found

    def until(self, kind: str) -> dict[str, Any]:
        """The next frame of an event of this kind."""
        while True:
            frame = self.next()
            if frame.get("kind") == kind:
                return frame

    def closed_with(self) -> int:
        """The code with which the server closes."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                self.next()
        code = self.socket.close_code
        assert code is not None
        return code


def ticket_of(caller: Caller, exercise: str, page: str) -> tuple[str, int]:
    """The ticket that a page carries, and the number of the last event that it shows."""
    text = caller.page(f"/x/{exercise}/{page}")
    ticket = re.search(r'data-ticket="([^"]+)"', text)
    since = re.search(r'data-since="(\d+)"', text)
    assert ticket is not None
    assert since is not None
    return ticket[1], int(since[1])


@contextlib.contextmanager
def watching(
    caller: Caller, exercise: str, page: str = "team", *, since: int | None = None
) -> Iterator[Stream]:
    """Follow the stream as a page of this caller does."""
    ticket, shown = ticket_of(caller, exercise, page)
    with dial(caller, exercise, ticket, since=shown if since is None else since) as stream:
        yield stream


@contextlib.contextmanager
def dial(
    caller: Caller,
    exercise: str,
    ticket: str,
    *,
    since: int = 0,
    origin: str | None = None,
) -> Iterator[Stream]:
    """Open the socket with exactly this."""
    server = caller.server
    cookie = "; ".join(f"{name}={value}" for name, value in caller.http.cookies.items())
    socket = connect(
        f"ws{server.url[4:]}/x/{exercise}/stream?since={since}&ticket={ticket}",
        origin=Origin(origin or server.url),
        additional_headers={"cookie": cookie},
        compression=None,
    )
    with socket:
        yield Stream(socket)
