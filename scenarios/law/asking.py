"""A question about one rule, as people type it: events with instants, facts with values.

Everything that is wrong with a question is said in one sentence, with what would be right.  An
instant carries its own offset or zone: without one it is none, whatever zone the answer is shown
in, and neither is one that a wall clock shows twice or never.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from evidence import Millis
from runbooks.authored import Wrong, closest, did_you_mean, listed, quoted, resolve_local
from scenarios.law.counting import Place, Start
from scenarios.law.due import Due, due
from scenarios.law.entities import KINDS, entity_kinds
from scenarios.law.local_time import LocalTime, fixed_offset, local_time
from scenarios.law.readings import SUSPENDED
from scenarios.law.regimes import ANY_RULE_ASKS, SCALES, Facts, Regime, Stage
from scenarios.law.standing import State, standing
from scenarios.law.working_days import WorkingDays, working_days

SENT: Final = "submitted"
"""An event of every rule: its own notice."""
ENDED: Final = "endex"
"""The end of an exercise: what is due at or after it is not due."""
NOTHING: Final = frozenset({"", "-", "null", "none", "not-yet"})
"""What stands for an event that has not happened."""

DAYS_AROUND: Final = 3
DAYS_AFTER: Final = 900  # a year to the end of a year, 999 business days are not asked for
FIRST_YEAR: Final = 1971
LAST_YEAR: Final = 2199

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(
    r"(?P<local>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?(?:[ \[](?P<zone>[A-Za-z][A-Za-z0-9_+/-]*)\]?)?"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the law says to one question."""

    law: Regime
    stage: Stage
    due: Due
    state: State
    place: Place
    given: dict[str, Millis]
    """Every event that has happened, with its instant (UTC)."""
    binds: bool
    """Whether the rule was in force when its clock started, or at the last that is known so far."""
    notes: tuple[str, ...] = ()
    """What was given and not used, and what else should be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant as typed; where no offset or zone came with it, only a date."""

    at: Millis
    day: date | None = None
    offset: int | None = None
    zone: str | None = None


def ask(
    law: Regime,
    stage: Stage,
    *,
    given: Mapping[str, str],
    facts: Facts,
    zone: str | None = None,
    known_events: Iterable[str] = (),
    now: Millis | None = None,
) -> Answer:
    """Answer when *stage* is due.

    Args:
        given: Event to instant, as typed.
        facts: As :func:`read_facts` returns them.
        zone: Where days are counted and the answer is shown; the instant's own if left out.  It
            makes no instant of a time without offset.
        known_events: Events of other rules, which may be given and change nothing.
        now: The present, for the state of what was not sent.

    Raises:
        Wrong: What is wrong with the question.
    """
    notes = (*_check_events(law, given, known_events), *_unasked(law, facts))
    moments = {
        event: read_moment(event, text, zone)
        for event, text in given.items()
        if text.casefold() not in NOTHING
    }
    place = _place(law, stage, moments, facts, zone)
    starts = {event: _start(event, moment, place) for event, moment in moments.items()}
    found = due(law, stage, starts, place=place, facts=facts)
    sent = starts.get(stage.ends) or starts.get(SENT)
    ended = starts.get(ENDED)
    state = standing(
        found,
        sent=None if sent is None else sent.at,
        now=now,
        ended=None if ended is None else ended.at,
    )
    return Answer(
        law=law,
        stage=stage,
        due=found,
        state=state,
        place=place,
        given={event: start.at for event, start in starts.items()},
        binds=law.status.binds_on(_asked_about(law, found, starts, place)),
        notes=notes,
    )


def _asked_about(law: Regime, found: Due, starts: Mapping[str, Start], place: Place) -> date:
    """The day on which the rule would have to bind; without any, that of the data."""
    told = (
        found.since
        if found.since is not None
        else max((s.at for s in starts.values()), default=None)
    )
    return law.compared_on if told is None else place.local.date_of(told)


def read_moment(event: str, text: str, zone: str | None) -> Moment:
    """One typed instant, or a bare date."""
    if _DATE.fullmatch(text):
        return Moment(at=Millis(0), day=_in_calendar(text, text).date(), zone=zone)
    found = _INSTANT.fullmatch(text)
    if found is None:
        example = f"write for example {event}=2026-11-17T09:20:00+01:00"
        raise Wrong(f"{quoted(text)} is not an instant", example)
    local, own = found["local"].replace(" ", "T"), found["zone"] or zone
    if found["offset"] is None:
        if own is None or found["zone"] is None:
            right = f'write "{event}={local} {zone or "Europe/Berlin"}", or {local}+01:00'
            raise Wrong(f"{quoted(text)} has no zone and no offset", right)
        whole, _, fraction = local.partition(".")
        at = resolve_local(whole, own) + int(f"{fraction:0<3}"[:3])
        return Moment(at=Millis(at), zone=own)
    when = _in_calendar(local + found["offset"].replace("Z", "+00:00"), text)
    if found["zone"] is not None:
        resolve_local(local.partition(".")[0] + found["offset"], found["zone"])  # they must agree
    offset = (when.utcoffset() or timedelta()) // timedelta(minutes=1)
    at = (when - _EPOCH) // timedelta(milliseconds=1)
    return Moment(at=Millis(at), offset=offset, zone=own)


