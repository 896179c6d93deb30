"""`make bench`: print what was measured, as ratios first."""

import platform

from benchmarks.headless import measure


def main() -> None:
    """Measure, and say what the goals were."""
    found = measure()
    print(f"Python {platform.python_version()}")
    print(
        f"restore, recorded and scored: {found.leaves} leaves, {found.sim_events:,} SimPy events; "
        f"bare model: {found.bare_events:,}"
    )
    print(f"full : bare = {found.ratio:.1f} : 1 (goal 1.5 : 1)")
    print(f"full runs per second {1 / found.full_s:.1f}, bare {1 / found.bare_s:.1f}")
    print(f"memory of one exercise {found.peak_bytes / 2**20:.1f} MiB (goal below 20 MiB)")


if __name__ == "__main__":
    main()
