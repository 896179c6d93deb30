"""Commands of the live room."""

from pathlib import Path
from typing import Annotated

import typer

from facilitator.cli.commands.options import Data

app = typer.Typer(rich_markup_mode=None)


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
    """Open the live room.

    Teams join with a code; you run it from the control room.  A file records.url in the folder
    names a PostgreSQL database for the records.
    """
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
        str | None,
        typer.Option("--url", metavar="URL", help="How your server is reached, if not as it says."),
    ] = None,
) -> None:
    """Print a link that lets one person in, once.

    For facilitators, evaluators and auditors; participants only need the code.
    """
    from facilitator.cli.serving import invite as print_link

    print_link(kind, name=name, data=data, url=url)


@app.command()
def join(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="The server, for example http://host:8000.")
    ],
    code: Annotated[str, typer.Argument(metavar="CODE", help="The team's code.")],
    seat: Annotated[
        str, typer.Option("--seat", help="The seat that you want; left out, all are listed.")
    ] = "",
    name: Annotated[str, typer.Option("--name", help="What to call you.")] = "terminal",
    take_over: Annotated[
        bool, typer.Option("--take-over", help="The seat is yours; you lost your connection.")
    ] = False,
) -> None:
    """Play a seat from this terminal."""
    from facilitator.cli.joining import join as play_seat

    play_seat(url, code, name=name, seat=seat, take_over=take_over)
