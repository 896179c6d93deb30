"""From the bytes of a runbook file to a runbook, or to everything that is wrong with it."""

from runbooks.authored import load
from runbooks.model import Runbook


def load_runbook(data: bytes, name: str) -> Runbook:
    """Read one runbook file; *name* is what problems call it.

    Raises:
        AuthorError: The file is not a valid runbook; every problem found is in it.
    """
    return load(Runbook, data, name=name)[0]
