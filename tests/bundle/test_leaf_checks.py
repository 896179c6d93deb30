"""Checks 3 and 4: leaves have the bytes and the order of leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.canonical import encode
from evidence.verifier import Asked, verify
from evidence.verifier.container import LEAVES
from facilitator.bundle import assemble
from facilitator.bundle.contents import leaves_file, members_of
from facilitator.tamper import Forger
from facilitator.tamper.forger import Leaf, relinked
from tests.bundle.checking import (
    found,
    rewritten,
)


@pytest.mark.parametrize(
    "members",
    [
        {"wall": None},
        {"body": None},
        {"origin": "god"},
        {"origin": 1},
        {"body": []},
        {"v": True},
        {"v": "1"},
        {"wall": "now"},
        {"kind": 1},
        {"actor": 1},
        {"role": []},
        {"cmd": 1},
        {"cause": "1"},
        {"to": "team"},
        {"to": [1]},
        {"wall": -1},
        {"at": -1},
        {"v": -1},
    ],
)
def test_a_leaf_has_the_members_of_a_leaf(forger: Forger, members: dict[str, object]) -> None:
    assert rewritten(forger, 3, **members)[0] == (3, "shape")


@pytest.mark.parametrize("name", ["v", "wall"])
def test_a_number_of_a_leaf_may_be_nothing(forger: Forger, name: str) -> None:
    assert rewritten(forger, 3, **{name: 0}) == []


@pytest.mark.parametrize("leaf", [b"[]", b"1", b'"x"', b"null"])
def test_a_leaf_is_an_object(forger: Forger, leaf: bytes) -> None:
    leaves = [*forger.leaves[:3], leaf, *forger.leaves[4:]]

    assert found(forger, forger.rewritten(leaves))[0] == (3, "shape")


def test_a_leaf_of_a_newer_version_is_no_break_but_cannot_be_checked(forger: Forger) -> None:
    bundle = forger.rewritten(forger.edited(3, lambda leaf: leaf.update(v=2)))

    report = verify(bundle, Asked(key=forger.key.public))

    assert report.failures[0].what == "unknown_version"
    assert (report.intact, report.exit_code) == (False, 3)


@pytest.mark.parametrize("cause", [3, 4, 99, -1])
def test_nothing_follows_from_what_comes_later(forger: Forger, cause: int) -> None:
    assert (4, "cause") in rewritten(forger, 3, cause=cause)


def test_what_follows_from_an_earlier_leaf_is_fine(forger: Forger) -> None:
    assert rewritten(forger, 3, cause=2) == []
    assert rewritten(forger, 3, cause=0) == []
    assert rewritten(forger, 3, cause=3) == [(4, "cause")]


def test_a_record_begins_with_its_opening_and_is_opened_once(forger: Forger) -> None:
    bundle = forger.rewritten(forger.edited(0, lambda leaf: leaf.update(kind="exercise.started")))
    report = verify(bundle, Asked(key=forger.key.public))
    assert ("leaf 0", "opening") in [(one.where, one.what) for one in report.failures]
    assert (4, "opening") in rewritten(forger, 1, kind="exercise.opened")


def test_wall_time_that_runs_back_is_a_remark_and_no_failure(forger: Forger) -> None:
    bundle = forger.rewritten(forger.edited(3, lambda leaf: leaf.update(wall=1)))

    report = verify(bundle, Asked(key=forger.key.public))

    assert report.exit_code == 0
    assert report.remarks == ["Wall time runs back at leaf 3."]


def test_wall_time_that_runs_back_again_and_again_is_said_once(forger: Forger) -> None:
    leaves = [forger.leaf(seq) for seq in range(8)]
    for seq in range(3, 8):
        leaves[seq]["wall"] = 100 - seq

    report = verify(forger.rewritten(relinked(leaves)), Asked(key=forger.key.public))

    assert report.remarks == ["Wall time runs back at leaf 3."]


@pytest.mark.parametrize("version", ["x.y", "²", "1.².z", ""])
def test_a_version_of_unicode_that_is_none_is_passed_over(forger: Forger, version: str) -> None:
    def claims(leaf: Leaf) -> None:
        leaf["body"] |= {"unicode": version}

    assert found(forger, forger.rewritten(forger.edited(0, claims))) == [(9, "engine")]


def test_text_that_a_newer_unicode_composes_is_a_remark(forger: Forger) -> None:
    odd = "Zoe\u0308"
    older = forger.leaf(0)["body"] | {"unicode": "1.1.0"}
    engine = encode({name: older[name] for name in ("engine", "self_check", "unicode")})
    leaves = [forger.leaf(seq) for seq in range(len(forger.leaves))]
    leaves[0]["body"] = older
    leaves[2]["body"]["zone"] = odd
    parts = forger._sealed(relinked(leaves), forger.key)
    parts = replace(parts, files={**parts.files, "engine.json": engine})

    report = verify(assemble(parts, forger.key), Asked(key=forger.key.public))

    assert report.exit_code == 0
    assert report.remarks == ["Leaf 2 holds text that this newer Unicode composes otherwise."]


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\0", b"\0\0\0\x05{}"])
def test_a_file_of_leaves_that_is_cut_short_is_found(forger: Forger, data: bytes) -> None:
    assert (3, "framing") in found(forger, forger.listed({LEAVES: data}))
    whole = leaves_file(forger.leaves)
    if data:
        assert (3, "framing") in found(forger, forger.listed({LEAVES: whole + data}))


def test_a_leaf_of_no_bytes_at_the_end_is_read_and_is_none(forger: Forger) -> None:
    whole = leaves_file(forger.leaves)

    assert (3, "syntax") in found(forger, forger.listed({LEAVES: whole + bytes(4)}))


@pytest.mark.parametrize(("size", "code"), [(65_535, None), (65_536, "too_long")])
def test_a_leaf_has_at_most_65535_bytes(forger: Forger, size: int, code: str | None) -> None:
    leaves = [forger.leaf(seq) for seq in range(8)]
    leaves[2]["body"]["note"] = ""
    short = len(relinked(leaves)[2])
    leaves[2]["body"]["note"] = "x" * (size - short)

    report = found(forger, forger.rewritten(relinked(leaves)))

    assert report[:1] == ([] if code is None else [(3, code)])


def test_a_record_may_begin_when_the_clock_on_the_wall_says_nothing(forger: Forger) -> None:
    bundle = forger.rewritten(forger.edited(0, lambda leaf: leaf.update(wall=0)))

    report = verify(bundle, Asked(key=forger.key.public))

    assert (report.failures, report.remarks) == ([], [])


def test_the_first_leaf_is_composed_whatever_unicode_it_claims(forger: Forger) -> None:
    def decomposed(leaf: Leaf) -> None:
        leaf["body"] |= {"unicode": "1.1.0", "zone": "Zoe\u0308"}

    assert (3, "not_nfc") in found(forger, forger.rewritten(forger.edited(0, decomposed)))


def test_a_leaf_in_the_file_is_longer_than_what_can_be_read_at_once(forger: Forger) -> None:
    """Four megabytes of leaves: the reader takes the file in windows of one."""
    leaves = [forger.leaf(seq) for seq in range(7)]
    ended = leaves.pop()
    for seq in range(6, 106):
        more: Leaf = {**leaves[3], "seq": seq, "at": 180_000, "wall": ended["wall"]}
        more["body"] = {"note": "x" * 40_000}
        leaves.append(more)
    leaves.append({**ended, "seq": 106})
    parts = forger._sealed(relinked(leaves), forger.key)
    openings = forger.parts.openings
    members = members_of(replace(parts, openings=openings), forger.key)
    gone = forger.leaf(7) | {"seq": 107}
    leaves.append(gone)

    report = found(forger, forger.rewritten(relinked(leaves)))

    assert len(members[LEAVES]) > 4_000_000
    assert report == []
