"""`serve` and `invite`: the live room on this machine, and links that let people in."""

import asyncio
import gc
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import segno
import uvicorn

from evidence import Millis
from evidence.kinds.exercise import SetPace, StartExercise
from facilitator.access import People, show_code
from facilitator.cli.addressing import own_address
from facilitator.cli.alone import alone_in
from facilitator.cli.failing import NOT_FINE, WRONG_USAGE, Failed, told
from facilitator.cli.finding import find_plan
from facilitator.cli.printing import Printer, printer
from facilitator.live import GameDay, Hall, Order, Room
from facilitator.live.hall import PEOPLE
from facilitator.screens.seen import ViewerKind
from facilitator.web.app import card_maker, make_app
from facilitator.web.assets import Assets
from facilitator.web.drawing import Drawing
from facilitator.web.security import App
from facilitator.web.site import Settings
from facilitator.web.sockets import Socket
from runbooks.authored import did_you_mean, listed

DEMO_SCENARIO: Final = "restore"
DEMO_SEED: Final = 9
DEMO_PACE: Final = 5
"""A newcomer sees something new about every half minute, and has time to read it."""
DEMO_LEAD_MS: Final = Millis(22 * 60_000)
"""Played before the doors open: responders act in played time, so a story that had just begun
would show a newcomer an empty control room for minutes, at any pace."""
LOOPBACK: Final = "127.0.0.1"
PORT: Final = 8000
EVERYWHERE: Final = "0.0.0.0"  # only with --lan
FILES_BESIDE_SOCKETS: Final = 128
"""Databases, journals, logs and modules that may be open beside the sockets."""
BACKLOG: Final = 8_192
"""Browsers that may knock at the same moment: all of them, after a restart."""
MAX_MESSAGE_BYTES: Final = 65_536
"""A browser says on the stream how far it has seen, and what an answer says so far."""
ADDRESS: Final = "address"
"""The file in the data folder that says how the server was last reached."""
GRACE_S: Final = 3
COLLECT_AFTER: Final = 20_000
"""Objects more than before, of a few hundred bytes each; by itself Python looks after 700."""
STAFF: Final[tuple[ViewerKind, ...]] = ("facilitator", "evaluator", "auditor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the arguments of `serve` ask for.  ``url`` is what a proxy in front is reached by."""

    data: Path
    port: int
    lan: bool
    demo: bool
    url: str | None


def serve(wanted: Served) -> None:
    """Serve until somebody stops it, at whatever moment they do."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with told(), alone_in(wanted.data), _listening(wanted) as listening:
            asyncio.run(_serve(wanted, listening, printer()))
    except KeyboardInterrupt:
        return  # nothing was open yet


def invite(kind: str, *, name: str, data: Path, url: str | None) -> None:
    """Print a one-time link for somebody on the staff, under the server's own address."""
    known = next((one for one in STAFF if one == kind), None)
    if known is None:
        right = did_you_mean(kind, STAFF) or f"use one of {listed(STAFF)}"
        raise Failed(f"there is no kind of staff `{kind}`; {right}", code=WRONG_USAGE)
    if not (data / PEOPLE).exists():
        wrong = f"{data}: no server has kept its data here; start one with `drillroom serve`"
        raise Failed(wrong, code=NOT_FINE)
    people = People.open(data / PEOPLE)
    secret = people.invite(kind=known, name=name or kind)
    people.close()
    address = url or _last_address(data)
    printer().line(f"{address.rstrip('/')}/link/{secret}")


def _last_address(data: Path) -> str:
    try:
        kept = (data / ADDRESS).read_text().strip()
    except FileNotFoundError:
        kept = ""
    return kept or f"http://{LOOPBACK}:{PORT}"  # a disk that was full keeps an empty file


class _Server(uvicorn.Server):
    """Serves until *stop* is set, and leaves signals to whoever sets it.

    Uvicorn's own way is to raise the signal again once it has stopped serving, which would end the
    process before the records are closed.
    """

    def __init__(self, config: uvicorn.Config, stop: asyncio.Event) -> None:
        super().__init__(config)
        self._stop = stop

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._stop.is_set()


def _stop_signals() -> asyncio.Event:
    """Set by Ctrl+C and by a service manager, from now on; repeating them changes nothing."""
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    return stop


async def _serve(wanted: Served, listening: socket.socket, show: Printer) -> None:
    stop = _stop_signals()
    port = listening.getsockname()[1]
    fits = _capacity()
    settings = _settings(wanted, port, fits=fits)
    assets = Assets()
    drawing = Drawing(
        asset=assets.address, join_url=lambda code: f"{settings.address}/join/{show_code(code)}"
    )
    hall = await Hall.open(wanted.data, make_card=card_maker(drawing), fits=fits)
    try:
        if wanted.demo and not stop.is_set():
            await demo_day(hall)
        if stop.is_set():
            return
        app = make_app(hall, settings=settings, folder=wanted.data, drawing=drawing)
        server = _Server(_config(app), stop)
        link = await asyncio.to_thread(_control_link, hall.people, settings)
        with suppress(OSError):  # a full disk keeps no door shut: `invite --url` says it as well
            (wanted.data / ADDRESS).write_text(settings.address)
        _announce(show, hall, settings, link)
        collect_seldom()
        await server.serve(sockets=[listening])
    finally:
        await hall.close()


def collect_seldom() -> None:
    """Look for garbage seldom, and not in what has been loaded, which stays: rooms wait for it."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    gc.enable()


def _config(app: App) -> uvicorn.Config:
    served: Callable[..., Any] = app  # uvicorn has its own names for the same shapes
    return uvicorn.Config(
        served,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,  # whoever sends a header is not thereby somebody else
        ws=Socket,
        ws_per_message_deflate=False,  # compressing for each watcher costs three times the rest
        ws_max_size=MAX_MESSAGE_BYTES,
        timeout_graceful_shutdown=GRACE_S,
        lifespan="on",
    )


def _settings(wanted: Served, port: int, *, fits: int) -> Settings:
    names = {LOOPBACK, "localhost", "::1"}
    address = f"http://{LOOPBACK}:{port}"
    if wanted.lan:
        own = own_address()
        if own is None and not wanted.url:
            wrong = (
                "--lan: this machine is in no network; say its address with --url, or leave it out"
            )
            raise Failed(wrong, code=NOT_FINE)
        names |= {own or LOOPBACK, socket.gethostname()}
        address = f"http://{own}:{port}"
    if wanted.url:
        address = wanted.url.rstrip("/")
        names.add(address.partition("://")[2].partition(":")[0])
    secure = address.startswith("https://")
    return Settings(address=address, hosts=frozenset(names), secure=secure, max_watchers=fits)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, and whose connections send what they have at once.

    An answer is written in two parts.  Without TCP_NODELAY the second waits until the other side
    has acknowledged the first, which it puts off by up to 40 ms; asyncio sets the option only on
    sockets that were made with their protocol spelt out.
    """
    listening = socket.create_server((host, port), backlog=BACKLOG)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _capacity() -> int:
    """Raise the limit of open files as far as it goes; how many sockets then fit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(0, hard - FILES_BESIDE_SOCKETS)


@contextmanager
def _listening(wanted: Served) -> Iterator[socket.socket]:
    host = EVERYWHERE if wanted.lan else LOOPBACK
    try:
        listening = listen(host, wanted.port)
    except (OSError, OverflowError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        wrong = f"--port {wanted.port}: {why}; choose another with --port"
        raise Failed(wrong, code=NOT_FINE) from None
    with listening:
        yield listening


async def demo_day(hall: Hall) -> GameDay:
    """A game day that is already playing; one that was interrupted goes on instead."""
    going = next((day for day in hall.days if not day.ended), None)
    if going is not None:
        return going
    plan = await asyncio.to_thread(find_plan, DEMO_SCENARIO, None, ())
    day = await hall.make_day(
        plan,
        title=plan.scenario.title,
        seed=DEMO_SEED,
        run="practice",
        teams=("Blue team",),
        responders="average",
        wall_clock="simulated",
    )
    for room in day.rooms.values():
        await room.do(_by_shell(room, StartExercise(), "demo-start"))
        room.play_to(DEMO_LEAD_MS)
        await room.do(_by_shell(room, SetPace(num=DEMO_PACE), "demo-pace"))
    return day


def _by_shell(room: Room, command: StartExercise | SetPace, cmd: str) -> Order:
    return Order(command=command, actor="demo", seat=None, origin="control", cmd=cmd)


def _control_link(people: People, settings: Settings) -> str:
    secret = people.invite(kind="facilitator", name="facilitator")
    return f"{settings.address}/link/{secret}"


def _announce(show: Printer, hall: Hall, settings: Settings, link: str) -> None:
    show.line("EXERCISE EXERCISE EXERCISE", style="bold reverse")
    show.line(f"Drillroom is open at {settings.address}. Stop it with Ctrl+C.")
    show.line()
    show.line(f"Control room (works once)  {link}")
    for day in hall.days:
        if day.ended:
            continue
        for team in day.plan.teams:
            show.line(f"{team.name} joins with code       {show_code(team.code)}", style="bold")
    going = [team for day in hall.days if not day.ended for team in day.plan.teams]
    if len(going) == 1:
        join = f"{settings.address}/join/{show_code(going[0].code)}"
        show.line(f"or with this address        {join}")
        show.line()
        segno.make(join, micro=False).terminal(compact=True)
