"""The scorecard for people: ratings, figures that matter, and the three things to improve.

It reads the same JSON that programs get, so the two can never say different things.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from rich import box
from rich.markup import escape
from rich.table import Table

from facilitator.cli.printing import Printer
from runbooks.authored import show_local
from scenarios import Plan
from scoring import show_value
from scoring.titles import TITLES

_RATINGS: Final = {
    "P": ("performed", "green"),
    "S": ("with some challenges", "yellow"),
    "M": ("with major challenges", "dark_orange"),
    "U": ("unable", "red"),
    "N/A": ("not observed", "bright_black"),
}
_VERDICTS: Final = {
    "met": "green",
    "not-met": "red",
    "late": "red",
    "could-not-verify": "red",
    "arguable": "yellow",
}
_JUDGED: Final = frozenset(_VERDICTS)


def show_scorecard(show: Printer, scorecard: dict[str, Any], plan: Plan) -> None:
    """Objectives with their tasks, judged figures, improvements."""
    house = f"{plan.rubric.title} {plan.rubric.version}"
    starts = plan.scenario.starts
    show.line()
    show.table(_objectives(scorecard["objectives"]))
    for objective in scorecard["objectives"]:
        for task in objective["tasks"]:
            for cap in task["caps"]:
                show.line(f"Capped: {task['title']}: {cap}", style="dark_orange")
    judged = [metric for metric in scorecard["metrics"] if metric["verdict"] in _JUDGED]
    if judged:
        show.line()
        show.table(_figures(judged, house, lambda at: show_local(starts.utc_ms + at, starts.zone)))
        show.line(f"Targets that name nobody are those of {house}.", style="bright_black")
    if scorecard.get("improve"):
        show.line()
        show.line("To improve", style="bold")
        for place, improvement in enumerate(scorecard["improve"], start=1):
            show.line(f"  {place}. {improvement['says']}")


def _objectives(objectives: list[dict[str, Any]]) -> Table:
    table = _table("Objective", "Rating", "")
    for objective in objectives:
        word, style = _RATINGS[objective["rating"]]
        rated = f"{objective['rating']}  {word}"
        table.add_row(
            escape(objective["title"]),
            rated,
            _per_cent(objective["percent"]),
            style=f"bold {style}",
        )
        for task in objective["tasks"]:
            word, style = _RATINGS[task["rating"]]
            table.add_row(
                "  " + escape(task["title"]),
                f"[{style}]{task['rating']}  {word}[/]",
                _per_cent(task["percent"]),
            )
    return table


def _figures(metrics: list[dict[str, Any]], house: str, instant: Callable[[int], str]) -> Table:
    table = _table("Figure", "Key", "Value", "Target", "Verdict")
    parts = Counter(metric["key"] for metric in metrics if metric["of"])
    for metric in metrics:
        verdict, of_parts = metric["verdict"], parts[metric["key"]]
        if not metric["of"] and of_parts == 1:
            continue  # the whole of one part says the same again
        part = metric["of"] or ("all" if of_parts else "")
        table.add_row(
            escape(TITLES[metric["key"]] + (f": {part}" if part else "")),
            metric["key"],
            show_value(metric["value"], metric["unit"]),
            escape(_target(metric, house, instant)),
            f"[{_VERDICTS[verdict]}]{verdict.replace('-', ' ')}[/]",
        )
    return table


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _target(metric: dict[str, Any], house: str, instant: Callable[[int], str]) -> str:
    """What the figure is held against, and whose target it is, unless it is the house's."""
    target = metric["target"]
    if target is None:
        return ""
    if target["bound"] == "by":
        shown = f"by {instant(int(target['value']))}"
    else:
        shown = f"{target['bound'].replace('-', ' ')} {show_value(target['value'], metric['unit'])}"
    return shown if target["named"] == house else f"{shown}, {target['named']}"


def _per_cent(percent: int | str | None) -> str:
    return "" if percent is None else f"{percent} %"
