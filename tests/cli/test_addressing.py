"""`serve --lan` prints an address that phones can open."""

import re
import socket
from pathlib import Path

import httpx
import pytest

from facilitator.cli.addressing import first_reachable, own_address
from tests.web.serving import PATIENCE_S, serving


@pytest.mark.parametrize(
    ("addresses", "chosen"),
    [
        (["127.0.0.1", "192.168.1.20"], "192.168.1.20"),
        (["0.0.0.0", "127.0.1.1", "10.0.0.7"], "10.0.0.7"),  # nobody listens on it
        (["192.168.1.20", "10.0.0.7"], "192.168.1.20"),
        (["169.254.3.4"], "169.254.3.4"),
        (["127.0.0.1", "127.0.1.1"], None),
        ([], None),
    ],
)
def test_the_address_is_the_first_that_leads_here_from_elsewhere(
    addresses: list[str], chosen: str | None
) -> None:
    assert first_reachable(addresses) == chosen


def in_a_network() -> str:
    found = own_address()
    if found is None:
        pytest.skip("this machine is in no network")
    return found


def test_the_address_is_one_of_this_machine() -> None:
    with socket.socket() as probe:
        probe.bind((in_a_network(), 0))

        assert probe.getsockname()[0] == in_a_network()


def test_with_lan_the_page_to_join_opens_at_the_address_that_is_printed(tmp_path: Path) -> None:
    own = in_a_network()

    with serving(tmp_path / "data", "--lan") as server:
        answer = httpx.get(f"{server.url}/join", timeout=PATIENCE_S, trust_env=False)

        assert server.url.startswith(f"http://{own}:")
        assert re.match(rf"http://{re.escape(own)}:\d+/link/", server.link)
        assert answer.status_code == 200


def test_without_lan_nobody_else_reaches_the_server(tmp_path: Path) -> None:
    own = in_a_network()

    with serving(tmp_path / "data") as server, pytest.raises(httpx.ConnectError):
        httpx.get(f"http://{own}:{server.port}/join", timeout=PATIENCE_S, trust_env=False)
