"""A record that goes on into its review is replayed and scored as one."""

from dataclasses import replace
from pathlib import Path

from evidence import Command, Sealed
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import review as r
from facilitator.record_files import Record, read_record
from facilitator.replaying import replay
from scoring import Review, score

WORDS = Sealed[str]("x" * 44)


def reviewed(played: Path) -> Record:
    record = read_record(played)
    review = Review(record.plan, record.events)
    task = review.played.objectives[0].tasks[0].id

    def says(command: Command, actor: str = "ana") -> int:
        return review.receive(command, actor=actor)[-1].seq

    says(r.AssignRaters(task=task, raters=("ana", "bo")))
    seen = says(c.Observe(task=task, about=(5,), words=WORDS))
    for rater in ("ana", "bo"):
        says(c.RateTask(task=task, rating="M", override=True, about=(seen,), words=WORDS), rater)
    seat = next(iter(record.plan.organisation.roles))
    contest = r.ContestFigure(figure="SEV-ACC", words=WORDS)
    review.receive(contest, actor="cy", seat=seat)
    says(r.RuleOnFigure(figure="SEV-ACC", ruling="set-aside", words=WORDS), "lead")
    review.receive(x.PersonLeft(seat=seat), actor="shell", origin="shell")
    return replace(record, events=tuple(review.record))


def test_a_reviewed_record_is_reproduced_from_its_inputs(played: Path) -> None:
    record = reviewed(played)

    outcome = replay(record)

    assert outcome.reproduced
    assert outcome.leaves == len(record.events) > len(read_record(played).events)


def test_the_review_is_in_the_scorecard(played: Path) -> None:
    record = reviewed(played)

    card = score(record.plan, record.events)

    assert card.objectives[0].tasks[0].rating == "M"
    assert card.agreement is not None
    assert [(one.figure, one.ruling) for one in card.contests] == [("SEV-ACC", "set-aside")]
    assert {metric.verdict for metric in card.metrics if metric.key == "SEV-ACC"} == {"not-rated"}
