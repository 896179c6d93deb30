"""What lies in a bundle although it follows from the rest: scorecard and drill report.

Whoever has the engine makes both again and compares; whoever has none can still read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evidence import Event, Leaf, read_event
from facilitator.record_files import NotUnderstood, Record
from scoring import Scorecard

SCORECARD: Final = "scorecard.json"
REPORT: Final = "report/report.html"

_VERIFIED: Final = (
    "The list of files that is signed has this report and all it was made from; `drillroom verify` "
    "checks it, and `--replay` makes figures and report again."
)


def bundled_report(record: Record, scorecard: Scorecard, *, profile: str) -> bytes:
    """The report as it lies in a bundle: tables without pictures, so that no extra is needed."""
    from facilitator.print import provenance, render_html, report_of  # only who bundles waits

    known = provenance(
        record,
        source="the bundle that this report lies in",
        verified=_VERIFIED,
        profile=f"bundle ({profile})",
    )
    return render_html(report_of(record, known, scorecard=scorecard), pictures=False).encode()


def events_of(read: Sequence[Leaf]) -> tuple[Event, ...]:
    """The events of leaves that this version understands.

    Raises:
        NotUnderstood: It does not understand one.
    """
    try:
        return tuple(read_event(leaf) for leaf in read)
    except (KeyError, ValueError) as error:
        raise NotUnderstood("the record is of another version of Drillroom") from error
