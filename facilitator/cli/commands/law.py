"""Commands about notification: what binds whom, and by when."""

from typing import Annotated

import typer

from facilitator.cli.commands.options import Json

app = typer.Typer(rich_markup_mode=None)


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
    """Say when a notice is due.

    By which rule, how sure that is, and what else could be argued.
    """
    from facilitator.cli.due import show_due

    show_due(regime, stage, given=given or [], facts=fact or [], zone=zone, json=json)


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
    """Show which regimes bind an organisation.

    And which wait for what fact.
    """
    from facilitator.cli.classifying import show_regimes

    show_regimes(organisation, facts=fact or [], json=json)


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
    """Walk a legal test on the facts so far.

    Shows the tree with its answers.
    """
    from facilitator.cli.classifying import show_test

    show_test(test, facts=fact or [], json=json)
