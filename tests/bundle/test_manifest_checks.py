"""Check 2: the manifest has one form, and a key leads only where two keys agree."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evidence.canonical import decode, encode
from evidence.verifier import Asked, verify, verify_file
from evidence.verifier.manifest import KEY_CHANGE, MANIFEST
from facilitator.bundle import assemble
from facilitator.bundle.archive import write_archive, write_envelope
from facilitator.seal import InstanceKey
from facilitator.tamper import Forger
from tests.bundle.checking import (
    PINNED,
    WITNESS_KEY,
    codes,
    found,
)


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
