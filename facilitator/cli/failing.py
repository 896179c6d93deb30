"""Say in one line what was wrong and what would be right, on standard error.

Only faults of ours become tracebacks.  Errors of authors, users and disks are raised where they
are found and end here.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from typer.exceptions import TyperException

_PLAINLY: Final = (
    ("Input should be a valid integer, unable to parse string as an integer", "no whole number"),
    ("Input should be greater than or equal to", "it must be at least"),
    ("Input should be less than or equal to", "it must be at most"),
)
"""What Typer says of a number, in the words of people."""

FINE, NOT_FINE, WRONG_USAGE, COULD_NOT_CHECK = 0, 1, 2, 3


class Failed(TyperException):
    """A command ends here; every line is a sentence with its remedy."""

    def __init__(self, *lines: str, code: int) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
        self.code = code


def explain(error: TyperException) -> int:
    """Print what went wrong; the exit code."""
    if isinstance(error, Failed):
        lines, code = error.lines, error.code
    else:
        lines, code = (_usage(error),), WRONG_USAGE
    for line in lines:
        print(line, file=sys.stderr)
    return code


def _usage(error: TyperException) -> str:
    """What Typer found wrong, in our words, and where the command is explained."""
    says = " ".join(str(error.format_message()).split())
    if says.startswith("Usage:"):  # a group without a command answers with all of its help
        says = "Missing command"
    for theirs, ours in _PLAINLY:
        says = says.replace(theirs, ours)
    wrong, asked, meant = says.partition("Did you mean")
    if asked:
        return f"{wrong.strip().rstrip('.')}; did you mean{meant}"
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "drillroom"
    return f"{says.rstrip('.')}; see {command} --help"


def disk_said(error: OSError) -> Failed:
    """What could not be read or written, most likely what this command prints."""
    why = (error.strerror or str(error)).lower()
    if error.filename is not None:
        return Failed(f"{error.filename}: {why}; check the path", code=NOT_FINE)
    right = "free some space, or send the output elsewhere"
    return Failed(f"what was to be printed could not be written: {why}; {right}", code=NOT_FINE)


@contextmanager
def told() -> Iterator[None]:
    """Turn what an author, a user or a disk got wrong into a plain ending."""
    from facilitator.bundle import CannotBundle
    from facilitator.record_files import CannotRead, NotUnderstood
    from facilitator.seal import CannotRedact, CannotRemove, KeyProblem
    from facilitator.store import StoreError
    from runbooks.authored import AuthorError
    from scenarios import CannotPlan

    try:
        yield
    except AuthorError as error:
        raise Failed(*(str(problem) for problem in error.problems), code=NOT_FINE) from None
    except CannotPlan as error:
        raise Failed(*(str(refusal) for refusal in error.refusals), code=NOT_FINE) from None
    except (
        CannotBundle, CannotRead, CannotRedact, CannotRemove, KeyProblem, StoreError
    ) as error:  # fmt: skip
        raise Failed(str(error), code=NOT_FINE) from None
    except NotUnderstood as error:
        raise Failed(f"Could not check: {error}.", code=COULD_NOT_CHECK) from None
