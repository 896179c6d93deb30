"""A socket that is open does not outlive the sign-in that it was opened with."""

import asyncio
import json
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest

from facilitator.access.people import IDLE_S, STAFF_S
from facilitator.web import stream as streaming
from facilitator.web.assets import Assets
from facilitator.web.drawing import Drawing
from facilitator.web.site import Settings, Site
from tests.live.halls import a_day, hall_in, only_room, run

Message = MutableMapping[str, Any]


@pytest.mark.parametrize(
    ("later_s", "use"), [(STAFF_S + 1, "token"), (IDLE_S + 1, "sign-in")], ids=["token", "idle"]
)
def test_an_open_page_is_asked_to_sign_in_again_when_its_sign_in_has_expired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later_s: int, use: str
) -> None:
    monkeypatch.setattr(streaming, "LOOK_AGAIN_S", 0.02)

    async def play() -> list[Message]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            now = [1_000_000.0]
            monkeypatch.setattr(hall.people, "_now", lambda: now[0])
            drawing = Drawing(asset=Assets().address, join_url=lambda code: code)
            settings = Settings(address="http://127.0.0.1:8000")
            site = Site(hall, settings=settings, folder=tmp_path, drawing=drawing)
            scope = _scope(site, room.name, use)
            sent: list[Message] = []
            told = asyncio.Event()

            async def send(message: Message) -> None:
                sent.append(message)
                told.set()

            inbox: asyncio.Queue[Message] = asyncio.Queue()
            inbox.put_nowait({"type": "websocket.connect"})
            serving = asyncio.create_task(streaming.stream(site, room.name, scope, inbox.get, send))
            while not any("hello" in str(one.get("text")) for one in sent):
                await told.wait()
                told.clear()
            now[0] += later_s
            await serving
            site.log.close()
            return sent

    *_, bye, close = run(play())
    assert json.loads(bye["text"])["bye"]["says"] == "Sign in again to go on."
    assert close == {"type": "websocket.close", "code": 4401}


def _scope(site: Site, exercise: str, use: str) -> Message:
    """The handshake of somebody who has just been let in, as a program or from a page."""
    people = site.hall.people
    account = people.make_account(kind="facilitator", name="Kim")
    if use == "token":
        secret = people.token(account.id, label="bot", exercise=None, lasts_s=STAFF_S)
        headers = [(b"authorization", f"Bearer {secret}".encode())]
        return _handshake(exercise, headers, b"")
    secret = people.use_link(people.invite(kind="facilitator", name="Sam"), name="Sam", password="")
    cookie = f"{site.cookie('drillroom-staff')}={secret}".encode()
    viewer = people.viewer(secret)
    assert viewer is not None
    ticket = site.ticket(viewer, exercise)
    headers = [(b"cookie", cookie), (b"host", b"127.0.0.1:8000")]
    headers.append((b"origin", b"http://127.0.0.1:8000"))
    return _handshake(exercise, headers, f"ticket={ticket}".encode())


def _handshake(exercise: str, headers: list[tuple[bytes, bytes]], query: bytes) -> Message:
    return {
        "type": "websocket",
        "scheme": "ws",
        "path": f"/x/{exercise}/stream",
        "query_string": query,
        "headers": headers,
        "client": ("127.0.0.1", 40_000),
    }
