"""When a notice is due: one function for the countdown, the verdict and the command line.

The rules, in the order in which they are applied:

1. Hours are elapsed hours, counted in UTC; weekends, holidays and clock changes count and change
   nothing.
2. Days, weeks and months are counted on the local calendar.  From a day, or where only a date is
   given, they end with the last millisecond of the last day; from an instant, at the same clock
   time of it.  A month ends on the same day number, or on the last day of a shorter month.
3. Business days are counted after the day of the event, on the calendar of whoever notifies, or
   on the one that the rule names.  From an event on a closed day the last day counts whole.
4. Of two bounds the earlier counts; a bound that lapses counts only for a clock that started
   before it ran out.
5. Relief moves a limit on a closed day, unless the entity is excluded.  Where that is not known,
   the limit stays and the relief is another reading.
6. A stage that starts with a submission is *not started* until that is recorded.
7. Of several versions of a text the one counts that stood when the clock started.

``at`` is the earliest instant that is legally arguable; later ones are ``readings``.
Sources: Reg. 1182/71 Art. 3; Del. Reg. (EU) 2025/301 Art. 5; Form 8-K General Instruction B.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from evidence import Millis
from scenarios.law.counting import Counting, Place, Start
from scenarios.law.readings import Reading, readings
from scenarios.law.regimes import Bound, Facts, Regime, Relief, Stage

DISAPPLIED: Final = "disapplied"
"""The value of the fact `relief` after an authority took it away (Art. 5(6))."""

DueState: TypeAlias = Literal["not-started", "provisional", "running", "no-instant", "not-due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The due instant of one stage, as far as it is known; instants are UTC milliseconds."""

    state: DueState
    rule: str
    since: Millis | None = None
    at: Millis | None = None
    without_relief: Millis | None = None
    """As *at*, for games that grant no relief."""
    readings: tuple[Reading, ...] = ()
    """Later than *at*, earliest first."""
    classify_by: Millis | None = None
    """Set while a clock waits for a classification that has its own limit."""
    note: str | None = None

    @property
    def latest(self) -> Millis | None:
        """The end of what can be argued."""
        return self.readings[-1].at if self.readings else self.at

    def moved(self, by: int) -> "Due":
        """The same answer on a clock that shows *by* more."""

        def on(at: Millis | None) -> Millis | None:
            return None if at is None else Millis(at + by)

        return replace(
            self,
            since=on(self.since),
            at=on(self.at),
            without_relief=on(self.without_relief),
            classify_by=on(self.classify_by),
            readings=tuple(replace(r, at=Millis(r.at + by)) for r in self.readings),
        )


def due(
    law: Regime, stage: Stage, given: Mapping[str, Start], *, place: Place, facts: Facts
) -> Due:
    """When *stage* is due, from the instants of the events *given* by name.

    Raises:
        Wrong: The rule cannot be counted from what is given: hours from a bare date, or working
            days without a calendar.
    """
    start = given.get(stage.starts)
    within, rule = stage.under(facts, None if start is None else start.at)
    if law.not_owed is not None and law.not_owed.holds(facts):
        return Due(state="not-due", rule=rule, note=law.not_owed.says)
    limit = _limit(stage, given, place, law)
    if start is None:
        state: DueState = "not-started" if limit is None else "provisional"
        return Due(state=state, rule=rule, classify_by=limit)
    if within is None:
        return Due(state="no-instant", rule=rule, since=start.at, note=stage.note)
    counting = Counting(law=law, stage=stage, place=place)
    strict = counting.end(within, start)
    bound = stage.no_later
    if bound is not None and limit is not None and _counts(bound, start, limit):
        strict = min(strict, limit)
    relieved = _relieved(stage.relief, strict, counting, facts)
    at = strict if relieved is None or relieved.doubtful else relieved.at
    found = list(readings(counting, within, start, given))
    if relieved is not None and relieved.doubtful:
        found.append(Reading(says=relieved.says, at=relieved.at))
    return Due(
        state="running",
        rule=rule,
        since=start.at,
        at=at,
        without_relief=strict,
        readings=_later(found, at),
        note=stage.note,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relieved:
    at: Millis
    says: str
    doubtful: bool


def _counts(bound: Bound, start: Start, limit: Millis) -> bool:
    """Whether the second bound limits the notice.  Source: Reg. 2025/301 Art. 5(2)."""
    return not bound.of_start and (not bound.lapses or start.at <= limit)


def _limit(stage: Stage, given: Mapping[str, Start], place: Place, law: Regime) -> Millis | None:
    bound = stage.no_later
    if bound is None or bound.starts not in given:
        return None
    return Counting(law=law, stage=stage, place=place).end(bound.within, given[bound.starts])


def _relieved(
    relief: Relief | None, limit: Millis, counting: Counting, facts: Facts
) -> _Relieved | None:
    """Where a limit on a closed day moves to, if it does."""
    if relief is None or DISAPPLIED in facts.get("relief", ()):
        return None
    entities = facts.get("entity", ())
    doubtful = bool(relief.not_for) and not entities
    if set(entities) & set(relief.not_for):
        return None
    days, local = counting.place.days(counting.law), counting.place.local
    if doubtful and (days is None or not local.zone):
        return None
    day = counting.day_of(Start(at=limit))
    if counting.working_days().is_open(day):
        return None
    moved = local.at_clock(counting.working_days().next_open(day), relief.until)
    return _Relieved(at=moved, says=relief.says, doubtful=doubtful)


def _later(found: list[Reading], at: Millis) -> tuple[Reading, ...]:
    """Those after the due instant, one for each instant, earliest first."""
    by_instant: dict[Millis, Reading] = {}
    for reading in found:
        if reading.at > at:
            by_instant.setdefault(reading.at, reading)
    return tuple(sorted(by_instant.values(), key=lambda reading: reading.at))
