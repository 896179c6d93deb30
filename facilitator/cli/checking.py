"""`check`: every problem of every file, as `FILE:LINE: what is wrong; what would be right`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from facilitator.cli.failing import NOT_FINE, WRONG_USAGE, Failed, told
from facilitator.cli.finding import choices_of, find, read_file
from facilitator.cli.printing import print_json, printer, working
from runbooks.authored import Problem
from scenarios import shelf
from scenarios.check import BindingReport, Checked, check_sources


def check_paths(
    paths: Sequence[Path], *, organisation: str | None, bind: Sequence[str], json: bool
) -> None:
    """Check files and folders; the library where none are named."""
    choices = choices_of(bind)
    if choices and organisation is None:
        wrong = "--bind says what an organisation's parts fill; give --organisation as well"
        raise Failed(wrong, code=WRONG_USAGE)
    with told():
        sources = _sources(paths)
        host = None
        if organisation is not None:
            name, data = find("organisation", organisation)
            host = name
            sources.setdefault(name, data)
        with working("Checking"):
            checked = check_sources(sources.items(), organisation=host, choices=choices)
    if json:
        print_json(_as_json(checked))
    else:
        _show(checked)
    if not checked.fine:
        raise typer.Exit(NOT_FINE)


def _sources(paths: Sequence[Path]) -> dict[str, bytes]:
    if not paths:
        return {item.name: item.data for item in shelf().items}
    found: dict[str, bytes] = {}
    for path in paths:
        for file in _files_in(path):
            found[str(file)] = read_file(file)
    return found


def _files_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml"))
    if not files:
        raise Failed(f"{path}: holds no .yaml file; check the path", code=WRONG_USAGE)
    return files


def _show(checked: Checked) -> None:
    show = printer()
    for report in checked.bindings:
        _show_binding(report)
    for problem in checked.problems:
        show.line(str(problem), style=None if problem.warning else "red")
    wrong = sum(not problem.warning for problem in checked.problems)
    warned = len(checked.problems) - wrong
    files = f"{checked.files} file{'' if checked.files == 1 else 's'}"
    found = _count(wrong, "problem") + (f", {_count(warned, 'warning')}" if warned else "")
    show.line(f"{files} checked: {found}.", style="green" if checked.fine else "red")


def _show_binding(report: BindingReport) -> None:
    show = printer()
    show.line(f"{report.scenario} with {report.organisation}", style="bold")
    for line in report.lines:
        show.line(f"  {line}")
    for choice in report.choices:
        show.line(f"  {choice}", style="yellow")
    for name, lines in (("left out", report.left_out), ("loses cover", report.uncovered)):
        for line in lines:
            show.line(f"  {name}: {line}", style="yellow")
    show.line()


def _as_json(checked: Checked) -> dict[str, Any]:
    return {
        "files": checked.files,
        "fine": checked.fine,
        "problems": [_problem(problem) for problem in checked.problems],
        "bindings": [_binding(report) for report in checked.bindings],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "wrong": problem.wrong,
        "right": problem.right,
        "warning": problem.warning,
    }


def _binding(report: BindingReport) -> dict[str, Any]:
    return {
        "scenario": report.scenario,
        "organisation": report.organisation,
        "lines": list(report.lines),
        "supplied": list(report.supplied),
        "dropped": list(report.dropped),
        "left_out": list(report.left_out),
        "uncovered": list(report.uncovered),
        "choices": [str(choice) for choice in report.choices],
    }


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
