"""`tamper`: break a bundle in every way we know, and show what notices."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.markup import escape
from rich.table import Table

from evidence.verifier import CHECKS, Asked, verify
from facilitator.cli.failing import NOT_FINE, WRONG_USAGE, Failed
from facilitator.cli.printing import Printer, print_json, printer, working
from facilitator.tamper import CannotForge, Tried, try_all


def tamper_with(path: Path, *, json: bool) -> int:
    """Try every alteration; 1 if one passed that should have been caught."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Failed(f"{path}: {why}; check the path", code=WRONG_USAGE) from None
    report = verify(data, Asked())
    if not report.intact:
        says = report.failures[0].says
        raise Failed(f"{path}: is not whole as it is ({says}); give a good one", code=NOT_FINE)
    try:
        with working("altering"):
            tried = tuple(try_all(data))
    except CannotForge as error:
        raise Failed(f"{path}: {error}", code=NOT_FINE) from None
    if json:
        print_json({"alterations": [_as_json(one) for one in tried]})
    else:
        _show(printer(), tried)
    return 0 if all(one.as_it_should for one in tried) else NOT_FINE


def _show(show: Printer, tried: Sequence[Tried]) -> None:
    show.line("Signed anew with a throw-away key, so that the forger has all that the server has.")
    show.line()
    done = [one for one in tried if one.skipped is None]
    show.table(_table([one for one in done if one.alteration.needs is None]))
    show.line()
    show.line("Nobody can see these in the bundle alone:", style="bold")
    show.line()
    show.table(_table([one for one in done if one.alteration.needs is not None]))
    for one in tried:
        if one.skipped is not None:
            show.line(f"Not tried: {one.alteration.says}; {one.skipped}.", style="bright_black")
    caught = sum(one.alone is not None for one in done)
    helped = sum(one.helped is not None for one in done)
    wrong = [one.alteration.says for one in done if not one.as_it_should]
    show.line()
    show.line(
        f"{len(done)} altered copies: {caught} caught from the bundle alone, {helped} once a "
        "receipt from outside, or the engine, is brought in."
    )
    for says in wrong:
        show.line(f"NOT caught as it should be: {says}", style="bold red")


def _table(tried: Sequence[Tried]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("Alteration", "Signed anew", "Caught by check", "Finding"):
        table.add_column(column, overflow="fold")
    for one in tried:
        found = one.caught
        check = "–" if found is None else f"{found.check} {CHECKS[found.check]}"
        if one.helped is not None:
            check += f", with the {_help(one)}"
        what = "PASSED FOR WHOLE" if found is None else found.what
        table.add_row(escape(one.alteration.says), one.alteration.remade, check, what)
    return table


def _help(one: Tried) -> str:
    return "receipt" if one.alteration.needs == "receipt" else "engine"


def _as_json(one: Tried) -> dict[str, Any]:
    alteration = one.alteration
    return {
        "alteration": alteration.says,
        "remade": alteration.remade,
        "expected": {"check": alteration.check, "what": alteration.what},
        "needs": alteration.needs,
        "alone": None if one.alone is None else dict(one.alone.to_json()),
        "helped": None if one.helped is None else dict(one.helped.to_json()),
        "skipped": one.skipped,
        "as_it_should": one.as_it_should,
    }
