"""`make bench`: print what was measured, as ratios first."""

import platform
import statistics
from collections.abc import Sequence

from benchmarks.due import measure_due
from benchmarks.folding import Folded, measure_folding
from benchmarks.headless import measure
from benchmarks.printing import measure_printing
from benchmarks.proving import measure_proving
from benchmarks.starting import measure_starting


def main() -> None:
    """Measure, and say what the goals were."""
    print(f"Python {platform.python_version()}")
    _tell_headless()
    many, one = measure_folding()
    _tell_folding("scoring many exercises", many)
    _tell_folding("scoring one long record", one)
    proved = measure_proving()
    print(
        f"verifying {proved.leaves:,} leaves : decoding and hashing each = "
        f"{_ratio(proved.ratios, digits=2)} (goal 1.3 : 1), {proved.verified_s:.0f} s"
    )
    print(f"a root after every append: {proved.roots_per_second:,.0f} per second (goal 100,000)")
    asked = measure_due()
    print(
        f"{asked.questions:,} due instants : as many bare additions = {_ratio(asked.ratios)}; "
        f"{1e6 * asked.due_s / asked.questions:.0f} µs each"
    )
    printed = measure_printing()
    print(
        f"report of {printed.leaves:,} leaves: HTML {printed.html_s:.2f} s (goal below 1 s), "
        f"PDF {printed.pdf_s:.1f} s (goal below 4 s); of the processor "
        f"{printed.html_processor_s:.2f} s and {printed.pdf_processor_s:.1f} s"
    )
    print(f"report as HTML : as JSON = {_ratio(printed.html_ratios)}")
    print(f"report as PDF : its bare words as PDF = {_ratio(printed.pdf_ratios)}")
    started = measure_starting()
    print(f"--help : bare Python = {_ratio(started.ratios)} (goal 8 : 1)")
    print(f"demo, warm: {started.demo_s:.1f} s (goal below 3 s)")


def _tell_headless() -> None:
    found = measure()
    full, bare = found.full, found.bare
    print(
        f"restore, recorded and scored: {found.leaves} leaves, "
        f"{full.acts} acts of responders, {full.sim_events:,} SimPy events"
    )
    print(f"the same in bare SimPy: {bare.acts} acts, {bare.sim_events:,} SimPy events")
    print(f"full : bare, the same exercise = {_ratio(found.ratios)} (goal 1.5 : 1)")
    print(f"the same in processor time = {_ratio(found.processor_ratios)}")
    floor = found.floor
    kept = 1 + floor.chained + floor.stored + floor.scored
    print(
        f"against the bare model's processor time: engine {floor.engine:.1f}, the leaves encoded "
        f"and chained {floor.chained:.1f}, stored {floor.stored:.1f}, scored {floor.scored:.1f}"
    )
    print(f"so the bare model with the same record and score would take {kept:.1f} : 1")
    print(f"full : bare, as many SimPy events = {found.ratio_by_events:.1f} : 1")
    print(f"runs per second: full {1 / full.seconds:.1f}, bare {1 / bare.seconds:.0f}")
    print(f"memory of one exercise {found.peak_bytes / 2**20:.1f} MiB (goal below 20 MiB)")


def _tell_folding(what: str, found: Folded) -> None:
    print(f"{what}, {found.leaves:,} leaves : decoding them = {_ratio(found.ratios)} (goal 3 : 1)")


def _ratio(rounds: Sequence[float], *, digits: int = 1) -> str:
    """The median of the rounds, and the whole spread."""
    low, middle, high = rounds[0], statistics.median(rounds), rounds[-1]
    return f"{middle:.{digits}f} : 1 ({low:.{digits}f} to {high:.{digits}f})"


if __name__ == "__main__":
    main()
