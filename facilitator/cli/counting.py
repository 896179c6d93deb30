"""`population`: which exercises there have been, and a sample that anybody can draw again."""

import getpass
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from facilitator.cli.failing import WRONG_USAGE, Failed, told
from facilitator.cli.printing import Printer, print_json, printer
from facilitator.population import Population, read_population
from facilitator.record_files import open_stored


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPopulation:
    """What the arguments of `population` ask for."""

    records: Path
    since: str | None
    until: str | None
    seed: str | None
    sample: int
    operator: str | None


def show_population(wanted: WantedPopulation, *, json: bool) -> None:
    """Print the frame; gaps are part of it, so the exit code says nothing about them."""
    since, until = _since(wanted.since), _until(wanted.until)
    if (wanted.seed is None) != (wanted.sample == 0):
        raise Failed("--seed and --sample belong together; give both", code=WRONG_USAGE)
    with told(), open_stored(wanted.records) as store:
        found = read_population(
            store,
            since=since,
            until=until,
            now=datetime.now(UTC),
            operator=wanted.operator or getpass.getuser(),
            seed=wanted.seed,
            wanted=wanted.sample,
        )
    if json:
        print_json(found.to_json())
    else:
        _show(printer(), found)


def _show(show: Printer, found: Population) -> None:
    told = found.to_json()
    query = told["query"]
    show.line(f"Population  {query['what']}, from {query['from']} to {query['to']}")
    show.line(f"Run at      {found.run_at} by {found.operator}")
    show.line(f"Log         {found.log_size} entries, root {found.log_root}")
    show.line(f"Count       {len(found.members)}: {_counts(told['by_status'])}")
    show.line(f"Kinds       {_counts(told['by_run'])}")
    show.line()
    for one in found.members:
        why = f", because: {one.reason}" if one.reason else ""
        show.line(f"{one.opened}  {one.exercise}  {one.run}, {one.status}, {one.size} leaves{why}")
    show.line()
    show.line("No gaps." if not found.gaps else "Gaps")
    for gap in found.gaps:
        show.line(f"  {gap.says}", style="red")
    if found.sample is not None:
        show.line()
        show.line(f"Sample of {found.sample.wanted} by the seed {found.sample.seed!r}")
        show.line(f"Rule  {found.sample.rule}")
        for name in found.sample.drawn:
            show.line(f"  {name}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items()) or "none"


def _since(word: str | None) -> datetime | None:
    return None if word is None else _instant("--from", word, time.min)


def _until(word: str | None) -> datetime | None:
    return None if word is None else _instant("--to", word, time.max)


def _instant(option: str, word: str, of_day: time) -> datetime:
    """A day is meant from its first to its last instant; without a zone it is UTC."""
    try:
        if len(word) == len("2026-11-20"):
            return datetime.combine(date.fromisoformat(word), of_day, UTC)
        found = datetime.fromisoformat(word)
    except ValueError:
        raise Failed(
            f"{option}: `{word}` is no date; write 2026-11-20 or 2026-11-20T16:40+01:00",
            code=WRONG_USAGE,
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
