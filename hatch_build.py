"""Puts htmx into our wheel: out of the ``django-htmx`` wheel, against a pinned digest.

No third-party script is in this repository.  ``django-htmx`` is needed while the wheel is built
and at no other time; Django itself is never installed.
"""

import hashlib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIER: Final = "django-htmx"
CARRIED: Final = "django_htmx/static/django_htmx/htmx-2.min.js"
SHA256: Final = "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"
FOLDER: Final = "facilitator/web/static/vendor"
NOTICE: Final = """\
htmx 2.0.10, https://htmx.org, Zero-Clause BSD:

Permission to use, copy, modify, and/or distribute this software for any purpose with or without
fee is hereby granted.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS
SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE
AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.
"""


class Htmx(BuildHookInterface):
    """Copies the script into the ignored ``vendor`` folder before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        script = Path(str(distribution(CARRIER).locate_file(CARRIED))).read_bytes()
        found = hashlib.sha256(script).hexdigest()
        if found != SHA256:
            raise RuntimeError(f"{CARRIED} has the digest {found}, not {SHA256}; look before use")
        folder = Path(self.root) / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "htmx.js").write_bytes(script)
        (folder / "THIRD-PARTY.txt").write_text(NOTICE)
        build_data["artifacts"].append(f"/{FOLDER}/*")
