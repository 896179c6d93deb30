"""Browsers that vanish while something is sent to them: real sockets, cut while nobody looks."""

import asyncio
import logging
import socket
import struct
from collections.abc import MutableMapping
from typing import Any, Final

import pytest
import uvicorn

from facilitator.cli.serving import listen
from facilitator.web.security import Receive, Scope, Send
from facilitator.web.sockets import Socket

FRAMES: Final = 64
CUT: Final = struct.pack("ii", 1, 0)
HANDSHAKE: Final = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def test_nothing_is_written_to_browsers_that_have_gone_and_nobody_complains(
    caplog: pytest.LogCaptureFixture,
) -> None:
    browsers: list[socket.socket] = []
    refused: list[int] = []

    async def replaying(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        gone = browsers.pop()
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CUT)
        gone.close()
        frame: MutableMapping[str, Any] = {"type": "websocket.send", "text": "x" * 500}
        for count in range(FRAMES):
            try:
                await send(frame)
            except OSError:
                refused.append(count)
                return

    async def play() -> None:
        with listen("127.0.0.1", 0) as listening:
            config = uvicorn.Config(replaying, ws=Socket, lifespan="off", log_level="warning")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            for _ in range(20):
                browsers.append(socket.create_connection(listening.getsockname()))
                browsers[-1].sendall(HANDSHAKE)
                async with asyncio.timeout(10):
                    while browsers:
                        await asyncio.sleep(0)
            server.should_exit = True
            await serving

    with caplog.at_level(logging.WARNING):
        asyncio.run(play())

    assert len(refused) == 20, "each learns that its browser has gone"
    assert max(refused) < FRAMES - 1
    assert [record.message for record in caplog.records] == []
