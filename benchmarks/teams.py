"""Many teams in one hour of story: what they cost, and whether more cost more than their share."""

import contextlib
import http.client
import json
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from benchmarks.child import child, dial

HALF_AN_HOUR_MS: Final = 1_800_000


class Hour(NamedTuple):
    """What an hour of story cost with so many teams."""

    teams: int
    cpu_s: float
    events: int
    rss_mb: float


def linear(hours: Sequence[Hour]) -> None:
    """Whether more teams cost more than their share: per event, and per team that is added."""
    each = [hour.cpu_s / hour.events * 1000 for hour in hours]
    added = [(more.rss_mb - few.rss_mb) / (more.teams - few.teams) for few, more in pairwise(hours)]
    print(
        f"{', '.join(str(hour.teams) for hour in hours)} teams: processor time of an event "
        f"{', '.join(f'{ms:.2f}' for ms in each)} ms, last to first {each[-1] / each[0]:.2f} "
        f"(linear 1); memory of each team added {', '.join(f'{mb:.2f}' for mb in added)} MB"
    )


def jump_all(ready: dict[str, Any], to: int) -> float:
    """Jump in every team as a facilitator does; seconds until all have."""
    address = http.client.HTTPConnection("127.0.0.1", ready["port"], timeout=60)
    said = {"do": "exercise.jump", "cmd": f"to-{to}", "to": f"{to}ms", "all": "yes"}
    headers = {
        "Authorization": f"Bearer {ready['token']}",
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    began = time.monotonic()
    with contextlib.closing(address):
        address.request("POST", f"/x/{ready['exercises'][0]}/do", json.dumps(said), headers)
        answer = address.getresponse()
        assert answer.status == 200, answer.read()
    return time.monotonic() - began


def many_teams(teams: int, each: int) -> Hour:
    with child("ours", str(teams)) as server:
        sockets = [
            dial(server.ready, exercise)
            for exercise in server.ready["exercises"]
            for _ in range(each)
        ]
        before = server.ask("STAT")
        server.ask("PACE 60")
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for one in sockets:
                with contextlib.suppress(BlockingIOError):
                    one.recv(1 << 20)
            time.sleep(0.05)
        after = server.ask("STAT")
        short = jump_all(server.ready, max(after["at"]) + HALF_AN_HOUR_MS)
        long = jump_all(server.ready, max(after["at"]) + 10 * HALF_AN_HOUR_MS)
        print(
            f"{teams} teams of {each}, one hour of story in a minute: {after['wakes']} wake-ups, "
            f"{after['late']} over 250 ms late, latest {after['latest_ms']} ms (goal 0 late); "
            f"{after['events'] - before['events']:,} events, {after['rss_mb']:.0f} MB, "
            f"{after['cpu_s'] - before['cpu_s']:.0f} s of processor; jump of all by half an hour "
            f"{short:.2f} s, on by four and a half {long:.2f} s (goal 2)"
        )
        for one in sockets:
            one.close()
        return Hour(
            teams,
            after["cpu_s"] - before["cpu_s"],
            after["events"] - before["events"],
            after["rss_mb"],
        )
