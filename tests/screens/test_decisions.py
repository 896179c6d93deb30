"""What a decision leaves out is hinted at where it is read; never whether it was right."""

from dataclasses import replace

from evidence import Event, Millis
from evidence.kinds.incident import DecisionRecorded
from facilitator.screens import Seen
from facilitator.screens.coordinate import coordinate_page
from facilitator.screens.decide import decide_page
from facilitator.screens.evaluate import evaluate_page
from tests.screens.looking import draw, look, played

AT = Millis(60 * 60_000)


def decided(seen: Seen, **members: object) -> Seen:
    """The same view with one more decision of the lead."""
    body = DecisionRecorded(type="other", choice="own", made_at=AT, **members)  # type: ignore[arg-type]
    seq = seen.events[-1].seq + 1
    to, role = ("team",), "duty-manager"
    event = Event(seq=seq, at=AT, origin="world", to=to, role=role, cause=0, body=body)
    return replace(seen, events=(*seen.events, event))


def test_a_decision_says_what_it_leaves_out_to_the_team_and_to_the_evaluator() -> None:
    team = decided(look(played(), at=AT, seat="duty-manager"), owner="duty-manager", reasoned=False)
    staff = decided(look(played(), at=AT, kind="evaluator"), owner="duty-manager", reasoned=False)
    lacks = ("a reason", "approval by somebody else", "what it rests on")

    assert decide_page(team, {}).decisions[0].lacks == lacks
    assert coordinate_page(team, {}).decisions[0].lacks == lacks
    assert evaluate_page(staff, {}).decisions[0].lacks == lacks
    assert "Without a reason, approval by somebody else, what it rests on" in draw("decide", team)


def test_a_decision_that_is_whole_gets_no_hint_whatever_was_chosen() -> None:
    whole = decided(
        look(played(), at=AT, seat="duty-manager"),
        owner="duty-manager",
        approver="operations-director",
        reasoned=True,
        evidence=(3,),
    )

    assert decide_page(whole, {}).decisions[0].lacks == ()


def test_approving_ones_own_decision_is_no_approval() -> None:
    own = decided(
        look(played(), at=AT, seat="duty-manager"),
        owner="duty-manager",
        approver="duty-manager",
        reasoned=True,
        evidence=(3,),
    )

    assert decide_page(own, {}).decisions[0].lacks == ("approval by somebody else",)


def test_a_decision_can_name_what_was_last_heard_and_who_approves_it() -> None:
    seen = look(played(), at=AT, seat="duty-manager")
    page = decide_page(seen, {})

    assert page.rests_on[0][1] >= page.rests_on[-1][1]
    assert f'<option value="{page.rests_on[0][0]}">' in draw("decide", seen)
