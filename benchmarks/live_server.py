"""The servers that `benchmarks.live` measures, each in a process of its own.

``python -m benchmarks.live_server ours|raw|bare FOLDER [TEAMS] [FLUSH_MS]`` prints READY with
what a client needs, then obeys one word a line on standard input and answers with one line of JSON.
"""

import asyncio
import itertools
import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from sqlalchemy.engine.default import DefaultDialect
from websockets.asyncio.server import ServerConnection, broadcast, serve

from evidence import Event, Millis
from evidence.kinds.control import WriteNote
from evidence.kinds.exercise import SetPace, StartExercise
from facilitator.access.limits import Bucket
from facilitator.cli.finding import find_plan
from facilitator.cli.serving import _config, collect_seldom, listen
from facilitator.live import Hall, Order, Room, View
from facilitator.live.keeping import Batch, Keeper
from facilitator.live.witness import Witness
from facilitator.recording import Recorder
from facilitator.sealing import seal
from facilitator.store import Store
from facilitator.web import app as web
from facilitator.web.drawing import Drawing
from facilitator.web.security import Receive, Scope, Send
from facilitator.web.site import Settings, Site

NOTE = "The landlord calls: smoke on the second floor, the lift is out of order, nobody is hurt."


_REST = (
    '"html":"","say":"","priority":"silent","stale":["next","msel","teams","rulings","notes",'
    '"exceptions","clockbar"]}'
)
"""What a note of control is on the stream of the control room."""


_numbers = itertools.count()
_flushes: list[float] = []


def cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def rss_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def slow_flush(ms: float) -> None:
    """Pretend that each commit of any database takes this much longer, and time what it took."""
    commit = DefaultDialect.do_commit

    def slow(dialect: DefaultDialect, connection: Any) -> None:
        began = time.perf_counter()
        if ms:
            time.sleep(ms / 1000)
        commit(dialect, connection)  # type: ignore[no-untyped-call]
        _flushes.append((time.perf_counter() - began) * 1000)

    DefaultDialect.do_commit = slow  # type: ignore[method-assign]


