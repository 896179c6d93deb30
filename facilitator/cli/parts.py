"""`parts`: what this installation is made of."""

from facilitator.cli.printing import print_json, printer
from facilitator.parts import as_bill, installed_parts
from scoring.wording import count


def show_parts(*, json: bool) -> None:
    """Every part with its version and licence; as a bill of materials for other programs."""
    parts = installed_parts()
    if json:
        print_json(as_bill(parts))
        return
    show = printer()
    width = max(len(part.name) for part in parts)
    longest = max(len(part.version) for part in parts)
    for part in parts:
        licence = part.licence or "licence not said by the package"
        show.line(f"{part.name:<{width}}  {part.version:<{longest}}  {licence}")
    show.line(count(len(parts), "part"))
