"""What goes wrong on a day that matters, and what people are told."""

import asyncio
import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from websockets import Origin
from websockets.asyncio.client import connect

from facilitator.cli.serving import listen
from facilitator.record_files import read_record
from facilitator.replaying import replay
from tests.web.serving import (
    Caller,
    Server,
    code_of,
    facilitator,
    open_day,
    participant,
    start_server,
)
from tests.web.watching import ticket_of, watching

SEAT = "duty-manager"


def test_after_kill_9_every_acknowledged_act_is_there_and_everybody_comes_back(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    server = start_server(data)
    try:
        control = facilitator(server)
        exercise = open_day(control)[0]
        ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
        control.start(exercise)
        for count in range(30):
            assert ana.do(exercise, "log.enter", cmd=f"entry-{count}", words=f"{count}")["ok"]
        _, since = ticket_of(ana, exercise, "team")
        server.kill()
        server = start_server(data, port=server.port)

        page = ana.page(f"/x/{exercise}/team")
        with watching(ana, exercise, since=since) as stream:
            hello = stream.next()["hello"]
            frames = stream.numbered(hello["head"] - since)
        repeated = ana.do(exercise, "log.enter", cmd="entry-7", words="7")
        refused = ana.do(exercise, "log.enter", words="while held")
        resumed = control.do(exercise, "exercise.resume")
        goes_on = ana.do(exercise, "log.enter", words="after")
    finally:
        server.stop()

    assert "The server was away" in page
    assert hello["clock"]["state"] == "held"
    assert [frame["seq"] for frame in frames] == list(range(since + 1, hello["head"] + 1))
    assert repeated["ok"]
    assert refused["says"] == "The exercise is on hold; your answer was not taken."
    assert resumed["ok"]
    assert goes_on["ok"]
    record = read_record(data)
    kept = [event.cmd for event in record.events if event.cmd and event.cmd.startswith("entry-")]
    assert kept == [f"entry-{count}" for count in range(30)]
    assert replay(record).reproduced


def test_a_second_server_in_the_same_folder_is_refused(server: Server) -> None:
    with pytest.raises(AssertionError, match="another server is using this folder"):
        start_server(server.data)


def test_after_kill_9_a_break_ends_when_it_was_said_and_the_next_hold_is_no_break(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    server = start_server(data)
    try:
        control = facilitator(server)
        exercise = open_day(control)[0]
        control.start(exercise)
        control.http.post(f"/x/{exercise}/break", data={"minutes": "10"})
        before = _break_until(control, exercise)
        server.kill()
        server = start_server(data, port=server.port)
        back = Caller(server)
        back.http.cookies = control.http.cookies

        assert before is not None
        assert _break_until(back, exercise) == before
        assert "Back in 9 min" in back.page(f"/x/{exercise}/control")
        assert back.do(exercise, "exercise.resume")["ok"]
        assert back.do(exercise, "exercise.hold")["ok"]
        assert _break_until(back, exercise) is None
    finally:
        server.stop()


def _break_until(caller: Caller, exercise: str) -> str | None:
    found = re.search(r'data-wall="(\d+)"', caller.page(f"/x/{exercise}/break"))
    return found[1] if found else None


def test_five_hundred_browsers_that_come_back_at_once_miss_nothing_and_get_nothing_twice(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    for count in range(20):
        ana.do(exercise, "log.enter", words=f"{count}")
    token = control.http.post(
        "/api/v1/tokens", json={"kind": "evaluator", "exercise": exercise, "label": "storm"}
    ).json()["token"]

    head, numbers = asyncio.run(_storm(server, exercise, token))

    assert len(numbers) == 500
    assert all(found == list(range(1, head + 1)) for found in numbers)


async def _storm(server: Server, exercise: str, token: str) -> tuple[int, list[list[int]]]:
    """Open 500 sockets at once from the beginning of the record."""
    url = f"ws{server.url[4:]}/x/{exercise}/stream?since=0"

    async def one() -> tuple[int, list[int]]:
        headers = {"authorization": f"Bearer {token}"}
        async with connect(url, additional_headers=headers, compression=None) as socket:
            head = json.loads(await socket.recv())["hello"]["head"]
            found: list[int] = []
            while len(found) < head:
                frame = json.loads(await socket.recv())
                if "seq" in frame:
                    found.append(frame["seq"])
            return head, found

    async with asyncio.timeout(50):
        results = await asyncio.gather(*(one() for _ in range(500)))
    least = min(head for head, _ in results)
    return least, [found[:least] for _, found in results]


def test_a_client_that_reads_nothing_delays_nobody(
    server: Server, control: Caller, exercise: str
) -> None:
    """Its socket fills; everybody else goes on being told at once."""
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    ticket, since = ticket_of(control, exercise, "control")
    cookie = "; ".join(f"{name}={value}" for name, value in control.http.cookies.items())

    async def play() -> list[dict[str, Any]]:
        url = f"ws{server.url[4:]}/x/{exercise}/stream?since={since}&ticket={ticket}"
        headers = {"cookie": cookie}
        origin = Origin(server.url)
        async with (
            connect(url, origin=origin, additional_headers=headers, max_queue=1) as dead,
            connect(url, origin=origin, additional_headers=headers) as well,
        ):
            dead.transport.pause_reading()
            frames = []
            for count in range(30):
                said = await asyncio.to_thread(
                    ana.do, exercise, "log.enter", words=f"{count} " + "x" * 7_000
                )
                assert said["ok"]
                while True:
                    frame = json.loads(await asyncio.wait_for(well.recv(), 10))
                    if frame.get("kind") == "log.entered":
                        break
                frames.append(frame)
            return frames

    assert len(asyncio.run(play())) == 30


def test_a_form_that_is_far_too_large_is_refused_with_a_sentence(
    server: Server, control: Caller, exercise: str
) -> None:
    answer = control.http.post(
        f"/x/{exercise}/do",
        data={"do": "control.note", "cmd": "big", "words": "x" * 100_000},
        headers={"accept": "application/json"},
    )

    assert answer.status_code == 413
    assert answer.json()["ok"] is False
    assert "more than the 64 KB that a form may hold" in answer.json()["says"]


@pytest.mark.parametrize("cmd", ["a\0b", "a\nb", "é", "x" * 65])
def test_an_id_that_no_database_would_keep_as_it_is_is_refused_with_a_sentence(
    control: Caller, exercise: str, cmd: str
) -> None:
    refused = control.do(exercise, "control.note", cmd=cmd, words="Calm so far.")

    assert (refused["ok"], refused["status"]) == (False, 422)
    assert "send 1 to 64 printable ASCII characters" in refused["says"]


def test_bytes_that_are_no_form_are_refused_with_a_sentence(
    server: Server, control: Caller, exercise: str
) -> None:
    for kind, body in (
        ("application/json", b"[1, 2"),
        ("application/json", b"[]"),
        ("application/json", b'{"do": {"a": ' + b"[" * 2_000 + b"]" * 2_000 + b"}}"),
        ("application/x-www-form-urlencoded", b"\xff\xfe=1"),
        ("application/x-www-form-urlencoded", b"a=1&" * 500),
    ):
        answer = control.http.post(
            f"/x/{exercise}/do",
            content=body,
            headers={"content-type": kind, "accept": "application/json"},
        )
        assert answer.status_code == 422, body[:20]
        assert answer.json()["says"] == "What was sent is neither a form nor a JSON object."


def test_a_name_that_the_server_does_not_go_by_is_refused(server: Server) -> None:
    answer = Caller(server).http.get("/join", headers={"host": "evil.example"})

    assert answer.status_code == 421
    assert "does not go by that name" in answer.text


def test_a_form_sent_by_script_gets_its_receipt_as_a_fragment(
    server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)

    answer = control.http.post(
        f"/x/{exercise}/do",
        data={"do": "control.note", "cmd": "n1", "words": "Calm so far."},
        headers={"hx-request": "true"},
    )

    assert answer.status_code == 200
    assert "Recorded at 0:00:0" in answer.text
    assert "<html" not in answer.text


def test_what_is_written_to_a_browser_does_not_wait_for_what_it_has_acknowledged() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
