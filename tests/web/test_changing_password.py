"""Staff change their own password."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving import Caller, Server, facilitator, serving

OLD, NEW = "three unrelated words", "four quite unrelated words"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path / "data") as running:
        yield running


def signed_in(server: Server, password: str) -> Caller:
    caller = Caller(server)
    answer = caller.http.post("/sign-in", data={"name": "Kim", "password": password})
    assert answer.status_code == 303, answer.text
    return caller


def change(caller: Caller, old: str, new: str) -> tuple[int, str]:
    answer = caller.http.post("/password", data={"old-password": old, "password": new})
    return answer.status_code, answer.text


def test_whoever_changes_their_password_stays_here_and_is_signed_out_elsewhere(
    house: Server,
) -> None:
    Caller(house).http.post(house.link, data={"name": "Kim", "password": OLD})
    here, elsewhere = signed_in(house, OLD), signed_in(house, OLD)
    stolen = dict(here.http.cookies)
    assert 'href="/password"' in here.page("/")

    assert change(here, OLD, NEW) == (303, "")

    assert here.http.get("/").status_code == 200
    assert elsewhere.http.get("/").headers["location"] == "/join"
    elsewhere.http.cookies.update(stolen)
    assert elsewhere.http.get("/").headers["location"] == "/join"
    again = elsewhere.http.post("/sign-in", data={"name": "Kim", "password": OLD})
    assert again.status_code == 403
    signed_in(house, NEW)
    log = (house.data / "security.log").read_text()
    assert '"password changed"' in log
    assert OLD not in log
    assert NEW not in log


def test_a_wrong_old_password_or_a_weak_new_one_changes_nothing_and_has_to_wait_after_ten(
    house: Server,
) -> None:
    Caller(house).http.post(house.link, data={"name": "Kim", "password": OLD})
    kim = signed_in(house, OLD)

    weak, why = change(kim, OLD, "password1234")
    wrong = [change(kim, "three other words", NEW) for _ in range(11)]

    assert weak == 422
    assert "guessed first" in why
    assert 'aria-describedby="pw-says password-wrong"' in why
    assert [status for status, _ in wrong] == [403] * 10 + [429]
    assert "That is not the password you have now." in wrong[0][1]
    assert "three other words" not in wrong[0][1]
    assert change(kim, OLD, NEW)[0] == 429
    signed_in(house, OLD)


def test_whoever_came_by_a_link_without_a_password_sets_the_first(house: Server) -> None:
    kim = facilitator(house)

    assert "The password you have now" not in kim.page("/password")
    assert change(kim, "", NEW)[0] == 303
    page = kim.page("/password")
    assert "The password you have now" in page
    assert page.count('type="password"') == 2
    signed_in(house, NEW)


def test_nobody_else_finds_the_page(house: Server) -> None:
    stranger = Caller(house)

    assert stranger.http.get("/password").headers["location"] == "/sign-in"
    assert change(stranger, "", NEW) == (303, "")
