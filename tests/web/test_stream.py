"""The stream: dense numbers for each view, resuming, and who may watch."""

from contextlib import ExitStack
from pathlib import Path

from websockets.sync.client import connect

from facilitator.web import stream
from facilitator.web.stream import MAX_EACH
from tests.web.serving import Caller, Server, code_of, participant
from tests.web.watching import dial, ticket_of, watching

SEAT, OTHER = "duty-manager", "communications"


def joined(server: Server, control: Caller, exercise: str, seat: str = SEAT) -> Caller:
    return participant(server, code_of(control, exercise), name="Ana", seat=seat)


def test_what_control_fires_reaches_the_team_as_a_card(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    control.start(exercise)
    with watching(ana, exercise) as stream:
        hello = stream.next()["hello"]

        control.do(
            exercise,
            "inject.add",
            inject="extra",
            to_seats=[SEAT],
            channel="phone",
            text="The landlord calls: <script>alert(1)</script> smoke on the second floor.",
        )
        frame = stream.until("inject.fired")

    assert hello["clock"]["running"]
    assert frame["seq"] == hello["head"] + 1
    assert "smoke on the second floor" in frame["html"]
    assert "<script>" not in frame["html"]
    assert frame["say"]


def test_numbers_are_dense_in_each_view_although_control_sees_more(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    control.start(exercise)
    for count in range(5):
        control.do(exercise, "control.note", words=f"A secret note {count}.")
        ana.do(exercise, "log.enter", words=f"Entry {count}.")

    with watching(ana, exercise, since=0) as stream:
        head = stream.next()["hello"]["head"]
        frames = stream.numbered(head)

    assert [frame["seq"] for frame in frames] == list(range(1, head + 1))
    assert "control.note" not in {frame["kind"] for frame in frames}
    assert "secret" not in str(frames)


def test_whoever_was_away_gets_exactly_what_was_missed(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    control.start(exercise)
    with watching(ana, exercise) as stream:
        seen = stream.next()["hello"]["head"]
    for count in range(20):
        ana.do(exercise, "log.enter", words=f"Entry {count}.")

    with watching(ana, exercise, since=seen) as stream:
        head = stream.next()["hello"]["head"]
        frames = stream.numbered(head - seen)

    assert head > seen + 20
    assert [frame["seq"] for frame in frames] == list(range(seen + 1, head + 1))


def test_a_number_from_the_future_is_taken_for_now(
    server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    with watching(control, exercise, "control", since=999_999) as stream:
        head = stream.next()["hello"]["head"]

        control.do(exercise, "control.note", words="Calm so far.")

        assert stream.numbered(1)[0]["seq"] == head + 1


def test_a_message_for_one_seat_reaches_no_other(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    bo = joined(server, control, exercise, OTHER)
    control.start(exercise)
    with watching(bo, exercise) as stream:
        stream.next()

        control.do(
            exercise, "inject.add", inject="x1", to_seats=[SEAT], channel="chat", text="For one."
        )
        ana.do(exercise, "log.enter", words="For all.")
        frame = stream.numbered(1)[0]

    assert frame["kind"] == "log.enter"


def test_without_signing_in_nothing_is_watched(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    ticket, _ = ticket_of(ana, exercise, "team")

    with dial(Caller(server), exercise, ticket) as stream:
        assert stream.closed_with() == 4401
        assert stream.frames[0]["bye"]["says"] == "Sign in again to go on."


def test_a_page_of_another_site_cannot_watch(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    ticket, _ = ticket_of(ana, exercise, "team")

    with dial(ana, exercise, ticket, origin="https://elsewhere.example") as stream:
        assert stream.closed_with() == 4403


def test_a_ticket_of_another_person_or_a_made_up_one_lets_nobody_watch(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    bo = joined(server, control, exercise, OTHER)
    controls, _ = ticket_of(control, exercise, "control")

    for ticket in (ticket_of(bo, exercise, "team")[0], controls, "made.up.ticket", ""):
        with dial(ana, exercise, ticket) as stream:
            assert stream.closed_with() == 4401


def test_a_malformed_or_oversize_message_closes_the_socket_and_nothing_else(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    control.start(exercise)

    for bad in ("not json", '{"seen":"x"}', "[]", '{"seen":1}' + " " * 20_000):
        with watching(ana, exercise) as stream:
            stream.next()
            stream.socket.send(bad)
            assert stream.closed_with() == 4400
    with watching(ana, exercise) as stream:
        stream.next()
        stream.socket.send("x" * 100_000)
        assert stream.closed_with() == 1009

    assert ana.do(exercise, "log.enter", words="Still here.")["ok"]


def test_whoever_floods_the_stream_is_cut_off(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    with watching(ana, exercise) as stream:
        stream.next()
        for _ in range(20):
            stream.socket.send('{"seen":0}')
        assert stream.closed_with() == 4400


def test_one_person_opens_a_dozen_pages_and_is_told_at_the_next(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    with ExitStack() as open_pages:
        for _ in range(MAX_EACH):
            stream = open_pages.enter_context(watching(ana, exercise))
            assert "hello" in stream.next()

        one_more = open_pages.enter_context(watching(ana, exercise))

        assert one_more.next()["bye"]["says"].startswith("Too many pages are open at once")
        assert one_more.closed_with() == 4409


def test_a_person_whose_seat_is_taken_over_is_asked_to_sign_in_again(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    ticket, _ = ticket_of(ana, exercise, "team")
    Caller(server).http.post(
        f"/join/{code_of(control, exercise)}",
        data={"name": "Bo", "seat": SEAT, "take-over": "yes"},
    )

    with dial(ana, exercise, ticket) as stream:
        assert stream.closed_with() == 4401


def test_leaving_closes_the_sockets_of_the_person_who_left(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = joined(server, control, exercise)
    with watching(ana, exercise) as stream:
        stream.next()

        ana.http.post(f"/x/{exercise}/leave")

        assert stream.closed_with() == 1012
    assert ana.http.get(f"/x/{exercise}/team").status_code == 401


def test_a_hold_reaches_every_clock(server: Server, control: Caller, exercise: str) -> None:
    ana = joined(server, control, exercise)
    control.start(exercise)
    with watching(ana, exercise) as stream:
        stream.next()

        control.do(exercise, "exercise.hold")
        stream.until("exercise.held")
        clock = stream.next()["clock"]

    assert clock["running"] is False
    assert clock["state"] == "held"


def test_a_browser_that_offers_compression_is_answered_without(
    server: Server, control: Caller, exercise: str
) -> None:
    """One frame is shared by everybody; compressing it for each costs three times the rest."""
    token = control.http.post(
        "/api/v1/tokens", json={"kind": "facilitator", "exercise": exercise, "label": "bot"}
    ).json()["token"]
    headers = {"authorization": f"Bearer {token}"}

    with connect(f"ws{server.url[4:]}/x/{exercise}/stream", additional_headers=headers) as socket:
        offered, answered = socket.request, socket.response

    assert offered is not None
    assert answered is not None
    assert "permessage-deflate" in offered.headers["Sec-WebSocket-Extensions"]
    assert "Sec-WebSocket-Extensions" not in answered.headers


def test_every_reason_to_be_sent_away_is_explained_to_whoever_writes_a_program() -> None:
    readme = (Path(stream.__file__).parent / "README.md").read_text()

    for code, says in stream._SAYS.items():
        assert f"{code} " in readme, says
