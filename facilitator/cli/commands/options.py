"""Arguments that several commands take."""

from pathlib import Path
from typing import Annotated, Final

import typer

MAX_SEED: Final = 2**53 - 1  # what a leaf can hold

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Out = Annotated[Path, typer.Option("--out", help="The folder for records.", metavar="DIR")]
Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The folder for everything.")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=MAX_SEED, help="Fixes all luck.")]
Responders = Annotated[
    str,
    typer.Option(
        "--responders",
        metavar="PROFILE",
        help="Who fills empty seats: seasoned, average, chaotic or absent.",
    ),
]
Bind = Annotated[
    list[str] | None,
    typer.Option("--bind", metavar="SLOT=ID", help="Choose what fills a slot; may be repeated."),
]
RecordPath = Annotated[
    Path, typer.Argument(metavar="RECORD", help="A store file, its folder, or a bundle.")
]
WhichExercise = Annotated[
    str | None,
    typer.Option("--exercise", metavar="ID", help="Which exercise; the latest if left out."),
]

WithRubric = Annotated[
    str | None,
    typer.Option("--rubric", metavar="FILE", help="Judge by this rubric: a library id or a path."),
]
Records = Annotated[
    Path, typer.Option("--records", metavar="DIR", help="The folder that has the store.")
]
