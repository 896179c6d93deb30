"""Writing a house's own files: whole or not at all, and never over what somebody else has saved.

A file gets its name from the id that stands in it, so nothing that is typed becomes a path.  It
is written beside its place and then renamed: whoever reads meanwhile sees the old one or the new.
"""

import hashlib
import json
import os
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Final

from facilitator.own_library import FOLDER, MAX_BYTES, MAX_FILES, OWN_KINDS, own_library
from runbooks.authored.values import WORD_PATTERN
from scenarios import Item
from scenarios.shelf import item_of

MAX_ID_CHARS: Final = 48
_WORD: Final = re.compile(WORD_PATTERN)
_ID_LINE: Final = re.compile(r"(?m)^scenario:.*$")
_TITLE_LINE: Final = re.compile(r"(?m)^title:[ ]+(?![|>]).*$")
_writing = Lock()


class CannotKeep(Exception):
    """The file is not written; says why, and what would be right."""


class Changed(Exception):
    """Somebody else has saved since; ``item`` is the file as it stands now."""

    def __init__(self, item: Item) -> None:
        self.item = item
        super().__init__(f"{item.name} was saved by somebody else meanwhile")


def version_of(data: bytes) -> str:
    """A short name for these bytes, by which it is seen that a file has changed."""
    return hashlib.sha256(data).hexdigest()[:16]


def typed(text: str) -> bytes:
    """What a browser sends of a text field, with plain line ends and one at the end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return (lines.rstrip("\n") + "\n").encode("utf-8", "replace")


def keep(data: Path, old: Item, text: bytes, *, base: str) -> Item:
    """Save one of the house's own files.

    Args:
        data: The server's folder.
        old: What is written anew; its kind and id stay.
        base: The version that the writer began from.

    Raises:
        CannotKeep: It is none of the house's own, too long, or has another id now.
        Changed: The file is no longer the one that the writer began from.
    """
    wanted = _fit(text)
    with _writing:
        library = own_library(data)
        there = library.shelf.item(old.kind, old.id)
        if there is None or there.name not in library.own:
            raise CannotKeep(f"This {old.kind} is none of your own; bring in one that is.")
        if (wanted.kind, wanted.id) != (old.kind, old.id):
            says = f"This file is the {old.kind} `{old.id}`, so it begins with"
            raise CannotKeep(f"{says} `{old.kind}: {old.id}`. Bring in one of another id as new.")
        if version_of(there.data) != base:
            raise Changed(there)
        _write(data / there.name, text)
    return replace(wanted, name=there.name)


def add(data: Path, text: bytes) -> Item:
    """Put a file into the house's own library.

    Raises:
        CannotKeep: It is no scenario, organisation or runbook, or there is one of its id.
    """
    wanted = _fit(text)
    with _writing:
        library = own_library(data)
        there = library.shelf.item(wanted.kind, wanted.id)
        if there is not None:
            says = f"There is a {wanted.kind} `{wanted.id}` already."
            raise CannotKeep(f"{says} Give yours another id in its first line.")
        folder = data / FOLDER
        if len(library.own) + len(library.unread) >= MAX_FILES:
            raise CannotKeep(f"There are {MAX_FILES} files already; take some out first.")
        name = wanted.id if wanted.kind == "scenario" else f"{wanted.kind}-{wanted.id}"
        if (folder / f"{name}.yaml").exists():
            raise CannotKeep(f"There is a file {FOLDER}/{name}.yaml already; rename it first.")
        _write(folder / f"{name}.yaml", text)
    return replace(wanted, name=f"{FOLDER}/{name}.yaml")


def remove(data: Path, old: Item, *, base: str) -> None:
    """Take one of the house's own files out of its library.

    Whether anything still needs it is the caller's to ask.

    Raises:
        CannotKeep: It is gone already, or the disk does not let it go.
        Changed: The file is no longer the one that somebody decided about.
    """
    with _writing:
        library = own_library(data)
        there = library.shelf.item(old.kind, old.id)
        if there is None or there.name not in library.own:
            raise CannotKeep(f"There is no {old.kind} of yours of this id any more.")
        if version_of(there.data) != base:
            raise Changed(there)
        _unlink(data / there.name)


def remove_unread(data: Path, name: str) -> None:
    """Take out a file that the library does not read, so nothing can need it.

    Only a name that the library itself gives is ever taken for a file.

    Raises:
        CannotKeep: It is gone, or is read now, or the disk does not let it go.
    """
    with _writing:
        if name not in {one.file for one in own_library(data).unread}:
            raise CannotKeep("There is no such file that cannot be read any more.")
        _unlink(data / name)


def _unlink(file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotKeep(f"The file cannot be removed: {why}. It is still there.") from error


def copy_of(item: Item, title: str, *, taken: frozenset[str]) -> bytes:
    """The text of a scenario under another title, and an id made of it that is not taken."""
    line = " ".join(title.split())[:120] or f"{item.title}, ours"
    folded = unicodedata.normalize("NFKD", line.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:MAX_ID_CHARS].strip("-") or "scenario"
    ids = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    id_ = next(one for one in ids if one not in taken)
    text = item.data.decode(errors="replace")
    text = _ID_LINE.sub(f"scenario: {id_}", text, count=1)
    called = f"title: {json.dumps(line, ensure_ascii=False)}"
    return _TITLE_LINE.sub(lambda _: called, text, count=1).encode()


def _fit(text: bytes) -> Item:
    if len(text) > MAX_BYTES:
        raise CannotKeep(f"A file has at most {MAX_BYTES // 1024} KiB; make two of it.")
    item = item_of("", text)
    if item is None or item.kind not in OWN_KINDS or not _WORD.fullmatch(item.id):
        raise CannotKeep(
            "The file begins with `scenario:`, `organisation:` or `runbook:` and an id of "
            "small letters, digits and hyphens."
        )
    return item


def _write(file: Path, text: bytes) -> None:
    try:
        file.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
            try:
                part.write(text)
                part.flush()
                os.fsync(part.fileno())
                os.replace(part.name, file)
            except BaseException:
                os.unlink(part.name)
                raise
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotKeep(f"The file cannot be written: {why}. Nothing was changed.") from error
