"""What a chart says beside its lines."""

from dataclasses import replace

from msgspec.structs import replace as another

from evidence import Event, Millis
from evidence.kinds.incident import SeverityCalled, SeverityReferenceSet
from facilitator.screens.charts import severity_chart
from tests.screens.looking import look, played

MINUTE = 60_000


def test_a_call_that_stays_as_wrong_while_experts_change_their_mind_is_said_once() -> None:
    seen = look(played(), at=60 * MINUTE, kind="facilitator")
    first = seen.events[0]

    def event(minute: int, body: SeverityCalled | SeverityReferenceSet) -> Event:
        return another(first, at=Millis(minute * MINUTE), body=body)

    events = (
        event(0, SeverityReferenceSet(worst=2, mildest=2, because="")),
        event(10, SeverityCalled(level=1)),
        event(20, SeverityReferenceSet(worst=3, mildest=3, because="")),
        event(30, SeverityCalled(level=3)),
    )

    chart = severity_chart(replace(seen, events=events))

    assert chart is not None
    assert [box.words for box in chart.apart] == ["20:00 too severe"]
    assert len(chart.rows) == 4
