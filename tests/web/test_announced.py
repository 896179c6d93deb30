"""What `drillroom serve` prints when it is open: a link that works once, a code, a QR code."""

import re
from pathlib import Path

from tests.web.serving import Caller, serving

BLOCKS = set("█▀▄ ")
"""What a QR code in a terminal is drawn with."""


def test_the_terminal_shows_a_link_that_works_once_the_join_code_and_a_qr_code(
    tmp_path: Path,
) -> None:
    with serving(tmp_path / "data", "--demo") as server:
        assert server.process.stdout is not None
        said = [server.process.stdout.readline() for _ in range(12)]

        code = next(m[1] for line in said if (m := re.search(r"joins with code +(\S+)", line)))
        drawn = [line for line in said if line.strip() and set(line.strip("\n")) <= BLOCKS]
        kim, robin = Caller(server), Caller(server)
        door = robin.page(f"/join/{code}")
        first = kim.http.post(server.link, data={"name": "Kim", "password": ""})
        again = robin.http.post(server.link, data={"name": "Robin", "password": ""})
        kim.close()
        robin.close()

        assert any(f"{server.url}/join/{code}" in line for line in said)
        assert len(drawn) >= 5
        assert "Your seat" in door
        assert first.status_code == 303
        assert again.status_code == 410
        assert "used" in again.text
