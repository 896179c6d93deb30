"""What stands around every request, and what a hostile one is told."""

import json
import re
import stat
from collections.abc import Iterator

import httpx
import pytest

from facilitator.web.security import MAX_BODY_BYTES
from tests.web.serving import Caller, Server, code_of, participant

SEAT = "duty-manager"


@pytest.mark.parametrize("path", ["/join", "/sign-in", "/nowhere", "/static/app.css"])
def test_every_answer_carries_the_same_strict_headers(server: Server, path: str) -> None:
    headers = Caller(server).http.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_pages_are_not_kept_by_browsers_and_pinned_files_are(
    server: Server, control: Caller, exercise: str
) -> None:
    page = control.http.get(f"/x/{exercise}/control")
    found = re.search(r"/static/app\.css\?v=[0-9a-f]+", page.text)
    assert found is not None

    assert page.headers["cache-control"] == "no-store"
    assert "immutable" in control.http.get(found[0]).headers["cache-control"]
    assert control.http.get("/static/app.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": ""},
    ],
)
def test_a_form_on_another_site_changes_nothing(
    server: Server, control: Caller, exercise: str, headers: dict[str, str]
) -> None:
    answer = control.http.post(
        f"/x/{exercise}/do", data={"do": "exercise.start", "cmd": "evil"}, headers=headers
    )

    assert answer.status_code == 403
    assert "came from another site, so nothing was done" in answer.text
    state = control.http.get(f"/api/v1/exercises/{exercise}").json()["clock"]["state"]
    assert state == "lobby"


def test_nothing_is_changed_by_a_get(server: Server, control: Caller, exercise: str) -> None:
    for path in (f"/x/{exercise}/do", f"/x/{exercise}/leave", "/sign-out", "/days"):
        answer = control.http.get(path, params={"do": "exercise.start", "cmd": "g"})
        assert answer.status_code in (404, 405), path

    assert control.http.get(f"/api/v1/exercises/{exercise}").json()["clock"]["state"] == "lobby"


def test_what_people_type_is_shown_as_text_and_never_run(
    server: Server, control: Caller, exercise: str
) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    ana = participant(server, code_of(control, exercise), name=nasty[:60], seat=SEAT)
    control.start(exercise)
    ana.do(exercise, "log.enter", words=f"<script>alert(1)</script>{nasty}")

    for caller, page in ((ana, "team"), (ana, "log"), (control, "control"), (control, "evidence")):
        text = caller.page(f"/x/{exercise}/{page}")
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page


def test_secrets_stand_neither_in_the_security_log_nor_in_the_errors(
    server: Server, control: Caller, exercise: str
) -> None:
    caller = Caller(server)
    caller.http.post("/sign-in", data={"name": "Kim", "password": "a very secret password"})
    caller.http.get("/link/a-very-secret-token")
    caller.http.post(f"/x/{exercise}/do", data={"do": "log.enter", "words": "a very secret word"})

    log = (server.data / "security.log").read_text()
    errors = server.data.with_suffix(".errors").read_text()

    lines = [json.loads(line) for line in log.splitlines()]
    assert any(line["why"] == "wrong name or password" for line in lines)
    assert all({"at", "what", "who", "where"} <= line.keys() for line in lines)
    assert "a very secret" not in log + errors
    assert "a-very-secret-token" not in errors


def test_wrong_passwords_have_to_wait_after_ten(server: Server) -> None:
    caller = Caller(server)
    wrong = {"name": "somebody", "password": "not the password"}

    answers = [caller.http.post("/sign-in", data=wrong).status_code for _ in range(11)]

    assert answers == [403] * 10 + [429]


def test_where_somebody_says_they_come_from_is_not_believed(server: Server) -> None:
    """Otherwise whoever guesses would be somebody else each time."""
    caller = Caller(server)

    answers = [
        caller.http.post(
            "/join", data={"code": "YYY-234"}, headers={"x-forwarded-for": f"192.0.2.{one}"}
        ).status_code
        for one in range(11)
    ]

    assert answers == [404] * 10 + [429]


def test_nobody_is_shown_what_they_sent(server: Server) -> None:
    answer = Caller(server).http.request("TRACE", "/", headers={"x-mine": "a secret"})

    assert answer.status_code == 405
    assert "a secret" not in answer.text


def test_three_hundred_phones_behind_one_address_join_although_some_mistype(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    caller = Caller(server)
    for count in range(60):
        typed = "ABCDEFGHJK"[count % 10] + "ABCDEFGHJK"[count // 10] + "2345"
        assert caller.http.post("/join", data={"code": typed}).status_code == 404

    assert caller.http.post("/join", data={"code": code}).status_code == 200


def test_the_description_of_the_interface_is_for_whoever_is_signed_in(
    server: Server, control: Caller
) -> None:
    nobody = Caller(server)

    assert nobody.http.get("/api/v1/openapi.json").status_code == 401
    assert control.http.get("/api/v1/openapi.json").json()["info"]["title"] == "Drillroom"
    for path in ("/docs", "/redoc", "/openapi.json", "/api/v1/docs"):
        assert nobody.http.get(path).status_code == 404, path


def test_a_token_that_was_ended_lets_nobody_in(
    server: Server, control: Caller, exercise: str
) -> None:
    wanted = {"kind": "auditor", "exercise": exercise, "label": "to be ended"}
    token = control.http.post("/api/v1/tokens", json=wanted).json()["token"]
    bot = Caller(server)
    bot.http.headers["authorization"] = f"Bearer {token}"
    assert bot.http.get(f"/api/v1/exercises/{exercise}").status_code == 200
    (known,) = [
        one for one in control.http.get("/api/v1/tokens").json() if one["label"] == "to be ended"
    ]

    assert control.http.delete(f"/api/v1/tokens/{known['id']}").status_code == 204

    assert bot.http.get(f"/api/v1/exercises/{exercise}").status_code == 401


def test_only_the_owner_of_the_folder_reads_keys_and_people(server: Server) -> None:
    for name in ("people.db", "server.key", "security.log", "server.lock"):
        assert stat.S_IMODE((server.data / name).stat().st_mode) == 0o600, name


def test_a_body_without_a_length_is_cut_off_when_it_grows_too_large(server: Server) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(10):
            yield b"x" * (MAX_BODY_BYTES // 4)

    with httpx.Client(base_url=server.url, headers={"origin": server.url}) as http:
        answer = http.post(
            "/sign-in",
            content=endless(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )

    assert answer.status_code in (400, 413)


def test_a_path_that_somebody_types_as_a_scenario_opens_no_file(control: Caller) -> None:
    answer = control.http.post("/days", data={"scenario": "/etc/passwd"})

    assert answer.status_code == 404
    assert "There is no scenario" in answer.text
