"""Commands that play an exercise, score it, and open what came out."""

from pathlib import Path
from typing import Annotated

import typer

from facilitator.cli.commands.options import (
    Bind,
    Json,
    Out,
    RecordPath,
    Responders,
    Seed,
    WhichExercise,
    WithRubric,
)

app = typer.Typer(rich_markup_mode=None)


@app.command()
def demo(out: Out = Path("out"), json: Json = False) -> None:
    """Play a whole exercise to its scorecard.

    A wiped database, with simulated responders.
    """
    from facilitator.cli.playing import play_demo

    play_demo(out=out, json=json)


@app.command()
def play(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A library id or a path.")],
    organisation: Annotated[
        str | None,
        typer.Option("--organisation", metavar="FILE", help="Who plays: a library id or a path."),
    ] = None,
    bind: Bind = None,
    responders: Responders = "average",
    commands: Annotated[
        Path | None,
        typer.Option("--commands", metavar="FILE", help="What people say when (YAML)."),
    ] = None,
    runbook: Annotated[
        list[Path] | None,
        typer.Option(
            "--runbook",
            metavar="PATH",
            help="Your own runbook, instead of the library's of its id: a file, or a folder.",
        ),
    ] = None,
    rubric: WithRubric = None,
    seed: Seed = 7,
    out: Out = Path("out"),
    json: Json = False,
) -> None:
    """Play a scenario, record it and score it.

    Nobody waits: simulated responders fill every seat.
    """
    from facilitator.cli.playing import Wanted, play_scenario

    wanted = Wanted(
        scenario=scenario,
        organisation=organisation,
        bind=tuple(bind or ()),
        responders=responders,
        commands=commands,
        seed=seed,
        rubric=rubric,
        runbooks=tuple(runbook or ()),
    )
    play_scenario(wanted, out=out, json=json)


@app.command()
def score(
    record: RecordPath,
    exercise: WhichExercise = None,
    rubric: WithRubric = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare with the scorecard kept when it was sealed.")
    ] = False,
    json: Json = False,
) -> None:
    """Score a stored record.

    Every figure has its formula and what it rests on.
    """
    from facilitator.cli.examining import score_record, verify_record

    if verify:
        verify_record(record, exercise=exercise, rubric=rubric, json=json)
    else:
        score_record(record, exercise=exercise, rubric=rubric, json=json)


@app.command()
def explain(
    record: RecordPath,
    figure: Annotated[
        str, typer.Argument(metavar="METRIC", help="SEV-ACC, or RTO:PART for one of several.")
    ],
    exercise: WhichExercise = None,
    json: Json = False,
) -> None:
    """Open one figure down to its entries.

    With its formula, what was left out, and what would have changed it.
    """
    from facilitator.cli.explaining import explain_figure

    explain_figure(record, figure, exercise=exercise, json=json)


@app.command()
def replay(record: RecordPath, exercise: WhichExercise = None, json: Json = False) -> None:
    """Simulate a record again from its inputs.

    Every leaf that comes out is compared with the one that is stored.
    """
    from facilitator.cli.examining import replay_record

    replay_record(record, exercise=exercise, json=json)
