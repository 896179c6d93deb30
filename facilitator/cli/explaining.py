"""`explain`: one figure, opened down to the leaves that it rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from facilitator.bundle.reading import record_at
from facilitator.cli.failing import WRONG_USAGE, Failed, told
from facilitator.cli.finding import check_there
from facilitator.cli.printing import Printer, print_json, printer
from facilitator.record_files import Record
from scoring.explain import Cited, Explanation, LeftOut, NoSuchFigure, Trial, explain

_VERDICTS: Final = {"met": "green", "arguable": "yellow"}
FEW: Final = 4
"""So many things left out for one reason are told one by one."""

_BAD: Final = frozenset({"not-met", "late", "could-not-verify"})


def explain_figure(path: Path, figure: str, *, exercise: str | None, json: bool) -> None:
    """Print one figure with everything that somebody who doubts it may ask."""
    check_there(path)
    with told():
        record = record_at(path, exercise=exercise)
    try:
        found = explain(record.plan, record.events, figure, head=record.head)
    except NoSuchFigure as error:
        says = str(error)
        raise Failed(says[0].upper() + says[1:], code=WRONG_USAGE) from None
    if json:
        print_json({"exercise": record.exercise, **found.to_json()})
    else:
        _show(printer(), record, found)


def _show(show: Printer, record: Record, found: Explanation) -> None:
    metric = found.metric
    style = "red" if metric.verdict in _BAD else _VERDICTS.get(metric.verdict)
    verdict = metric.verdict.replace("-", " ")
    show.line(f"{record.plan.scenario.title} · {record.exercise}", style="bright_black")
    show.line(f"{found.figure}   {found.shown}   {verdict}", style=f"bold {style or ''}".strip())
    show.line(found.meaning)
    if found.target is not None:
        show.line(f"Target: {found.target}.")
    if metric.clock != "none":
        show.line(f"Counted on {metric.clock} time.")
    _part(show, "Formula", [metric.formula])
    _part(show, "Rests on", _cited(found.rests_on) or ["no leaf: nothing was there to cite"])
    _part(show, "Left out", list(_left_out(found.left_out)) or ["nothing"])
    if found.what_if:
        _part(show, "What would have changed it", found.what_if)
    _part(show, "With weights moved by a third", _weights(found.weights))
    show.line()
    show.line(f"Judged by {found.rubric}; record up to head {found.head}.", style="bright_black")


def _part(show: Printer, title: str, lines: Iterable[str]) -> None:
    show.line()
    show.line(title, style="bold")
    for line in lines:
        show.line(f"  {line}")


def _left_out(left: Sequence[LeftOut]) -> Iterator[str]:
    """Each with its leaves; many with one reason share a line."""
    alike = Counter(one.why for one in left)
    for why, times in alike.items():
        of_it = [one for one in left if one.why == why]
        if times > FEW:
            names = ", ".join(one.what for one in of_it[:FEW])
            yield f"{names} and {times - FEW} more: {why}"
            continue
        for one in of_it:
            yield f"{one.what}: {why}"
            yield from (f"  {cited}" for cited in _cited(one.rests_on))


def _cited(leaves: Iterable[Cited]) -> list[str]:
    return [
        f"#{one.seq:<5} {one.exercise_time}  {one.story_time}  {one.who}: {one.says}"
        for one in leaves
    ]


def _weights(trials: tuple[Trial, ...]) -> list[str]:
    """Those that change something; one line where none does."""
    moved = [
        f"{trial.weight} {trial.moved}: {trial.of} would be {trial.then} instead of {trial.now}"
        for trial in trials
        if trial.changes
    ]
    if not trials:
        return ["no rating rests on this figure"]
    return moved or [f"no rating would change ({len(trials)} tried)"]
