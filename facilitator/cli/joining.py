"""`join`: play a seat from a terminal, over the same interface as every other program."""

import json
import secrets
import shlex
import sys
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

from facilitator.cli.failing import NOT_FINE, WRONG_USAGE, Failed
from facilitator.cli.printing import Printer, printer

PATIENCE_S: Final = 20
MAX_ANSWER_BYTES: Final = 4_000_000
HELP: Final = (
    "Say a command and its members: log.enter words='Two services are slow.'  "
    "help lists the commands; an empty line or Ctrl+D leaves."
)


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat that this terminal plays."""

    url: str
    exercise: str
    token: str

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return call(f"{self.url}/api/v1{path}", body=body, token=self.token)


def join(url: str, code: str, *, name: str, seat: str, take_over: bool) -> None:
    """Take a seat and play it until the input ends."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise Failed(f"{url}: is no address; write for example http://host:8000", code=WRONG_USAGE)
    server = url.rstrip("/")
    wanted = {"code": code, "name": name, "seat": seat, "take_over": take_over}
    joined = call(f"{server}/api/v1/join", body=wanted, token=None)
    chair = Chair(server, joined["exercise"], joined["token"])
    show = printer()
    show.line("EXERCISE EXERCISE EXERCISE", style="bold reverse")
    show.line(f"You are {name} in the seat {seat}. {HELP}")
    watching = threading.Thread(target=_watch, args=(chair, show), daemon=True)
    watching.start()
    for line in sys.stdin:
        if not line.strip():
            break
        show.line(_said(chair, line))


def _said(chair: Chair, line: str) -> str:
    """Give one command; what came of it."""
    try:
        do, *members = shlex.split(line)
    except ValueError as error:
        return f"This cannot be read: {error}."
    if do == "help":
        kinds = [one["do"] for one in chair.call("/commands") if one["side"] == "team"]
        return ", ".join(kinds)
    said: dict[str, Any] = {"do": do, "cmd": secrets.token_hex(8)}
    for member in members:
        key, equals, value = member.partition("=")
        if not equals:
            return f"`{member}` is no member; write for example words='...'."
        said[key] = value
    try:
        return str(chair.call(f"/exercises/{chair.exercise}/commands", said)["says"])
    except Failed as refused:
        return "\n".join(refused.lines)


def _watch(chair: Chair, show: Printer) -> None:
    """Print what this seat is told, from now on."""
    since = 0
    now = chair.call(f"/exercises/{chair.exercise}")
    since = max(0, now["head"] - 5)
    address = f"ws{chair.url[4:]}/x/{chair.exercise}/stream?since={since}"
    headers = {"authorization": f"Bearer {chair.token}"}
    try:
        with connect(address, additional_headers=headers, compression=None) as socket:
            for message in socket:
                frame = json.loads(message)
                if frame.get("say"):
                    show.line(f"→ {frame['say']}")
                elif "bye" in frame:
                    show.line(frame["bye"]["says"])
    except (ConnectionClosed, WebSocketException, OSError):
        show.line("The connection was lost; join again to see news. What you said is kept.")


def call(address: str, *, body: dict[str, Any] | None, token: str | None) -> Any:
    """Ask the server; its answer, or its refusal in its own words."""
    headers = {"content-type": "application/json", "accept": "application/json"}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return json.loads(answer.read(MAX_ANSWER_BYTES))
    except urllib.error.HTTPError as error:
        raise Failed(_why(error), code=NOT_FINE) from None
    except (OSError, ValueError) as error:
        why = str(getattr(error, "reason", error)).lower()
        raise Failed(f"{address}: no answer: {why}; check the address", code=NOT_FINE) from None


def _why(error: urllib.error.HTTPError) -> str:
    try:
        says = json.loads(error.read(MAX_ANSWER_BYTES))["says"]
    except (ValueError, KeyError, TypeError):
        return f"the server answered {error.code}"
    return str(says)
