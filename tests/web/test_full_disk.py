"""A disk that is really full: the server lives in a file system of a few megabytes."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from evidence import decode_leaf
from evidence.chain import first_break
from evidence.kinds.exercise import OutageEnded
from tests.live.halls import DUTY_MANAGER
from tests.web.serving import Caller, Server, code_of, facilitator, open_day, start_server

_MOUNTED: Final = 'mount -t tmpfs -o size=8m none "$0" && exec "$@"'
_FULL: Final = "the disk is full; free some space and try again."
_STANDS: Final = "<b>The exercise stands still.</b>"
_BALLAST: Final = "ballast"


def _within(disk: Path) -> tuple[str, ...]:
    """A command that runs another one where *disk* is small, and nobody else sees that."""
    return ("unshare", "--map-root-user", "--mount", "sh", "-c", _MOUNTED, str(disk))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        subprocess.run([*_within(disk), "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("nobody may mount a file system here, not even for themselves")
    server = start_server(disk / "data", within=_within(disk))
    yield server
    server.stop()


def _disk_of(server: Server) -> Path:
    return Path(f"/proc/{server.process.pid}/root{server.data.parent}")


def fill(server: Server) -> None:
    """Leave not one byte."""
    with (_disk_of(server) / _BALLAST).open("ab", buffering=0) as file:
        for size in (65_536, 512, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def make_room(server: Server) -> None:
    (_disk_of(server) / _BALLAST).unlink()


def playing(server: Server) -> tuple[Caller, str]:
    control = facilitator(server)
    (exercise,) = open_day(control)
    control.start(exercise)
    return control, exercise


def test_what_a_full_disk_does_not_take_is_refused_in_words_and_taken_once_there_is_room(
    server: Server,
) -> None:
    control, exercise = playing(server)
    before = control.do(exercise, "control.note", words="Calm so far.", cmd="before")

    fill(server)
    lost = control.do(exercise, "control.note", words="A long note. " * 300, cmd="mine")
    after_it = control.do(exercise, "control.note", words="And another.", cmd="other")

    assert before["ok"]
    assert lost["status"] == after_it["status"] == 503
    assert _FULL in lost["says"]
    assert after_it["says"].endswith("the exercise stands still and takes nothing.")
    assert f"{_STANDS} Nothing was stored in " in control.page(f"/x/{exercise}/control")

    make_room(server)
    while _STANDS in control.page(f"/x/{exercise}/control"):
        pass  # it tries again every other second
    taken = control.do(exercise, "control.note", words="And another.", cmd="other")
    again = control.do(exercise, "control.note", words="A long note. " * 300, cmd="mine")
    resumed = control.do(exercise, "exercise.resume")

    assert taken["ok"]
    assert again["ok"]
    assert resumed["ok"]
    record = control.page(f"/api/v1/exercises/{exercise}/record").splitlines()
    leaves = [line.encode() for line in record]
    assert first_break(leaves) is None
    told = [decode_leaf(leaf) for leaf in leaves]
    assert [one.cmd for one in told if one.cmd in ("before", "mine", "other")].count("mine") == 1
    assert {"before", "mine", "other"} <= {one.cmd for one in told}
    assert OutageEnded.kind in [one.kind for one in told]


def test_whoever_comes_in_while_the_disk_is_full_is_told_and_comes_in_later(
    server: Server,
) -> None:
    control, exercise = playing(server)
    code = code_of(control, exercise)
    ana, wrong = Caller(server), Caller(server)
    sits = {"name": "Ana", "seat": DUTY_MANAGER}

    fill(server)
    refused = ana.http.post(f"/join/{code}", data=sits)
    unknown = [wrong.http.post("/join", data={"code": "ZZZZ99"}).status_code for _ in range(5)]

    assert refused.status_code in (409, 503)
    assert "full" in refused.text
    assert unknown == [404] * 5

    make_room(server)
    while (let_in := ana.http.post(f"/join/{code}", data=sits)).status_code != 303:
        assert "full" in let_in.text or "stands still" in let_in.text
    assert ana.http.get(let_in.headers["location"]).status_code == 200
    log = (_disk_of(server) / "data" / "security.log").read_text()
    assert log.count("/join") >= len(unknown)
