"""Two evaluators who rate one task alone: nothing that is served tells one what the other said."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.web.serving import Caller, facilitator, invited, open_day, serving
from tests.web.watching import watching

TASK = "freeze-and-keep"
SECRET = "Nobody stopped the second pair of hands."
MADE_S = 180


@dataclass(slots=True)
class Desk:
    """A review of two evaluators."""

    exercise: str
    control: Caller
    ana: Caller
    bo: Caller
    rated: set[Caller] = field(default_factory=set)

    def rate_both(self) -> None:
        self.rate(self.ana, "U", SECRET)
        self.rate(self.bo, "S", "They did stop, after a while.")

    def rate(self, who: Caller, rating: str, words: str) -> None:
        """Once each, whichever test comes first."""
        if who in self.rated:
            return
        self.rated.add(who)
        seen = who.do(self.exercise, "evaluator.observe", task=TASK, words="Seen in the room.")
        assert seen["ok"], seen
        page = who.http.get(f"/api/v1/exercises/{self.exercise}").json()
        rated = who.do(
            self.exercise, "evaluator.rate", task=TASK, rating=rating, override=True,
            about=[page["head"]], words=words,
        )  # fmt: skip
        assert rated["ok"], rated

    def events(self, who: Caller) -> list[dict[str, object]]:
        answer = who.http.get(f"/api/v1/exercises/{self.exercise}/events", params={"limit": 500})
        found: list[dict[str, object]] = answer.json()["events"]
        return found

    def pages(self, who: Caller) -> str:
        names = ("evaluate", "scorecard", "evidence", "report", "replay")
        return "\n".join(who.page(f"/x/{self.exercise}/{name}") for name in names)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with serving(tmp_path_factory.mktemp("blind") / "data") as server:
        control = facilitator(server)
        exercise = open_day(control)[0]
        control.start(exercise)
        ana, bo = (invited(server, "evaluator", name=name) for name in ("Ana", "Bo"))
        control.do(exercise, "exercise.end")
        _ask_both(ana, exercise)
        yield Desk(exercise=exercise, control=control, ana=ana, bo=bo)
        for caller in (control, ana, bo):
            caller.close()


def _ask_both(lead: Caller, exercise: str) -> None:
    """Ask everybody whom the page offers, by its own form."""
    page = lead.page(f"/x/{exercise}/evaluate")
    start = page.index(f'name="task" value="{TASK}"')
    form = page[start : page.index("</form>", start)]
    accounts = re.findall(r'name="raters" value="([^"]+)"', form)
    assert len(accounts) == 2
    asked = lead.do(exercise, "raters.assign", task=TASK, raters=accounts)
    assert asked["ok"], asked


def test_the_page_says_who_rates_alone_and_asks_nobody_twice(desk: Desk) -> None:
    page = desk.bo.page(f"/x/{desk.exercise}/evaluate")

    assert "Ana and Bo rate it alone; what each says is shown once all have." in page
    start = page.index(f'name="task" value="{TASK}"')
    assert "raters.assign" not in page[start : page.index("</form>", start)]


def test_a_rating_is_shown_to_its_rater_alone_until_all_are_in(desk: Desk) -> None:
    exercise = desk.exercise
    with watching(desk.bo, exercise, since=0) as stream:
        desk.rate(desk.ana, "U", SECRET)
        stream.until("evaluator.rated")
        frames = json.dumps(stream.frames)

    own, others = desk.events(desk.ana), desk.events(desk.bo)
    kept = [event for event in others if event["kind"] == "rating.kept"]

    assert any(event["kind"] == "evaluator.rated" for event in own)
    assert [event["body"] for event in kept] == [{"task": TASK}, {"task": TASK}]
    assert [event["number"] for event in own] == [event["number"] for event in others]
    for reader in (desk.bo, desk.control):
        told = json.dumps(desk.events(reader)) + desk.pages(reader)
        assert SECRET not in told
        assert "evaluator.rated" not in json.dumps(desk.events(reader))
    assert SECRET in json.dumps(own)
    assert "is kept until every rater has given theirs" in desk.pages(desk.bo)
    assert "is kept until every rater" not in desk.pages(desk.ana)
    assert SECRET not in frames
    assert '"U"' not in frames


def test_nothing_leaves_the_house_before_all_ratings_are_in(desk: Desk) -> None:
    record = desk.bo.http.get(f"/api/v1/exercises/{desk.exercise}/record")
    bundle = desk.bo.http.get(f"/x/{desk.exercise}/bundle/full.zip", timeout=MADE_S)
    report = desk.bo.http.get(f"/x/{desk.exercise}/report.md", timeout=MADE_S)

    assert (record.status_code, bundle.status_code) == (409, 409)
    assert "who rate alone have not all rated yet" in record.text
    assert "who rate alone have not all rated yet" in bundle.text
    assert report.status_code == 200
    assert SECRET not in report.text


def test_once_all_are_in_each_sees_what_the_other_said(desk: Desk) -> None:
    desk.rate_both()

    for reader in (desk.ana, desk.bo):
        told = json.dumps(desk.events(reader))
        assert "rating.kept" not in told
        assert SECRET in told
        page = reader.page(f"/x/{desk.exercise}/evaluate")
        assert "Rated alone: Ana U, Bo S. The lead evaluator settles it." in page
    assert desk.bo.http.get(f"/api/v1/exercises/{desk.exercise}/record").status_code == 200


def test_the_lead_evaluator_settles_where_they_differ(desk: Desk) -> None:
    desk.rate_both()
    observed = desk.ana.do(desk.exercise, "evaluator.observe", task=TASK, words="Talked it over.")
    assert observed["ok"], observed
    seen = desk.ana.http.get(f"/api/v1/exercises/{desk.exercise}").json()["head"]

    settled = desk.ana.do(
        desk.exercise, "rating.settle", task=TASK, rating="M", about=[seen], words="Between them."
    )

    assert settled["ok"], settled
    page = desk.bo.page(f"/x/{desk.exercise}/evaluate")
    assert "Rated alone: Ana U, Bo S. Settled as M." in page
