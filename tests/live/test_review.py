"""After EndEx a room goes on into its review, in the same record, and takes it up again."""

import asyncio
from pathlib import Path

from evidence import decode_leaf
from evidence.kinds.control import ObservationRecorded
from evidence.kinds.review import FigureContested
from facilitator.bundle import make_bundle
from facilitator.live import Done, Room
from facilitator.record_files import open_stored, read_record
from facilitator.replaying import replay
from facilitator.score_keeping import verify_scores
from scoring import score
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start


async def contest(room: Room) -> Done:
    return await room.do(
        order("figure.contest", seat=DUTY_MANAGER, figure="TTD-sig", words="The page came late.")
    )


def test_what_is_said_after_endex_continues_the_record(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("exercise.end"))
            ended = len(room.events)
            await room.do(order("evaluator.observe", words="Nobody looked at the second screen."))
            await contest(room)
            said = [event.body for event in room.events[ended:]]
            assert any(isinstance(body, ObservationRecorded) for body in said)
            assert any(isinstance(body, FigureContested) for body in said)

    run(play())

    record = read_record(tmp_path)
    assert replay(record).reproduced
    assert [one.figure for one in score(record.plan, record.events).contests] == ["TTD-sig"]


def test_the_digest_of_the_scorecard_is_kept_when_play_is_sealed(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("exercise.end"))

    run(play())

    record = read_record(tmp_path)
    with open_stored(tmp_path) as store:
        kept = verify_scores(store, record.exercise, record.plan, record.events)
    assert [one.same for one in kept] == [True]


def test_bundles_that_are_asked_for_at_once_are_signed_by_the_room_and_each_head_once(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[set[bytes], list[int]]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("exercise.end"))

            def bundle() -> bytes:
                return make_bundle(hall.store, room.name, wall=1, notary=room.notary).data

            made = await asyncio.gather(*(asyncio.to_thread(bundle) for _ in range(4)))
            log = map(decode_leaf, hall.store.instance_log())
            entered = [leaf.body["size"] for leaf in log if leaf.kind == "exercise.checkpointed"]
            await contest(room)
            return set(made), [int(str(size)) for size in entered]

    made, entered = run(play())
    assert entered == sorted(set(entered))
    assert len(made) <= 2  # the scorecard's digest may come into the log between two of them


def test_an_answer_to_the_incident_after_endex_is_refused(tmp_path: Path) -> None:
    async def play() -> str:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("exercise.end"))
            done = await room.do(order("incident.declare", seat=DUTY_MANAGER))
            assert done.refused is not None
            return done.refused.says

    assert run(play()) == "The exercise has ended; your answer was not taken."


def test_a_review_goes_on_after_the_server_was_started_again(tmp_path: Path) -> None:
    async def first() -> int:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("exercise.end"))
            await contest(room)
            return len(room.events)

    async def second() -> int:
        async with hall_in(tmp_path) as hall:
            room = only_room(hall.days[0])
            before = len(room.events)
            await contest(room)
            return before

    size = run(first())

    assert run(second()) >= size
    assert replay(read_record(tmp_path)).reproduced
