"""Annex E: the sheet on information produced by the entity, as an auditor asks for it."""

from datetime import UTC, datetime

from evidence.kinds import exercise
from scoring.report.document import Block, Cell, Grid, Note, Pairs, Point, Points, Row, Section
from scoring.report.document import Column as Col
from scoring.report.reading import Reading
from scoring.wording import count


def information_sheet(r: Reading) -> Section:
    """E: source, query, parameters, population, gaps, time source and offset, who saw it."""
    p = r.provenance
    first, last = r.record[0], r.record[-1]
    gaps = [b.seq for a, b in zip(r.record, r.record[1:], strict=False) if b.seq != a.seq + 1]
    rows = (
        ("Source", Cell(text=f"{p.source}, read by {p.product}")),
        ("Query", Cell(text=f"all entries of exercise {r.opened.exercise}, by number, from "
                       f"{first.seq} to {last.seq}")),
        ("Parameters", Cell(text=f"profile {p.profile}; no filter; rubric {r.scorecard.rubric} "
                            f"{r.scorecard.rubric_version}; controls {r.controls.version}")),
        ("Run", Cell(text="Nothing depends on when this was made: the same record gives the "
                     "same bytes. Only sections 13 and 15 and annex A follow the programme "
                     "record, where it was given.")),
        ("Population", Cell(text="This exercise only. All exercises of a period, cancelled and "
                            "deleted ones too, come from `drillroom population`.")),
        ("Entries", Cell(text=f"{count(len(r.record), 'entry', 'entries')}, numbered {first.seq} "
                         f"to {last.seq}", cites=(first.seq, last.seq))),
        ("Gaps", Cell(text="none" if not gaps else f"before {', '.join(map(str, gaps))}",
                      tone="good" if not gaps else "bad")),
        ("Head", Cell(text=p.head)),
        ("Verified", Cell(text=p.verified)),
        ("Heads that others hold", Cell(text="; ".join(p.outside) or "None known to this report.")),
        ("What therefore cannot be shown", Cell(text=_cannot(r))),
        ("Time source", Cell(text=_time_source(r))),
        ("Wall time", Cell(text=_wall(r))),
        ("Offset of the story's zone", Cell(text=_offsets(r))),
        ("Recomputation", Cell(text="`drillroom score` of the record gives every figure again; "
                               "`drillroom replay` simulates it again and compares every entry.")),
        ("Changes in place", Cell(text="Corrections are new entries. An entry names the hash of "
                                  "the one before, so a change shows to whoever holds a head.")),
        ("Who has seen it", Cell(text="Not in the record.")),
        ("Retention", Cell(text="No term is recorded in the plan. A deletion leaves an entry with "
                           "its reason in the log of the installation.")),
    )  # fmt: skip
    blocks: list[Block] = [Pairs(rows=rows), _inputs(r), *_redactions(r)]
    return Section(number="E", title="Information produced by the entity", blocks=tuple(blocks))


def _cannot(r: Reading) -> str:
    if r.provenance.outside:
        return "Nothing before those heads can have been rewritten unseen."
    return (
        "That nobody with access to the store rewrote the whole record before it was read. A "
        "receipt in another's hands, or the head in the minutes, would show it."
    )


def _time_source(r: Reading) -> str:
    if r.opened.wall_clock == "simulated":
        return "None: wall time was worked out from played time, because nobody waited."
    return "The server's clock in UTC, as recorded with each entry; its offset is not recorded."


def _wall(r: Reading) -> str:
    if r.provenance.wall is None:
        return "dropped in this profile"
    first, last = (_utc(ms) for ms in r.provenance.wall)
    return f"{first} to {last}"


def _utc(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _offsets(r: Reading) -> str:
    zone = r.plan.scenario.starts.zone
    shown = [
        f"{'+' if m >= 0 else '−'}{abs(m) // 60:02d}:{abs(m) % 60:02d}" for _, m in r.plan.offsets
    ]
    return f"{zone}, {' then '.join(dict.fromkeys(shown)) or 'none frozen'}, frozen in the plan"


def _inputs(r: Reading) -> Block:
    """The record by who wrote what: inputs and what followed from them."""
    says = {
        "person": "what people said and did",
        "control": "acts of the control room",
        "responder": "acts of simulated responders",
        "world": "followed from the inputs, and come out again in a replay",
        "shell": "facts of the server",
    }
    counts: dict[str, int] = {}
    for event in r.record:
        counts[event.origin] = counts.get(event.origin, 0) + 1
    rows = tuple(
        Row(cells=(Cell(text=origin, strong=True), Cell(text=str(n)),
                   Cell(text=says.get(origin, ""))))
        for origin, n in sorted(counts.items())
    )  # fmt: skip
    columns = (Col(title="Origin"), Col(title="Entries", number=True), Col(title="What", wide=True))
    return Grid(caption="Entries by origin", columns=columns, rows=rows)


def _redactions(r: Reading) -> list[Block]:
    found = r.all_of(exercise.FieldRedacted)
    if not found:
        return [Note(text="No words were redacted.")]
    return [
        Points(
            items=tuple(
                Point(
                    lead=f"Entry {body.seq}, {body.field}: redacted,",
                    text=f"{body.ground}, by {count(len(body.approvers), 'person', 'people')}. The "
                    "commitment stays, so every proof stays whole.",
                    cites=(event.seq,),
                )
                for event, body in found
            )
        )
    ]
