"""What is there when an exercise is over: in the server's memory, and on its disk."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from evidence import Millis
from evidence.canonical import decode, encode
from evidence.chain import head_of
from evidence.verifier import Asked, Kept, verify
from facilitator.bundle import make_bundle
from facilitator.live import GameDay, Room
from facilitator.record_files import RECORDS, read_stored
from facilitator.replaying import replay
from facilitator.score_keeping import verify_scores
from facilitator.screens import PAGES, Clock, Viewer
from facilitator.seal import instance_key
from facilitator.store import Store
from scoring import for_report, score
from tests.simulation.history import History, Left, Seen, without_form_ids
from tests.simulation.server import Server
from tests.simulation.virtual_time import BEGAN_WALL_MS

_TEAM_PAGES: Final = ("team", "log", "severity", "runbook", "systems", "comms", "vendors")
_STOPPED: Final = Clock(at=Millis(0), wall=0)
"""Two processes look at different times; what they look at is the same."""


def look_at(server: Server) -> Seen | None:
    """What the process that serves now holds of the exercise."""
    room = server.room
    if room is None or server.hall is None:
        return None
    day = server.hall.day_of(room.name)
    assert day is not None
    seats = (None, *sorted(room.plan.organisation.roles))
    views = {seat: room.view(seat) for seat in seats}
    return Seen(
        events=tuple(room.events),
        views={
            seat: tuple(without_form_ids(view.frame(number)) for number in range(1, view.head + 1))
            for seat, view in views.items()
        },
        visible={seat: tuple(one.seq for one in view.events) for seat, view in views.items()},
        pages=_pages(day, room),
        score=for_report(score(room.plan, tuple(room.events))).to_json(),
    )


def _pages(day: GameDay, room: Room) -> dict[tuple[str | None, str], object]:
    control = Viewer(kind="facilitator", id="s-control", name="Control")
    seen = day.seen(control, room.name)
    teams = tuple(replace(one, clock=_STOPPED) for one in seen.teams)
    seen = replace(seen, clock=_STOPPED, teams=teams)
    pages: dict[tuple[str | None, str], object] = {
        (None, "control"): PAGES["control"].fold(seen, {})
    }
    for seat in sorted(room.plan.organisation.roles)[:3]:
        viewer = Viewer(kind="participant", id="p", name="P", seat=seat, exercise=room.name)
        seen = replace(day.seen(viewer, room.name), clock=_STOPPED)
        for name in _TEAM_PAGES:
            pages[seat, name] = PAGES[name].fold(seen, {})
    return pages


def examine(folder: Path, history: History) -> None:
    """Read the disk, make the bundle, and verify it with every receipt that was given."""
    with Store.open(folder / RECORDS) as store:
        (stored,) = store.exercises()
        name = stored.id
        broken = store.first_break(name)
        leaves = tuple(store.leaves(name))
        record = read_stored(store, name, where=folder)
        replayed = replay(record)
        scores = verify_scores(store, name, record.plan, record.events)
        data = make_bundle(store, name, wall=BEGAN_WALL_MS).data
    kept = tuple(Kept(answer.cmd, answer.receipt) for answer in history.answers)
    card = zipfile.ZipFile(io.BytesIO(data)).read("scorecard.json")
    history.left = Left(
        leaves=leaves,
        plan=record.plan,
        first_break=broken.sentence if broken else "",
        diverged_at=replayed.diverged_at,
        missing=replayed.missing,
        scorecard=decode(card, limit=len(card)),
        head=head_of(leaves[-1]),
        report=verify(data, Asked(key=instance_key(folder).public, kept=kept)),
        scores=scores,
    )


def same_figures(one: object, other: object) -> bool:
    """Whether two scorecards say the same; only one of them names a head."""
    return _without_head(one) == _without_head(other)


def _without_head(card: object) -> bytes:
    assert isinstance(card, dict)
    return encode({name: value for name, value in card.items() if name != "head"})
