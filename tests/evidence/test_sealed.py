"""A commitment binds a value without showing it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from evidence.canonical import Json
from evidence.sealed import Opening, Sealed, check_opening, commit

VECTOR: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "redactable_field.json").read_text()
)
SALT = base64.b64decode(VECTOR["salt_base64"])
BODY = {"text": VECTOR["leaf_member"], "type": "fact"}


def an_opening(
    *, field: str = VECTOR["field"], salt: bytes = SALT, value: str = VECTOR["value"]
) -> Opening:
    return Opening(seq=3, field=field, salt=salt, value=value)


@pytest.mark.parametrize("vector", [VECTOR, *VECTOR["other_kinds"]], ids=lambda v: repr(v["value"]))
def test_a_commitment_has_the_published_bytes(vector: dict[str, Any]) -> None:
    commitment = commit(vector["field"], vector["value"], SALT)

    assert commitment.preimage.decode() == vector["preimage"]
    assert commitment.digest == vector["commitment"]


def test_a_sealed_field_is_written_as_its_commitment_alone() -> None:
    sealed: Sealed[str] = Sealed(commitment=VECTOR["commitment"])

    assert msgspec.to_builtins(sealed) == VECTOR["leaf_member"]
    assert msgspec.convert(VECTOR["leaf_member"], Sealed[str]) == sealed


def test_a_sealed_field_has_no_way_to_its_value() -> None:
    public = {name for name in dir(Sealed) if not name.startswith("_")}

    assert public == {"commitment"}


def test_the_true_opening_fits() -> None:
    assert check_opening(BODY, an_opening())


@pytest.mark.parametrize(
    "opening",
    [
        an_opening(value=VECTOR["value"].replace("vendor", "Vendor")),
        an_opening(field="body.words"),
        an_opening(field="text"),
        an_opening(field="body.text.$c"),
        an_opening(field="body.type"),
        an_opening(salt=bytes(16)),
        an_opening(salt=SALT[:15]),
        an_opening(value="\ud800"),
    ],
)
def test_any_other_opening_does_not_fit(opening: Opening) -> None:
    assert not check_opening(BODY, opening)


def test_a_sealed_field_inside_a_list_is_found_by_its_place() -> None:
    commitment = commit("body.lines.1.text", "yes", SALT)
    body: dict[str, Json] = {"lines": [{"text": "no"}, {"text": {"$c": commitment.digest}}]}

    assert check_opening(body, an_opening(field="body.lines.1.text", value="yes"))
    assert not check_opening(body, an_opening(field="body.lines.01.text", value="yes"))


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a salt has exactly 16 bytes; this one has 15$"):
        commit("body.text", "yes", bytes(15))
