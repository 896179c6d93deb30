"""Commands for those who write scenarios, organisations and runbooks."""

from pathlib import Path
from typing import Annotated

import typer

from facilitator.cli.commands.options import Bind, Json

app = typer.Typer(rich_markup_mode=None)


@app.command("list")
def list_library(json: Json = False) -> None:
    """Show the library.

    Scenarios, organisations, runbooks and notification rules.
    """
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
    """Check authored files, all problems at once.

    Each with its line and remedy.
    """
    from facilitator.cli.checking import check_paths

    check_paths(paths or [], organisation=organisation, bind=bind or [], json=json)


@app.command()
def schema(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="scenario, organisation, contacts or runbook.")
    ],
) -> None:
    """Print the JSON Schema of a kind of file.

    For editors that complete and check.
    """
    from facilitator.cli.library import show_schema

    show_schema(kind)
