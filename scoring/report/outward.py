"""Sections 9, 11 and 12: messages, third parties, and the breach record."""

from collections.abc import Iterator, Sequence

from evidence import Event
from evidence.kinds import outside
from scenarios.breach_record import FIELDS
from scoring.report.document import (
    Block,
    Cell,
    Column,
    Grid,
    Heading,
    Note,
    Row,
    Section,
    Tone,
)
from scoring.report.notified import notices
from scoring.report.reading import Reading, clock, lasted
from scoring.wording import count


def communications(r: Reading) -> Section:
    """9: each message's way to publication, then each notice with its clock."""
    blocks: list[Block] = []
    blocks.append(Heading(text="Legal and contractual notices"))
    blocks += notices(r)
    blocks.append(Heading(text="Messages"))
    blocks += _messages(r)
    return Section(number="9", title="Communications and notifications", blocks=tuple(blocks))


def _messages(r: Reading) -> Iterator[Block]:
    drafts = r.all_of(outside.MessageDrafted)
    if not drafts:
        yield Note(text="No message was drafted.", tone="warn")
        return
    handled: dict[str, list[tuple[Event, outside.MessageHandled]]] = {}
    for event, body in r.all_of(outside.MessageHandled):
        handled.setdefault(body.message, []).append((event, body))
    messages: dict[str, list[tuple[Event, outside.MessageDrafted]]] = {}
    for event, draft in drafts:
        messages.setdefault(draft.message, []).append((event, draft))
    columns = (
        Column(title="To, by", wide=True),
        Column(title="Drafted", number=True),
        Column(title="Reviewed", number=True),
        Column(title="Approved", number=True),
        Column(title="Published", number=True),
        Column(title="Remarks", wide=True),
    )
    given: dict[str, list[outside.ApprovalDelegated]] = {}
    for _, delegated in r.all_of(outside.ApprovalDelegated):
        given.setdefault(delegated.message, []).append(delegated)
    rows = tuple(_message(r, d, handled.get(m, []), given.get(m, [])) for m, d in messages.items())
    published = sum(any(b.how == "publish" for _, b in handled.get(m, [])) for m in messages)
    yield Grid(
        caption=f"{count(len(messages), 'message')}, {published} of them published",
        columns=columns,
        rows=rows,
    )
    yield Note(
        text="A simulated approval counts in no figure about approval. The text of a message is "
        "committed once, with its version; review, approval and publication name that version."
    )


def _message(
    r: Reading,
    drafts: Sequence[tuple[Event, outside.MessageDrafted]],
    handled: Sequence[tuple[Event, outside.MessageHandled]],
    given: Sequence[outside.ApprovalDelegated],
) -> Row:
    first_event, first = drafts[0]
    remarks = [f"{count(len(drafts), 'version')}"] if len(drafts) > 1 else []
    until = drafts[-1][1].not_before
    if until is not None:
        remarks.append(f"not before {clock(until)}")
    remarks += [f"approval given to {r.names.title(one.seat)}" for one in given]
    tone: Tone | None = None
    for _, body in handled:
        if body.missing:
            remarks.append(f"without {' and '.join(body.missing)}")
            tone = "bad"
        if body.exception:
            remarks.append(body.exception)
        if body.how in ("send-back", "withdraw"):
            remarks.append("sent back" if body.how == "send-back" else "withdrawn")
    if any(body.simulated for _, body in handled if body.how == "approve"):
        remarks.append("simulated approval")
    return Row(
        cells=(
            Cell(text=f"{r.names.audience(first.audience)}, {r.names.words(first.channel)}"),
            Cell(text=clock(first_event.at), cites=(first_event.seq,)),
            *(_step(handled, how) for how in ("review", "approve", "publish")),
            Cell(text="; ".join(remarks), tone=tone),
        )
    )


def _step(handled: Sequence[tuple[Event, outside.MessageHandled]], how: str) -> Cell:
    found = [event for event, body in handled if body.how == how]
    return Cell(text=clock(found[-1].at), cites=(found[-1].seq,)) if found else Cell(text="–")


def third_parties(r: Reading) -> Section:
    """11: each supplier: contract, case, chasers, answers, oversight."""
    opened = {body.vendor: event for event, body in r.all_of(outside.VendorOpened)}
    known = [s.vendor for s in r.plan.scenario.vendors]
    vendors = list(dict.fromkeys([*known, *opened]))
    if not vendors:
        return Section(
            number="11",
            title="Third parties",
            empty="The scenario has no supplier, and the team opened no case. A supplier needs a "
            "slot of the kind vendor in the scenario.",
        )
    columns = (
        Column(title="Supplier", wide=True),
        Column(title="Answer by contract"),
        Column(title="Case opened", number=True),
        Column(title="First answer", number=True),
        Column(title="Useful answer", number=True),
        Column(title="Chased", number=True),
        Column(title="Escalated", number=True),
        Column(title="Notes of oversight", number=True),
    )
    blocks: list[Block] = [
        Grid(
            caption="Suppliers",
            columns=columns,
            rows=tuple(_vendor(r, vendor) for vendor in vendors),
            quiet=True,
        ),
        *_breaches(r),
    ]
    return Section(number="11", title="Third parties", blocks=tuple(blocks))


