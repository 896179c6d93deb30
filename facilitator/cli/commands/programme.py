"""The arguments of `drillroom programme`: the improvement plan and the risks over all exercises."""

from pathlib import Path
from typing import Annotated

import typer

from facilitator.cli.commands.options import Json, Records

app = typer.Typer(
    help="Keep what outlives an exercise.\n\nThe improvement plan, what became of it, and risks.",
    no_args_is_help=True,
)

Exercise = Annotated[
    str | None, typer.Option("--exercise", metavar="ID", help="The exercise that showed it.")
]
Entries = Annotated[
    list[int] | None, typer.Option("--entry", metavar="LEAF", help="Where; may be repeated.")
]


@app.command()
def show(records: Records = Path("out"), json: Json = False) -> None:
    """Show every item and risk with its state, and how many were done by their day."""
    from facilitator.cli.programming import show_programme

    show_programme(records, json=json)


@app.command()
def take(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="Whose review has ended.")],
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="When work begins.")],
    records: Records = Path("out"),
) -> None:
    """Take over the improvements that an exercise's review has agreed."""
    from facilitator.cli.programming import take_agreed

    take_agreed(records, exercise, start=start)


@app.command()
def add(
    issue: Annotated[str, typer.Option("--issue", help="What was found.")],
    action: Annotated[str, typer.Option("--action", help="What is to be done.")],
    element: Annotated[
        str,
        typer.Option("--element", help="planning, organization, equipment, training or exercise."),
    ],
    responsible: Annotated[str, typer.Option("--responsible", help="The organisation or unit.")],
    contact: Annotated[str, typer.Option("--contact", help="A role, never a person's name.")],
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="When work begins.")],
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="By when it is done.")],
    capability: Annotated[str | None, typer.Option("--capability")] = None,
    finding: Annotated[str | None, typer.Option("--finding", help="A figure's key.")] = None,
    priority: Annotated[str, typer.Option("--priority", help="high, medium or low.")] = "medium",
    tracker: Annotated[
        str | None, typer.Option("--tracker", help="Its address or number in your own tracker.")
    ] = None,
    exercise: Exercise = None,
    entry: Entries = None,
    records: Records = Path("out"),
) -> None:
    """Open one item of the improvement plan."""
    from facilitator.cli.programming import add_item

    add_item(
        records,
        issue=issue, action=action, element=element, responsible=responsible, contact=contact,
        start=start, due=due, capability=capability, finding=finding, exercise=exercise,
        priority=priority, tracker=tracker,
        cites=tuple(entry or ()),
    )  # fmt: skip


@app.command()
def move(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="For example I-3.")],
    state: Annotated[
        str,
        typer.Argument(
            metavar="STATE", help="started, implemented, validated, not-effective or dropped."
        ),
    ],
    because: Annotated[str, typer.Option("--because", help="By what it is shown.")],
    retest: Annotated[
        str | None, typer.Option("--retest", metavar="EXERCISE", help="Where it was tried again.")
    ] = None,
    records: Records = Path("out"),
) -> None:
    """Say what became of an item."""
    from facilitator.cli.programming import move_item

    move_item(records, item=item, state=state, because=because, retest=retest)


@app.command()
def risk(
    title: Annotated[str, typer.Option("--title", help="What may happen, with which harm.")],
    inherent: Annotated[
        str, typer.Option("--inherent", metavar="LxI", help="Likelihood x impact, each 1 to 5.")
    ],
    residual: Annotated[
        str, typer.Option("--residual", metavar="LxI", help="The same after mitigation.")
    ],
    mitigation: Annotated[str, typer.Option("--mitigation")],
    owner: Annotated[str, typer.Option("--owner", help="A role, never a person's name.")],
    level: Annotated[str, typer.Option("--level", help="technical or company.")] = "technical",
    state: Annotated[
        str, typer.Option("--state", help="open, mitigated, accepted or closed.")
    ] = "open",
    again: Annotated[
        str | None, typer.Option("--again", metavar="RISK", help="A next version of this one.")
    ] = None,
    exercise: Exercise = None,
    entry: Entries = None,
    records: Records = Path("out"),
) -> None:
    """Enter a risk, or assess one again."""
    from facilitator.cli.programming import enter_risk

    enter_risk(
        records,
        inherent=inherent, residual=residual, again=again,
        title=title, mitigation=mitigation, owner=owner, level=level, state=state,
        exercise=exercise, cites=tuple(entry or ()),
    )  # fmt: skip


@app.command()
def plan(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Of the library.")],
    day: Annotated[str, typer.Option("--day", metavar="DATE", help="For which day.")],
    lead: Annotated[str, typer.Option("--lead", help="A role, never a person's name.")],
    objective: Annotated[str, typer.Option("--objective", help="What it is to show.")],
    organisation: Annotated[
        str, typer.Option("--organisation", help="Who is to play it; whoever does, without.")
    ] = "",
    records: Records = Path("out"),
) -> None:
    """Plan an exercise for a day."""
    from facilitator.cli.programming import plan_exercise

    plan_exercise(
        records,
        scenario=scenario, organisation=organisation, day=day, lead=lead, objective=objective,
    )  # fmt: skip
