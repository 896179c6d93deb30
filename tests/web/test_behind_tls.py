"""Reached over TLS through a proxy in front of it: cookies that no other host can set, HSTS."""

from http.cookies import SimpleCookie
from pathlib import Path

import httpx

from facilitator.live import Hall
from facilitator.web.app import make_app
from facilitator.web.drawing import Drawing
from facilitator.web.site import Settings
from tests.live.halls import plain_cards, run

ADDRESS = "https://drill.example"


async def signed_in(folder: Path, address: str) -> httpx.Response:
    """The answer to somebody who uses a link to a server at this address."""
    drawing = Drawing(asset=lambda name: name, join_url=lambda code: code)
    hall = await Hall.open(folder, make_card=plain_cards)
    try:
        settings = Settings(address=address, secure=address.startswith("https"))
        app = make_app(hall, settings=settings, folder=folder, drawing=drawing)
        secret = hall.people.invite(kind="facilitator", name="Kim")
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=address) as browser:
            browser.headers["origin"] = address
            return await browser.post(f"/link/{secret}", data={"name": "Kim", "password": ""})
    finally:
        await hall.close()


def test_over_tls_a_cookie_is_bound_to_this_host_and_browsers_are_told_to_stay_with_tls(
    tmp_path: Path,
) -> None:
    answer = run(signed_in(tmp_path, ADDRESS))

    (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert cookie.key == "__Host-drillroom-staff"
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_without_tls_nothing_is_promised_that_would_lock_people_out(tmp_path: Path) -> None:
    answer = run(signed_in(tmp_path, "http://127.0.0.1:8000"))

    (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert cookie.key == "drillroom-staff"
    assert cookie["httponly"]
    assert not cookie["secure"]
    assert "strict-transport-security" not in answer.headers
