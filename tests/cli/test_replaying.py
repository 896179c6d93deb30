"""What `replay` says about records that are not what the engine makes of their inputs."""

from dataclasses import replace
from pathlib import Path

import msgspec

from evidence.kinds.incident import SeverityCalled
from facilitator.record_files import Record, read_record
from facilitator.replaying import replay


def test_a_record_from_which_a_tail_was_torn_is_reproduced_as_far_as_it_goes(
    played: Path,
) -> None:
    whole = read_record(played)
    torn = replace(whole, events=whole.events[:-40])

    outcome = replay(torn)

    assert outcome.reproduced
    assert outcome.leaves == len(whole.events) - 40
    assert outcome.missing >= 0


def test_a_fact_that_does_not_follow_is_shown_beside_the_one_that_does(played: Path) -> None:
    whole = read_record(played)
    seq = next(e.seq for e in whole.events if isinstance(e.body, SeverityCalled))
    forged = msgspec.structs.replace(whole.events[seq], body=SeverityCalled(level=4))
    record = replace(whole, events=(*whole.events[:seq], forged, *whole.events[seq + 1 :]))

    outcome = replay(record)

    assert outcome.diverged_at == seq
    assert outcome.stored is not None
    assert outcome.replayed is not None
    assert outcome.stored["body"]["level"] == 4
    assert outcome.replayed["body"]["level"] != 4


def test_a_fact_too_many_at_the_end_diverges(played: Path) -> None:
    whole = read_record(played)
    last = whole.events[-1]
    added = msgspec.structs.replace(last, seq=last.seq + 1)
    record: Record = replace(whole, events=(*whole.events, added))

    outcome = replay(record)

    assert outcome.diverged_at == last.seq + 1
    assert outcome.replayed is None


def test_the_words_that_people_typed_play_no_part(played: Path) -> None:
    outcome = replay(read_record(played))

    assert outcome.reproduced
    assert outcome.missing == 0
