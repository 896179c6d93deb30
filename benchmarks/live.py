"""The live room against the least that could do the same: `python -m benchmarks.live`.

Fan-out against ``websockets.broadcast`` of the same frames, commands against a bare ASGI function
with the same group commit, each pair in turns.  One Python client on the other core reads all
sockets, so its own reading is in every latency; processor time is the server's alone.
"""

import asyncio
import contextlib
import json
import os
import resource
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.child import Child, child, dial
from benchmarks.teams import linear, many_teams
from benchmarks.terminals import TEAMS, terminals

ROUNDS = 3
FIRES = 12


def latencies(server: Child, sockets: Sequence[socket.socket]) -> tuple[list[float], int, float]:
    """Milliseconds from hand-over to receipt; how many frames came; the server's CPU seconds."""
    server.ask("GO 2 0.5")  # the first card loads its template; that is not what is asked here
    for one in sockets:
        with contextlib.suppress(BlockingIOError):
            one.recv(65536)
    chosen = selectors.EpollSelector()
    for one in sockets:
        chosen.register(one, selectors.EVENT_READ, [])
    server.send(f"GO {FIRES} {max(0.1, len(sockets) * 1e-4)}")
    assert server.process.stdout is not None
    chosen.register(server.process.stdout, selectors.EVENT_READ, None)
    times: list[list[int]] = [key.data for key in chosen.get_map().values() if key.data is not None]
    answer, over = None, 0.0
    while answer is None or time.monotonic() < over:
        for key, _ in chosen.select(0.2):
            if key.data is None:
                answer, over = json.loads(server.process.stdout.readline()), time.monotonic() + 2
                chosen.unregister(server.process.stdout)
                break
            now = time.monotonic_ns()
            with contextlib.suppress(BlockingIOError):
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                key.data.extend([now] * data.count(b'"kind":"control.note"'))
    sent = answer["sent"]
    found = [
        (at - sent[place]) / 1e6 for each in times for place, at in enumerate(each[: len(sent)])
    ]
    return found, sum(len(each) for each in times), answer["cpu_s"]


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def fan_out(watchers: int) -> None:
    rows: dict[str, list[tuple[float, float, float]]] = {"ours": [], "raw": []}
    lost = 0
    for _ in range(ROUNDS):
        for which in rows:
            with child(which) as server:
                sockets = [
                    dial(server.ready, server.ready["exercises"][0]) for _ in range(watchers)
                ]
                found, count, cpu = latencies(server, sockets)
                lost += watchers * FIRES - count
                rows[which].append((quantile(found, 0.5), quantile(found, 0.99), cpu))
                for one in sockets:
                    one.close()
    ours, raw = (tuple(map(statistics.median, zip(*rows[which], strict=True))) for which in rows)
    print(
        f"fan-out to {watchers:,}: p99 {ours[1]:.1f} ms against {raw[1]:.1f} of raw broadcast = "
        f"{ours[1] / raw[1]:.2f} (goal 1.5); p50 {ours[0] / raw[0]:.2f}; "
        f"processor {ours[2] / raw[2]:.2f}; frames lost {lost}"
    )


def load(
    ready: dict[str, Any], path: str, body: Any, connections: int, seconds: float
) -> list[float]:
    """Send commands over kept connections, one after another on each; seconds of each answer.

    Plain sockets and one selector: what this side takes for an answer is in every other answer.
    """

    def say(one: socket.socket, number: int) -> tuple[int, float]:
        data = body(f"{one.fileno()}-{number}")
        one.send(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{ready['port']}\r\n"
            f"Authorization: Bearer {ready['token']}\r\nAccept: application/json\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode()
            + data
        )
        return number, time.monotonic()

    took: list[float] = []
    chosen = selectors.EpollSelector()
    address = ("127.0.0.1", ready["port"])
    for fresh in [socket.create_connection(address) for _ in range(connections)]:
        chosen.register(fresh, selectors.EVENT_READ, say(fresh, 0))
    until = time.monotonic() + seconds
    while chosen.get_map():
        for key, _ in chosen.select():
            number, began = key.data
            one = key.fileobj
            assert isinstance(one, socket.socket)
            _read_answer(one)
            took.append(time.monotonic() - began)
            if time.monotonic() < until:
                chosen.modify(one, selectors.EVENT_READ, say(one, number + 1))
            else:
                chosen.unregister(one)
                one.close()
    return took


def _read_answer(one: socket.socket) -> None:
    answer = one.recv(65536)
    while True:
        head, blank, rest = answer.partition(b"\r\n\r\n")
        if blank and len(rest) == int(head.lower().split(b"content-length:")[1].split()[0]):
            break
        answer += one.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200"), answer


