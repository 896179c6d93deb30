"""What an event changes on pages that are open."""

from collections.abc import Mapping
from typing import Any

from evidence.kinds.control import InjectFired
from evidence.kinds.exercise import ExerciseHeld
from facilitator.screens import card_for
from facilitator.screens.cards import Card
from tests.screens.looking import draw, drawing, look, played


def card(index: int, audience: str) -> Card | None:
    event = [e for e in played().events if isinstance(e.body, InjectFired) and e.body.text][index]
    return _card(event, audience)


def _card(event: Any, audience: str) -> Card | None:
    def render(template: str, context: Mapping[str, Any]) -> str:
        return drawing().template(template, context)

    return card_for(
        event,
        plan=played().plan,
        exercise="demo",
        text=lambda seq, member: None,
        audience=audience,
        render=render,
    )


def test_a_new_message_is_inserted_and_spoken() -> None:
    made = card(0, "seat:platform-lead")

    assert made is not None
    assert 'data-into="feed"' in made.html
    assert made.say.startswith("Page")
    assert "for-me" in made.stale


def test_the_card_in_the_stream_has_the_element_that_the_page_has() -> None:
    made = card(1, "seat:platform-lead")
    page = draw("team", look(played(), at=20 * 60_000, seat="platform-lead"))

    assert made is not None
    element = made.html.split('id="')[1].split('"')[0]
    assert f'id="{element}"' in page


def test_every_event_of_an_exercise_makes_a_card_or_none_for_every_audience() -> None:
    for event in played().events:
        for audience in ("team", "seat:duty-manager", "control"):
            _card(event, audience)


def test_only_a_real_incident_interrupts() -> None:
    event = played().events[-1]
    priorities = {made.priority for e in played().events if (made := _card(e, "team"))}
    held = type(event)(
        seq=1,
        at=event.at,
        origin="person",
        body=ExerciseHeld(because="real-incident"),
        to=("team",),
    )
    made = _card(held, "team")

    assert "assertive" not in priorities
    assert made is not None
    assert made.priority == "assertive"
