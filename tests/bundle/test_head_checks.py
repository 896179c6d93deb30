"""Checks 5, 6 and 7: heads, the place in the log, receipts and witnesses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evidence.notes import COSIGNATURE, Checkpoint, VerifierKey, cosign, log_origin_of
from evidence.proofs import write_proof
from evidence.receipts import Receipt
from evidence.verifier import Asked, Kept, verify
from evidence.verifier.heads import PROOF, PROVEN
from facilitator.bundle import assemble
from facilitator.bundle.contents import head_name, tree_of
from facilitator.tamper import Forger
from facilitator.tamper.forger import written
from tests.bundle import golden
from tests.bundle.checking import (
    WITNESS,
    WITNESS_KEY,
    codes,
    found,
)


@pytest.mark.parametrize("name", ["log/checkpoints/3.note", "log/checkpoints/000000000003.txt"])
def test_a_head_has_its_size_in_its_name(forger: Forger, name: str) -> None:
    note = forger.members[head_name(3)]

    assert (5, "size") in found(forger, forger.listed({name: note}))


def test_a_head_under_the_name_of_another_size_is_found(forger: Forger) -> None:
    note = forger.members[head_name(3)]

    assert (5, "size") in found(forger, forger.listed({head_name(4): note}))


def test_a_head_that_is_no_note_is_found(forger: Forger) -> None:
    text = forger.members[head_name(3)].replace("— ".encode(), b"- ")

    assert (5, "format") in found(forger, forger.listed({head_name(3): text}))


def test_a_head_whose_signature_is_altered_is_found(forger: Forger) -> None:
    note = forger.members[head_name(3)]
    altered = note.replace(note.split(b"\n")[2], b"A" * 43 + b"=")

    assert (5, "signature") in found(forger, forger.listed({head_name(3): altered}))


def test_a_proof_in_the_log_of_another_installation_is_refused(forger: Forger) -> None:
    leaf = forger.members[PROVEN]
    elsewhere = "another.example/log"
    head = Checkpoint(origin=elsewhere, size=1, root=tree_of([leaf]).root())
    proof = write_proof(0, (), forger.key.sign(log_origin_of(forger.key.name), str(head)))

    assert found(forger, forger.listed({PROOF: proof.encode()})) == [(6, "instance_proof")]


@pytest.mark.parametrize("size", [7, 9])
def test_a_place_in_the_log_about_another_size_is_refused(forger: Forger, size: int) -> None:
    body = {"exercise": golden.EXERCISE, "size": size, "root": forger.receipt.root.hex()}
    leaf = written({"kind": "exercise.checkpointed", "body": body})
    origin = log_origin_of(forger.key.name)
    head = Checkpoint(origin=origin, size=1, root=tree_of([leaf]).root())
    proof = write_proof(0, (), forger.key.sign(origin, str(head))).encode()

    assert found(forger, forger.listed({PROVEN: leaf, PROOF: proof})) == [(6, "instance_proof")]


def test_another_leaf_than_the_proven_one_is_refused(forger: Forger) -> None:
    leaf = forger.members[PROVEN].replace(b"exercise.checkpointed", b"exercise.sealed")

    assert found(forger, forger.listed({PROVEN: leaf})) == [(6, "instance_proof")]


@pytest.mark.parametrize(("size", "outside"), [(0, 0), (1, 1), (5, 5), (8, 8)])
def test_a_receipt_of_any_size_can_be_checked(forger: Forger, size: int, outside: int) -> None:
    root = tree_of(forger.leaves[:size]).root()
    receipt = Receipt(origin=forger.parts.origin, size=size, root=root)

    report = verify(forger.honest(), Asked(key=forger.key.public, kept=(Kept("receipt", receipt),)))

    assert (report.exit_code, report.outside) == (0, outside)


def test_of_several_receipts_the_latest_counts_and_each_is_held_against_it(
    forger: Forger,
) -> None:
    origin = forger.parts.origin
    good = [
        Receipt(origin=origin, size=size, root=tree_of(forger.leaves[:size]).root())
        for size in (6, 2)
    ]
    bad = Receipt(origin=origin, size=3, root=bytes(32))
    kept = tuple(Kept(f"receipt {n}", one) for n, one in enumerate([*good, bad]))

    report = verify(forger.honest(), Asked(key=forger.key.public, kept=kept))

    assert report.outside == 6
    assert [(one.where, one.what) for one in report.failures] == [("receipt 2", "split_view")]
    assert "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" in report.failures[0].says


def test_a_file_of_receipts_of_several_records_is_read_for_this_one(forger: Forger) -> None:
    mine = forger.receipt
    others = replace(mine, origin="a.example/record/other"), replace(mine, origin="b")
    kept = [Kept("browser", one) for one in (others[0], mine, others[1])]

    report = verify(forger.honest(), Asked(key=forger.key.public, kept=tuple(kept)))

    assert (report.failures, report.outside) == ([], 8)
    assert report.remarks == ["Receipts of other records, passed over: 2."]


def test_a_file_of_receipts_of_other_records_alone_shows_nothing(forger: Forger) -> None:
    mine = Kept("browser", forger.receipt)
    other = Kept("other", replace(forger.receipt, origin="a.example/record/other"))

    report = verify(forger.honest(), Asked(key=forger.key.public, kept=(mine, other)))

    assert codes(report) == [(6, "receipt_of_another_record")]
    assert (report.failures[0].where, report.outside, report.remarks) == ("other", 8, [])


def test_a_receipt_without_size_of_a_root_that_never_was_is_found(forger: Forger) -> None:
    never = replace(forger.receipt, root=bytes(32)).without_size()

    assert found(forger, forger.honest(), never) == [(6, "receipt_of_no_head")]


@pytest.mark.parametrize("kind", ["exercise.sealed", "exercise.opened"])
def test_a_proven_leaf_that_says_something_else_is_no_place(forger: Forger, kind: str) -> None:
    body = {"exercise": golden.EXERCISE, "size": 8, "root": forger.receipt.root.hex()}
    leaf = written({"kind": kind, "body": body})
    origin = log_origin_of(forger.key.name)
    head = Checkpoint(origin=origin, size=1, root=tree_of([leaf]).root())
    proof = write_proof(0, (), forger.key.sign(origin, str(head))).encode()

    assert found(forger, forger.listed({PROVEN: leaf, PROOF: proof})) == [(6, "instance_proof")]


def cosigned(forger: Forger, *sizes: int, time: int = 1_800_000_000) -> dict[str, bytes]:
    """Heads of the bundle, with a line of :data:`WITNESS` under each."""
    found: dict[str, bytes] = {}
    for size in sizes:
        note = forger.members[head_name(size)].decode()
        text = note.rpartition("\n\n")[0] + "\n"
        found[head_name(size)] = (
            note + cosign(text, WITNESS_KEY, WITNESS.name, time=time)
        ).encode()
    return found


@pytest.mark.parametrize(
    ("heads", "receipt", "outside"),
    [((3,), None, 3), ((3, 7), None, 7), ((3,), 6, 6), ((7,), 6, 7)],
)
def test_the_latest_that_a_witness_or_a_receipt_has_seen_counts(
    forger: Forger, heads: tuple[int, ...], receipt: int | None, outside: int
) -> None:
    sizes = [receipt] if receipt else []
    kept = tuple(
        Kept("mine", replace(forger.receipt, size=size, root=tree_of(forger.leaves[:size]).root()))
        for size in sizes
    )
    asked = Asked(key=forger.key.public, kept=kept, witnesses=(WITNESS,))

    report = verify(forger.listed(cosigned(forger, *heads)), asked)

    assert (report.failures, report.outside) == ([], outside)
    assert report.witnesses == ["witness.example/a at 1800000000"]


def test_a_witness_may_have_seen_the_record_before_its_first_leaf(forger: Forger) -> None:
    note = forger.note(forger.parts.origin, 0, tree_of([]).root())
    line = cosign(note.rpartition("\n\n")[0] + "\n", WITNESS_KEY, WITNESS.name, time=1)
    bundle = forger.listed({head_name(0): (note + line).encode()})

    report = verify(bundle, Asked(key=forger.key.public, witnesses=(WITNESS,)))

    assert (report.failures, report.outside) == ([], 0)


OTHERS = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2)]


@pytest.mark.parametrize(
    ("quorum", "outside", "failures", "by"),
    [
        (1, 7, [], "2027-01-15T08:00:01Z"),
        (2, 7, [], "2027-01-15T08:00:05Z"),
        (3, None, [(7, "quorum")], None),
    ],
)
def test_a_head_counts_as_seen_when_enough_witnesses_have_signed_it(
    forger: Forger, quorum: int, outside: int | None, failures: list[object], by: str | None
) -> None:
    """Two of three have signed the head over seven leaves, one at a time."""
    names = ("witness.example/b", "witness.example/c")
    keys = [VerifierKey(name, COSIGNATURE, key.public_key().public_bytes_raw())
            for name, key in zip(names, OTHERS, strict=True)]  # fmt: skip
    note = forger.members[head_name(7)].decode()
    text = note.rpartition("\n\n")[0] + "\n"
    lines = [cosign(text, key, name, time=1_800_000_000 + late)
             for name, key, late in zip(names, OTHERS, (5, 1), strict=True)]  # fmt: skip
    bundle = forger.listed({head_name(7): (note + "".join(lines)).encode()})

    report = verify(bundle, Asked(key=forger.key.public, witnesses=(WITNESS, *keys), quorum=quorum))

    assert (codes(report), report.outside, report.intact) == (failures, outside, True)
    assert report.exit_code == (3 if failures else 0)
    says = "Witnesses bear out that the first 7 leaves were written by"
    assert report.remarks == ([] if by is None else [f"{says} {by}."])


def test_a_witness_with_a_clock_beyond_all_calendars_is_taken_at_its_word(forger: Forger) -> None:
    bundle = forger.listed(cosigned(forger, 7, time=2**63 - 1))

    report = verify(bundle, Asked(key=forger.key.public, witnesses=(WITNESS,)))

    assert report.failures == []
    assert "by second 9223372036854775807 since 1970." in report.remarks[0]


def test_heads_that_no_witness_has_signed_are_simply_not_cosigned(forger: Forger) -> None:
    report = verify(forger.honest(), Asked(key=forger.key.public, witnesses=(WITNESS,)))

    assert (report.failures, report.outside, report.witnesses) == ([], None, [])


def test_an_altered_line_of_a_witness_is_found(forger: Forger) -> None:
    (name, note), *_ = cosigned(forger, 7).items()
    (_, later), *_ = cosigned(forger, 7, time=1_800_000_001).items()
    bundle = forger.listed({name: note[:-60] + later[-60:]})

    report = verify(bundle, Asked(key=forger.key.public, witnesses=(WITNESS,)))

    assert (codes(report), report.outside) == ([(7, "cosignature")], None)


def test_a_witness_of_a_head_that_is_not_of_this_record_shows_nothing(forger: Forger) -> None:
    note = forger.note(forger.parts.origin, 3, bytes(32))
    text = note.rpartition("\n\n")[0] + "\n"
    line = cosign(text, WITNESS_KEY, WITNESS.name, time=1)
    bundle = forger.listed({head_name(3): (note + line).encode()})

    report = verify(bundle, Asked(key=forger.key.public, witnesses=(WITNESS,)))

    assert (codes(report), report.outside, report.witnesses) == ([(5, "root")], None, [])


def test_a_record_of_one_leaf_without_any_head_is_unsigned(forger: Forger) -> None:
    parts = replace(forger._sealed(forger.leaves[:1], forger.key), heads={}, openings=())

    report = verify(assemble(parts, forger.key), Asked(key=forger.key.public))

    assert [(one.check, one.what, one.says) for one in report.failures] == [
        (5, "last_checkpoint", "the last head is over 0 leaves; 1 more are unsigned")
    ]
