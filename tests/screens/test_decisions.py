"""What a decision leaves out is hinted at where it is read; never whether it was right."""

from dataclasses import replace

from evidence import Event, Millis
from evidence.kinds.incident import DecisionRecorded
from facilitator.screens import Seen
from facilitator.screens.coordinate import coordinate_page
from facilitator.screens.decide import decide_page
from facilitator.screens.evaluate import evaluate_page
from facilitator.screens.story import read_story
from scoring.explain import in_words
from scoring.report import Names as ReportNames
from tests.screens.looking import draw, look, played
from tests.web.test_filling import Forms

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

    assert page.form.rests_on[0][1] >= page.form.rests_on[-1][1]
    assert f'<option value="{page.form.rests_on[0][0]}">' in draw("decide", seen)


def fields_of(page: str, form: str) -> set[str]:
    return {one.name for one in Forms(page).forms[form] if one.kind != "hidden"}


def test_team_and_scribe_write_a_decision_down_in_the_same_form() -> None:
    seen = look(played(), at=AT, seat="duty-manager")

    team = fields_of(draw("decide", seen), "decide-own")
    scribe = fields_of(draw("scribe", seen), "scribe-decision")

    rest = {"evidence", "instead-of", "review-at", "sure"}
    assert team == {"words", "type", "owner", "approver"} | rest
    assert scribe == team | {"said-by", "about-at"}


def test_what_is_seldom_said_is_folded_away() -> None:
    page = draw("decide", look(played(), at=AT, seat="duty-manager"))
    form = page[page.index('id="decide-own"') :]
    folded = form[form.index("<details") : form.index("</details>")]

    assert 'name="instead-of"' in folded
    assert 'name="review-at"' in folded
    assert " open" not in folded[: folded.index(">")]


def test_what_else_was_considered_is_read_where_the_decision_is() -> None:
    team = decided(look(played(), at=AT, seat="duty-manager"), reasoned=True, weighed=True)
    staff = decided(look(played(), at=AT, kind="evaluator"), reasoned=True, weighed=True)
    words = {(0, "body.words"): "We wait.", (0, "body.instead_of"): "Failing over <now>."}

    for name, seen in (("log", team), ("decide", team), ("evaluate", staff)):
        page = draw(name, replace(seen, words=words))
        assert "We wait." in page
        assert "Instead of: Failing over &lt;now&gt;." in page


def test_a_review_is_a_deadline_for_all_and_asked_of_its_owner_from_ten_minutes_before() -> None:
    due = Millis(AT + 1_800_000)
    members = {"owner": "duty-manager", "reasoned": True, "review_at": due}
    for later, asked in ((AT + 1_199_999, False), (AT + 1_200_000, True), (due + 1, True)):
        owner = decided(at_instant("duty-manager", later), **members)
        other = decided(at_instant("platform-lead", later), **members)

        assert ("Time to review: Decision: other" in draw("decide", owner)) == asked
        assert "Time to review" not in draw("decide", other)
        assert "Review: Decision: other" in draw("team", other)


def at_instant(seat: str, at: int) -> Seen:
    """What a seat had seen by AT, looked at later: as if nothing else had happened."""
    seen = look(played(), at=AT, seat=seat)
    return replace(seen, clock=replace(seen.clock, at=Millis(at)))


def test_a_decision_that_was_looked_at_again_is_no_longer_asked_for() -> None:
    members = {"owner": "duty-manager", "reasoned": True}
    first = decided(at_instant("duty-manager", AT + 3_000_000), **members, review_at=AT + 1)
    again = decided(first, **members, reviews=(first.events[-1].seq,))

    (review,) = read_story(first).reviews.values()
    asked = draw("decide", first, {"review": review.key})

    assert f'name="reviews" value="{review.key}"' in asked
    assert "Does it stand, and why" in asked
    assert read_story(again).reviews == {}
    assert "Time to review" not in draw("decide", again)


def test_how_sure_a_team_is_of_a_decision_is_read_where_the_decision_is() -> None:
    seen = decided(look(played(), at=AT, seat="duty-manager"), reasoned=True, sure="guess")

    for name in ("log", "decide"):
        assert '<span class="tag">a guess</span>' in draw(name, seen)
    assert in_words(ReportNames(seen.plan), seen.events[-1]) == "decided: own, a guess"


def test_whoever_answers_may_say_how_sure_they_are_and_need_not() -> None:
    seen = look(played(), at=20 * 60_000, seat="platform-lead")
    forms = Forms(draw("team", seen)).forms
    asked = [fields for name, fields in forms.items() if name.startswith("answer-")]

    assert asked
    for fields in asked:
        assert {one.value for one in fields if one.name == "sure"} == {
            "guess",
            "fairly-sure",
            "sure",
        }
