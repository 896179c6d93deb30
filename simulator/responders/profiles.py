"""How good simulated responders are.  All figures are assumed; none claims to describe people."""

from dataclasses import dataclass
from typing import Final

from runbooks.authored import LogNormal, MedianAndP95


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    reaction: LogNormal
    """Played time from noticing something to acting on it."""
    misreads_ppm: int
    """How likely each shown fact is read wrongly."""
    diligence_ppm: int
    """How likely a good practice that nobody enforces is kept."""
    step_factor_percent: int
    """Length of a runbook step against its expected duration."""


def _reaction(median_s: int, p95_s: int) -> LogNormal:
    return LogNormal(lognormal=MedianAndP95(median=median_s * 1000, p95=p95_s * 1000))


PROFILES: Final = {
    "seasoned": Profile(
        reaction=_reaction(40, 150), misreads_ppm=20_000, diligence_ppm=960_000,
        step_factor_percent=85,
    ),
    "average": Profile(
        reaction=_reaction(100, 420), misreads_ppm=100_000, diligence_ppm=780_000,
        step_factor_percent=110,
    ),
    "chaotic": Profile(
        reaction=_reaction(240, 1200), misreads_ppm=300_000, diligence_ppm=420_000,
        step_factor_percent=150,
    ),
}  # fmt: skip
"""``absent`` is not here: an absent responder does nothing."""
