"""Make the bundle of a stored exercise at one of its heads.

The same record gives the same bytes, at any time and in any folder that has the same key: heads
are signed where they are due, signatures are deterministic, and the proof of the record's place is
taken under the log's head of that moment.  A head made for a draft stays where it is from then on.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as resources
from typing import Final, Literal, TypeAlias

from evidence import Leaf, Opening, decode_leaf
from evidence.canonical import Json, encode
from evidence.chain import head_of, leaf_hash
from evidence.merkle import prove_inclusion
from evidence.notes import parse_checkpoint
from evidence.proofs import write_proof
from evidence.verifier.leaves import ENDED, REDACTED
from evidence.verifier.manifest import CHANGES
from evidence.verifier.openings import held_back
from evidence.verifier.pinned import ENGINE, ENGINE_FACTS, PLAN
from evidence.verifier.public import FACTS, HASHES, SHOWN
from facilitator.bundle.contents import GUIDE, OpeningLine, Parts, assemble
from facilitator.bundle.derived import REPORT, SCORECARD, bundled_report, events_of
from facilitator.record_files import Record, read_plan
from facilitator.seal import InstanceKey, Notary, find_edit, instance_key, key_changes
from facilitator.store import Head, NotAsWritten, Store
from scoring import for_report, score

Profile: TypeAlias = Literal["full", "auditor", "public"]
At: TypeAlias = Literal["play", "latest"] | int
"""Which head: the seal of play, the newest leaf, or a size at which a head was signed."""

PROFILES: Final = ("full", "auditor", "public")


class CannotBundle(Exception):
    """There is no such head, or not with this content; says what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The bytes, and what they are about."""

    exercise: str
    profile: str
    head: Head
    state: Literal["draft", "play sealed", "in review", "signed off"]
    data: bytes


def make_bundle(
    store: Store,
    exercise: str,
    *,
    at: At = "latest",
    profile: Profile = "full",
    wall: int,
    notary: Notary | None = None,
) -> Bundle:
    """Collect one exercise at a head and sign the list of its files.

    Args:
        wall: When the head is signed, if there is none at the newest leaf yet (a draft): UTC in
            milliseconds since the Unix epoch.
        notary: Who signs this record while it is served: two of them would sign over each other.

    Raises:
        CannotBundle: There is no such head, or a text was redacted after it.
        NotAsWritten: The stored record is not what was signed.
        NotUnderstood: Another version wrote it.
        KeyProblem: The signing key cannot be used.
    """
    edit = find_edit(store, exercise)
    if edit is not None:
        raise NotAsWritten(f"{exercise}: {edit.sentence}")
    notary = notary or Notary(store, exercise)
    notary.sign_due()
    raw = tuple(store.leaves(exercise))
    head = _chosen(store, exercise, notary, raw, at, wall)
    key = instance_key(store.folder)
    parts = _parts(store, exercise, key, head, raw, profile)
    state = _state([decode_leaf(leaf) for leaf in raw[: head.size]])
    data = assemble(parts, key)
    return Bundle(exercise=exercise, profile=profile, head=head, state=state, data=data)


def _chosen(
    store: Store, exercise: str, notary: Notary, raw: Sequence[bytes], at: At, wall: int
) -> Head:
    if not raw:
        raise CannotBundle(f"{exercise} has no leaves yet; start it first")
    heads = {head.size: head for head in store.heads(exercise)}
    size: int | None = len(raw)
    if at == "play":
        kinds = (decode_leaf(leaf).kind for leaf in raw)
        size = next((seq + 1 for seq, kind in enumerate(kinds) if kind == ENDED), None)
        if size is None:
            raise CannotBundle(f"play of {exercise} has not ended; leave --head out for a draft")
    elif at != "latest":
        size = at
    assert size is not None
    if size not in heads and size == len(raw):
        return notary.sign_now(wall=wall)
    if size not in heads:
        known = ", ".join(str(one) for one in sorted(heads)) or "none"
        raise CannotBundle(f"no head of {exercise} was signed at {size} leaves; there are: {known}")
    return heads[size]


def _parts(
    store: Store,
    exercise: str,
    key: InstanceKey,
    head: Head,
    raw: Sequence[bytes],
    profile: Profile,
) -> Parts:
    leaves = tuple(raw[: head.size])
    read = [decode_leaf(leaf) for leaf in leaves]
    openings = [one for one in store.openings(exercise) if one.seq < head.size]
    _check_redactions(exercise, head, raw[head.size :])
    instance_leaf, proof = _place(store, exercise, head)
    shown = tuple(_line(one) for one in openings if not held_back(profile, one.field))
    public = profile == "public"
    files = (
        _public_files(store, exercise, leaves, read)
        if public
        else _files(store, exercise, key, leaves, read, openings, profile)
    )
    return Parts(
        exercise=exercise,
        origin=parse_checkpoint(head.note.partition("\n\n")[0] + "\n").origin,
        profile=profile,
        leaves=leaves,
        heads={one.size: one.note for one in store.heads(exercise) if one.size <= head.size},
        instance_leaf=instance_leaf,
        instance_proof=proof,
        openings=shown,
        withheld={} if public else _withheld(profile, openings),
        files=_changes(store) | files,
    )


def _check_redactions(exercise: str, head: Head, later_leaves: Sequence[bytes]) -> None:
    """A text redacted after this head would be missing without a leaf that says why."""
    for later in map(decode_leaf, later_leaves):
        if later.kind == REDACTED and int(str(later.body["seq"])) < head.size:
            raise CannotBundle(
                f"a text of leaf {later.body['seq']} of {exercise} was redacted at leaf "
                f"{later.seq}; take a head after that"
            )


def _place(store: Store, exercise: str, head: Head) -> tuple[bytes, str]:
    """Where this head stands in the log of the installation, and the proof of it."""
    log = store.instance_log()
    for index, leaf in enumerate(log):
        said = decode_leaf(leaf)
        body = said.body
        about = (said.kind, body.get("exercise"), body.get("size"), body.get("root"))
        if about == ("exercise.checkpointed", exercise, head.size, head.root.hex()):
            for note in store.log_heads():
                size = parse_checkpoint(note.partition("\n\n")[0] + "\n").size
                if size > index:
                    hashes = [leaf_hash(one) for one in log[:size]]
                    return leaf, write_proof(index, prove_inclusion(index, hashes), note)
    raise CannotBundle(f"the head of {exercise} at {head.size} leaves is not in the instance log")


def _files(
    store: Store,
    exercise: str,
    key: InstanceKey,
    leaves: Sequence[bytes],
    read: Sequence[Leaf],
    openings: Sequence[Opening],
    profile: Profile,
) -> dict[str, bytes]:
    opening = read[0].body
    plan = store.plan(exercise)
    record = Record(
        exercise=exercise,
        plan=read_plan(plan),
        events=events_of(read),
        head=head_of(leaves[-1]),
        wall=(read[0].wall, read[-1].wall),
        openings=tuple(one for one in openings if not held_back(profile, one.field)),
    )
    scorecard = for_report(score(record.plan, record.events, head=record.head))
    files = {
        GUIDE: _guide(),
        PLAN: plan,
        ENGINE: encode({name: opening.get(name) for name in ENGINE_FACTS}),
        SCORECARD: encode(scorecard.to_json()),
        REPORT: bundled_report(record, scorecard, profile=profile),
    }
    if profile == "auditor":
        files["people.json"] = encode(_pseudonyms(read, openings, key))
    return files


def _changes(store: Store) -> dict[str, bytes]:
    """The notes by which a verifier gets from one key to the other."""
    notes = enumerate(key_changes(store), start=1)
    return {f"{CHANGES}{number:04}.note": note.encode() for number, note in notes}


def _public_files(
    store: Store, exercise: str, leaves: Sequence[bytes], read: Sequence[Leaf]
) -> dict[str, bytes]:
    facts = [
        {name: getattr(leaf, name) for name in sorted(SHOWN) if getattr(leaf, name) is not None}
        for leaf in read
    ]
    plan, head = read_plan(store.plan(exercise)), head_of(leaves[-1])
    scorecard = for_report(score(plan, events_of(read), head=head))
    return {
        GUIDE: _guide(),
        HASHES: b"".join(leaf_hash(leaf) for leaf in leaves),
        FACTS: b"".join(encode(fact) + b"\n" for fact in facts),
        SCORECARD: encode(_coarse(scorecard.to_json())),
    }


def _coarse(scorecard: Json) -> Json:
    """Ratings and figures without words: texts of a scorecard name seats and systems."""
    assert isinstance(scorecard, Mapping)
    objectives, metrics = scorecard["objectives"], scorecard["metrics"]
    assert isinstance(objectives, Sequence)
    assert isinstance(metrics, Sequence)
    return {
        "objectives": [_only(one, ("id", "rating", "percent")) for one in objectives],
        "metrics": [_only(one, ("key", "value", "unit", "verdict")) for one in metrics],
    }


def _only(value: Json, names: tuple[str, ...]) -> Json:
    assert isinstance(value, Mapping)
    return {name: value[name] for name in names}


def _pseudonyms(
    read: Sequence[Leaf], openings: Sequence[Opening], key: InstanceKey
) -> dict[str, Json]:
    """Leaf to pseudonym of the person named in it: the same person, the same pseudonym, always.

    So an auditor can see that two people are two, across exercises, without learning a name.
    """
    named = {one.seq: one.value for one in openings if one.field == "body.name"}
    secret = hashlib.sha256(b"pseudonyms" + key.sign_bytes(b"drillroom pseudonyms v1")).digest()
    return {
        str(seq): "person-" + hmac.new(secret, encode(name), hashlib.sha256).hexdigest()[:12]
        for seq, name in sorted(named.items())
        if seq < len(read)
    }


def _withheld(profile: str, openings: Sequence[Opening]) -> dict[str, int]:
    return dict(Counter(one.field for one in openings if held_back(profile, one.field)))


def _line(opening: Opening) -> OpeningLine:
    salt = base64.b64encode(opening.salt).decode()
    return OpeningLine(seq=opening.seq, field=opening.field, salt=salt, value=opening.value)


def _state(read: Sequence[Leaf]) -> Literal["draft", "play sealed", "in review", "signed off"]:
    kinds = [leaf.kind for leaf in read]
    if ENDED not in kinds:
        return "draft"
    if kinds[-1] == ENDED:
        return "play sealed"
    return "signed off" if "signoff.given" in kinds else "in review"


def _guide() -> bytes:
    return resources("facilitator.bundle").joinpath(GUIDE).read_bytes()