def read_facts(words: Mapping[str, str], law: Regime | None = None) -> dict[str, tuple[str, ...]]:
    """Facts as typed: several values with commas between them, `true` for `yes`.

    What is said to be unknown is no fact: its question stays open.

    Raises:
        Wrong: A kind of entity that no law knows (not for a *law* that does not ask what it is),
            or a misspelt step of a scale.
    """
    facts: dict[str, tuple[str, ...]] = {}
    for key, text in words.items():
        values = tuple(_PLAIN.get(v.casefold(), v) for v in map(str.strip, text.split(",")) if v)
        if values and not UNKNOWN.issuperset(map(str.casefold, values)):
            facts[key.replace("_", "-")] = values
    for fact in SCALES.keys() & facts.keys():
        _check_scale(fact, facts[fact])
    kinds = [*facts.get("entity", ()), *facts.pop("nis2", ())]
    kinds += [key for key, values in facts.items() if key in KINDS and "yes" in values]
    if kinds and (law is None or law.asks_what_it_is):
        facts["entity"] = entity_kinds(kinds)
    return facts


def _check_scale(fact: str, values: tuple[str, ...]) -> None:
    """A misspelt step of a scale would silently decide against it."""
    for value in values:
        meant = closest(value, SCALES[fact])
        if value not in SCALES[fact] and meant is not None:
            raise Wrong(f"{quoted(value)} is no {fact}", f"did you mean `{meant}`?")


_PLAIN: Final = {"true": "yes", "false": "no"}
UNKNOWN: Final = frozenset({"unknown", "not-known", "not known", "not-yet"})
"""Values that answer nothing."""


def _check_events(
    law: Regime, given: Mapping[str, str], known_events: Iterable[str]
) -> Iterable[str]:
    mine = {*law.events, SENT, ENDED, SUSPENDED}
    elsewhere = set(known_events)
    for event in given:
        if event in mine:
            continue
        if event not in elsewhere:
            right = did_you_mean(event, mine) or f"its events are {listed(sorted(law.events))}"
            raise Wrong(f"`{law.id}` knows no event `{event}`", right)
        yield f"`{event}` changes nothing here"


def _unasked(law: Regime, facts: Facts) -> Iterable[str]:
    """Facts that this rule does not ask for: an incident has more of them than one law."""
    asked = {*ANY_RULE_ASKS, *law.facts}
    for fact in facts:
        if fact not in asked:
            guess = closest(fact, asked)
            yield f"the fact `{fact}` is not asked here" + (
                f"; did you mean `{guess}`?" if guess else ""
            )


def _place(
    law: Regime, stage: Stage, moments: Mapping[str, Moment], facts: Facts, zone: str | None
) -> Place:
    days = [moment.day or _utc_date(moment.at) for moment in moments.values()] or [date(2026, 1, 1)]
    first = min(days) - timedelta(days=DAYS_AROUND)
    last = max(days) + timedelta(days=DAYS_AFTER)
    named = zone or next((m.zone for m in moments.values() if m.zone), None)
    offset = next((m.offset for m in moments.values() if m.offset is not None), 0)
    if named is not None:
        resolve_local("2026-01-01T12:00", named)  # says what is wrong with a zone's name
    calendar = next(iter(facts.get("calendar", ())), None)
    working = {
        name: _changed(working_days(name, first=first, last=last), facts)
        for name in {calendar, law.calendar}
        if name is not None
    }
    offices = {stage.closes.zone} if stage.closes is not None else set()
    return Place(
        local=local_time(named, first=first, last=last) if named else fixed_offset(offset),
        calendar=calendar,
        working=working,
        zones={office: local_time(office, first=first, last=last) for office in offices},
    )


def _changed(days: WorkingDays, facts: Facts) -> WorkingDays:
    return days.with_changes(
        also_closed=_dates(facts, "also-closed"), open_after_all=_dates(facts, "open-after-all")
    )


def _dates(facts: Facts, key: str) -> tuple[date, ...]:
    return tuple(_in_calendar(text, text).date() for text in facts.get(key, ()))


def _start(event: str, moment: Moment, place: Place) -> Start:
    if moment.day is None:
        return Start(at=moment.at)
    return Start(at=place.local.at_clock(moment.day, 0), day_only=True)


def _in_calendar(iso: str, text: str) -> datetime:
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        raise Wrong(f"{quoted(text)} is not in the calendar", "check the date") from None
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        right = f"use a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise Wrong(f"{quoted(text)} is too far away", right)
    return when


def _utc_date(at: int) -> date:
    return LocalTime("UTC", ((0, 0),)).date_of(at)
