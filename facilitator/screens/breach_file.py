"""The breach record alone, to be taken away: one structure for the file and for paper."""

from typing import Any, Final

from evidence import Millis
from facilitator.screens.breach import BreachPage, Field
from facilitator.screens.duties import Clock
from facilitator.screens.naming import Names
from facilitator.screens.saying import say_at
from facilitator.screens.seen import Seen

MARK: Final = "EXERCISE: nothing in this record happened"


def breach_file(seen: Seen, page: BreachPage) -> dict[str, Any]:
    """What the page shows, as it was known at its instant.

    Every instant is told on the exercise's clock in milliseconds and by the story's clocks in
    words.  What is sealed to the viewer is said to be given, never shown.
    """
    names = Names(seen.plan)

    def when(at: Millis | None) -> dict[str, Any] | None:
        if at is None:
            return None
        return {"ms": at, "exercise": say_at(at), "story": names.local(at)}

    def field(one: Field) -> dict[str, Any]:
        past = [{"tag": p.tag, "says": p.shown, "at": when(p.at), "by": p.who} for p in one.history]
        return {
            "number": one.number,
            "id": one.id,
            "title": one.title,
            "tag": one.tag or None,
            "says": "given, sealed" if one.sealed else one.shown,
            "at": when(one.at),
            "by": one.who,
            "look_again": when(one.next_check),
            "earlier": past,
        }

    def clock(one: Clock) -> dict[str, Any]:
        return {
            "title": one.title,
            "whom": one.whom,
            "state": one.state.words,
            "since": when(one.since),
            "due": when(one.due),
            "left": one.left or None,
            "rule": one.rule,
            "left_out": list(one.left_out),
            "reason": one.reason or None,
        }

    return {
        "mark": MARK,
        "scenario": seen.plan.scenario.title,
        "organisation": seen.plan.organisation.title,
        "team": seen.team.name,
        "exercise": seen.team.exercise,
        "as_known_at": when(page.as_at if page.as_at is not None else seen.clock.at),
        "zone": seen.plan.scenario.starts.zone,
        "groups": [
            {"title": title, "fields": [field(one) for one in fields]}
            for title, fields in page.groups
        ],
        "aware": [
            {"of": one.label, "since": when(one.since), "by": one.who, "why": one.words}
            for one in page.matters
            if one.since is not None
        ],
        "clocks": [clock(one) for one in page.clocks],
        "at_rest": [
            {"law": one.title, "whom": one.whom, "within": one.within, "starts": one.starts,
             "citation": one.citation}
            for one in page.laws
        ],
    }  # fmt: skip
