"""A server that is measured, in a process of its own, and a browser's end of its stream."""

import contextlib
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any


class Child:
    """One server that is measured."""

    def __init__(self, which: str, *more: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        began = time.monotonic()
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "benchmarks.live_server",
                which,
                f"{self._folder.name}/d",
                *more,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ready: dict[str, Any] = self._read()
        self.start_s = time.monotonic() - began

    def ask(self, said: str) -> dict[str, Any]:
        self.send(said)
        return self._read()

    def send(self, said: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(said + "\n")
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def end(self) -> None:
        self.send("END")
        self.process.wait(30)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self._folder.cleanup()


@contextlib.contextmanager
def child(which: str, *more: str) -> Iterator[Child]:
    one = Child(which, *more)
    try:
        yield one
    finally:
        one.end()


def dial(ready: dict[str, Any], exercise: str) -> socket.socket:
    """A socket on the stream, from now on."""
    one = socket.create_connection(("127.0.0.1", ready["port"]))
    one.sendall(
        f"GET /x/{exercise}/stream?since=999999999 HTTP/1.1\r\nHost: 127.0.0.1:{ready['port']}\r\n"
        f"Authorization: Bearer {ready['token']}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    seen = b""
    while b'"hello"' not in seen:
        part = one.recv(4096)
        assert part, seen
        seen += part
    one.setblocking(False)
    return one
