"""Pre-flight: what is amber needs a reason, and the reason has a place in the record."""

from dataclasses import replace

from evidence import Event
from evidence.kinds.exercise import PointsAccepted
from facilitator.screens import Person, Seen
from facilitator.screens.preflight import PreflightPage, preflight_page
from tests.screens.looking import draw, look, played


def before_play() -> Seen:
    seen = look(played(), at=0, kind="facilitator")
    return replace(seen, events=seen.events[:1])


def page_of(seen: Seen) -> PreflightPage:
    return preflight_page(seen, {})


def test_an_amber_point_stays_open_until_it_is_accepted_with_a_reason() -> None:
    seen = before_play()
    accepted = Event(
        seq=1, at=seen.clock.at, origin="control", cause=0, body=PointsAccepted(points=("seats",))
    )
    after = replace(
        seen,
        events=(*seen.events, accepted),
        words={(0, "body.words"): "Two are on leave."},
    )

    assert "seats" in [check.point for check in page_of(seen).open]
    assert "seats" not in [check.point for check in page_of(after).open]
    assert "Two are on leave." in draw("preflight", after)


def test_each_message_that_reaches_no_person_is_listed_with_whom_it_is_for() -> None:
    seen = before_play()
    lead, *others = seen.plan.organisation.roles
    people = (Person(seat=lead, name="Ana"), *(Person(seat=seat) for seat in others))
    lonely = page_of(replace(seen, team=replace(seen.team, people=people))).checks[1]
    nobody = page_of(seen).checks[1]

    assert lonely.title == "Injects"
    assert all(", to " in line for line in lonely.lines)
    assert len(lonely.lines) < len(nobody.lines)


def test_what_plays_what_and_what_does_not_fit_is_said_in_words_of_people() -> None:
    page = page_of(before_play())
    (line,) = next(check.lines for check in page.checks if check.point == "organisation")

    assert page.binding[0] == ("The service that will be down", "Merchant Console")
    assert ("Incident lead", "Duty manager") in page.binding
    assert line == (
        "left out: duty nis2 early warning (NIS2, significant incident is not its regime)"
    )


def test_control_sees_who_has_not_answered_the_comms_check() -> None:
    seen = before_play()
    lead, second, *_ = seen.plan.organisation.roles
    people = (Person(seat=lead, name="Ana", ready=True), Person(seat=second, name="Ben"))
    checks = page_of(replace(seen, team=replace(seen.team, people=people))).checks
    check = next(one for one in checks if one.point == "comms-check")

    assert check.state.words == "1 of 2 answered"
    assert [line.rpartition(": ")[2] for line in check.lines] == ["Ben"]
    assert "comms-check" not in [one.point for one in page_of(seen).checks]


def test_the_first_message_of_the_lobby_is_answered_once_and_says_it_is_never_scored() -> None:
    seat = next(iter(played().plan.organisation.roles))
    page = draw("lobby", replace(look(played(), at=0, seat=seat), events=()))

    assert "Comms check" in page
    assert "never scored" in page
    assert 'value="ready"' in page
