"""Section 14: for each control how much this record supports it, with what, and what is missing.

A record *supports* a control; it never says that the control is met.  A dry run and a practice
count for nothing, a conditional control counts only from a measured run.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from evidence import Event, Seq
from scenarios import STRENGTHS, Artefact, Control, Controls, Framework, Plan
from scoring.report.artefacts import Held, evidence_held
from scoring.report.document import (
    Block,
    Cell,
    Column,
    Grid,
    Heading,
    Note,
    Point,
    Points,
    Prose,
    Row,
    Section,
    Tone,
)
from scoring.report.reading import RUNS, Provenance, Reading
from scoring.review.raters import as_shown_to
from scoring.scorecard import Scorecard
from scoring.wording import count

Support: TypeAlias = Literal["supports", "supports in part", "does not count", "nothing here"]

_TONES: Final[dict[Support, Tone]] = {
    "supports": "good",
    "supports in part": "warn",
    "does not count": "idle",
    "nothing here": "idle",
}
_ALWAYS: Final = frozenset(
    {"exercise-plan", "msel-as-planned", "event-ledger", "ledger-verification", "metrics-report",
     "evidence-pack"}
)  # fmt: skip
"""Evidence that every record has.  Alone it supports no control."""


class Asked(NamedTuple):
    """A control, what the record is worth for it, and the evidence that it names.

    ``there`` has the leaves of each kind of evidence, ``missing`` what would create it: held of
    none, with its general sentence and the occasions of this plan.
    """

    control: Control
    support: Support
    there: tuple[tuple[Artefact, tuple[Seq, ...]], ...]
    missing: tuple[tuple[Artefact, Held], ...]


Matrix: TypeAlias = tuple[tuple[Framework, tuple[Asked, ...]], ...]


def control_matrix(
    plan: Plan, record: Sequence[Event], *, controls: Controls, scorecard: Scorecard
) -> Matrix:
    """The requirements that section 14 tells, of a record that may still grow."""
    nowhere = Provenance(head="", size=len(record), source="", product="", verified="")
    r = Reading(
        plan=plan,
        record=as_shown_to(None, record),
        scorecard=scorecard,
        provenance=nowhere,
        controls=controls,
    )
    return _matrix(r, evidence_held(r))


def coverage(r: Reading) -> Section:
    """14: the sum by framework, the register of evidence, then control by control."""
    held = evidence_held(r)
    matrix = _matrix(r, held)
    blocks: list[Block] = [*_meaning(r), _sums(matrix)]
    blocks.append(Heading(text="Evidence in this record"))
    blocks.append(_register(r, held))
    for framework, asked in matrix:
        blocks.append(_framework(framework, asked))
    return Section(number="14", title="Control coverage", blocks=tuple(blocks))


def _matrix(r: Reading, held: dict[str, Held]) -> Matrix:
    kinds = {artefact.id: artefact for artefact in r.controls.evidence}

    def asked(control: Control) -> Asked:
        there = [key for key in control.evidence if held[key].cites]
        missing = [key for key in control.evidence if not held[key].cites]
        return Asked(
            control=control,
            support=support(r, control, held),
            there=tuple((kinds[key], held[key].cites) for key in there),
            missing=tuple((kinds[key], held[key]) for key in missing),
        )

    return tuple(
        (framework, tuple(asked(control) for control in framework.controls))
        for framework in r.controls.frameworks
    )


def support(r: Reading, control: Control, held: dict[str, Held]) -> Support:
    """What this record is worth for one control."""
    there = [key for key in control.evidence if held[key].cites]
    if not set(there) - _ALWAYS and set(control.evidence) - _ALWAYS:
        return "nothing here"
    if not r.counts or (control.strength == "conditional" and r.opened.run != "measured"):
        return "does not count"
    whole = len(there) == len(control.evidence) and control.strength != "partial"
    return "supports" if whole else "supports in part"


def _meaning(r: Reading) -> Iterator[Block]:
    yield Prose(
        text="What follows says which entries an assessor may look at for which control. A record "
        "supports a control; whether the control is met is for whoever attests it."
    )
    yield Points(items=tuple(Point(lead=f"{k}:", text=f"{v}.") for k, v in STRENGTHS.items()))
    if not r.counts:
        yield Note(
            text=f"This is a {RUNS[r.opened.run].lower()}. It counts for no control; the tables "
            "show what an exercise of this kind would leave.",
            tone="warn",
        )


def _sums(matrix: Matrix) -> Grid:
    kinds: tuple[Support, ...] = tuple(_TONES)
    rows = []
    for framework, asked in matrix:
        found = Counter(one.support for one in asked)
        rows.append(
            Row(
                cells=(
                    Cell(text=framework.framework, strong=True, to=anchor_of(framework)),
                    Cell(text=str(len(framework.controls))),
                    *(Cell(text=str(found[k]) if found[k] else "–") for k in kinds),
                )
            )
        )
    columns = (
        Column(title="Framework", wide=True),
        Column(title="Controls", number=True),
        *(Column(title=k.capitalize(), number=True) for k in kinds),
    )
    return Grid(caption="Coverage by framework", columns=columns, rows=tuple(rows))


def anchor_of(framework: Framework) -> str:
    """Its name in an address."""
    return "f-" + "".join(c if c.isalnum() else "-" for c in framework.framework.lower())


def _register(r: Reading, held: dict[str, Held]) -> Grid:
    rows = []
    for artefact in r.controls.evidence:
        one = held[artefact.id]
        cites = one.cites
        if cites:
            here = Cell(text=count(len(cites), "entry", "entries"), cites=cites[:8])
        else:
            here = Cell(text="none", tone="idle", beneath=one.creates)
        rows.append(
            Row(
                anchor=f"evidence-{artefact.id}",
                slight="" if cites or one.here else f"{artefact.title} ({one.missing.rstrip('.')})",
                cells=(
                    Cell(text=artefact.title, strong=True),
                    Cell(text=artefact.what),
                    here,
                ),
            )
        )
    columns = (
        Column(title="Evidence"),
        Column(title="What it is", wide=True),
        Column(title="Entries here, or what would create them", wide=True),
    )
    return Grid(
        caption="Register of evidence",
        columns=columns,
        rows=tuple(rows),
        quiet=True,
        rest="Not in this record, and what would create it",
    )


def _framework(framework: Framework, asked: tuple[Asked, ...]) -> Grid:
    columns = (
        Column(title="Control, and what it asks", wide=True),
        Column(title="Strength"),
        Column(title="Here"),
        Column(title="Evidence, and what is missing", wide=True),
    )
    return Grid(
        caption=framework.framework,
        columns=columns,
        rows=tuple(_control(one) for one in asked),
        anchor=anchor_of(framework),
        rest="Nothing in this record for",
        flow=True,
    )


def _control(one: Asked) -> Row:
    control = one.control
    there = tuple(
        Cell(text=artefact.title, to=f"evidence-{artefact.id}", cites=cites[:1])
        for artefact, cites in one.there
    )
    missing = tuple(
        Cell(text=artefact.title, to=f"evidence-{artefact.id}") for artefact, _ in one.missing
    )
    return Row(
        cells=(
            Cell(text=f"{control.id} {control.title}", strong=True, beneath=asks_of(control)),
            Cell(text=control.strength),
            Cell(text=one.support, tone=_TONES[one.support]),
            Cell(text="", links=there, missing=missing),
        ),
        slight=f"{control.id} {control.title}" if one.support == "nothing here" else "",
    )


def asks_of(control: Control) -> str:
    """What a control asks, with what has to be known about its mapping."""
    note = f" {control.note}" if control.note else ""
    unread = "" if control.basis == "text seen" else " (text not read for this mapping)"
    return f"{control.asks.rstrip('.')}.{note}{unread}"
