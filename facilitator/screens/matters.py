"""What a team may say it is aware of, without the names that the scenario gives to the truth.

A claim of awareness names the truth that it is about, and that name would betray what has not
come out yet.  So a page numbers the matters, ``matter-1``, and the server turns the number back.
"""

from scenarios import Plan


def matters(plan: Plan) -> tuple[str, ...]:
    """What duties ask awareness of, in the order of their duties; ``matter-1`` is the first."""
    named = (duty.from_.aware_of for duty in plan.scenario.duties)
    return tuple(dict.fromkeys(name for name in named if name is not None))
