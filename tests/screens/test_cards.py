"""What an event changes on pages that are open."""

from collections.abc import Mapping
from typing import Any

import msgspec

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


LETTER = """Dear colleagues,

* the *first* point
* the second

Yours, <script>alert(1)</script> [a site](https://example.com)
"""


def test_an_author_writes_paragraphs_and_lists_and_nothing_that_acts() -> None:
    fired = next(e for e in played().events if isinstance(e.body, InjectFired) and e.body.text)
    letter = msgspec.structs.replace(fired.body, text=LETTER, channel="email", sender=None)

    made = _card(msgspec.structs.replace(fired, body=letter), "team")

    assert made is not None
    said = made.html.split('<div class="body">')[1].split("</div>")[0]
    assert "<p>Dear colleagues,</p>" in said
    assert "<li>the <em>first</em> point</li>" in said
    assert "&lt;script&gt;" in said
    assert "<a" not in said


def test_what_a_machine_writes_is_shown_as_it_writes_it() -> None:
    fired = next(e for e in played().events if isinstance(e.body, InjectFired) and e.body.text)
    alert = msgspec.structs.replace(fired.body, text="cp *.dat_* /mnt", channel="alert")

    made = _card(msgspec.structs.replace(fired, body=alert), "team")

    assert made is not None
    assert "cp *.dat_* /mnt".capitalize() in made.html


def test_every_event_of_an_exercise_makes_a_card_for_control_and_at_most_one_for_the_team() -> None:
    for event in played().events:
        made = {to: _card(event, to) for to in ("team", "seat:duty-manager", "control")}

        assert made["control"] is not None, event.kind
        assert all(one is None or one.html.count("<li class") <= 1 for one in made.values())


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
