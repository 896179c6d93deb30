"""Two evaluators who rate one task alone: nothing that is served tells one what the other said."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from facilitator.access import People
from tests.web.serving import Caller, Server, facilitator, invited, open_day, serving
from tests.web.watching import watching

TASK = "freeze-and-keep"
SECRET = "Nobody stopped the second pair of hands."
MADE_S = 180


@dataclass(slots=True)
class Desk:
    """A review in which Ana has rated and Bo has not."""

    exercise: str
    control: Caller
    ana: Caller
    bo: Caller

    def rate(self, who: Caller, rating: str, words: str) -> None:
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
        assigned = ana.do(exercise, "raters.assign", task=TASK, raters=_accounts(server))
        assert assigned["ok"], assigned
        yield Desk(exercise=exercise, control=control, ana=ana, bo=bo)
        for caller in (control, ana, bo):
            caller.close()


def _accounts(server: Server) -> list[str]:
    people = People.open(server.data / "people.db")
    try:
        return [one.id for one in people.accounts() if one.kind == "evaluator"]
    finally:
        people.close()


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
    desk.rate(desk.bo, "S", "They did stop, after a while.")

    for reader in (desk.ana, desk.bo):
        told = json.dumps(desk.events(reader))
        assert "rating.kept" not in told
        assert SECRET in told
    assert desk.bo.http.get(f"/api/v1/exercises/{desk.exercise}/record").status_code == 200
