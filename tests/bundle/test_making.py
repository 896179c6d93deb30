"""The same record gives the same bytes; any head can be taken; profiles hold back what they say."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from evidence.canonical import Json
from evidence.sealed import Opening
from evidence.verifier import Asked, verify
from evidence.verifier.container import read_container
from facilitator.bundle import CannotBundle, make_bundle
from facilitator.bundle.making import Profile
from facilitator.seal import instance_key
from facilitator.store import NotAsWritten, Store
from tests.bundle.playing import Exercise, go_on
from tests.cli.running import Shell
from tests.seal.records import Intruder


def members(bundle: bytes) -> dict[str, bytes]:
    return {name: bytes(data) for name, data in read_container(bundle).items()}


def redaction_of(target: Opening) -> dict[str, Json]:
    return {
        "seq": target.seq,
        "field": target.field,
        "ground": "erasure",
        "approvers": ["p-2"],
    }


def whole(bundle: bytes, store: Store) -> bool:
    report = verify(bundle, Asked(key=instance_key(store.folder).public))
    assert report.failures == []
    return report.exit_code == 0


@pytest.mark.parametrize("profile", ["full", "auditor", "public"])
def test_the_same_record_gives_the_same_bytes_whenever_it_is_asked(
    store: Store, name: str, profile: Profile
) -> None:
    first = make_bundle(store, name, profile=profile, wall=1).data
    second = make_bundle(store, name, profile=profile, wall=2).data

    assert first == second
    assert whole(first, store)


def test_a_bundle_of_the_seal_stays_the_same_while_the_review_goes_on(
    store: Store, name: str
) -> None:
    before = make_bundle(store, name, at="play", wall=1)
    go_on(store, name, "evaluator.observe", {}, words="Calm all evening.")
    make_bundle(store, name, wall=2)  # a draft, which signs a head of its own

    after = make_bundle(store, name, at="play", wall=3)

    assert (before.state, after.state) == ("play sealed", "play sealed")
    assert before.data == after.data


def test_a_draft_can_be_taken_at_any_leaf_and_is_whole(store: Store, name: str) -> None:
    go_on(store, name, "evaluator.observe", {}, words="Calm all evening.")

    draft = make_bundle(store, name, wall=1)

    assert draft.state == "in review"
    assert whole(draft.data, store)
    assert make_bundle(store, name, wall=2).data == draft.data


def test_a_signed_off_record_says_so(store: Store, name: str) -> None:
    go_on(store, name, "signoff.given", {"statement": "prepared", "head": "", "verified": True})

    bundle = make_bundle(store, name, wall=1)

    assert bundle.state == "signed off"
    assert whole(bundle.data, store)


def test_an_earlier_head_can_be_taken_by_its_size(store: Store, name: str) -> None:
    early = store.heads(name)[1].size

    bundle = make_bundle(store, name, at=early, wall=1)

    assert (bundle.head.size, bundle.state) == (early, "draft")
    assert whole(bundle.data, store)


def test_a_size_at_which_no_head_was_signed_is_refused_with_those_that_were(
    store: Store, name: str
) -> None:
    with pytest.raises(
        CannotBundle, match=r"no head of .* was signed at 2 leaves; there are: \d+, "
    ):
        make_bundle(store, name, at=2, wall=1)


def test_a_redaction_keeps_every_head_and_the_bundle_whole(store: Store, name: str) -> None:
    before = members(make_bundle(store, name, at="play", wall=1).data)
    target = store.openings(name)[0]
    body = redaction_of(target)
    store.delete_opening(name, target.seq, target.field)
    go_on(store, name, "field.redacted", body)

    bundle = make_bundle(store, name, wall=2)

    after = members(bundle.data)
    assert whole(bundle.data, store)
    assert str(target.value).encode() not in bundle.data
    heads = [one for one in before if one.startswith("log/checkpoints/")]
    assert all(after[one] == before[one] for one in heads)
    assert after["log/leaves.bin"].startswith(before["log/leaves.bin"])


def test_a_head_before_a_redaction_cannot_be_taken_any_more(store: Store, name: str) -> None:
    target = store.openings(name)[0]
    body = redaction_of(target)
    store.delete_opening(name, target.seq, target.field)
    seq = go_on(store, name, "field.redacted", body)

    with pytest.raises(CannotBundle, match=f"was redacted at leaf {seq}; take a head after that"):
        make_bundle(store, name, at="play", wall=1)


def test_words_that_vanished_without_a_redaction_are_not_bundled(store: Store, name: str) -> None:
    target = store.openings(name)[0]
    store.delete_opening(name, target.seq, target.field)

    with pytest.raises(NotAsWritten, match=f"leaf {target.seq} is gone, and no redaction"):
        make_bundle(store, name, wall=1)


def test_a_changed_store_is_not_bundled(store: Store, name: str) -> None:
    Intruder(store.folder / "records.db").rewrite_from(20, '"v":1', '"v":2')

    with pytest.raises(NotAsWritten, match="do not lead to the head"):
        make_bundle(store, name, wall=1)


def test_the_auditor_sees_words_and_pseudonyms_but_no_names(store: Store, name: str) -> None:
    for person in ("Ana Lund", "Ben Okri", "Ana Lund"):
        go_on(store, name, "person.joined", {"seat": "x"}, words=person, field="body.name")

    full = make_bundle(store, name, wall=1)
    auditor = make_bundle(store, name, profile="auditor", wall=1)

    people = json.loads(members(auditor.data)["people.json"])
    first, second, third = people.values()
    assert b"Ana Lund" in full.data
    assert b"Ana Lund" not in auditor.data
    assert b"Nothing answers any more." in auditor.data
    assert first == third != second
    assert first.startswith("person-")
    assert whole(full.data, store)
    assert whole(auditor.data, store)


def test_the_report_lies_in_the_bundle_with_the_words_of_its_profile(
    store: Store, name: str
) -> None:
    go_on(store, name, "person.joined", {"seat": "x"}, words="Ana Lund", field="body.name")

    full, auditor, public = (
        members(make_bundle(store, name, profile=profile, wall=1).data)
        for profile in ("full", "auditor", "public")
    )

    assert b"After-action report" in full["report/report.html"]
    assert b"profile bundle (auditor)" in auditor["report/report.html"].replace(b"Profile", b"p")
    assert b"Ana Lund" not in auditor["report/report.html"]
    assert "report/report.html" not in public
    payload = json.loads(base64.b64decode(json.loads(full["MANIFEST.dsse.json"])["payload"]))
    roles = {one["name"]: one["annotations"]["role"] for one in payload["subject"]}
    assert roles["report/report.html"] == "derived"
    assert roles["log/leaves.bin"] == "source"


def test_the_public_see_the_shape_and_the_ratings_but_neither_who_nor_when(
    store: Store, name: str
) -> None:
    go_on(store, name, "person.joined", {"seat": "x"}, words="Ana Lund", field="body.name")

    public = make_bundle(store, name, profile="public", wall=1)

    seen = public.data
    assert whole(seen, store)
    for hidden in (b"Ana Lund", b'"wall"', b"duty-manager", b"Nothing answers", b'"actor"'):
        assert hidden not in seen
    facts = members(seen)["log/facts.jsonl"].splitlines()
    assert len(facts) == public.head.size
    assert json.loads(facts[0]).keys() == {"seq", "kind", "v", "at", "origin"}


def test_the_command_writes_the_file_whole_and_says_its_digest(
    shell: Shell, exercise: Exercise, tmp_path: Path
) -> None:
    to = tmp_path / "evidence.zip"

    answer = shell("bundle", exercise.folder, "--head", "play", "--to", to, "--json")

    assert answer.code == 0
    assert answer.document["state"] == "play sealed"
    assert [file.name for file in tmp_path.iterdir() if file.suffix != ".db"] == ["evidence.zip"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--head", "yesterday"], 2, "is none of latest, play or a size"),
        (["--profile", "ful"], 2, "did you mean `full`?"),
        (["--head", "2"], 1, "no head of"),
        (["--to", "/nowhere/at/all.zip"], 1, "cannot be written"),
    ],
)
def test_a_wrong_wish_gets_one_sentence(
    shell: Shell, exercise: Exercise, words: list[str], code: int, says: str
) -> None:
    answer = shell("bundle", exercise.folder, *words)

    assert answer.code == code
    assert says in answer.err
    assert answer.err.count("\n") == 1


def test_an_exercise_that_is_not_there_is_said(shell: Shell, exercise: Exercise) -> None:
    answer = shell("bundle", "nothing-like-it", "--records", exercise.folder)

    assert answer.code == 1
    assert "holds no exercise" in answer.err
