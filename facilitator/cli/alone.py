"""One program at a time where two would each think that the folder is theirs."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facilitator.cli.failing import NOT_FINE, Failed


@contextmanager
def alone_in(folder: Path, *, otherwise: str = "stop it, or give another --data") -> Iterator[None]:
    """Hold the folder that a server keeps its data in; *otherwise* is the remedy where one does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "server.lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Failed(f"{folder}: cannot keep data here: {why}", code=NOT_FINE) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        wrong = f"{folder}: another server is using this folder; {otherwise}"
        raise Failed(wrong, code=NOT_FINE) from None
    else:
        yield
    finally:
        os.close(lock)
