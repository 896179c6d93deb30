"""The closed vocabulary of facts that injects, signals and query results can show.

A scenario says what a message *tells*; an organisation's severity tree says which fact each of
its questions *reads*.  So a scenario from the library walks any organisation's tree, and a
simulated responder reads what it was shown and nothing else.
"""

from typing import Final

from runbooks.authored import Word

Facts = dict[Word, Word]
"""What a message shows: fact to value."""

FACTS: Final[dict[str, tuple[str, ...]]] = {
    "users": ("none", "some", "many", "all"),
    "function": ("works", "degraded", "down"),
    "data": ("safe", "at-risk", "lost", "exposed"),
    "personal-data": ("no", "possible", "yes"),
    "redundancy": ("whole", "lost"),
    "spreading": ("no", "suspected", "yes"),
    "harm": ("no", "possible", "yes"),
    "workaround": ("yes", "no"),
    "cause": ("unknown", "suspected", "known", "fixed"),
    "signal": ("true", "doubtful"),
    "supplier": ("not-involved", "involved", "silent"),
    "recovery": ("not-started", "under-way", "validated"),
}
"""Each fact and its values, mildest first where there is an order."""
