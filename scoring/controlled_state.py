"""The six items of a controlled state: which were confirmed, with evidence, and were so."""

from collections.abc import Iterator

from evidence.kinds.incident import ItemConfirmed
from scoring.case import Case
from scoring.figure import Conclusion, Exclusion, Finding, counted
from scoring.titles import ITEMS
from scoring.wording import instant


def measure_controlled_state(case: Case) -> Iterator[Conclusion]:
    """Items of a controlled state that were confirmed, with evidence, and were so."""
    proved: dict[str, int] = {}
    excluded: dict[str, Exclusion] = {}
    for event, body in case.timeline.of(ItemConfirmed):
        if event.seq in case.contradicted:
            yield Finding(
                code="confirmed-but-not-so",
                of=body.item,
                says=f"“{ITEMS[body.item]}” was confirmed at {instant(event.at)}; it was not so.",
                cites=(event.seq,),
            )
        elif body.evidence:
            proved.setdefault(body.item, event.seq)
        else:
            why = "confirmed without evidence: could not verify"
            excluded.setdefault(
                body.item, Exclusion(what=ITEMS[body.item], why=why, cites=(event.seq,))
            )
    if not case.timeline.of(ItemConfirmed) and case.moments.detected is None:
        return
    yield counted(
        "RECOV",
        len(proved),
        len(ITEMS),
        rubric=case.plan.rubric,
        formula=f"{len(proved)} done with evidence / {len(ITEMS)} items of a controlled state",
        nothing="",
        cites=proved.values() or [case.timeline.end.seq],  # the end shows that nothing came
        missing=[says for item, says in ITEMS.items() if item not in proved],
        excluded=tuple(note for item, note in excluded.items() if item not in proved),
    )
