"""Check 8: openings fit, and every one that is missing is explained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidence.canonical import encode
from evidence.commitments import commit
from evidence.verifier import Asked, verify
from evidence.verifier.openings import OPENINGS, held_back
from facilitator.bundle import assemble
from facilitator.tamper import Forger
from facilitator.tamper.forger import relinked
from tests.bundle import golden
from tests.bundle.checking import (
    found,
    rewritten,
)


def opened(forger: Forger, **changes: object) -> list[tuple[int, str]]:
    line: dict[str, Any] = {
        "field": "body.words",
        "salt": forger.parts.openings[0].salt,
        "seq": 3,
        "value": golden.WORDS,
    }
    line = {key: value for key, value in (line | changes).items() if value is not None}
    return found(forger, forger.listed({OPENINGS: encode(line) + b"\n"}))


def test_an_opening_in_place_is_fine(forger: Forger) -> None:
    assert opened(forger) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"field": "body.word"},
        {"salt": "AA=="},
        {"salt": "!"},
        {"salt": None},
        {"seq": 2},
        {"seq": "3"},
        {"seq": True},
        {"value": "x"},
        {"more": 1},
    ],
)
def test_an_opening_that_does_not_fit_is_found(forger: Forger, changes: dict[str, Any]) -> None:
    assert (8, "opening") in opened(forger, **changes)


def test_a_line_that_is_no_opening_is_named_by_its_number(forger: Forger) -> None:
    line = forger.parts.openings[0].to_bytes() + b"\n"

    report = verify(forger.listed({OPENINGS: line + b"hello\n"}), Asked(key=forger.key.public))

    assert [one.where for one in report.failures] == ["openings.jsonl, line 2"]


def test_a_changed_opening_is_found_though_a_later_leaf_cannot_be_read(forger: Forger) -> None:
    leaves = [*forger.leaves[:6], b"{", *forger.leaves[7:]]
    changed = replace(forger.parts.openings[0], value="x")

    bundle = forger.rewritten(leaves, openings=[changed])

    assert {(3, "syntax"), (8, "opening")} <= set(found(forger, bundle))


def test_an_opening_of_a_leaf_that_cannot_be_read_is_not_blamed(forger: Forger) -> None:
    leaves = [*forger.leaves[:2], b"{", *forger.leaves[3:]]

    assert (8, "opening") not in found(forger, forger.rewritten(leaves))


def test_a_redaction_cannot_take_out_its_own_words(forger: Forger) -> None:
    leaves = [forger.leaf(seq) for seq in range(8)]
    sealed = {"$c": commit("body.words", "x", bytes(16)).digest}
    leaves[7]["body"] |= {"seq": 7, "words": sealed}

    assert (8, "redaction_target") in found(forger, forger.rewritten(relinked(leaves)))


@pytest.mark.parametrize(
    ("profile", "field", "closed"),
    [
        ("full", "body.name", False),
        ("full", "body.words", False),
        ("auditor", "body.name", True),
        ("auditor", "body.contact", True),
        ("auditor", "body.words", False),
        ("public", "body.name", True),
        ("public", "body.words", True),
    ],
)
def test_a_profile_holds_back_who_somebody_is_or_everything(
    profile: str, field: str, closed: bool
) -> None:
    assert held_back(profile, field) is closed


def test_the_same_opening_twice_is_found(forger: Forger) -> None:
    line = forger.parts.openings[0].to_bytes() + b"\n"

    assert found(forger, forger.listed({OPENINGS: line + line})) == [(8, "opening")]


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"origin": "person"}, "redaction_authority"),
        ({"origin": "world"}, "redaction_authority"),
        ({"actor": None}, "redaction_authority"),
        ({"actor": "p-2"}, "redaction_authority"),
        ({"body": {"approvers": []}}, "redaction_authority"),
        ({"body": {"approvers": [""]}}, "redaction_authority"),
        ({"body": {"approvers": "p-2"}}, "redaction_authority"),
        ({"body": {"approvers": [2]}}, "redaction_authority"),
        ({"body": {"seq": 1}}, "redaction_target"),
        ({"body": {"field": "body.tag"}}, "redaction_target"),
        ({"body": {"seq": "4"}}, "redaction_target"),
        ({"body": {"field": 1}}, "redaction_target"),
        ({"body": {"field": []}}, "redaction_target"),
        ({"body": {"seq": True}}, "redaction_target"),
    ],
)
def test_a_redaction_needs_control_and_two_people_and_something_sealed(
    forger: Forger, members: dict[str, Any], what: str
) -> None:
    body = forger.leaf(7)["body"] | members.pop("body", {})

    assert (8, what) in rewritten(forger, 7, body=body, **members)


def test_a_redaction_names_its_leaf_by_a_number_and_true_is_none(forger: Forger) -> None:
    leaves = [forger.leaf(seq) for seq in range(8)]
    leaves[1]["body"] |= {"words": {"$c": commit("body.words", "x", bytes(16)).digest}}
    leaves[7]["body"] |= {"seq": True}

    assert (8, "redaction_target") in found(forger, forger.rewritten(relinked(leaves)))


def test_a_redaction_by_control_and_another_is_fine(forger: Forger) -> None:
    assert rewritten(forger, 7, origin="control") == []


def test_words_cannot_be_redacted_before_they_were_said(forger: Forger) -> None:
    leaves = [forger.leaf(seq) for seq in range(8)]
    early = leaves.pop()
    leaves.insert(3, early | {"at": 0, "wall": leaves[2]["wall"]})
    for seq, leaf in enumerate(leaves):
        leaf["seq"] = seq
    leaves[3]["body"]["seq"] = 5
    openings = [replace(forger.parts.openings[0], seq=4)]

    codes_found = found(forger, forger.rewritten(relinked(leaves), openings=openings))

    assert (8, "redaction_target") in codes_found


@pytest.mark.parametrize("profile", ["auditor", "full"])
def test_what_a_profile_holds_back_is_counted(forger: Forger, profile: str) -> None:
    parts = replace(forger.parts, profile=profile, withheld={"body.name": 1})
    bundle = assemble(parts, forger.key)

    assert found(forger, bundle) == [(8, "withheld")]