async def lines() -> Any:
    """Words from standard input, one a line."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield line.decode().split()


def flush_ms() -> float:
    """What a flush took since this was last asked: the median, sleeping too long included."""
    found = statistics.median(_flushes) if _flushes else 0.0
    _flushes.clear()
    return found


def tell(**said: Any) -> None:
    print(json.dumps(said), flush=True)


def note(count: int) -> Order:
    (words,) = seal({"words": NOTE})
    return Order(
        command=WriteNote(words=words.sealed),
        actor="bench",
        seat=None,
        origin="control",
        cmd=f"n{count}",
    )


async def ours(folder: Path, teams: int) -> None:
    drawing = Drawing(asset=lambda name: f"/static/{name}", join_url=lambda code: f"/join/{code}")
    hall = await Hall.open(folder, make_card=web.card_maker(drawing))
    day = await hall.make_day(
        find_plan("restore", None, ()),
        title="Bench",
        seed=7,
        run="practice",
        teams=[f"Team {count}" for count in range(teams)],
        responders="average",
    )
    sites: list[Site] = []

    def make_site(*given: Any, **named: Any) -> Site:
        sites.append(Site(*given, **named))
        return sites[-1]

    web.Site = make_site  # type: ignore[assignment,attr-defined]  # to reach its limits below
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    settings = Settings(address=f"http://127.0.0.1:{port}", max_watchers=100_000)
    application = web.make_app(hall, settings=settings, folder=folder, drawing=drawing)
    sites[0].desk._pace = Bucket(1e9, 10**9)
    config = _config(application)
    config.ws_ping_interval = None  # nor does the raw one; the client here answers no ping
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    rooms = list(day.rooms.values())
    for room in rooms:
        await room.do(
            Order(command=StartExercise(), actor="bench", seat=None, origin="control", cmd="start")
        )
    staff = hall.people.make_account(kind="facilitator", name="bench")
    token = hall.people.token(staff.id, label="bench", exercise=None, lasts_s=3600)
    seat = "duty-manager"
    player, _ = hall.people.seat_participant(exercise=rooms[0].name, seat=seat, name="Ana")
    players = hall.people.token(player.id, label="p", exercise=rooms[0].name, lasts_s=3600)
    while not server.started:
        await asyncio.sleep(0.01)
    collect_seldom()
    tell(port=port, token=token, player=players, exercises=[room.name for room in rooms])
    shown: list[int] = []
    show = View.show

    def timed(view: View, events: list[Event]) -> bool:
        if view.watchers and any(event.kind == WriteNote.kind for event in events):
            shown.append(time.monotonic_ns())
        return show(view, events)

    View.show = timed  # type: ignore
    async for word, *rest in lines():
        if word == "GO":
            await obey_go(rooms[0], int(rest[0]), float(rest[1]), shown)
        elif word == "PACE":
            await asyncio.gather(*(pace(room, int(rest[0])) for room in rooms))
            tell(ok=True)
        elif word == "STAT":
            pulses = [room.pulse for room in rooms]
            tell(
                rss_mb=rss_mb(),
                cpu_s=cpu_s(),
                flush_ms=flush_ms(),
                at=[room.pacer.now() for room in rooms],
                wakes=sum(p.wakes for p in pulses),
                late=sum(p.late for p in pulses),
                latest_ms=max(p.latest_ms for p in pulses),
                events=sum(len(r.events) for r in rooms),
            )
        elif word == "END":
            break
    server.should_exit = True
    await serving
    await hall.close()


async def obey_go(room: Room, count: int, every_s: float, shown: list[int]) -> None:
    """Show *count* events, and say when each was handed to the watchers."""
    shown.clear()
    before = cpu_s()
    for _ in range(count):
        await room.do(note(next(_numbers)))
        await asyncio.sleep(every_s)
    tell(sent=shown, cpu_s=cpu_s() - before)


async def pace(room: Room, num: int) -> None:
    await room.do(
        Order(
            command=SetPace(num=num), actor="bench", seat=None, origin="control", cmd=f"pace-{num}"
        )
    )


async def raw(_: Path) -> None:
    """Nothing but websockets and its broadcast, of a frame as long as ours."""
    here: set[ServerConnection] = set()

    async def keep(connection: ServerConnection) -> None:
        here.add(connection)
        await connection.send('{"hello":{}}')
        await connection.wait_closed()

    listening = listen("127.0.0.1", 0)
    async with serve(keep, sock=listening, compression=None, ping_interval=None):
        tell(port=listening.getsockname()[1], token="", player="", exercises=["x"])
        async for word, *rest in lines():
            if word == "GO":
                sent, before = [], cpu_s()
                for number in range(int(rest[0])):
                    text = f'{{"seq":{number},"kind":"control.note",{_REST}'
                    sent.append(time.monotonic_ns())
                    broadcast(here, text)
                    await asyncio.sleep(float(rest[1]))
                tell(sent=sent, cpu_s=cpu_s() - before)
            elif word == "STAT":
                tell(rss_mb=rss_mb(), cpu_s=cpu_s())
            elif word == "END":
                return


async def bare(folder: Path) -> None:
    """A bare ASGI function that decodes JSON and appends one leaf with the same group commit."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.open(folder / "records.db")
    store.open_exercise("bench", plan=b"{}", run="dry-run", wall=0)
    recorder = Recorder(store, "bench", wall=lambda _: time.time_ns() // 1_000_000)
    witness = Witness()
    keeper = Keeper(
        store,
        "bench",
        recorder,
        witness=witness,
        durable=lambda batch: batch.token.set_result(None),
        stuck=lambda error, _: sys.exit(str(error)),
        free=lambda _: None,
    )
    loop = asyncio.get_running_loop()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        said = msgspec.json.decode((await receive())["body"], type=dict[str, str])
        (words,) = seal({"words": NOTE})
        event = Event(
            seq=recorder.size,
            at=Millis(0),
            origin="control",
            body=WriteNote(words=words.sealed),
            cmd=said["cmd"],
        )
        done = loop.create_future()
        keeper.keep(Batch((event,), ((event.seq, words),), done))
        await done
        body = b'{"ok":true}'
        head = [(b"content-type", b"application/json"), (b"content-length", b"11")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

    listening = listen("127.0.0.1", 0)
    config = _config(app)
    config.lifespan = "off"
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    collect_seldom()
    tell(port=listening.getsockname()[1], token="x", player="x", exercises=["x"])
    async for word, *_ in lines():
        if word == "END":
            break
        tell(rss_mb=rss_mb(), cpu_s=cpu_s(), flush_ms=flush_ms())
    server.should_exit = True
    await serving
    await keeper.close()
    witness.close()
    store.close()


def main() -> None:
    which, folder, *rest = sys.argv[1:]
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    slow_flush(float(rest[1]) if len(rest) > 1 else 0)
    if which == "ours":
        asyncio.run(ours(Path(folder), int(rest[0]) if rest else 1))
    else:
        asyncio.run({"raw": raw, "bare": bare}[which](Path(folder)))


if __name__ == "__main__":
    main()
