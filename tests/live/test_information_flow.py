"""What a player must not know changes not one byte of what they are sent.

Two worlds are played by the same inputs of one team.  In the second everything that is hidden from
it differs: control's notes, another team's acts and words, and every secret of the plan that has
not come out.  Pages, panels, cards and the interface for programs must be the same bytes.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.live import GameDay, Hall, Room
from facilitator.live.desk import Desk
from facilitator.live.pacing import REAL_CLOCKS
from facilitator.screens import PAGES, Viewer, frame_of
from facilitator.web.api_showing import shown_event
from facilitator.web.app import card_maker
from facilitator.web.drawing import Drawing
from scenarios import Plan
from tests.live.halls import DUTY_MANAGER, restore, run
from tests.live.test_desk import begin, player, say, staff

TEAM_PAGES = (
    "lobby", "team", "severity", "runbook", "comms", "vendors", "breach", "systems",
    "coordinate", "scribe", "discuss", "log", "decide", "wall",
)  # fmt: skip
DRAWING = Drawing(asset=lambda name: f"/static/{name}", join_url=lambda code: f"/join/{code}")


def with_other_secrets(plan: Plan) -> Plan:
    """The same plan for whoever plays the first minute; everything that comes later is another."""
    scenario = plan.scenario
    later = tuple(
        inject.model_copy(update={"text": f"Another secret {place}.", "title": f"Secret {place}"})
        if (inject.at or 0) > 60_000 and inject.text is not None
        else inject
        for place, inject in enumerate(scenario.injects)
    )
    return plan.model_copy(update={"scenario": scenario.model_copy(update={"injects": later})})


async def played(folder: Path, plan: Plan, *, secret: str) -> list[bytes]:
    """What Ana of the red team is sent in a world with these secrets."""
    hall = await Hall.open(folder, make_card=card_maker(DRAWING))
    try:
        day = await hall.make_day(
            plan, title="A day", seed=7, run="practice", teams=("Red", "Blue"), responders="absent"
        )
        red, blue = day.rooms.values()
        desk, kim = Desk(hall), staff(hall)
        await begin(desk, kim, red.name, all="yes")
        await say(desk, kim, red.name, "exercise.jump", to="1m", all="yes")
        await hidden(desk, kim, red, blue, secret)
        ana = player(red.name)
        await say(desk, ana, red.name, "log.enter", words="Two services are slow.")
        await hidden(desk, kim, red, blue, secret)
        await say(desk, ana, red.name, "incident.declare")
        return sent_to(day, red, ana)
    finally:
        await hall.close()


async def hidden(desk: Desk, kim: Viewer, red: Room, blue: Room, secret: str) -> None:
    """Things happen that the red team must not notice: more of them, the longer the secret."""
    for count in range(len(secret)):
        await say(desk, kim, red.name, "control.note", words=f"{secret} {count}")
        await say(desk, player(blue.name), blue.name, "log.enter", words=f"{secret} {count}")


def sent_to(day: GameDay, room: Room, ana: Viewer) -> list[bytes]:
    """Every page, every frame of the stream, and every event of the interface for programs."""
    view = room.view(DUTY_MANAGER)
    sent = [view.frame(number).encode() for number in range(1, view.head + 1)]
    seen = day.seen(ana, room.name)
    for name in TEAM_PAGES:
        page = PAGES.get(name)
        if page is not None:
            frame = frame_of(seen, page=name, title=page.title)
            sent.append(DRAWING.page(page, page.fold(seen, {}), seen=seen, frame=frame).encode())
    sent += [shown_event(seen, event).model_dump_json().encode() for event in seen.events]
    return [_comparable(one, room.name) for one in sent]


def _comparable(data: bytes, exercise: str) -> bytes:
    """Names of the exercise and of its plan differ, and ids of forms are drawn anew."""
    text = data.decode().replace(exercise, "EXERCISE")
    text = re.sub(r'name="cmd" value="[^"]*"|value="[a-z]+-[a-z0-9]{12}"', "", text)
    return re.sub(r'data-(clock-wall|view|ticket)="[^"]*"', "", text).encode()


def test_secrets_of_control_of_another_team_and_of_the_plan_change_not_one_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = replace(REAL_CLOCKS, monotonic_ns=lambda: 0)
    monkeypatch.setattr("facilitator.live.hall.REAL_CLOCKS", stopped)

    one = run(played(tmp_path / "one", restore(), secret="a"))
    other = run(played(tmp_path / "other", with_other_secrets(restore()), secret="mango"))

    assert len(one) == len(other)
    for mine, theirs in zip(one, other, strict=True):
        assert mine == theirs, _around(mine, theirs)
    assert not any(b"mango" in sent or b"Another secret" in sent for sent in other)


def _around(mine: bytes, theirs: bytes) -> str:
    """Where two answers part, with what stands around it."""
    pairs = enumerate(zip(mine, theirs, strict=False))
    place = next((at for at, (a, b) in pairs if a != b), min(len(mine), len(theirs)))
    return f"{mine[place - 120 : place + 60]!r} against {theirs[place - 120 : place + 60]!r}"
