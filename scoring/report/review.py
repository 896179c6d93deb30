"""What the review says about the report itself: words per section, versions, who signed what.

A sign-off states something about one digest.  A draft becomes final when the facilitator and the
lead evaluator have signed, and a word edited after that makes it a draft again.
"""

from collections.abc import Iterator
from typing import Final

from evidence import Event
from evidence.kinds import review
from scoring.report.document import Block, Cell, Column, Grid, Note, Row, Said, Section
from scoring.report.reading import Reading

STATEMENTS: Final[dict[review.Statement, tuple[str, str]]] = {
    "prepared": ("Facilitator", "I prepared this report from the record, and left nothing out."),
    "evaluated": ("Lead evaluator", "I evaluated what was shown, and agree with the ratings."),
    "reviewed-independently": (
        "Independent reviewer",
        "I had no part in plan or play, and checked population, record and figures.",
    ),
    "accepted-by-control-owner": (
        "Control owner",
        "I accept the findings on the controls that I answer for.",
    ),
    "acknowledged-by-management-body": (
        "Management body",
        "We have read the report, and decided what it asks of us.",
    ),
}
"""Each statement: who gives it, and what it says."""

_MAKE_FINAL: Final = frozenset({"prepared", "evaluated"})


def draft_version(r: Reading) -> int:
    """1 for the report as it was folded; every edited section is one version more."""
    return 1 + len(r.all_of(review.ReportEdited))


def is_final(r: Reading) -> bool:
    """Whether facilitator and lead evaluator have signed what stands now."""
    edits = r.all_of(review.ReportEdited)
    last = edits[-1][0].seq if edits else -1
    return {given[1].statement for given in standing(r) if given[0].seq > last} >= _MAKE_FINAL


def standing(r: Reading) -> tuple[tuple[Event, review.SignOffGiven], ...]:
    """The sign-offs that were not withdrawn, the last one of each statement, in order."""
    withdrawn = [(event.seq, body.statement) for event, body in r.all_of(review.SignOffWithdrawn)]
    found: dict[str, tuple[Event, review.SignOffGiven]] = {}
    for event, body in r.all_of(review.SignOffGiven):
        found.pop(body.statement, None)  # a later one takes its place in the order, too
        if not any(seq > event.seq and which == body.statement for seq, which in withdrawn):
            found[body.statement] = (event, body)
    return tuple(found.values())


def words_for(r: Reading, number: str) -> tuple[Block, ...]:
    """The words of the present version of one section, as whoever wrote them left them."""
    edits = [(e, b) for e, b in r.all_of(review.ReportEdited) if b.section == number]
    if not edits:
        return ()
    event, body = edits[-1]
    by = f"{r.who(event)}, version {body.version} of these words"
    return (r.spoken(event, by=by),)


def where_written(r: Reading, number: str) -> str:
    """Where to find what no plan knows: people write it, as words of the section."""
    if words_for(r, number):
        return "As written above."
    return f"Not written yet: add it as words of section {number}."


def signing(r: Reading) -> Section:
    """F: the five statements, each over a digest, and every change of words."""
    given = {body.statement: (event, body) for event, body in standing(r)}
    rows = [_statement(r, key, given.get(key)) for key in STATEMENTS]
    columns = (
        Column(title="Who"),
        Column(title="Statement", wide=True),
        Column(title="State"),
        Column(title="Over"),
    )
    blocks: list[Block] = [
        Grid(caption="Sign-off", columns=columns, rows=tuple(rows), quiet=True),
        *_said(r),
        _changes(r),
    ]
    return Section(number="F", title="Sign-off and change log", blocks=tuple(blocks))


def _statement(
    r: Reading, key: review.Statement, given: tuple[Event, review.SignOffGiven] | None
) -> Row:
    who, says = STATEMENTS[key]
    if given is None:
        state, over = Cell(text="not signed", tone="idle"), Cell(text="")
    else:
        event, body = given
        found = "found in order" if body.verified else "found NOT in order"
        exceptions = f", except {', '.join(body.excepting)}" if body.excepting else ""
        conflicts = f", {'conflicts' if body.conflicts else 'no conflicts'} of interest declared"
        state = Cell(
            text=f"signed; record and figures {found}{exceptions}{conflicts}",
            tone="good" if body.verified and not body.excepting else "warn",
            cites=(event.seq,),
        )
        digests = {"head": body.head, "scorecard": body.scorecard, "report": body.report}
        signed = {name: digest for name, digest in digests.items() if digest}
        over = Cell(
            text=", ".join(signed),
            beneath="; ".join(f"{name} {digest}" for name, digest in signed.items()),
        )
    return Row(cells=(Cell(text=who, strong=True), Cell(text=says), state, over))


def _said(r: Reading) -> Iterator[Said]:
    for event, body in standing(r):
        if body.given:
            yield r.spoken(event, by=STATEMENTS[body.statement][0])


def _changes(r: Reading) -> Block:
    edits = r.all_of(review.ReportEdited)
    if not edits:
        return Note(text="No words of this report have been edited; this is its first version.")
    rows = tuple(
        Row(
            cells=(
                Cell(text=str(place)),
                Cell(text=f"Section {body.section}, version {body.version}", cites=(event.seq,)),
                Cell(text=r.who(event)),
            )
        )
        for place, (event, body) in enumerate(edits, start=2)
    )
    columns = (
        Column(title="Version", narrow=True),
        Column(title="Words edited", wide=True),
        Column(title="By"),
    )
    return Grid(caption="Changes of words; numbers cannot be edited", columns=columns, rows=rows)
