"""Make a plan: everything that one exercise is played from, frozen before it starts.

Slots become the organisation's ids, placeholders become words, every invented person gets a
name, and the zone's offsets and the days on which nobody works are written out, so that after
StartEx nothing outside the plan is asked.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from runbooks import Runbook
from runbooks.authored import did_you_mean, listed
from scenarios.binding import Bound, bind
from scenarios.naming import Kinds, rewrite
from scenarios.organisation import Organisation
from scenarios.plan import Plan
from scenarios.refusals import CannotPlan, Refusal
from scenarios.regimes import Regime, Regimes
from scenarios.rubric import Rubric
from scenarios.scenario import Scenario
from scenarios.shelf import library_regimes, library_rubric, library_runbooks
from scenarios.texts import ORGANISATION, TooLong, fill, unknown_placeholders

DAYS_BEFORE: Final = 2  # the story speaks of the night before; backups reach a little further
DAYS_AFTER: Final = 400  # the longest period of any regime, a year, and its weekends
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
    return Plan(
        scenario=filled,
        organisation=bound.organisation,
        binding=bound.binding,
        runbooks=_in_use(filled, tuple(runbooks)),
        rubric=rubric,
        regimes=tuple(_laws(filled, regimes)),
        cast=cast,
        offsets=offsets_around(starts.utc_ms, starts.zone),
        closed_days=closed_days(organisation, starts.utc_ms),
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


def offsets_around(starts_utc_ms: int, zone: str) -> tuple[tuple[int, int], ...]:
    """The zone's offsets from before StartEx to long after: (from UTC ms, minutes east of UTC)."""
    known = ZoneInfo(zone)
    first = starts_utc_ms // 60_000 - DAYS_BEFORE * 1440
    last = starts_utc_ms // 60_000 + DAYS_AFTER * 1440
    found = [(first, _minutes_east(first, known))]
    for day in range(first, last, 1440):
        end = min(day + 1440, last)
        if _minutes_east(end, known) != found[-1][1]:
            low, high = day, end
            while high - low > 1:
                middle = (low + high) // 2
                same = _minutes_east(middle, known) == found[-1][1]
                low, high = (middle, high) if same else (low, middle)
            found.append((high, _minutes_east(high, known)))
    return tuple((minute * 60_000, east) for minute, east in found)


def closed_days(organisation: Organisation, starts_utc_ms: int) -> tuple[str, ...]:
    """Days on which the organisation does not work, ISO dates in order.

    Weekends and what its calendar adds or takes away.  Public holidays are those that the
    organisation lists.
    """
    calendar = organisation.calendar
    middle = datetime.fromtimestamp(starts_utc_ms / 1000, UTC).date()
    span = [middle + timedelta(days=day) for day in range(-DAYS_BEFORE, DAYS_AFTER + 1)]
    closed = {day.isoformat() for day in span if day.weekday() >= 5}
    if calendar:
        known = {day.isoformat() for day in span}
        closed |= {day for day in calendar.also_closed if day in known}
        closed -= set(calendar.open_after_all)
    return tuple(sorted(closed, key=date.fromisoformat))


def _minutes_east(minute: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(minute * 60, zone).utcoffset() or timedelta()
    return offset // timedelta(minutes=1)


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
