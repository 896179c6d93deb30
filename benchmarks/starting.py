"""How long `drillroom --help` takes against starting bare Python, and a warm `drillroom demo`."""

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 11
DEMOS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Seconds are medians; the ratios are those of each round, sorted."""

    python_s: float
    help_s: float
    ratios: tuple[float, ...]
    demo_s: float


def measure_starting() -> Started:
    """Both commands in turns, with everything in the disk's cache after a first run."""
    drillroom = str(Path(sys.executable).with_name("drillroom"))
    bare = [sys.executable, "-c", "pass"]
    helping = [drillroom, "--help"]
    _seconds(bare), _seconds(helping)
    rounds = [(_seconds(bare), _seconds(helping)) for _ in range(ROUNDS)]
    with tempfile.TemporaryDirectory(prefix="drillroom-bench-") as folder:
        demo = [drillroom, "demo", "--json", "--out"]
        demos = [_seconds([*demo, str(Path(folder) / str(place))]) for place in range(DEMOS + 1)]
    return Started(
        python_s=statistics.median(p for p, _ in rounds),
        help_s=statistics.median(h for _, h in rounds),
        ratios=tuple(sorted(h / p for p, h in rounds)),
        demo_s=statistics.median(demos[1:]),
    )


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start
