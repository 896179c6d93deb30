"""The signing key is made once, is nobody else's, and is refused when it is everybody's."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from evidence.notes import open_note, parse_key
from facilitator.seal import KeyProblem, instance_key


def test_the_key_is_made_once_and_stays(tmp_path: Path) -> None:
    first, second = instance_key(tmp_path), instance_key(tmp_path)

    assert first.public == second.public
    assert parse_key((tmp_path / "keys/instance.vkey").read_text().strip()) == first.public


def test_two_installations_have_two_keys_and_two_names(tmp_path: Path) -> None:
    one, other = instance_key(tmp_path / "a"), instance_key(tmp_path / "b")

    assert one.public.public != other.public.public
    assert one.name != other.name


def test_nobody_else_can_read_the_key(tmp_path: Path) -> None:
    instance_key(tmp_path)

    assert stat.S_IMODE((tmp_path / "keys/instance.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_key_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    instance_key(tmp_path)
    (tmp_path / "keys/instance.key").chmod(0o640)

    with pytest.raises(KeyProblem, match="say chmod 600"):
        instance_key(tmp_path)


@pytest.mark.parametrize("start", [0x00, 0x20, 0x40])
def test_the_published_test_keys_are_refused(tmp_path: Path, start: int) -> None:
    seed = Ed25519PrivateKey.from_private_bytes(bytes(range(start, start + 32)))
    instance_key(tmp_path)
    (tmp_path / "keys/instance.key").write_bytes(
        seed.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )

    with pytest.raises(KeyProblem, match="published test key"):
        instance_key(tmp_path)


def test_a_public_file_of_another_key_is_refused(tmp_path: Path) -> None:
    instance_key(tmp_path / "a")
    instance_key(tmp_path / "b")
    (tmp_path / "a/keys/instance.vkey").write_bytes(
        (tmp_path / "b/keys/instance.vkey").read_bytes()
    )

    with pytest.raises(KeyProblem, match=r"does not belong to instance\.key"):
        instance_key(tmp_path / "a")


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff" * 40])
def test_what_is_not_a_key_is_refused(tmp_path: Path, data: bytes) -> None:
    instance_key(tmp_path)
    (tmp_path / "keys/instance.key").write_bytes(data)

    with pytest.raises(KeyProblem, match="is not a private key"):
        instance_key(tmp_path)


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file")

    with pytest.raises(KeyProblem, match="cannot be used"):
        instance_key(tmp_path)


def test_openssl_reads_the_key_too(tmp_path: Path) -> None:
    key = instance_key(tmp_path)

    shown = subprocess.run(
        ["openssl", "pkey", "-in", tmp_path / "keys/instance.key", "-pubout", "-outform", "DER"],
        check=True,
        capture_output=True,
    )

    assert shown.stdout.endswith(key.public.public)


def test_what_it_signs_can_be_opened_with_the_public_file_alone(tmp_path: Path) -> None:
    key = instance_key(tmp_path)

    note = key.sign(f"{key.name}/record/x", "a text\n")

    public = parse_key((tmp_path / "keys/instance.vkey").read_text().strip())
    assert open_note(note.encode(), [public.named(f"{key.name}/record/x")])[0] == "a text\n"
