"""The desk: what people send, and the one sentence that comes back."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evidence.kinds.control import EventRelayed, InjectFired
from evidence.kinds.exercise import CommsCheckAnswered, ExerciseJumped, PointsAccepted
from facilitator.command_reader import MAX_TYPED_CHARS, Said
from facilitator.live import GameDay, Hall
from facilitator.live.chairs import sit
from facilitator.live.desk import Desk
from facilitator.live.views import Watcher
from facilitator.record_files import read_record
from facilitator.replaying import replay
from facilitator.screens import Receipt, Viewer
from facilitator.screens.seen import ViewerKind
from facilitator.store.store import PERSON_KEYS
from scoring import score
from tests.live.halls import DUTY_MANAGER, POINTS, a_day, hall_in, run

_count = iter(range(1_000_000))


def staff(hall: Hall, name: str = "Kim", kind: ViewerKind = "facilitator") -> Viewer:
    account = hall.people.make_account(kind=kind, name=name)
    return Viewer(kind=kind, id=account.id, name=name)


def player(exercise: str, seat: str = DUTY_MANAGER) -> Viewer:
    return Viewer(kind="participant", id="p-1", name="Ana", seat=seat, exercise=exercise)


async def say(desk: Desk, viewer: Viewer, exercise: str, do: str, **sent: Any) -> Receipt:
    """Send a form; the receipt."""
    fields: dict[str, Said] = {"do": do, "cmd": f"c{next(_count)}"}
    fields |= {key.replace("_", "-"): value for key, value in sent.items()}
    return await desk.take((viewer,), exercise, fields)


async def begin(desk: Desk, viewer: Viewer, exercise: str, **sent: Any) -> Receipt:
    """Say why play begins although the pre-flight is amber, and start."""
    await say(desk, viewer, exercise, "preflight.accept", points=[*POINTS], words="A test.", **sent)
    return await say(desk, viewer, exercise, "exercise.start", **sent)


def first(day: GameDay) -> str:
    return next(iter(day.rooms))


def test_of_two_facilitators_who_fire_one_inject_the_second_is_told_who_was_faster(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[list[Receipt], int]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim, sam = staff(hall, "Kim"), staff(hall, "Sam")
            inject = day.scenario.scenario.injects[0].id
            await begin(desk, kim, first(day))
            receipts = await asyncio.gather(
                *(
                    say(desk, one, first(day), "inject.handle", inject=inject, how="fire")
                    for one in (kim, sam)
                )
            )
            room = day.rooms[first(day)]
            fired = [e for e in room.events if isinstance(e.body, InjectFired)]
            return list(receipts), len(fired)

    (faster, slower), count = run(play())
    assert count == 1
    assert faster.ok
    assert slower.status == 409
    assert slower.says.endswith("has been delivered. Kim did that at 0:00:00.")


def test_a_page_that_shows_an_older_state_is_told_before_anything_happens(tmp_path: Path) -> None:
    async def play() -> Receipt:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim, sam = staff(hall, "Kim"), staff(hall, "Sam")
            await begin(desk, kim, first(day))
            await say(desk, kim, first(day), "exercise.hold")
            return await say(desk, sam, first(day), "exercise.hold", expects="running")

    receipt = run(play())
    assert receipt.status == 409
    assert receipt.says.startswith("It is on hold already. Kim did that at 0:00:0")


def test_control_acts_in_every_team_at_once(tmp_path: Path) -> None:
    async def play() -> tuple[Receipt, Receipt]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall, "Red", "Blue"), Desk(hall)
            kim = staff(hall)
            started = await begin(desk, kim, first(day), all="yes")
            assert all(room.pacer.clock().running for room in day.rooms.values())
            await say(desk, kim, first(day), "exercise.hold")
            return started, await say(desk, kim, first(day), "exercise.hold", all="yes")

    started, held = run(play())
    assert started.says == "Recorded in 2 teams."
    assert held.ok
    assert held.says == "Recorded in 1 of 2 teams. Red: The exercise is on hold already."


def test_a_team_that_lags_is_brought_level(tmp_path: Path) -> None:
    async def play() -> tuple[int, int]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall, "Red", "Blue"), Desk(hall)
            kim = staff(hall)
            red, blue = day.rooms.values()
            await begin(desk, kim, red.name, all="yes")
            await say(desk, kim, red.name, "exercise.hold", all="yes")
            await say(desk, kim, red.name, "exercise.jump", to="3m")
            receipt = await say(desk, kim, blue.name, "bring-level")
            assert receipt.ok, receipt.says
            assert any(isinstance(e.body, ExerciseJumped) for e in blue.events)
            return red.pacer.now(), blue.pacer.now()

    red, blue = run(play())
    assert red == blue == 180_000


def test_what_one_team_said_is_relayed_to_another(tmp_path: Path) -> None:
    async def play() -> list[str]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall, "Red", "Blue"), Desk(hall)
            kim = staff(hall)
            red, blue = day.rooms.values()
            await begin(desk, kim, red.name, all="yes")
            await say(desk, player(red.name), red.name, "log.enter", words="The cable is cut.")
            place = next(
                place
                for place, event in enumerate(red.view(None).events, start=1)
                if event.kind == "log.enter"
            )
            receipt = await say(
                desk, kim, red.name, "relay", place=str(place), to_exercise=blue.name
            )
            assert receipt.ok, receipt.says
            seen = day.seen(player(blue.name), blue.name)
            return [
                seen.words[event.body.said, "body.words"]
                for event in seen.events
                if isinstance(event.body, EventRelayed)
            ]

    assert run(play()) == ["The cable is cut."]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"do": ""}, "`do` is missing; say what, for example `do=log.enter`."),
        ({"do": "log.entre"}, "`log.entre` is not a command; did you mean `log.enter`?"),
        ({"do": "log.enter", "tag": "fcat"}, "`tag` cannot be `fcat`; did you mean `fact`?"),
        ({"do": "severity.call"}, "`severity.call` needs `level`; add `level: ...`."),
        ({"do": "log.enter", "tg": "fact"}, "`log.enter` has no `tg`; did you mean `tag`?"),
    ],
)
def test_what_is_no_command_is_answered_with_its_remedy(
    tmp_path: Path, sent: dict[str, Said], says: str
) -> None:
    async def play() -> Receipt:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            viewer = player(first(day))
            return await Desk(hall).take((viewer,), first(day), {"cmd": "c", **sent})

    receipt = run(play())
    assert (receipt.status, receipt.says) == (422, says)


def test_what_is_typed_may_be_two_pages_long_and_no_longer(tmp_path: Path) -> None:
    async def play() -> tuple[Receipt, Receipt]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            await begin(desk, staff(hall), first(day))
            ana = player(first(day))
            long = await say(desk, ana, first(day), "log.enter", words="x" * MAX_TYPED_CHARS)
            longer = await say(
                desk, ana, first(day), "log.enter", words="x" * (MAX_TYPED_CHARS + 1)
            )
            return long, longer

    long, longer = run(play())
    assert long.ok
    assert longer.status == 422
    assert longer.says.startswith("`words` has 8,001 characters; use at most 8,000")


def test_whoever_sends_too_fast_has_to_wait_and_others_do_not(tmp_path: Path) -> None:
    async def play() -> tuple[set[int], Receipt]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim = staff(hall)
            await begin(desk, kim, first(day))
            ana = player(first(day))
            flood = [await say(desk, ana, first(day), "log.enter", words="!") for _ in range(60)]
            return {one.status for one in flood}, await say(desk, kim, first(day), "exercise.hold")

    flood, other = run(play())
    assert flood == {200, 429}
    assert other.ok


def test_a_participant_is_told_no_number_that_counts_what_is_hidden(tmp_path: Path) -> None:
    async def play() -> Receipt:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            await begin(desk, staff(hall), first(day))
            return await say(desk, player(first(day)), first(day), "log.enter", words="Here.")

    receipt = run(play())
    assert receipt.ok
    assert receipt.seq is None
    assert receipt.record is not None
    assert "size" not in receipt.record


def test_after_endex_the_review_goes_on_in_the_same_record(tmp_path: Path) -> None:
    async def play() -> tuple[Receipt, Receipt]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim = staff(hall)
            await begin(desk, kim, first(day))
            await say(desk, kim, first(day), "exercise.end")
            ana = player(first(day))
            card = await say(desk, ana, first(day), "hotwash.add", under="went-well", words="Calm.")
            late = await say(desk, ana, first(day), "log.enter", words="Too late.")
            assert day.rooms[first(day)].events[-1].kind == "command.refused"
            return card, late

    card, late = run(play())
    assert card.ok, card.says
    assert late.status == 409
    record = read_record(tmp_path)
    assert record.events[-1].kind == "command.refused"
    assert replay(record).reproduced


def test_what_an_open_browser_says_it_has_shown_is_a_delivery_and_a_boast_is_not(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[dict[str, int], dict[str, int], int]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim, room = staff(hall, "Kim"), next(iter(day.rooms.values()))
            await begin(desk, kim, room.name)
            view = room.view(DUTY_MANAGER)
            watcher = Watcher(view, swallow, since=view.head, who="p-1")
            before = day.seen(kim, room.name).reached
            watcher.has_shown(view.head + 1_000)
            return dict(before), dict(day.seen(kim, room.name).reached), view.events[-1].seq

    before, after, last = run(play())
    assert before == {}
    assert after == {DUTY_MANAGER: last}


async def swallow(_: dict[str, Any]) -> None:
    """A socket that takes everything."""


def test_amber_before_startex_is_accepted_with_a_reason_and_never_afterwards(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[list[Receipt], list[str]]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim, here = staff(hall, "Kim"), first(day)
            accept = {"points": [*POINTS], "words": "Two are on leave."}
            receipts = [
                await say(desk, kim, here, "preflight.accept", points=["seats"]),
                await say(desk, kim, here, "exercise.start"),
                await say(desk, kim, here, "preflight.accept", **accept),
                await say(desk, kim, here, "exercise.start"),
                await say(desk, kim, here, "preflight.accept", **accept),
            ]
            accepted = [e for e in day.rooms[here].events if isinstance(e.body, PointsAccepted)]
            seen = day.seen(kim, here)
            return receipts, [seen.text_of(e.cause or 0) or "" for e in accepted]

    (bare, refused, taken, started, late), reasons = run(play())
    assert bare.status == 422
    assert refused.status == 409
    assert refused.says.startswith("Not started: the pre-flight is amber without a reason (Seats, ")
    assert refused.says.endswith("write why play begins all the same, and start again.")
    assert taken.ok, taken.says
    assert started.ok
    assert late.status == 409
    assert late.says.startswith("Play has begun; the pre-flight is over.")
    assert reasons == ["Two are on leave."]


def test_every_team_that_is_not_ready_is_named_when_all_are_to_start(tmp_path: Path) -> None:
    async def play() -> Receipt:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall, "Red", "Blue"), Desk(hall)
            kim = staff(hall)
            red, blue = day.rooms
            accept = {"points": [*POINTS], "words": "A test."}
            await say(desk, kim, red, "preflight.accept", **accept)
            receipt = await say(desk, kim, red, "exercise.start", all="yes")
            assert all(room.pacer.clock().state == "lobby" for room in day.rooms.values())
            assert (await say(desk, kim, red, "exercise.start")).ok
            assert day.rooms[blue].pacer.clock().state == "lobby"
            return receipt

    receipt = run(play())
    assert receipt.status == 409
    assert "(Blue: Seats, " in receipt.says
    assert "Red" not in receipt.says


def test_the_comms_check_is_answered_once_before_startex_and_is_in_the_record(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[list[Receipt], list[bool], str]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            here = first(day)
            ana, _ = await sit(hall, day, here, seat=DUTY_MANAGER, name="Ana", take_over=False)
            viewer = replace(player(here), id=ana.id)
            ready = [_ready(day, here)]
            receipts = [await say(desk, viewer, here, "ready") for _ in range(2)]
            ready.append(_ready(day, here))
            await begin(desk, staff(hall), here)
            receipts.append(await say(desk, viewer, here, "ready"))
            return receipts, ready, ana.id

    (taken, again, late), ready, ana = run(play())
    assert taken.ok, taken.says
    assert again.says == "You have answered already; control sees it."
    assert late.says == "Play has begun; the comms check is over."
    assert ready == [False, True]
    record = read_record(tmp_path)
    answered = [e.body for e in record.events if isinstance(e.body, CommsCheckAnswered)]
    assert answered == [CommsCheckAnswered(seat=DUTY_MANAGER, by=ana)]
    assert replay(record).reproduced
    without = [e for e in record.events if not e.kind.startswith("comms-check.")]
    scores = (score(record.plan, events) for events in (record.events, without))
    with_it, without_it = ([(one.key, one.verdict) for one in card.metrics] for card in scores)
    assert with_it == without_it


def _ready(day: GameDay, exercise: str) -> bool:
    return any(person.ready for person in day.persons(exercise))


def test_the_first_words_of_a_facilitator_wait_for_their_key_and_nobody_else_does(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[Receipt, bool, Receipt]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim, sam = staff(hall, "Kim"), staff(hall, "Sam")
            await begin(desk, kim, first(day))
            with closing(sqlite3.connect(next(tmp_path.glob(f"*{PERSON_KEYS}")))) as somebody:
                somebody.execute("BEGIN EXCLUSIVE")
                new = asyncio.create_task(say(desk, sam, first(day), "control.note", words="New."))
                known = await say(desk, kim, first(day), "control.note", words="Known.")
                waits = not new.done()
                somebody.rollback()
            return known, waits, await new

    known, waits, new = run(play())
    assert known.ok
    assert waits
    assert new.ok
