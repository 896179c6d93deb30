"""The breach record: complete by its deadlines, and right by what could be known at that instant.

Every value is held against the key that was knowable when it was written, and a value that stands
is held against each new key once its time to catch up is over.  What became known later is never
used.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence import Event, Millis, Seq
from evidence.kinds.outside import BreachRecordUpdated
from scenarios.answer_keys import KeyEntry
from scenarios.breach_record import BY_ID, COUNTED, FIELDS, SIX_QUESTIONS, Status, status_of
from scoring.awareness import shown_first
from scoring.case import Case
from scoring.figure import WHOLE, Conclusion, Finding, Metric, ratio, share
from scoring.wording import instant

Entry = tuple[Event, BreachRecordUpdated]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsKnown:
    """The record as it stood at one instant."""

    at: Millis
    entries: dict[str, Entry]

    @property
    def status(self) -> Status:
        entry = self.entries.get("personal-data-breach")
        return status_of(entry[1].value if entry is not None else None)

    @property
    def open_fields(self) -> tuple[str, ...]:
        """Fields of the 24 that nobody has set, in the order of the record."""
        return tuple(field.id for field in FIELDS if field.id not in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """One entry of the scenario's key, with the instants at which it holds."""

    entry: KeyEntry
    known_at: Millis
    check_at: Millis
    cites: tuple[Seq, ...]


def as_known(updates: tuple[Entry, ...], at: Millis) -> AsKnown:
    """The record as known at *at*: the last word on each field by then."""
    return AsKnown(at=at, entries={body.field: (e, body) for e, body in updates if e.at <= at})


def assess_breach_record(case: Case) -> Iterator[Conclusion]:
    """BR-COMP, BR-CORRECT and BR-SIX; nothing where no record was kept and none was asked for."""
    updates = tuple(case.timeline.of(BreachRecordUpdated))
    keys = _keys(case)
    if not updates and not keys:
        return
    yield _completeness(case, updates, keys)
    judged = [*_written(updates, keys), *_standing(case, updates, keys)]
    yield _share_of(case, "BR-CORRECT", judged, "values right by what could be known then")
    six = [one for one in _checked(case, updates, keys) if one.field in SIX_QUESTIONS]
    yield _share_of(case, "BR-SIX", six, "of the six questions right in time")
    for one in judged:
        if not one.right:
            yield Finding(code="breach-record-wrong", of=one.field, says=one.says, cites=one.cites)
    yield from _undecided(case, updates)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    field: str
    right: bool
    says: str
    cites: tuple[Seq, ...]


def _keys(case: Case) -> tuple[_Key, ...]:
    """The key as far as it became knowable, by instant; what was never shown holds nobody."""
    found = []
    for entry in case.plan.scenario.breach_record:
        known_at = Millis(0)
        cites: tuple[Seq, ...] = ()
        if entry.known_from is not None:
            shown = shown_first(case, entry.known_from)
            if shown is None:
                continue
            known_at, cites = shown.at, (shown.seq,)
        check_at = Millis(known_at + entry.by)
        found.append(_Key(entry=entry, known_at=known_at, check_at=check_at, cites=cites))
    return tuple(sorted(found, key=lambda key: (key.known_at, key.entry.field)))


def _completeness(case: Case, updates: tuple[Entry, ...], keys: tuple[_Key, ...]) -> Metric:
    """Answered fields of 24, each by its first deadline; *unknown* only with a next check."""
    end = case.timeline.end.at
    deadlines = {key.entry.field: min(end, key.check_at) for key in reversed(keys)}
    answered: dict[str, Seq] = {}
    late: set[str] = set()
    for event, body in updates:
        if body.field not in COUNTED or (body.tag == "unknown" and body.next_check_at is None):
            continue
        if event.at <= deadlines.get(body.field, end):
            answered.setdefault(body.field, event.seq)
        elif body.field not in answered:
            late.add(body.field)
    unknown = {body.field for _, body in updates if body.tag == "unknown"} - set(answered) - late
    formula = f"{len(answered)} answered / {len(FIELDS)} fields; unknown without a next check: "
    formula += f"{len(unknown)}"
    if late:
        formula += f"; after their deadline: {', '.join(sorted(late))}"
    return ratio(
        "BR-COMP",
        min(WHOLE, share(len(answered), len(FIELDS))),
        rubric=case.plan.rubric,
        formula=formula,
        cites=list(answered.values()) or [case.timeline.end.seq],
        tally=(len(answered), len(FIELDS)),
        missing=[_asks(f.id) for f in FIELDS if f.id not in answered],
    )


