"""`list` and `schema`: what comes with the product, and what files may hold."""

from facilitator.cli.failing import WRONG_USAGE, Failed
from facilitator.cli.printing import print_json, printer
from runbooks.authored import did_you_mean
from scenarios import FILE_KINDS, Item, schema_for, shelf


def show_library(*, json: bool) -> None:
    """Every scenario, organisation and runbook, with id and title."""
    shelves = {
        "scenarios": shelf().scenarios,
        "organisations": shelf().organisations,
        "runbooks": shelf().runbooks,
    }
    if json:
        print_json({name: [_entry(item) for item in items] for name, items in shelves.items()})
        return
    show = printer()
    width = max(len(item.id) for items in shelves.values() for item in items)
    for place, (name, items) in enumerate(shelves.items()):
        if place:
            show.line()
        show.line(name.capitalize(), style="bold")
        for item in items:
            show.line(f"  {item.id:<{width}}  {item.title}")


def show_schema(kind: str) -> None:
    """JSON Schema on standard output."""
    known = next((known for known in FILE_KINDS if known == kind), None)
    if known is None:
        right = did_you_mean(kind, FILE_KINDS) or f"use one of {', '.join(FILE_KINDS)}"
        raise Failed(f"there is no kind of file `{kind}`; {right}", code=WRONG_USAGE)
    print_json(schema_for(known))


def _entry(item: Item) -> dict[str, str]:
    return {"id": item.id, "title": item.title}
