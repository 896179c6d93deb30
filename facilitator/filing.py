"""Files that are there whole or not at all: a temporary one beside, then one rename."""

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put *data* at *path*; whatever stood there before stays until the new file is complete.

    Raises:
        OSError: It cannot be written; nothing half-written stays.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
