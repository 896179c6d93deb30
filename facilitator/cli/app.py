"""The commands and their arguments.  What they do lies in modules that load when they run.

Only Typer is imported here: whoever asks for `--help` waits for nothing else.  Exit codes: 0
fine, 1 the thing examined is not fine, 2 wrong usage, 3 could not check.
"""

from pathlib import Path
from typing import Annotated, Final

import typer
from typer.exceptions import TyperException

from facilitator.cli.programme_app import app as programme_app

MAX_SEED: Final = 2**53 - 1  # what a leaf can hold

app = typer.Typer(
    name="drillroom",
    help="Rehearse bad days: play incidents, score them, keep the evidence.",
    rich_markup_mode=None,  # Rich costs more to load than all the rest of --help
    pretty_exceptions_enable=False,
    add_completion=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Out = Annotated[Path, typer.Option("--out", help="The folder for records.", metavar="DIR")]
Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The folder for everything.")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=MAX_SEED, help="Fixes all luck.")]
Responders = Annotated[
    str,
    typer.Option(
        "--responders",
        metavar="PROFILE",
        help="Who fills empty seats: seasoned, average, chaotic or absent.",
    ),
]
Bind = Annotated[
    list[str] | None,
    typer.Option("--bind", metavar="SLOT=ID", help="Choose what fills a slot; may be repeated."),
]
RecordPath = Annotated[Path, typer.Argument(metavar="RECORD", help="A store file, or its folder.")]
WhichExercise = Annotated[
    str | None,
    typer.Option("--exercise", metavar="ID", help="Which exercise; the latest if left out."),
]

WithRubric = Annotated[
    str | None,
    typer.Option("--rubric", metavar="FILE", help="Judge by this rubric: a library id or a path."),
]


@app.command()
def demo(out: Out = Path("out"), json: Json = False) -> None:
    """Play a whole exercise: a wiped database, simulated responders, a scorecard."""
    from facilitator.cli.playing import play_demo

    play_demo(out=out, json=json)


@app.command("list")
def list_library(json: Json = False) -> None:
    """Show what comes with Drillroom: scenarios, organisations, runbooks, notification rules."""
    from facilitator.cli.library import show_library

    show_library(json=json)


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files or folders; the library if left out."),
    ] = None,
    organisation: Annotated[
        str | None,
        typer.Option("--organisation", metavar="FILE", help="Show how scenarios bind to it."),
    ] = None,
    bind: Bind = None,
    json: Json = False,
) -> None:
    """Check authored files: every problem at once, each with its line and remedy."""
    from facilitator.cli.checking import check_paths

    check_paths(paths or [], organisation=organisation, bind=bind or [], json=json)


