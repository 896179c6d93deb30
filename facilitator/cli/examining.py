"""`score` and `replay`: look at a record that was stored earlier."""

from pathlib import Path

import typer

from facilitator.bundle.reading import is_bundle, record_at
from facilitator.cli.failing import COULD_NOT_CHECK, NOT_FINE, WRONG_USAGE, Failed, told
from facilitator.cli.finding import check_there, find_rubric
from facilitator.cli.printing import print_json, printer, working
from facilitator.cli.scores import show_scorecard
from facilitator.record_files import Record, open_stored
from facilitator.replaying import Replayed, replay
from facilitator.score_keeping import Verified, verify_scores
from facilitator.self_check import engine_version
from scoring import for_report, score


def score_record(path: Path, *, exercise: str | None, rubric: str | None, json: bool) -> None:
    """The scorecard of one record; with *rubric*, as another house would judge it."""
    check_there(path)
    with told():
        record = record_at(path, exercise=exercise)
        plan = record.plan
        if rubric is not None:
            plan = plan.model_copy(update={"rubric": find_rubric(rubric)})
    with working("Scoring"):
        card = score(plan, record.events, head=record.head)
    if json:
        print_json(for_report(card).to_json())
        return
    show = printer()
    show.line(f"{plan.scenario.title} · {record.exercise}", style="bold")
    show_scorecard(show, card.to_json(), plan)


def verify_record(path: Path, *, exercise: str | None, rubric: str | None, json: bool) -> None:
    """Whether the scorecards that were kept come out again."""
    if rubric is not None:
        wrong = "--verify uses the rubric that was frozen; leave --rubric out"
        raise Failed(wrong, code=WRONG_USAGE)
    check_there(path)
    if is_bundle(path):
        wrong = "--verify looks into a store, where scorecards are kept"
        raise Failed(f"{wrong}; `drillroom verify` checks {path}", code=WRONG_USAGE)
    with told():
        record = record_at(path, exercise=exercise)
        with open_stored(path) as store:
            found = verify_scores(store, record.exercise, record.plan, record.events)
    if not found:
        says = f"Could not check: no scorecard of {record.exercise} was kept."
        raise Failed(says, code=COULD_NOT_CHECK)
    if json:
        scorecards = [one.to_json() for one in found]
        print_json({"exercise": record.exercise, "scorecards": scorecards})
    else:
        _show_verified(record, found)
    if not all(one.same for one in found):
        raise typer.Exit(NOT_FINE)


def _show_verified(record: Record, found: tuple[Verified, ...]) -> None:
    show, wrote = printer(), record.opened.engine
    for one in found:
        what = f"{record.exercise}, {one.size} leaves, rubric {one.rubric}"
        if one.same:
            show.line(f"{what}: the same scorecard, {one.now}", style="green")
        else:
            show.line(f"{what}: another scorecard", style="red")
            show.line(f"  kept: {one.kept}")
            show.line(f"  now:  {one.now}")
            if wrote != engine_version():
                show.line(f"  {wrote} scored it, and this is {engine_version()}; another version "
                          "may count or word a figure otherwise")  # fmt: skip


def replay_record(path: Path, *, exercise: str | None, json: bool) -> None:
    """Whether a record comes out again from its inputs."""
    check_there(path)
    with told():
        record = record_at(path, exercise=exercise)
        with working("Playing again"):
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
