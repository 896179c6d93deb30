"""Make a plan: everything that one exercise is played from, frozen before it starts.

Slots become the organisation's ids, placeholders become words, every invented person gets a
name, and the zone's offsets and the days on which nobody works are written out, so that after
StartEx nothing outside the plan is asked.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from runbooks import Runbook
from runbooks.authored import did_you_mean, listed
from scenarios.binding import Bound, bind
from scenarios.law import Regime, Regimes, WorkingDays, local_time, weekends_only, working_days
from scenarios.naming import Kinds, rewrite
from scenarios.organisation import Calendar, Organisation
from scenarios.plan import FrozenDays, FrozenZone, Plan
from scenarios.refusals import CannotPlan, Refusal
from scenarios.rubric import Rubric
from scenarios.scenario import Scenario
from scenarios.shelf import library_regimes, library_rubric, library_runbooks
from scenarios.texts import ORGANISATION, TooLong, fill, unknown_placeholders

DAYS_BEFORE: Final = 2  # the story speaks of the night before; backups reach a little further
DAYS_AFTER: Final = 550  # from New Year to 60 days after its end, weekends, and a month of play
CAST_LOCALE: Final = "en_GB"


def make_plan(
    scenario: Scenario,
    organisation: Organisation,
    runbooks: Iterable[Runbook],
    rubric: Rubric,
    regimes: Regimes,
    *,
    choices: Mapping[str, str],
) -> Plan:
    """Freeze a plan.

    Args:
        runbooks: All that the scenario may use; only those in use go into the plan.
        regimes: All known regimes; likewise.
        choices: Slot to the organisation's id, where the facilitator chose.

    Raises:
        CannotPlan: Something is left to choose, does not fit, or is not there.
    """
    bound = bind(scenario, organisation, choices)
    if not isinstance(bound, Bound):
        raise CannotPlan(choice.refusal() for choice in bound)
    _refuse_unknown_placeholders(scenario)
    cast = draw_cast(scenario, organisation)
    filled = _filled(bound, scenario, cast)
    starts = scenario.starts
    laws = tuple(_laws(filled, regimes))
    offices = {office for law in laws for office in law.offices}
    first, last = span_of(starts.utc_ms)
    return Plan(
        scenario=filled,
        organisation=bound.organisation,
        binding=bound.binding,
        runbooks=_in_use(filled, tuple(runbooks)),
        rubric=rubric,
        regimes=laws,
        cast=cast,
        offsets=offsets_around(starts.utc_ms, starts.zone),
        closed_days=_frozen(calendar_days(organisation.calendar, starts.utc_ms)).closed,
        calendar=organisation.calendar.name if organisation.calendar else None,
        calendars=_calendars(laws, organisation, starts.utc_ms),
        zones=tuple(
            FrozenZone(zone=zone, offsets=offsets_around(starts.utc_ms, zone))
            for zone in sorted(offices)
        ),
        counted_from=first.isoformat(),
        counted_until=last.isoformat(),
    )


def plan_from_library(
    scenario: Scenario,
    organisation: Organisation,
    *,
    choices: Mapping[str, str],
    runbooks: Iterable[Runbook] = (),
) -> Plan:
    """Freeze a plan with the library's runbooks, rubric and regimes; own *runbooks* come first.

    Raises:
        CannotPlan: As :func:`make_plan`; also where the library has no such rubric.
    """
    own = {book.runbook: book for book in runbooks}
    wanted = tuple(use.runbook for use in scenario.runbooks if use.runbook not in own)
    rubric = library_rubric(scenario.rubric)
    if rubric is None:
        wrong = f"there is no rubric `{scenario.rubric}`"
        raise CannotPlan([Refusal(wrong=wrong, right="write `rubric: house`")])
    books = (*own.values(), *library_runbooks(wanted))
    return make_plan(scenario, organisation, books, rubric, library_regimes(), choices=choices)


def draw_cast(scenario: Scenario, organisation: Organisation) -> dict[str, str]:
    """A name for every member of the cast.

    Each draw is keyed by scenario, organisation and member, so adding a member changes nobody
    else's name, and the same plan has the same people wherever it is made.
    """
    if not scenario.cast:
        return {}
    from faker import Faker  # only here: it costs more to import than everything else

    faker = Faker(CAST_LOCALE)
    names = {}
    for member in scenario.cast:
        key = "\x1f".join(("cast", scenario.scenario, organisation.organisation, member))
        faker.seed_instance(int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]))
        names[member] = f"{faker.first_name()} {faker.last_name()}"
    return names


def span_of(starts_utc_ms: int) -> tuple[date, date]:
    """The first and the last day that a plan knows of."""
    middle = datetime.fromtimestamp(starts_utc_ms / 1000, UTC).date()
    return middle - timedelta(days=DAYS_BEFORE), middle + timedelta(days=DAYS_AFTER)


def offsets_around(starts_utc_ms: int, zone: str) -> tuple[tuple[int, int], ...]:
    """The zone's offsets from before StartEx to long after: (from UTC ms, minutes east of UTC)."""
    first, last = span_of(starts_utc_ms)
    return local_time(zone, first=first, last=last).offsets


