"""Since when the team was aware, and since when it could have been."""

from typing import Any

import pytest

from scenarios.answer_keys import Awareness
from scenarios.duties import Duty, DutyTrigger
from scenarios.law import Regime, Stage, Status, elapsed
from scenarios.plan import Plan
from tests.builders import a_plan, hours, minutes
from tests.scoring.scored import figure, findings, scorecard


def banded(**parts: Any) -> Plan:
    """Certainty could be argued from the files on, and not denied half an hour after the note."""
    law = Regime(
        id="gdpr", title="GDPR", jurisdiction="EU", status=Status(is_="in force"),
        who="controller", whom="authority", citation="Art. 33", confidence="text seen",
        stages=(Stage(id="first", starts="aware", within=elapsed(hours(10)), rule="10 h"),),
    )  # fmt: skip
    duty = Duty(
        id="authority", title="Notice to the authority", regime="gdpr", owner="privacy-lead",
        from_=DutyTrigger(aware_of="breach"), whom="authority",
    )  # fmt: skip
    fields: dict[str, Any] = {
        "of": "breach", "known_from": "files", "known_by": "note", "plus": minutes(30),
    }  # fmt: skip
    band = Awareness(**{**fields, **parts})
    return a_plan(duties=(duty,), regimes=(law,), awareness=(band,))


TOLD = """
    00:10  inject files to privacy-lead
    02:00  inject note to privacy-lead
    {said}  privacy-lead aware of breach since {since}
    {said}  duty authority runs since {since}, due {due}
    {sent}  privacy-lead notifies authority
    20:00  EndEx
"""


@pytest.mark.parametrize(
    ("since", "due", "sent", "verdict"),
    [
        ("00:10", "10:10", "10:00", "met"),  # from the first moment it could be argued
        ("02:30", "12:30", "10:05", "met"),  # by every start
        ("02:30", "12:30", "12:00", "arguable"),  # by the end of the band, not by its beginning
        ("04:00", "14:00", "12:20", "arguable"),  # claimed late, sent in time by the band's end
        ("04:00", "14:00", "13:00", "late"),  # in time only by a claim after the band
    ],
)
def test_a_notice_is_counted_from_the_claim_and_no_later_than_the_band(
    since: str, due: str, sent: str, verdict: str
) -> None:
    card = scorecard(TOLD.format(said="04:30", since=since, due=due, sent=sent), banded())

    assert figure(card, "NOTIF-TIME", "authority").verdict == verdict


def test_a_claim_after_the_band_is_late_awareness() -> None:
    card = scorecard(TOLD.format(said="04:30", since="04:00", due="14:00", sent="05:00"), banded())

    assert findings(card, "awareness-late")[0].says == (
        "Awareness of breach was claimed since E 04:00:00; reasonable certainty was there by "
        "E 02:30:00, 1:30:00 earlier, and notices are counted from there."
    )


def test_a_claim_at_the_end_of_the_band_is_not_late() -> None:
    card = scorecard(TOLD.format(said="04:30", since="02:30", due="12:30", sent="05:00"), banded())

    assert not findings(card, "awareness-late")


def test_the_earliest_claim_decides_whether_awareness_was_late() -> None:
    card = scorecard(
        """
        00:10  inject files to privacy-lead
        02:00  inject note to privacy-lead
        04:30  privacy-lead aware of breach since 04:00
        04:40  privacy-lead aware of breach since 01:00
        06:00  EndEx
        """,
        banded(),
    )

    assert not findings(card, "awareness-late")


def test_what_was_never_shown_makes_nobody_late() -> None:
    card = scorecard(
        """
        00:10  inject files to privacy-lead
        04:30  privacy-lead aware of breach since 04:00
        06:00  EndEx
        """,
        banded(),
    )

    assert not findings(card, "awareness-late")


def test_saying_nothing_at_all_past_the_band_is_a_finding() -> None:
    card = scorecard(
        "00:10 inject files to privacy-lead\n02:00 inject note to privacy-lead\n20:00 EndEx",
        banded(),
    )

    assert findings(card, "awareness-never")
    assert figure(card, "NOTIF-TIME", "authority").verdict == "could-not-verify"
