"""Each check on the golden bundle: what it must find, and what it must leave alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evidence import KINDS
from evidence.canonical import decode, encode
from evidence.commitments import commit
from evidence.kinds import review
from evidence.notes import COSIGNATURE, Checkpoint, VerifierKey, cosign, log_origin_of
from evidence.proofs import write_proof
from evidence.receipts import Receipt
from evidence.verifier import Asked, Kept, Report, verify, verify_file
from evidence.verifier.container import LEAVES
from evidence.verifier.heads import PROOF, PROVEN
from evidence.verifier.leaves import NEWEST_VERSION, REVIEW_AREAS
from evidence.verifier.manifest import KEY_CHANGE, MANIFEST
from evidence.verifier.openings import OPENINGS, held_back
from facilitator.bundle import assemble
from facilitator.bundle.archive import write_archive, write_envelope
from facilitator.bundle.contents import head_name, leaves_file, members_of, tree_of
from facilitator.seal import InstanceKey
from facilitator.tamper import ALTERATIONS, Alteration, Forger
from facilitator.tamper.forger import Leaf, relinked, written
from tests.bundle import golden

GOLDEN = assemble(golden.parts(), golden.KEY)
PINNED = Asked(key=golden.KEY.public)
WITNESS_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
WITNESS = VerifierKey("witness.example/a", COSIGNATURE, WITNESS_KEY.public_key().public_bytes_raw())
TAMPERED = [one for one in ALTERATIONS if one.needs != "recomputation" and "report" not in one.says]
"""The golden bundle, which stays as it is for ever, has no report in it."""


@pytest.fixture
def forger() -> Forger:
    return Forger(GOLDEN)


def codes(report: Report) -> list[tuple[int, str]]:
    return [(one.check, one.what) for one in report.failures]


def found(forger: Forger, data: bytes, *receipts: Receipt) -> list[tuple[int, str]]:
    kept = tuple(Kept("receipt", one) for one in receipts)
    return codes(verify(data, Asked(key=forger.key.public, kept=kept)))


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


# --- 2 the manifest


def envelope(forger: Forger, **changes: Any) -> bytes:
    value = decode(forger.signed()[MANIFEST], limit=1_000_000)
    assert isinstance(value, dict)
    return forger.with_file(MANIFEST, encode({**value, **changes}))


@pytest.mark.parametrize(
    "changes",
    [
        {"more": 1},
        {"payloadType": "text/plain"},
        {"signatures": []},
        {"payload": "!"},
        {"payload": 1},
        {"signatures": [{"keyid": "a", "sig": "!"}]},
        {"signatures": [{"keyid": "a", "sig": "AA==", "more": 1}]},
    ],
)
def test_an_envelope_has_one_form(forger: Forger, changes: dict[str, Any]) -> None:
    assert found(forger, envelope(forger, **changes)) == [(2, "envelope")]


def test_two_signatures_are_one_too_many(forger: Forger) -> None:
    line = {"keyid": "a", "sig": "AA=="}

    assert found(forger, envelope(forger, signatures=[line, line])) == [(2, "envelope")]


def listed(forger: Forger, change: Callable[[dict[str, Any]], None]) -> bytes:
    """A statement that the key holder has written otherwise."""
    signed = json.loads(forger.signed()[MANIFEST])
    statement = json.loads(base64.b64decode(signed["payload"]))
    change(statement)
    key_id = f"{forger.key.name}+{forger.key.public.id.hex()}"
    return forger.with_file(MANIFEST, write_envelope(encode(statement), forger.key, key_id))


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.update(more=1),
        lambda s: s.update(_type="x"),
        lambda s: s.update(predicateType="x"),
        lambda s: s["predicate"].update(more=1),
        lambda s: s["predicate"].update(size="8"),
        lambda s: s["predicate"].update(size=True),
        lambda s: s["predicate"].update(profile="secret"),
        lambda s: s["predicate"].update(withheld={"body.name": "1"}),
        lambda s: s["predicate"].pop("origin"),
        lambda s: s["subject"].reverse(),
        lambda s: s["subject"].append(s["subject"][-1]),
        lambda s: s["subject"][0].update(more=1),
        lambda s: s["subject"][0]["digest"].update(md5="x"),
        lambda s: s["subject"][0]["annotations"].update(role="other"),
        lambda s: s["subject"][0]["annotations"].update(size=True),
        lambda s: s["subject"][0]["annotations"].update(more=1),
        lambda s: s["subject"].insert(0, "x"),
    ],
)
def test_a_statement_has_one_form(forger: Forger, change: Callable[[dict[str, Any]], None]) -> None:
    assert found(forger, listed(forger, change)) == [(2, "statement")]


def test_a_file_of_another_size_is_not_the_one_that_was_listed(forger: Forger) -> None:
    def longer(statement: dict[str, Any]) -> None:
        statement["subject"][0]["annotations"]["size"] += 1

    assert found(forger, listed(forger, longer)) == [(2, "digest")]


def test_a_bundle_without_a_manifest_is_refused() -> None:
    assert codes(verify(write_archive({"a": b"1"}), PINNED)) == [(2, "missing_file")]


def test_a_bundle_on_a_disk_is_read_as_one_in_memory(forger: Forger, tmp_path: Path) -> None:
    file, empty = tmp_path / "bundle.zip", tmp_path / "empty.zip"
    file.write_bytes(forger.honest())
    empty.write_bytes(b"")
    asked = Asked(key=forger.key.public)

    assert verify_file(file, asked) == verify(forger.honest(), asked)
    assert codes(verify_file(empty, asked)) == [(1, "zip_layout")]


def test_a_manifest_that_lists_itself_is_refused(forger: Forger) -> None:
    def itself(statement: dict[str, Any]) -> None:
        statement["subject"].insert(0, {**statement["subject"][0], "name": "MANIFEST.dsse.json"})

    assert found(forger, listed(forger, itself)) == [(2, "missing_file")]


@pytest.mark.parametrize(
    ("member", "value", "what"),
    [("size", 7, "size"), ("exercise", "another", "origin"), ("origin", "another", "origin")],
)
def test_what_the_manifest_claims_is_what_is_in_the_bundle(
    forger: Forger, member: str, value: object, what: str
) -> None:
    claimed = listed(forger, lambda statement: statement["predicate"].update({member: value}))

    assert (9, what) in found(forger, claimed)


@pytest.mark.parametrize(
    ("manifest", "what"),
    [
        (b"{", "syntax"),
        (b"{} ", "not_canonical"),
        (b" " * (16 * 1024 * 1024), "syntax"),
        (b" " * (16 * 1024 * 1024 + 1), "too_long"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_a_manifest_is_canonical_and_has_at_most_16_mebibytes(
    forger: Forger, manifest: bytes, what: str
) -> None:
    assert found(forger, forger.with_file(MANIFEST, manifest)) == [(2, what)]


@pytest.mark.parametrize(("payload", "what"), [(b"{", "syntax"), (b"[] ", "not_canonical")])
def test_what_was_signed_in_a_manifest_is_canonical(
    forger: Forger, payload: bytes, what: str
) -> None:
    key_id = f"{forger.key.name}+{forger.key.public.id.hex()}"
    envelope = write_envelope(payload, forger.key, key_id)

    assert found(forger, forger.with_file(MANIFEST, envelope)) == [(2, what)]


# --- a change of key


def change_of(old: InstanceKey, new: InstanceKey, *signers: InstanceKey) -> bytes:
    text = f"{KEY_CHANGE}\n{old.public}\n{new.public}\n"
    notes = [key.sign(key.name, text) for key in signers]
    lines = [note.rpartition("\n\n")[2] for note in notes]
    return f"{text}\n{''.join(lines)}".encode()


def after_change(forger: Forger, note: bytes) -> bytes:
    """The bundle as the new key signs it, with the note about the change in it."""
    parts = forger._sealed(forger.leaves, forger.other_key)
    parts = replace(parts, files={**parts.files, "keys/changes/0001.note": note})
    key = forger.other_key
    return assemble(parts, key)


def test_a_pinned_key_leads_to_the_one_that_came_after_it(forger: Forger) -> None:
    old, new = forger.key, forger.other_key
    bundle = after_change(forger, change_of(old, new, old, new))

    report = verify(bundle, Asked(key=old.public))

    assert codes(report) == []
    assert report.signed_by == str(new.public)


def test_a_change_that_only_one_of_the_keys_has_signed_leads_nowhere(forger: Forger) -> None:
    old, new = forger.key, forger.other_key

    for signers in ((new,), (old,)):
        bundle = after_change(forger, change_of(old, new, *signers))
        assert codes(verify(bundle, Asked(key=old.public)))[0] == (2, "unknown_key")


@pytest.mark.parametrize("note", [b"", b"\n\n", b"hello\n\n", b"drillroom key change\nx\ny\n\n"])
def test_rubbish_in_place_of_a_change_leads_nowhere(forger: Forger, note: bytes) -> None:
    report = verify(after_change(forger, note), Asked(key=forger.key.public))

    assert codes(report)[0] == (2, "unknown_key")


def test_a_change_between_keys_of_which_none_is_known_leads_nowhere(forger: Forger) -> None:
    stranger = InstanceKey(forger.key.name, WITNESS_KEY)
    bundle = after_change(forger, change_of(stranger, forger.other_key, stranger, forger.other_key))

    assert codes(verify(bundle, Asked(key=forger.key.public))) == [(2, "unknown_key")]


def test_a_change_to_a_key_of_another_installation_leads_nowhere(forger: Forger) -> None:
    old, new = forger.key, InstanceKey("another.example", forger.other_key._private)
    note = change_of(old, new, old, new)
    parts = replace(forger._sealed(forger.leaves, new), files={"keys/changes/0001.note": note})

    report = verify(assemble(parts, new), Asked(key=old.public))

    assert codes(report) == [(2, "unknown_key")]


# --- 3 and 4 the leaves


def rewritten(forger: Forger, seq: int, **members: object) -> list[tuple[int, str]]:
    def edit(leaf: Leaf) -> None:
        for name, value in members.items():
            if value is None:
                leaf.pop(name, None)
            else:
                leaf[name] = value

    return found(forger, forger.rewritten(forger.edited(seq, edit)))


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


# --- 5 and 6 heads


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


# --- 8 openings


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
