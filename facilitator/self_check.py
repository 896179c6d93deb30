"""Are these the files that were installed?  The answer goes into every record's first line.

A wheel lists each of its files with a digest.  Whoever changes an installed file afterwards, or
shadows one of our plain package names, is told on by this list.
"""

import base64
import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Final

PACKAGES: Final = ("evidence", "runbooks", "scenarios", "simulator", "scoring", "facilitator")
NOT_FROM_A_WHEEL: Final = "not installed from a wheel"


@cache
def engine_version() -> str:
    """The version of this distribution, as a record pins it."""
    try:
        return f"drillroom {distribution('drillroom').version}"
    except PackageNotFoundError:
        return "drillroom (not installed)"


@cache
def self_check() -> str:
    """``same`` when our files equal the wheel's list, else what differs, in a few words."""
    try:
        listed = distribution("drillroom").files or []
    except PackageNotFoundError:
        return NOT_FROM_A_WHEEL
    ours = [path for path in listed if path.parts[0] in PACKAGES and path.hash is not None]
    if not ours:
        return NOT_FROM_A_WHEEL
    changed = []
    for path in ours:
        assert path.hash is not None
        try:
            data = path.locate().read_bytes()  # type: ignore[attr-defined]  # always a real path
        except OSError:
            changed.append(str(path))
            continue
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        if digest != path.hash.value:
            changed.append(str(path))
    if not changed:
        return "same"
    more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    return f"changed: {changed[0]}{more}"