def commands(flush_ms: int) -> None:
    """Rates and the slowest percent, in the flush as pretended and as it really took.

    The first answers are not counted: they load what the others find loaded.

    A command waits for two flushes at the most, and for the processor: each of the 64 waits for
    the others, so 64 times what one costs is in every answer, however fast the disk is.
    """
    rows: dict[str, list[tuple[float, ...]]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        for which, kept in rows.items():
            with child(which, "1", str(flush_ms)) as server:
                kept.append(_commanded(server))
    ours, bare = (tuple(map(statistics.median, zip(*rows[which], strict=True))) for which in rows)
    print(
        f"commands at 64 connections, flush {flush_ms} ms: {ours[0]:,.0f}/s against "
        f"{bare[0]:,.0f}/s of bare ASGI = {ours[0] / bare[0]:.2f} (goal 0.6); processor for 64 "
        f"{ours[3]:.1f} ms (bare {bare[3]:.1f}); p99 {ours[1]:.1f} ms (bare {bare[1]:.1f})"
    )
    if flush_ms:
        print(
            f"    p99 = {ours[1] / flush_ms:.1f} flushes of {flush_ms} ms (goal 6; bare "
            f"{bare[1] / flush_ms:.1f}), or {ours[1] / ours[2]:.1f} of the {ours[2]:.1f} ms that "
            f"one took (bare {bare[1] / bare[2]:.1f} of {bare[2]:.1f})"
        )


def _commanded(server: Child) -> tuple[float, ...]:
    """Commands a second, their p99, what a flush took, the processor's time for 64; all in ms."""

    def body(cmd: str) -> bytes:
        return json.dumps({"do": "control.note", "cmd": cmd, "words": "Calm so far."}).encode()

    path = f"/x/{server.ready['exercises'][0]}/do"
    load(server.ready, path, lambda cmd: body(f"first-{cmd}"), 64, 0.5)
    before = server.ask("STAT")
    took = load(server.ready, path, body, 64, 3)
    after = server.ask("STAT")
    cpu_ms = (after["cpu_s"] - before["cpu_s"]) * 64_000 / len(took)
    return len(took) / 3, quantile(took, 0.99) * 1000, after["flush_ms"], cpu_ms


def fire_to_shown() -> None:
    with child("ours") as server:
        one = dial(server.ready, server.ready["exercises"][0])
        one.setblocking(True)

        def body(cmd: str) -> bytes:
            return json.dumps(
                {
                    "do": "inject.add",
                    "cmd": cmd,
                    "inject": f"x-{cmd}",
                    "to-seats": ["team"],
                    "channel": "phone",
                    "text": "Smoke on the second floor.",
                }
            ).encode()

        took = []
        for count in range(40):
            began = time.monotonic()
            asyncio.run(_once(server.ready, body(f"f{count}")))
            while b"inject.fired" not in one.recv(65536):
                pass
            took.append((time.monotonic() - began) * 1000)
        one.close()
        print(
            f"fired to shown: median {statistics.median(took):.1f} ms, worst {max(took):.1f} "
            "(goal 50)"
        )


async def _once(ready: dict[str, Any], data: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", ready["port"])
    writer.write(
        f"POST /x/{ready['exercises'][0]}/do HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {ready['token']}\r\nContent-Type: application/json\r\n"
        f"Accept: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode()
        + data
    )
    answer = await reader.read(200)
    assert b"200" in answer[:20], answer
    writer.close()


def cold_start() -> None:
    """From the command to the line that says where it is open: with and without a demo day."""
    for more in ((), ("--demo",)):
        took = [_until_open(*more) for _ in range(ROUNDS)]
        wall, cpu = (statistics.median(each) for each in zip(*took, strict=True))
        name = " ".join(("drillroom serve", *more))
        print(f"{name}: open after {wall:.1f} s, {cpu:.1f} s of processor (goal 2)")


def _until_open(*more: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        drillroom = str(Path(sys.executable).with_name("drillroom"))
        began = time.monotonic()
        command = [drillroom, "serve", "--data", folder, "--port", "0", *more]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            while "is open" not in server.stdout.readline():
                assert server.poll() is None
            wall = time.monotonic() - began
            used = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
            server.terminate()
            server.stdout.read()
        return wall, (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def size() -> None:
    with child("ours") as server:
        sockets = [dial(server.ready, server.ready["exercises"][0]) for _ in range(50)]
        found = server.ask("STAT")
        print(
            f"50 watchers: {found['rss_mb']:.0f} MB (goal 200); "
            f"process to listening {server.start_s:.1f} s"
        )
        for one in sockets:
            one.close()


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    cold_start()
    size()
    fire_to_shown()
    with child("ours", str(TEAMS)) as server:
        print(terminals(server.ready))
    fan_out(1_000)
    fan_out(5_000)
    commands(0)
    commands(5)
    linear([many_teams(teams, 20) for teams in (10, 25, 50)])


if __name__ == "__main__":
    main()
