"""Each check on the golden bundle as a whole, and what the report says of it."""

from __future__ import annotations

import pytest

from evidence import KINDS
from evidence.canonical import encode
from evidence.kinds import review
from evidence.verifier import Asked, Report, verify
from evidence.verifier.leaves import NEWEST_VERSION, REVIEW_AREAS
from facilitator.tamper import Alteration, Forger
from tests.bundle import golden
from tests.bundle.checking import (
    TAMPERED,
    found,
)


@pytest.mark.parametrize("alteration", TAMPERED, ids=lambda one: one.says)
def test_an_altered_golden_bundle_is_caught(alteration: Alteration, forger: Forger) -> None:
    copy = alteration.make(forger)
    receipts = () if alteration.needs is None else (forger.receipt,)

    first, *_ = found(forger, copy, *receipts)

    assert first in ((alteration.check, alteration.what), (8, "redaction_target"))


# --- kinds and versions that the verifier must know of


def test_the_verifier_knows_the_newest_version_of_every_kind() -> None:
    assert max(body.v for body in KINDS.values()) == NEWEST_VERSION


def test_every_kind_of_the_review_may_follow_the_close() -> None:
    kinds = {kind for kind, body in KINDS.items() if body.__module__ == review.__name__} | {
        kind for kind in KINDS if kind.startswith("evaluator.")
    }

    assert {kind.partition(".")[0] for kind in kinds} <= REVIEW_AREAS


def test_nothing_that_only_play_can_bring_may_follow_the_close() -> None:
    for kind in ("severity.called", "inject.fired", "incident.declared", "exercise.held"):
        assert kind.partition(".")[0] not in REVIEW_AREAS


# --- 9 what is pinned


def test_engine_json_repeats_the_opening_and_says_nothing_more(forger: Forger) -> None:
    more = encode({**golden.ENGINE, "python": "3.11"})

    assert found(forger, forger.listed({"engine.json": more})) == [(9, "engine")]


def test_an_attachment_under_its_own_digest_is_fine(forger: Forger) -> None:
    assert any(name.startswith("blobs/") for name in forger.members)
    assert found(forger, forger.honest()) == []


# --- the report


def test_a_bundle_of_rubbish_is_not_listed_to_its_end() -> None:
    report = Report()
    for number in range(150):
        report.fail(4, f"leaf {number}", "seq", "x")

    assert [one.where for one in report.failures] == [f"leaf {number}" for number in range(100)]


@pytest.mark.parametrize(
    ("what", "pinned", "code"),
    [
        (None, True, 0),
        (None, False, 3),
        ("root", True, 1),
        ("root", False, 1),
        ("unknown_version", True, 3),
        ("receipt_of_another_record", True, 3),
        ("receipt_of_another_record", False, 3),
    ],
)
def test_the_exit_code_says_whether_all_that_was_asked_holds(
    what: str | None, pinned: bool, code: int
) -> None:
    report = Report(pinned=pinned)
    if what is not None:
        report.fail(4, "leaf 1", what, "x")

    assert report.exit_code == code


def test_failures_stand_in_the_order_of_the_checks() -> None:
    report = Report()
    report.fail(8, "a", "opening", "x")
    report.fail(2, "b", "digest", "x")

    assert [one.check for one in report.failures] == [2, 8]


def test_the_report_in_words_is_four_verdicts_and_what_is_behind_them(forger: Forger) -> None:
    report = verify(forger.listed({"plan.json": b"{}"}), Asked(key=forger.key.public))

    assert list(report.lines()) == [
        f"Record     {golden.EXERCISE}, 8 leaves, profile full",
        "Intact     NO",
        f"Signature  by {forger.key.public}, pinned by you",
        "Outside    seen by nobody: an end cut off, or a record written anew by whoever holds "
        "the key, cannot be excluded",
        "Replay     not tried",
        "",
        "Check 9 (what the first leaf pins) failed: plan",
        "  plan.json: is not the plan with which the record was opened",
    ]


def test_a_report_about_nothing_says_so() -> None:
    assert list(Report().lines())[:2] == ["Intact     yes", "Signature  none by a known key"]
    assert Report().exit_code == 3
    diverged = Report(replay="diverged", diverged_at=7)
    assert "Replay     diverged at leaf 7" in list(diverged.lines())


@pytest.mark.parametrize(
    ("size", "outside", "witnesses", "says"),
    [
        (8, 8, [], "seen at size 8"),
        (8, 7, [], "seen at size 7; what came after it could have been cut off or written anew "
         "by whoever holds the key"),
        (8, 8, ["w at 1"], "seen at size 8 and cosigned by w at 1"),
        (None, 8, [], "seen at size 8"),
    ],
)  # fmt: skip
def test_what_was_seen_outside_is_said_with_what_it_leaves_open(
    size: int | None, outside: int, witnesses: list[str], says: str
) -> None:
    report = Report(size=size, outside=outside, witnesses=witnesses)

    assert f"Outside    {says}" in list(report.lines())


def test_an_anchor_of_a_kind_that_is_not_checked_is_said_and_counts_for_nothing(
    forger: Forger,
) -> None:
    bundle = forger.listed({"anchors/8.tsr": b"a token of a time stamping authority"})

    report = verify(bundle, Asked(key=forger.key.public))

    assert (report.failures, report.outside) == ([], None)
    assert "anchors/8.tsr is of a kind that is not checked here" in "\n".join(report.lines())
