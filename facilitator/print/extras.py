"""What the extra `reports` brings, and one clear sentence where it is not installed.

The HTML, Markdown and JSON forms can do without; pictures, PDF and XLSX cannot.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Final

from scoring.report import Chart

_NEEDS: Final = {
    "pictures": ("altair", "vl_convert"),
    "pdf": ("altair", "vl_convert", "weasyprint"),
    "xlsx": ("openpyxl",),
}


class NotInstalled(Exception):
    """A library of the extra is not there; says what to install."""


def need(what: str) -> None:
    """Make sure that the libraries for *what* are installed.

    Raises:
        NotInstalled: One is not; the sentence names the remedy.
    """
    missing = [name for name in _NEEDS[what] if find_spec(name) is None]
    if missing:
        names = " and ".join(name.replace("_", "-") for name in missing)
        raise NotInstalled(
            f"{names} not installed; install the extra: pip install 'drillroom[reports]'"
        )


def drawing(*, dark: bool) -> Callable[[Chart], str]:
    """What turns a picture into the address of an image.

    Raises:
        NotInstalled: The drawing libraries are not there.
    """
    need("pictures")
    from facilitator.print.charts import as_uri, draw

    return lambda chart: as_uri(draw(chart, dark=dark))
