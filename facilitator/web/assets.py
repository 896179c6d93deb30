"""Static files: read once, served from memory, named by their digest, so browsers keep them.

htmx comes out of the ``django-htmx`` wheel when our own wheel is built (see ``hatch_build.py``).
Without it every page still works, as plain forms.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

_FOLDERS: Final = ("static", "static/vendor")
_FOREVER: Final = "public, max-age=31536000, immutable"
_EACH_TIME: Final = "no-cache"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is sent."""

    body: bytes
    type: str
    digest: str


class Assets:
    """Every static file of this server."""

    def __init__(self) -> None:
        self._known: dict[str, Asset] = {}
        root = files("facilitator.web")
        for folder in _FOLDERS:
            place = root / folder
            if place.is_dir():
                for item in sorted(place.iterdir(), key=lambda one: one.name):
                    if item.is_file():
                        self._known[item.name] = _read(item.name, item.read_bytes())

    def address(self, name: str) -> str:
        """Where a file is, with its digest, so that a new version has a new address."""
        asset = self._known.get(name)
        return f"/static/{name}?v={asset.digest}" if asset else f"/static/{name}"

    def get(self, name: str) -> Asset | None:
        return self._known.get(name)


def caching(*, pinned: bool) -> str:
    """How long a browser may keep a file: for ever, if the address pins the version."""
    return _FOREVER if pinned else _EACH_TIME


def _read(name: str, body: bytes) -> Asset:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
    return Asset(body=body, type=kind, digest=hashlib.sha256(body).hexdigest()[:12])
