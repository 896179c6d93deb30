"""`list` and `schema`: what comes with the product, and what files may hold."""

from typing import Any

from facilitator.cli.failing import WRONG_USAGE, Failed
from facilitator.cli.printing import print_json, printer
from runbooks.authored import did_you_mean
from scenarios import FILE_KINDS, Item, library_regimes, schema_for, shelf


def show_library(*, json: bool) -> None:
    """Every scenario, organisation, runbook and notification rule, with id and title."""
    laws = library_regimes().rules
    shelves = {
        "scenarios": shelf().scenarios,
        "organisations": shelf().organisations,
        "runbooks": shelf().runbooks,
    }
    if json:
        listed: dict[str, Any] = {
            name: [_entry(item) for item in items] for name, items in shelves.items()
        }
        listed["regimes"] = [
            {"id": law.id, "title": law.title, "stages": [stage.id for stage in law.stages]}
            for law in laws
        ]
        print_json(listed)
        return
    show = printer()
    width = max(len(item.id) for items in shelves.values() for item in items)
    for place, (name, items) in enumerate(shelves.items()):
        if place:
            show.line()
        show.line(name.capitalize(), style="bold")
        for item in items:
            show.line(f"  {item.id:<{width}}  {item.title}")
    show.line()
    show.line("Regimes, with the stages that `drillroom due` can be asked about", style="bold")
    width = max(len(law.id) for law in laws)
    for law in laws:
        show.line(f"  {law.id:<{width}}  {', '.join(stage.id for stage in law.stages)}")


def show_schema(kind: str) -> None:
    """JSON Schema on standard output."""
    known = next((known for known in FILE_KINDS if known == kind), None)
    if known is None:
        right = did_you_mean(kind, FILE_KINDS) or f"use one of {', '.join(FILE_KINDS)}"
        raise Failed(f"there is no kind of file `{kind}`; {right}", code=WRONG_USAGE)
    print_json(schema_for(known))


def _entry(item: Item) -> dict[str, str]:
    return {"id": item.id, "title": item.title}