def _vendor(r: Reading, vendor: str) -> Row:
    contract = r.plan.organisation.vendors[vendor].contract
    promised = lasted(contract.respond) if contract.respond is not None else "nothing promised"
    opened = [e for e, b in r.all_of(outside.VendorOpened) if b.vendor == vendor]
    replies = [(e, b) for e, b in r.all_of(outside.VendorReplied) if b.vendor == vendor]
    useful = [e for e, b in replies if b.reply == "useful"]
    chased = [e for e, b in r.all_of(outside.VendorChased) if b.vendor == vendor]
    escalated = [e for e, b in r.all_of(outside.VendorEscalated) if b.vendor == vendor]
    noted = [e for e, b in r.all_of(outside.OversightNoted) if b.vendor == vendor]
    return Row(
        cells=(
            Cell(text=r.names.title(vendor), strong=True),
            Cell(text=promised),
            _instant(opened),
            _instant([e for e, _ in replies]),
            _instant(useful),
            _many(chased),
            _many(escalated),
            _many(noted),
        )
    )


def _instant(events: Sequence[Event]) -> Cell:
    return Cell(text=clock(events[0].at), cites=(events[0].seq,)) if events else Cell(text="–")


def _many(events: Sequence[Event]) -> Cell:
    return Cell(text=str(len(events)), cites=tuple(e.seq for e in events)[:4])


def _breaches(r: Reading) -> Iterator[Block]:
    for event, body in r.all_of(outside.VendorBreached):
        yield Note(
            text=f"{r.names.title(body.vendor)} had not answered when its contract said "
            f"({clock(body.due)}).",
            tone="bad",
            cites=(event.seq,),
        )


def breach_record(r: Reading) -> Section:
    """12: the 24 fields as they stood at the end, each with its history."""
    updates = r.all_of(outside.BreachRecordUpdated)
    title = "Breach record (restricted annex)"
    if not updates:
        figure = r.scorecard.metric("BR-COMP")
        if figure is not None and figure.value is not None:
            why = (
                "No field of the breach record was filled, though it was due: personal data may "
                f"have been touched. See section 6: {figure.formula}."
            )
        else:
            why = (
                "No breach record was kept, and none was due. It is due when personal data may be "
                "touched; an inject that tells of personal data would ask for it."
            )
        return Section(number="12", title=title, empty=why)
    history: dict[str, list[tuple[Event, outside.BreachRecordUpdated]]] = {}
    for event, body in updates:
        history.setdefault(body.field, []).append((event, body))
    ids = [field.id for field in FIELDS]
    columns = (
        Column(title="No.", narrow=True),
        Column(title="Field"),
        Column(title="As it stood at the end", wide=True),
        Column(title="Tag"),
        Column(title="As at", wide=True),
    )
    rows = tuple(
        _field(r, place, name, history.get(name, [])) for place, name in enumerate(ids, start=1)
    )
    blocks: list[Block] = [
        Grid(
            caption=f"{len(history.keys() & set(ids))} of {len(ids)} fields were set",
            columns=columns,
            rows=rows,
        ),
    ]
    return Section(number="12", title=title, blocks=tuple(blocks))


def _field(
    r: Reading, place: int, name: str, history: Sequence[tuple[Event, outside.BreachRecordUpdated]]
) -> Row:
    if not history:
        stood, tag = Cell(text="not set", tone="idle"), ""
    else:
        event, body = history[-1]
        given = body.values or ((body.value,) if body.value else ())
        parts = [", ".join(given)] if given else []
        if body.low is not None or body.high is not None:
            low, high = (f"{n:,}" if n is not None else "?" for n in (body.low, body.high))
            parts.append(low if low == high else f"{low} to {high}")
        if body.from_at is not None:
            until = f" to {clock(body.until_at)}" if body.until_at is not None else ""
            parts.append(f"{clock(body.from_at)}{until}")
        parts += [f"decided by {r.seat(body.owner)}"] if body.owner is not None else []
        words = r.words_of(event.cause, "words")
        parts += [words] if words else []
        stood, tag = Cell(text="; ".join(parts) or body.tag), body.tag
    links = tuple(Cell(text=f"{clock(e.at)} {b.tag}", cites=(e.seq,)) for e, b in history)
    return Row(
        cells=(
            Cell(text=str(place)),
            Cell(text=r.names.words(name), strong=True),
            stood,
            Cell(text=tag),
            Cell(text="", links=links),
        )
    )
