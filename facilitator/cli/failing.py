"""Say in one line what was wrong and what would be right, on standard error.

Only faults of ours become tracebacks.  Errors of authors, users and disks are raised where they
are found and end here.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from typer.exceptions import TyperException

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
        message = getattr(error, "format_message", error.__str__)()
        says = " ".join(message.split())
        lines, code = (f"{says.rstrip('.')}; see drillroom --help",), WRONG_USAGE
    for line in lines:
        print(line, file=sys.stderr)
    return code


@contextmanager
def told() -> Iterator[None]:
    """Turn what an author, a user or a disk got wrong into a plain ending."""
    from facilitator.bundle import CannotBundle
    from facilitator.record_files import CannotRead, NotUnderstood
    from facilitator.seal import CannotRedact, KeyProblem
    from facilitator.store import StoreError
    from runbooks.authored import AuthorError
    from scenarios import CannotPlan

    try:
        yield
    except AuthorError as error:
        raise Failed(*(str(problem) for problem in error.problems), code=NOT_FINE) from None
    except CannotPlan as error:
        raise Failed(*(str(refusal) for refusal in error.refusals), code=NOT_FINE) from None
    except (CannotBundle, CannotRead, CannotRedact, KeyProblem, StoreError) as error:
        raise Failed(str(error), code=NOT_FINE) from None
    except NotUnderstood as error:
        raise Failed(f"Could not check: {error}.", code=COULD_NOT_CHECK) from None
