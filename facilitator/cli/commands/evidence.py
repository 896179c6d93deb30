"""Commands for those who audit, and for what leaves the record."""

from pathlib import Path
from typing import Annotated

import typer

from facilitator.cli.commands.options import Json, Records, WhichExercise

app = typer.Typer(rich_markup_mode=None)


@app.command()
def bundle(
    exercise: Annotated[
        str,
        typer.Argument(
            metavar="EXERCISE", help="An exercise's id; or a store, for its latest exercise."
        ),
    ],
    records: Records = Path("out"),
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
    """Write the evidence of an exercise.

    One file, that anybody can check without us.
    """
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
    quorum: Annotated[
        int, typer.Option("--quorum", metavar="K", help="So many witnesses must have signed.")
    ] = 1,
    replay: Annotated[
        bool, typer.Option("--replay", help="Also simulate and score again, with this engine.")
    ] = False,
    json: Json = False,
) -> int:
    """Check a bundle offline.

    Intact? Signed by whom? Seen outside? Exit 0, 1 or 3.
    """
    from facilitator.cli.bundling import Outside, verify_bundle

    outside = Outside(
        key=key, receipts=tuple(receipt or ()), witnesses=tuple(witness or ()), quorum=quorum
    )
    return verify_bundle(bundle, outside, replay=replay, json=json)


@app.command()
def tamper(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A full bundle.")],
    json: Json = False,
) -> int:
    """Show which check catches which forgery.

    Makes some fifty altered copies of a bundle.
    """
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
        typer.Option("--to", metavar="FILE", help="Where to write; EXERCISE-report.FORM if not."),
    ] = None,
) -> None:
    """Write the drill report.

    Every section, every figure down to its entries.
    """
    from facilitator.cli.reporting import report_record

    report_record(record, exercise=exercise, form=form, out=out)


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
    """Count every exercise ever opened.

    Says what is missing, and draws a sample.
    """
    from facilitator.cli.counting import WantedPopulation, show_population

    wanted = WantedPopulation(
        records=records, since=since, until=until, seed=seed, sample=sample, operator=operator
    )
    show_population(wanted, json=json)


WhyGone = Annotated[str, typer.Option("--ground", help="The law or rule; name no person.")]
AskedBy = Annotated[str, typer.Option("--by", metavar="WHO", help="Who asks for it.")]
ApprovedBy = Annotated[str, typer.Option("--approved-by", metavar="WHO", help="Another person.")]


@app.command()
def redact(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise's id.")],
    leaf: Annotated[int, typer.Argument(metavar="LEAF", min=0, help="Where it was typed.")],
    ground: WhyGone,
    by: AskedBy,
    approved_by: ApprovedBy,
    field: Annotated[str, typer.Option("--field", help="Its path in the leaf.")] = "body.words",
    records: Records = Path("out"),
) -> None:
    """Delete what somebody typed, for good.

    Every proof stays whole.
    """
    from facilitator.cli.removing import WantedRemoval, redact_words

    wanted = WantedRemoval(records=records, ground=ground, by=by, approved_by=approved_by)
    redact_words(wanted, exercise, leaf, field)


@app.command()
def forget(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Their id in the records.")],
    ground: WhyGone,
    by: AskedBy,
    approved_by: ApprovedBy,
    records: Records = Path("out"),
) -> None:
    """Delete all that one person typed, for good.

    In every exercise; every proof stays whole.
    """
    from facilitator.cli.removing import WantedRemoval
    from facilitator.cli.removing import forget as forget_them

    wanted = WantedRemoval(records=records, ground=ground, by=by, approved_by=approved_by)
    forget_them(wanted, person)


@app.command()
def cancel(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise's id.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; name no person.")],
    records: Records = Path("out"),
) -> None:
    """Give up an exercise that will not end.

    Its record stays, and counts in the population as cancelled.
    """
    from facilitator.cli.removing import cancel as cancel_it

    cancel_it(records, exercise, reason)


@app.command()
def delete(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise's id.")],
    ground: WhyGone,
    by: AskedBy,
    approved_by: ApprovedBy,
    records: Records = Path("out"),
) -> None:
    """Delete a whole record, for good.

    The instance log says so for ever, and why.
    """
    from facilitator.cli.removing import WantedRemoval
    from facilitator.cli.removing import delete as delete_it

    wanted = WantedRemoval(records=records, ground=ground, by=by, approved_by=approved_by)
    delete_it(wanted, exercise)


@app.command("change-key")
def change_key(
    records: Annotated[
        Path, typer.Argument(metavar="RECORDS", help="A store file, or its folder.")
    ],
) -> None:
    """Sign with a new key from now on.

    Whoever pinned the old one can still follow.
    """
    from facilitator.cli.bundling import change_signing_key

    change_signing_key(records)


@app.command()
def parts(json: Json = False) -> None:
    """Say what this installation is made of.

    Packages, versions and licences; with --json as a bill of materials (CycloneDX).
    """
    from facilitator.cli.parts import show_parts

    show_parts(json=json)
