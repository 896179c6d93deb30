"""Mutants that change nothing anybody could notice, each with its reason.

They are named by file and change, not by line: name only a change that stands in its file once.
"""

from typing import Final

EQUIVALENT: Final[dict[str, dict[str, str]]] = {
    "scenarios/law/local_time.py": {
        "62  ->  63": "any instant far beyond all others will do",
    },
    "scenarios/law/standing.py": {
        "found.at is None or found.latest is None  ->  "
        "found.at is None and found.latest is None": "neither is ever there without the other",
    },
}
