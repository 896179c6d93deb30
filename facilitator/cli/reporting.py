"""`report`: the drill report of a stored record, as a file."""

from pathlib import Path

from facilitator.bundle.reading import open_record
from facilitator.cli.failing import COULD_NOT_CHECK, NOT_FINE, WRONG_USAGE, Failed, told
from facilitator.cli.finding import check_there
from facilitator.cli.printing import printer, working
from facilitator.filing import write_whole
from facilitator.print import FORMS, NotInstalled, report_of
from runbooks.authored import did_you_mean, listed


def report_record(path: Path, *, exercise: str | None, form: str, out: Path | None) -> None:
    """Write one form of the report and say where it is."""
    if form not in FORMS:
        right = did_you_mean(form, FORMS) or f"use one of {listed(FORMS)}"
        raise Failed(f"--format: there is no form `{form}`; {right}", code=WRONG_USAGE)
    check_there(path)
    with told():
        record, known = open_record(path, exercise=exercise)
        record.opened  # noqa: B018 - a record that does not begin as one is told before printing
    try:
        with working("setting the report"):
            data = FORMS[form](report_of(record, known))
    except NotInstalled as missing:
        raise Failed(f"Could not print {form}: {missing}.", code=COULD_NOT_CHECK) from None
    file = out or Path(f"{record.exercise}-report.{form}")
    try:
        write_whole(file, data)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Failed(
            f"{file}: cannot be written: {why}; give another --out", code=NOT_FINE
        ) from None
    printer().line(f"Report  {file}")
