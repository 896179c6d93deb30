"""The report of a 2,000-leaf exercise as HTML and as PDF, each beside a plain form of its words.

HTML stands beside the JSON form of the same document.  The PDF stands beside the same words set as
bare paragraphs by the same library: what is above it is the price of tables, tags and links.
"""

import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from benchmarks.folding import play
from benchmarks.headless import Took, per_run
from facilitator.cli.finding import find_plan
from facilitator.print import FORMS
from facilitator.print.html import render_paper
from facilitator.print.pdf import set_page
from scenarios import library_controls
from scoring.report import Provenance, Report, write_report

LEAVES = 2_000
ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Medians of wall and processor seconds, and ratios of processor time, sorted."""

    leaves: int
    html_s: float
    html_processor_s: float
    pdf_s: float
    pdf_processor_s: float
    html_ratios: tuple[float, ...]
    pdf_ratios: tuple[float, ...]


def measure_printing() -> Printed:
    """One report, composed and printed from the record each time."""
    plan = find_plan("restore", None, ())
    own = len(play(plan, seed=1))
    record = play(plan, seed=1, at_least=LEAVES - own)
    known = Provenance(
        head="00" * 32, size=len(record), source="a benchmark", product="bench", verified="nothing"
    )
    controls = library_controls()

    def compose() -> Report:
        return write_report(plan, record, provenance=known, controls=controls)

    words = _bare(render_paper(compose()))
    html = _rounds(lambda: FORMS["html"](compose()), lambda: FORMS["json"](compose()))
    pdf = _rounds(lambda: FORMS["pdf"](compose()), lambda: set_page(words))
    return Printed(
        leaves=len(record),
        html_s=statistics.median(took.wall for took, _ in html),
        html_processor_s=statistics.median(took.processor for took, _ in html),
        pdf_s=statistics.median(took.wall for took, _ in pdf),
        pdf_processor_s=statistics.median(took.processor for took, _ in pdf),
        html_ratios=tuple(sorted(ratio for _, ratio in html)),
        pdf_ratios=tuple(sorted(ratio for _, ratio in pdf)),
    )


def _rounds(work: Callable[[], bytes], yardstick: Callable[[], bytes]) -> list[tuple[Took, float]]:
    """What *work* took, and its ratio to *yardstick* in processor time, in turns."""
    work()  # the libraries load once, whoever asks first
    found = []
    for _ in range(ROUNDS):
        took, plain = per_run(work), per_run(yardstick)
        found.append((took, took.processor / plain.processor))
    return found


def _bare(page: str) -> str:
    """The words of a page as paragraphs, without any style."""
    body = page.partition("<main")[2]
    text = re.sub(r"</(tr|p|h\d|li|div|dt|dd)>", "\n", body)
    lines = [" ".join(unescape(re.sub("<[^>]*>", " ", line)).split()) for line in text.split("\n")]
    said = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in lines)
    return f"<!doctype html><html lang=en><title>Words</title><body>{said}"
