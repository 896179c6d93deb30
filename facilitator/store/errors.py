"""What can go wrong in the store, and whose turn it is then.

::

    StoreError
    ├── StoreFailed         the disk or the database: hold the exercise, try the same batch again
    │   └── StoreUnreadable what is stored cannot be read just now; it may still be there
    ├── NotAsWritten        somebody changed what is stored: hold the exercise, sign nothing
    └── StoreRefused        the caller: nothing was written, trying again gives the same answer
        ├── UnknownExercise
        ├── OutOfSequence
        ├── DuplicateCommand
        └── CommittedTwice

Whichever it is, nothing of the batch counts as stored.  When the connection to a server is lost in
the middle of a commit nobody knows whether it is; appending the same batch again is safe.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.exc import DBAPIError

_SENTENCES = (
    ("disk is full", "the disk is full; free some space and try again"),
    ("locked", "another program is writing to it; close that program and try again"),
    ("readonly", "it may only be read here; copy it to where you may write"),
    ("not a database", "the file is not a Drillroom store"),
    ("malformed", "the file is damaged; restore it from a backup"),
    ("unable to open", "it cannot be written to; check the folder and what you may do in it"),
    ("disk i/o error", "the disk reported an error; check the disk before going on"),
)
_BY_STATE = {
    "25006": "it takes no changes just now; is it a standby?",
    "42501": "its role may not do that; let it own the database, or grant it more",
    "53100": "the disk of its server is full; free some space and try again",
    "53300": "its server takes no more connections; close some, or allow more",
    "55P03": "another program is writing to it; close that program and try again",
}
_UNREACHED = "its server cannot be reached; start it, or check host, port and network"
_OF_SERVERS = (
    ("password authentication failed", "its server does not accept this name and password"),
    ("no password supplied", "its server asks for a password; give one in ~/.pgpass or PGPASSWORD"),
    ("no pg_hba.conf entry", "its server lets nobody in from here; see its pg_hba.conf"),
    ('role ".*" does not exist', "its server does not know this name; create the role first"),
    ('database ".*" does not exist', "there is no such database; create it first"),
    ("starting up|shutting down|recovery mode", "its server is not ready; wait and try again"),
    ("could not translate|failed to resolve", "its host has no address; check its name"),
    ("connection refused|timeout|timed out|no such file|no route|unreachable", _UNREACHED),
)
"""What a server says before it has said which state that is."""


class StoreError(Exception):
    """Something was not stored."""


class StoreFailed(StoreError):
    """The disk or the database failed.  The store stays usable."""


class StoreUnreadable(StoreFailed):
    """What is stored cannot be read just now."""


class NotAsWritten(StoreError):
    """What is stored is not what was written; the sentence names the first leaf."""


class StoreRefused(StoreError):
    """What was asked for does not fit what is stored."""


class UnknownExercise(StoreRefused):
    """No exercise with this id has been opened in this store."""


class OutOfSequence(StoreRefused):
    """The batch does not continue the record where it ends."""


class DuplicateCommand(StoreRefused):
    """A command id has been used before, for something else."""


class CommittedTwice(StoreRefused):
    """A commitment stands in the record already: a text is committed once, where it was given."""


def failed(error: DBAPIError, *, where: str | Path) -> StoreFailed:
    """Say in words what the database said."""
    if is_lost(error):
        return StoreFailed(
            f"What was sent last may not be stored in {where}: the connection was lost; "
            "start the server, or check the network."
        )
    return failed_with(error.orig, where=where)


def failed_with(error: BaseException | None, *, where: str | Path) -> StoreFailed:
    """The same, of an error that comes from the driver itself."""
    return StoreFailed(f"Nothing was stored in {where}: {_reason(error)}.")


def unopened(error: DBAPIError, *, where: str | Path) -> StoreFailed:
    """The same, of a store that cannot even be opened."""
    return StoreFailed(f"{where} was not opened: {_reason(error.orig)}.")


def unreadable(error: DBAPIError, *, where: str | Path) -> StoreUnreadable:
    """The same, of what was to be read."""
    return StoreUnreadable(f"Nothing could be read from {where}: {_reason(error.orig)}.")


def is_lost(error: BaseException) -> bool:
    """Whether the connection broke, so that nobody knows what became of a commit."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _reason(error: BaseException | None) -> str:
    said = str(error)
    state = getattr(error, "sqlstate", "a file")
    if state != "a file":
        words = _BY_STATE.get(state or "")
        found = (words for mark, words in _OF_SERVERS if re.search(mark, said, re.IGNORECASE))
        return words or next(found, said.strip().rstrip("."))
    return next((words for mark, words in _SENTENCES if mark in said.lower()), said)