def _written(updates: tuple[Entry, ...], keys: tuple[_Key, ...]) -> Iterator[_Judged]:
    """Each value against what could be known when it was written."""
    for event, body in updates:
        key = _key_at(keys, body.field, event.at)
        if key is None or not _says_anything(body):
            continue
        right = _is_right(key.entry, body)
        says = f"{_asks(body.field)}: `{_shown(body)}` was written at {instant(event.at)}; "
        says += f"what could be known then was `{_expected(key.entry)}`."
        yield _Judged(field=body.field, right=right, says=says, cites=(event.seq, *key.cites))


def _standing(case: Case, updates: tuple[Entry, ...], keys: tuple[_Key, ...]) -> Iterator[_Judged]:
    """A value that nobody brought up to date, once there had been time to."""
    for key in _due(case, keys):
        entry = as_known(updates, key.check_at).entries.get(key.entry.field)
        if entry is None or entry[0].at >= key.known_at or not _says_anything(entry[1]):
            continue
        right = _is_right(key.entry, entry[1])
        says = f"{_asks(key.entry.field)}: `{_shown(entry[1])}` still stood at "
        says += f"{instant(key.check_at)}; since {instant(key.known_at)} it could be known to be "
        says += f"`{_expected(key.entry)}`."
        cites = (entry[0].seq, *key.cites)
        yield _Judged(field=key.entry.field, right=right, says=says, cites=cites)


def _checked(case: Case, updates: tuple[Entry, ...], keys: tuple[_Key, ...]) -> Iterator[_Judged]:
    """What stood on each field when its time was up; nothing at all is not right."""
    for key in _due(case, keys):
        entry = as_known(updates, key.check_at).entries.get(key.entry.field)
        right = entry is not None and _is_right(key.entry, entry[1])
        says = f"{_asks(key.entry.field)}: by {instant(key.check_at)}"
        cites = (*((entry[0].seq,) if entry is not None else ()), *key.cites)
        yield _Judged(field=key.entry.field, right=right, says=says,
                      cites=cites or (case.timeline.end.seq,))  # fmt: skip


def _due(case: Case, keys: tuple[_Key, ...]) -> Iterator[_Key]:
    """Keys whose time was up in play, before the next one of the same field took over."""
    for place, key in enumerate(keys):
        later = [k for k in keys[place + 1 :] if k.entry.field == key.entry.field]
        overtaken = any(k.known_at <= key.check_at for k in later)
        if not overtaken and key.check_at <= case.timeline.end.at:
            yield key


def _key_at(keys: tuple[_Key, ...], field: str, at: Millis) -> _Key | None:
    fitting = [key for key in keys if key.entry.field == field and key.known_at <= at]
    return fitting[-1] if fitting else None


def _says_anything(body: BreachRecordUpdated) -> bool:
    return body.tag != "unknown" and bool(_values(body) or body.low is not None or body.high)


def _values(body: BreachRecordUpdated) -> frozenset[str]:
    return frozenset((*body.values, *((body.value,) if body.value is not None else ())))


def _is_right(key: KeyEntry, body: BreachRecordUpdated) -> bool:
    right = frozenset((*key.right, *key.is_))
    if right:
        given = _values(body)
        return given >= right if BY_ID[key.field].many else bool(given & right)
    if body.low is None and body.high is None:
        return False
    low, high = body.low or 0, body.high if body.high is not None else body.low
    above = key.high is None or low <= key.high
    return above and (key.low is None or high is None or high >= key.low)


def _share_of(case: Case, key: str, judged: list[_Judged], says: str) -> Metric:
    right = sum(one.right for one in judged)
    if not judged:
        return Metric(key=key, value=None, unit="ratio", verdict="not-observed",
                      formula="nothing to judge: no key speaks of what was written")  # fmt: skip
    return ratio(
        key,
        share(right, len(judged)),
        rubric=case.plan.rubric,
        formula=f"{right} / {len(judged)} {says}",
        cites=sorted({seq for one in judged for seq in one.cites}),
        tally=(right, len(judged)),
        missing=[_asks(one.field) for one in judged if not one.right],
    )


def _undecided(case: Case, updates: tuple[Entry, ...]) -> Iterator[Finding]:
    """A record of a breach whose decision about the authority has no owner, instant or reason."""
    known = as_known(updates, case.timeline.end.at)
    decision = known.entries.get("authority-decision")
    if known.status == "confirmed" and (decision is None or decision[1].value in (None, "not-yet")):
        entry = known.entries["personal-data-breach"][0]
        says = "The breach is confirmed in the record, and no decision about the authority stands."
        yield Finding(code="authority-undecided", says=says, cites=(entry.seq,))


def _asks(field: str) -> str:
    return BY_ID[field].asks.rstrip("?") if field in BY_ID else field


def _shown(body: BreachRecordUpdated) -> str:
    values = ", ".join(sorted(_values(body)))
    return values or f"{body.low or 0} to {body.high if body.high is not None else 'more'}"


def _expected(key: KeyEntry) -> str:
    values = ", ".join((*key.right, *key.is_))
    return values or f"{key.low or 0} to {key.high if key.high is not None else 'more'}"
