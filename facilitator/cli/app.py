"""The command line: all commands, and what becomes of an error.

Only Typer is imported here: whoever asks for `--help` waits for nothing else.  Exit codes: 0
fine, 1 the thing examined is not fine, 2 wrong usage, 3 could not check.
"""

import os
import sys
from itertools import pairwise
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
    from facilitator.cli.failing import disk_said, explain

    words = sys.argv[1:] if args is None else args
    try:
        _check_none_empty(words)
        code = app(args=words, prog_name="drillroom", standalone_mode=False)
        sys.stdout.flush()  # while it can still be told that nobody got it
    except TyperException as error:
        return explain(error)
    except typer.Abort:
        code = _INTERRUPTED
    except BrokenPipeError:
        _print_no_more()
        return 0  # whoever read our output has seen enough
    except OSError as error:
        _print_no_more()
        return explain(disk_said(error))
    if code == _INTERRUPTED:  # Typer makes a Ctrl-C into this code, and says nothing
        typer.echo("Interrupted; what was recorded until then is kept.", err=True)
    return code if isinstance(code, int) else 0


def _check_none_empty(words: list[str]) -> None:
    """An empty argument is most likely a variable of a shell that was never set."""
    from facilitator.cli.failing import WRONG_USAGE, Failed

    for before, word in pairwise(["drillroom", *words]):
        if not word or (word.startswith("--") and word.endswith("=")):
            said = before if not word else word.rstrip("=")
            says = f"there is nothing after {said}; give a value, or leave the argument out"
            raise Failed(says, code=WRONG_USAGE)


def _print_no_more() -> None:
    """Let what is still to be printed go nowhere, or Python itself would complain at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
