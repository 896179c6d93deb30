"""`score` and `replay`: look at a record that was stored earlier."""

from pathlib import Path

import typer

from facilitator.cli.failing import NOT_FINE, told
from facilitator.cli.finding import check_there
from facilitator.cli.printing import print_json, printer
from facilitator.cli.scores import show_scorecard
from facilitator.record_files import read_record
from facilitator.replaying import Replayed, replay
from scoring import score


def score_record(path: Path, *, exercise: str | None, json: bool) -> None:
    """The scorecard of one record."""
    check_there(path)
    with told():
        record = read_record(path, exercise=exercise)
    scorecard = score(record.plan, record.events, head=record.head).to_json()
    if json:
        print_json(scorecard)
        return
    show = printer()
    show.line(f"{record.plan.scenario.title} · {record.exercise}", style="bold")
    show_scorecard(show, scorecard, record.plan)


def replay_record(path: Path, *, exercise: str | None, json: bool) -> None:
    """Whether a record comes out again from its inputs."""
    check_there(path)
    with told():
        record = read_record(path, exercise=exercise)
        outcome = replay(record)
    if json:
        print_json(_as_json(record.exercise, outcome))
    else:
        _show(record.exercise, outcome)
    if not outcome.reproduced:
        raise typer.Exit(NOT_FINE)


def _show(exercise: str, outcome: Replayed) -> None:
    show = printer()
    if not outcome.reproduced:
        show.line(f"{exercise}: diverged at seq {outcome.diverged_at}", style="red")
        show.line(f"  stored:   {outcome.stored}")
        show.line(f"  replayed: {outcome.replayed or 'nothing comes out here'}")
    elif outcome.missing:
        says = f"{exercise}: reproduced up to seq {outcome.leaves - 1}; "
        show.line(says + f"the stored record lacks {outcome.missing} leaves that follow from it")
    else:
        show.line(f"{exercise}: reproduced, {outcome.leaves} leaves", style="green")


def _as_json(exercise: str, outcome: Replayed) -> dict[str, object]:
    return {
        "exercise": exercise,
        "outcome": "reproduced" if outcome.reproduced else "diverged",
        "leaves": outcome.leaves,
        "missing": outcome.missing,
        "diverged_at": outcome.diverged_at,
        "stored": outcome.stored,
        "replayed": outcome.replayed,
    }