def calendar_days(calendar: Calendar | None, starts_utc_ms: int) -> WorkingDays:
    """The organisation's working days: those of its country, less and more what it says itself."""
    first, last = span_of(starts_utc_ms)
    if calendar is None:
        return weekends_only(first=first, last=last)
    known = working_days(calendar.name, first=first, last=last)
    return known.with_changes(calendar.also_closed, calendar.open_after_all)


def _frozen(days: WorkingDays) -> FrozenDays:
    return FrozenDays(
        closed=tuple(day.isoformat() for day in sorted(days.closed)),
        optional=tuple(day.isoformat() for day in sorted(days.optional)),
    )


def _calendars(
    laws: tuple[Regime, ...], organisation: Organisation, starts_utc_ms: int
) -> dict[str, FrozenDays]:
    """Every calendar that these laws ask for; one that nobody can know is refused."""
    first, last = span_of(starts_utc_ms)
    own = organisation.calendar
    found = {own.name: calendar_days(own, starts_utc_ms)} if own is not None else {}
    for law in laws:
        if law.calendar is not None and law.calendar not in found:
            found[law.calendar] = working_days(law.calendar, first=first, last=last)
        elif law.calendar is None and own is None and law.asks_for_working_days:
            wrong = f"`{law.id}` counts working days, and the organisation has no calendar"
            raise CannotPlan([Refusal(wrong=wrong, right="write `calendar: {country: DE}`")])
    return {name: _frozen(days) for name, days in sorted(found.items())}


def _refuse_unknown_placeholders(scenario: Scenario) -> None:
    unknown = {written: name for _, written, name in unknown_placeholders(scenario)}
    if unknown:
        known = (*scenario.needs, *scenario.cast, ORGANISATION)
        raise CannotPlan(
            Refusal(
                wrong=f"`{written}` stands for nothing",
                right=did_you_mean(name, known) or "name a slot or a member of the cast",
            )
            for written, name in unknown.items()
        )


def _filled(bound: Bound, scenario: Scenario, cast: Mapping[str, str]) -> Scenario:
    organisation = bound.organisation
    values = {slot: slot.replace("-", " ") for slot in scenario.needs}
    values |= {s: organisation.title_of(part) for s, part in bound.binding.slots.items()}
    values |= {**cast, ORGANISATION: organisation.title}

    def change(kinds: Kinds, text: str) -> str:
        return fill(kinds, text, values)

    try:
        return rewrite(bound.scenario, change)
    except TooLong as long:
        raise CannotPlan([Refusal(wrong=long.wrong, right=long.right)]) from None


def _in_use(scenario: Scenario, runbooks: tuple[Runbook, ...]) -> tuple[Runbook, ...]:
    """The runbooks that the scenario rehearses; a step's response that is not there falls away."""
    known = {book.runbook: book for book in runbooks}
    wanted = tuple(use.runbook for use in scenario.runbooks)
    missing = [name for name in wanted if name not in known]
    if missing:
        raise CannotPlan(
            Refusal(
                wrong=f"there is no runbook `{name}`",
                right=did_you_mean(name, known) or "give its file along",
            )
            for name in missing
        )
    responses = {response.id for response in scenario.responses}
    return tuple(_by_hand(known[name], responses) for name in wanted)


def _by_hand(runbook: Runbook, responses: set[str]) -> Runbook:
    """The runbook in which a step whose response was left out is done without it."""
    steps = []
    for step in runbook.steps:
        if step.uses and step.uses not in responses:
            step = step.model_copy(update={"uses": None})
        check = step.validation
        if check and check.uses and check.uses not in responses:
            step = step.model_copy(update={"validation": check.model_copy(update={"uses": None})})
        steps.append(step)
    return runbook.model_copy(update={"steps": tuple(steps)})


def _laws(scenario: Scenario, regimes: Regimes) -> Iterator[Regime]:
    for name in dict.fromkeys(duty.regime for duty in scenario.duties):
        found = regimes.regime(name)
        if found is None:
            known = [regime.id for regime in regimes.rules]
            right = did_you_mean(name, known) or f"use one of {listed(known[:7])}"
            raise CannotPlan([Refusal(wrong=f"there is no regime `{name}`", right=right)])
        yield found