@app.command()
def schema(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="scenario, organisation, contacts or runbook.")
    ],
) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check."""
    from facilitator.cli.library import show_schema

    show_schema(kind)


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
    """Play a scenario without waiting, record it and score it."""
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
    """Score a stored record: every figure with its formula and what it rests on."""
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
    """Open one figure: formula, leaves, what was left out, what would have changed it."""
    from facilitator.cli.explaining import explain_figure

    explain_figure(record, figure, exercise=exercise, json=json)


@app.command()
def replay(record: RecordPath, exercise: WhichExercise = None, json: Json = False) -> None:
    """Simulate a stored record again from its inputs and compare every leaf."""
    from facilitator.cli.examining import replay_record

    replay_record(record, exercise=exercise, json=json)


@app.command()
def serve(
    data: Data = Path("data"),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8000,
    lan: Annotated[bool, typer.Option("--lan", help="Let phones in this network in.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Play a game day at once.")] = False,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="The address of a TLS proxy in front."),
    ] = None,
) -> None:
    """Open the live room: teams join with a code, you run it from the control room."""
    import gc

    gc.disable()  # until the doors are open: nothing that is loaded until then is garbage
    from facilitator.cli.serving import Served
    from facilitator.cli.serving import serve as serve_until_stopped

    serve_until_stopped(Served(data=data, port=port, lan=lan, demo=demo, url=url))


@app.command()
def invite(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="facilitator, evaluator or auditor.")],
    name: Annotated[str, typer.Option("--name", help="What to call them.")] = "",
    data: Data = Path("data"),
    url: Annotated[
        str, typer.Option("--url", metavar="URL", help="How your server is reached.")
    ] = "http://127.0.0.1:8000",
) -> None:
    """Print a link that lets one person on the staff in, once."""
    from facilitator.cli.serving import invite as print_link

    print_link(kind, name=name, data=data, url=url)


@app.command()
def classify(
    test: Annotated[
        str,
        typer.Argument(metavar="TEST", help="dora-major, nis2-significant or cn-reportable."),
    ],
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", metavar="KEY=VALUE", help="What is known; may be repeated."),
    ] = None,
    json: Json = False,
) -> None:
    """Walk a legal test on the facts so far, and show the tree with its answers."""
    from facilitator.cli.classifying import show_test

    show_test(test, facts=fact or [], json=json)


@app.command()
def regimes(
    organisation: Annotated[
        str | None, typer.Argument(metavar="[ORGANISATION]", help="A library id or a path.")
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", metavar="KEY=VALUE", help="What is known; may be repeated."),
    ] = None,
    json: Json = False,
) -> None:
    """Show which notification regimes bind an organisation, and which wait for what fact."""
    from facilitator.cli.classifying import show_regimes

    show_regimes(organisation, facts=fact or [], json=json)


@app.command()
def due(
    regime: Annotated[str, typer.Argument(metavar="REGIME", help="For example uk-gdpr-33.")],
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="For example notification.")],
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--given",
            metavar="EVENT=INSTANT",
            help="When something happened: aware=2026-11-17T09:20:00+01:00.  May be repeated.",
        ),
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option(
            "--fact",
            metavar="KEY=VALUE",
            help="What is known: entity=credit-institution, calendar=DE.  May be repeated.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", help="Where days are counted: Europe/Berlin."),
    ] = None,
    json: Json = False,
) -> None:
    """Say when a notice is due: by which rule, how sure, and what else could be argued."""
    from facilitator.cli.due import show_due

    show_due(regime, stage, given=given or [], facts=fact or [], zone=zone, json=json)


@app.command()
def bundle(
    exercise: Annotated[
        str,
        typer.Argument(
            metavar="EXERCISE", help="An exercise's id; or a store, for its latest exercise."
        ),
    ],
    records: Annotated[
        Path, typer.Option("--records", metavar="DIR", help="The folder that has the store.")
    ] = Path("out"),
    head: Annotated[
        str,
        typer.Option("--head", metavar="HEAD", help="latest, play (the seal at EndEx), or a size."),
    ] = "latest",
    profile: Annotated[
        str, typer.Option("--profile", metavar="PROFILE", help="full, auditor or public.")
    ] = "full",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Where the bundle goes.")
    ] = None,
    json: Json = False,
) -> None:
    """Write the evidence of one exercise as one file that can be checked without us."""
    from facilitator.cli.bundling import WantedBundle, write_bundle

    write_bundle(
        WantedBundle(exercise=exercise, records=records, head=head, profile=profile, to=to),
        json=json,
    )


@app.command()
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A file made by bundle.")],
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="VKEY", help="The installation's key, had from elsewhere."),
    ] = None,
    receipt: Annotated[
        list[Path] | None,
        typer.Option("--receipt", metavar="FILE", help="A head kept outside; may be repeated."),
    ] = None,
    witness: Annotated[
        list[str] | None,
        typer.Option("--witness", metavar="VKEY", help="Who may have cosigned; may be repeated."),
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Also simulate and score again, with this engine.")
    ] = False,
    json: Json = False,
) -> int:
    """Check a bundle offline: intact? signed by whom? seen outside? Exit 0, 1 or 3."""
    from facilitator.cli.bundling import Outside, verify_bundle

    outside = Outside(key=key, receipts=tuple(receipt or ()), witnesses=tuple(witness or ()))
    return verify_bundle(bundle, outside, replay=replay, json=json)


@app.command()
def tamper(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A full bundle.")],
    json: Json = False,
) -> int:
    """Alter a bundle in some fifty ways, and show which check catches each."""
    from facilitator.cli.tampering import tamper_with

    return tamper_with(bundle, json=json)


@app.command()
def report(
    record: Annotated[
        Path, typer.Argument(metavar="BUNDLE", help="A bundle; or a store file, or its folder.")
    ],
    exercise: WhichExercise = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORM", help="html, pdf, md, json or xlsx.")
    ] = "html",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write; EXERCISE-report.FORM if not."),
    ] = None,
) -> None:
    """Write the drill report of a record: every section, every figure down to its entries."""
    from facilitator.cli.reporting import report_record

    report_record(record, exercise=exercise, form=form, out=out)


@app.command()
def join(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="The server, for example http://host:8000.")
    ],
    code: Annotated[str, typer.Argument(metavar="CODE", help="The team's code.")],
    seat: Annotated[str, typer.Option("--seat", help="The seat that you want.")],
    name: Annotated[str, typer.Option("--name", help="What to call you.")] = "terminal",
    take_over: Annotated[
        bool, typer.Option("--take-over", help="The seat is yours; you lost your connection.")
    ] = False,
) -> None:
    """Play a seat of a live exercise from this terminal."""
    from facilitator.cli.joining import join as play_seat

    play_seat(url, code, name=name, seat=seat, take_over=take_over)


_INTERRUPTED = 130


@app.command()
def redact(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise's id.")],
    leaf: Annotated[int, typer.Argument(metavar="LEAF", min=0, help="Where it was typed.")],
    ground: Annotated[str, typer.Option("--ground", help="The law or rule; name no person.")],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who asks for it.")],
    approved_by: Annotated[
        str, typer.Option("--approved-by", metavar="WHO", help="Another person.")
    ],
    field: Annotated[str, typer.Option("--field", help="Its path in the leaf.")] = "body.words",
    records: Annotated[
        Path, typer.Option("--records", metavar="DIR", help="The folder that has the store.")
    ] = Path("out"),
) -> None:
    """Take what somebody typed out of a record for good; every proof stays whole."""
    from facilitator.cli.bundling import WantedRedaction, redact_words

    redact_words(
        WantedRedaction(
            records=records,
            exercise=exercise,
            seq=leaf,
            field=field,
            ground=ground,
            by=by,
            approved_by=approved_by,
        )
    )


@app.command("change-key")
def change_key(
    records: Annotated[
        Path, typer.Argument(metavar="RECORDS", help="A store file, or its folder.")
    ],
) -> None:
    """Sign with a new key from now on; whoever pinned the old one can still follow."""
    from facilitator.cli.bundling import change_signing_key

    change_signing_key(records)


@app.command()
def population(
    records: Annotated[
        Path, typer.Argument(metavar="RECORDS", help="A store file, or its folder.")
    ] = Path("out"),
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Opened on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Opened on this day or before.")
    ] = None,
    seed: Annotated[
        str | None, typer.Option("--seed", metavar="TEXT", help="The auditor's, for the sample.")
    ] = None,
    sample: Annotated[int, typer.Option("--sample", min=0, help="How many to draw.")] = 0,
    operator: Annotated[
        str | None, typer.Option("--operator", metavar="NAME", help="Who asks; you if left out.")
    ] = None,
    json: Json = False,
) -> None:
    """Count every exercise ever opened, say what is missing, and draw a sample."""
    from facilitator.cli.counting import WantedPopulation, show_population

    wanted = WantedPopulation(
        records=records, since=since, until=until, seed=seed, sample=sample, operator=operator
    )
    show_population(wanted, json=json)


app.add_typer(programme_app, name="programme")


def run(args: list[str] | None = None) -> int:
    """Run one command line; the exit code.  What people got wrong is said, never raised."""
    from facilitator.cli.failing import explain

    try:
        code = app(args=args, prog_name="drillroom", standalone_mode=False)
    except TyperException as error:
        return explain(error)
    except typer.Abort:
        code = _INTERRUPTED
    except BrokenPipeError:
        return 0  # whoever read our output has seen enough
    if code == _INTERRUPTED:  # Typer makes a Ctrl-C into this code, and says nothing
        typer.echo("Interrupted; what was recorded until then is kept.", err=True)
    return code if isinstance(code, int) else 0
