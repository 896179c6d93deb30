"""The breach record alone on paper: EXERCISE and the instant it was known at on every sheet."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from facilitator.print.html import environment, stylesheet
from facilitator.print.pdf import set_page


def breach_html(record: Mapping[str, Any]) -> str:
    """One self-contained page, of what ``facilitator.screens.breach_file`` lays out."""
    template = environment().get_template("breach.html")
    return template.render(record=record, style=Markup(stylesheet("paper")))


def breach_pdf(record: Mapping[str, Any]) -> bytes:
    """The bytes of the file, the same for the same record.

    Raises:
        NotInstalled: The extra is not there.
    """
    return set_page(breach_html(record))
