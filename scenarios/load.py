"""From the bytes of an authored file to its model, or to everything that is wrong with it.

A file says what it is by its first key: ``scenario: ransom-friday``, ``organisation: ...``.
"""

import re
from typing import Final, Literal, TypeAlias, get_args

from pydantic import BaseModel

from runbooks import Runbook
from runbooks.authored import load, schema_of
from scenarios.controls import Controls
from scenarios.law import Regimes
from scenarios.organisation import Contacts, Organisation
from scenarios.rubric import Rubric
from scenarios.scenario import Scenario

FileKind: TypeAlias = Literal[
    "scenario", "organisation", "contacts", "runbook", "rubric", "regimes", "controls"
]

FILE_KINDS: Final[tuple[FileKind, ...]] = get_args(FileKind)

MODELS: Final[dict[FileKind, type[BaseModel]]] = {
    "scenario": Scenario,
    "organisation": Organisation,
    "contacts": Contacts,
    "runbook": Runbook,
    "rubric": Rubric,
    "regimes": Regimes,
    "controls": Controls,
}
"""What each kind of file is read as."""

_FIRST_KEY: Final = re.compile(rb"""(?m)^(?!#|---|%)["']?([^\s#"':][^:\n"']{0,63})["']?\s*:""")


def load_scenario(data: bytes, name: str) -> Scenario:
    """Read one scenario file; *name* is what problems call it.

    Raises:
        AuthorError: The file is not a valid scenario; every problem found is in it.
    """
    return load(Scenario, data, name=name)[0]


def load_organisation(data: bytes, name: str) -> Organisation:
    """Read one organisation file.  Raises as :func:`load_scenario` does."""
    return load(Organisation, data, name=name)[0]


def load_contacts(data: bytes, name: str) -> Contacts:
    """Read one contacts file.  Raises as :func:`load_scenario` does."""
    return load(Contacts, data, name=name)[0]


def load_rubric(data: bytes, name: str) -> Rubric:
    """Read one rubric file.  Raises as :func:`load_scenario` does."""
    return load(Rubric, data, name=name)[0]


def load_regimes(data: bytes, name: str) -> Regimes:
    """Read the file of notification regimes.  Raises as :func:`load_scenario` does."""
    return load(Regimes, data, name=name)[0]


def load_controls(data: bytes, name: str) -> Controls:
    """Read the file of controls.  Raises as :func:`load_scenario` does."""
    return load(Controls, data, name=name)[0]


def first_key(data: bytes) -> str:
    """The first key at the left margin, or nothing."""
    found = _FIRST_KEY.search(data.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode(errors="replace").strip() if found else ""


def kind_of(data: bytes) -> FileKind | None:
    """What a file is, by its first key; ``None`` if that is no kind of file we read."""
    key = first_key(data)
    return next((kind for kind in FILE_KINDS if kind == key), None)


def schema_for(kind: FileKind) -> dict[str, object]:
    """JSON Schema (draft 2020-12) of one kind of file, for editors that complete and check."""
    return {**schema_of(MODELS[kind]), "title": f"Drillroom {kind} file"}
