"""What people typed can be deleted; replay and score stay as they were."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import Millis
from evidence.kinds.incident import CallSeverity, DeclareIncident, EnterLog, TeamCommand
from facilitator.headless import Scripted, play
from facilitator.opening import Opening
from facilitator.record_files import Record, read_stored
from facilitator.replaying import replay
from facilitator.sealing import seal
from facilitator.store import Store
from scoring import score
from tests.simulator.playing import library_plan

SCENARIOS = ("restore", "failover", "breach")
ACTS: tuple[type[TeamCommand], ...] = (EnterLog, DeclareIncident, CallSeverity)
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@st.composite
def said(draw: st.DrawFn, scenario: str) -> tuple[Scripted, ...]:
    """What people type at some seats in the first hour."""
    seats = sorted(library_plan(scenario).organisation.roles)
    lines = st.tuples(
        st.integers(0, 3_600_000), st.sampled_from(seats), st.sampled_from(ACTS), TEXT
    )
    found = draw(st.lists(lines, min_size=1, max_size=6))
    return tuple(typed(*line, cmd=f"typed-{place}") for place, line in enumerate(found))


def typed(at: int, seat: str, act: type[TeamCommand], text: str, *, cmd: str) -> Scripted:
    words = seal({"words": text})
    command = (
        CallSeverity(level=1, words=words[0].sealed)
        if act is CallSeverity
        else act(words=words[0].sealed)
    )
    return Scripted(
        at=Millis(at), command=command, actor=seat, seat=seat, origin="person", cmd=cmd, words=words
    )


def judged(record: Record) -> tuple[bool, dict[str, Any]]:
    """Whether it replays, and its whole scorecard."""
    return replay(record).reproduced, score(record.plan, record.events).to_json()


@settings(max_examples=10)
@given(data=st.data())
def test_deleting_any_openings_or_all_changes_neither_replay_nor_score(data: st.DataObject) -> None:
    scenario = data.draw(st.sampled_from(SCENARIOS))
    profile = data.draw(st.sampled_from(["seasoned", "average", "chaotic", "absent"]))
    seed = data.draw(st.integers(0, 1_000))
    script = data.draw(said(scenario))
    plan = library_plan(scenario)
    opening = Opening(seed=seed, responders=dict.fromkeys(plan.organisation.roles, profile))

    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "records.db") as store,
    ):
        played = play(plan, opening=opening, store=store, script=script)
        whole = read_stored(store, played.exercise, where=Path(folder))
        texts = sorted(line.words[0].value for line in script)
        assert sorted(str(one.value) for one in whole.openings) == texts
        some = data.draw(st.sets(st.sampled_from(whole.openings)))
        for deleted in (some, set(whole.openings) - some):
            for one in deleted:
                assert store.delete_opening(played.exercise, one.seq, one.field)
            left = read_stored(store, played.exercise, where=Path(folder))
            assert judged(left) == judged(whole)
            assert left.events == whole.events

    assert judged(whole)[0] is True
    assert left.openings == ()
