"""The command line: all commands, and what becomes of an error.

Only Typer is imported here: whoever asks for `--help` waits for nothing else.  Exit codes: 0
fine, 1 the thing examined is not fine, 2 wrong usage, 3 could not check.
"""

from typing import Final

import typer
from typer.exceptions import TyperException

from facilitator.cli.commands import authoring, evidence, law, live, playing, programme

_INTERRUPTED: Final = 130

app = typer.Typer(
    name="drillroom",
    help="Rehearse bad days: play incidents, score them, keep the evidence.",
    rich_markup_mode=None,  # Rich costs more to load than all the rest of --help
    pretty_exceptions_enable=False,
    add_completion=False,
)
for _group in (playing, authoring, live, law, evidence):
    app.add_typer(_group.app)
app.add_typer(programme.app, name="programme")


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
