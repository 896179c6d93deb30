"""What the interface for programs shows of an exercise: the caller's view, in its shapes."""

from typing import Any, Final

from evidence import Event, write_body
from facilitator.live import GameDay
from facilitator.live.pacing import shown_clock
from facilitator.screens import Seen
from facilitator.web import api_shapes as a

CITING: Final = frozenset(
    {"text_in", "said", "evidence", "about", "reviews", "signal", "by", "claim"}
)
"""Members of bodies that hold the ``seq`` of other leaves."""


def exercise_now(day: GameDay, seen: Seen) -> a.ExerciseNow:
    """One exercise as its caller may see it."""
    organisation = seen.plan.organisation
    return a.ExerciseNow(
        exercise=seen.team.exercise,
        team=seen.team.name,
        game_day=day.plan.title,
        run=seen.run,
        clock=a.ClockNow.model_validate(shown_clock(seen.clock)),
        seats=tuple(
            a.SeatNow(
                seat=person.seat,
                title=organisation.title_of(person.seat),
                name=person.name,
                simulated=person.simulated,
                online=person.online,
                you=person.you,
            )
            for person in seen.team.people
        ),
        head=seen.head,
        view=seen.view,
        code=seen.team.code or None,
        fault=seen.fault,
    )


def shown_event(seen: Seen, event: Event) -> a.EventSeen:
    """One event as the interface for programs shows it to this viewer."""
    words = {
        member: text
        for member in ("words", "text", "name", "instead_of")
        if (text := seen.text_of(event, member)) is not None
    }
    return a.EventSeen(
        number=seen.place(event),
        kind=event.kind,
        at=event.at,
        role=event.role,
        body=_shown_body(seen, event),
        words=words,
    )


def _shown_body(seen: Seen, event: Event) -> dict[str, Any]:
    """The body, with places of this view where it cites other leaves."""
    body = write_body(event.body)
    for name in CITING & body.keys():
        body[name] = _places(seen, body[name])
    return {name: value for name, value in body.items() if not _is_commitment(value)}


def _places(seen: Seen, cited: Any) -> Any:
    if isinstance(cited, int):
        return seen.place(cited) if seen.has(cited) else None
    if isinstance(cited, (list, tuple)):
        return [place for one in cited if (place := _places(seen, one)) is not None]
    return cited


def _is_commitment(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"$c"}
