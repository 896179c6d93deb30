"""The real server as a child process on loopback, and people who talk to it over HTTP."""

import contextlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx

from facilitator.access import People
from facilitator.live.hall import PEOPLE
from facilitator.screens.seen import ViewerKind
from tests.live.halls import POINTS

_START: Final = "from facilitator.cli import main; main()"
PATIENCE_S: Final = 30
CONTROL: Final = "Control room"


@dataclass(slots=True)
class Server:
    """A server that runs.  ``link`` lets one facilitator in, once."""

    process: subprocess.Popen[str]
    url: str
    link: str
    data: Path
    codes: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """As a power cut would: at once, with nothing finished."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.stop()

    def stop(self) -> None:
        """As Ctrl+C or a service manager would."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.process.stdout is not None:
            self.process.stdout.close()

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


def start_server(
    data: Path,
    *arguments: str,
    port: int = 0,
    files: tuple[int, int] | None = None,
    within: Sequence[str] = (),
    first: str = "",
) -> Server:
    """Start a server and wait until it has said how it is reached.  You must stop it.

    Args:
        files: Soft and hard limit of its open files; ours if left out.
        within: A command that becomes the one behind it.
        first: Python that the server runs before anything of its own: a fault that is planted.
    """
    errors_file = data.parent / f"{data.name}.errors"
    errors = errors_file.open("w")
    process = subprocess.Popen(
        [
            *within,
            sys.executable,
            "-c",
            f"{first}\n{_START}",
            "serve",
            "--data",
            str(data),
            "--port",
            str(port),
            *arguments,
        ],
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"},
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_NOFILE, files) if files else None,
    )
    errors.close()
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(CONTROL):
            break
    text = "".join(said)
    found = re.search(r"open at (http://[0-9.]+:\d+)\.", text)
    link = re.search(r"(http\S+/link/\S+)", text)
    if found is None or link is None:
        process.kill()
        process.wait()
        process.stdout.close()
        raise AssertionError(f"the server did not start: {text}{errors_file.read_text()}")
    return Server(process=process, url=found[1], link=link[1], data=data)


@contextlib.contextmanager
def serving(data: Path, *arguments: str, files: tuple[int, int] | None = None) -> Iterator[Server]:
    """A server for the length of a ``with`` statement."""
    server = start_server(data, *arguments, files=files)
    try:
        yield server
    finally:
        server.stop()


class Caller:
    """Somebody with a browser that runs no script: a cookie jar, forms and pages."""

    def __init__(self, server: Server) -> None:
        self.server = server
        # No connection is kept: a caller who is forgotten leaves no open socket behind.
        self.http = httpx.Client(
            base_url=server.url,
            headers={"origin": server.url},
            timeout=PATIENCE_S,
            limits=httpx.Limits(max_keepalive_connections=0),
            verify=False,  # nothing is under TLS here, and to read all authorities takes 20 ms
        )
        self._count = 0

    def close(self) -> None:
        self.http.close()

    def do(self, exercise: str, kind: str, **members: Any) -> dict[str, Any]:
        """Say something; the receipt.  ``say_again`` sends an id a second time."""
        self._count += 1
        cmd = members.pop("cmd", f"{id(self)}-{self._count}")
        sent = {"do": kind, "cmd": cmd, **{key.replace("_", "-"): v for key, v in members.items()}}
        answer = self.http.post(
            f"/x/{exercise}/do",
            content=json.dumps(sent),
            headers={"accept": "application/json", "content-type": "application/json"},
        )
        receipt: dict[str, Any] = answer.json()
        assert receipt["status"] == answer.status_code
        return receipt

    def start(self, exercise: str, **members: Any) -> dict[str, Any]:
        """Say why play begins although the pre-flight is amber, and start; the receipt."""
        accepted = self.do(
            exercise, "preflight.accept", points=[*POINTS], words="A test.", **members
        )
        assert accepted["ok"], accepted
        return self.do(exercise, "exercise.start", **members)

    def page(self, path: str) -> str:
        """The text of a page that has to be there."""
        answer = self.http.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer.text


def facilitator(server: Server, *, name: str = "Kim") -> Caller:
    """Somebody who has used the link that the server printed."""
    caller = Caller(server)
    answer = caller.http.post(server.link, data={"name": name, "password": ""})
    assert answer.status_code == 303, answer.text
    return caller


def invitation(server: Server, kind: str, *options: str) -> str:
    """What `drillroom invite` prints."""
    said = subprocess.run(
        [sys.executable, "-c", _START, "invite", kind, "--data", str(server.data), *options],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "200"},
    )
    return said.stdout.strip()


def invited(server: Server, kind: ViewerKind, *, name: str) -> Caller:
    """Somebody on the staff who has used a link as `drillroom invite` prints it."""
    people = People.open(server.data / PEOPLE)
    secret = people.invite(kind=kind, name=kind)
    people.close()
    caller = Caller(server)
    answer = caller.http.post(f"/link/{secret}", data={"name": name, "password": ""})
    assert answer.status_code == 303, answer.text
    return caller


def open_day(
    control: Caller, *, scenario: str = "restore", teams: str = "Team A", responders: str = "absent"
) -> list[str]:
    """Open a game day; the exercise of each team."""
    answer = control.http.post(
        "/days", data={"scenario": scenario, "teams": teams, "responders": responders}
    )
    assert answer.status_code == 303, answer.text
    home = control.page("/")
    found = re.findall(r"/x/([^/\"]+)/", home)
    return list(dict.fromkeys(found))


def code_of(control: Caller, exercise: str) -> str:
    """The join code of a team, as its facilitator reads it."""
    answer = control.http.get(f"/api/v1/exercises/{exercise}")
    code: str = answer.json()["code"]
    return code


def participant(server: Server, code: str, *, name: str, seat: str) -> Caller:
    """Somebody who has joined with a code and sits in *seat*."""
    caller = Caller(server)
    answer = caller.http.post(f"/join/{code}", data={"name": name, "seat": seat})
    assert answer.status_code == 303, answer.text
    return caller
