"""`programme`: improvements and risks that outlive an exercise, in the instance log."""

import re
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from evidence import decode_leaf
from evidence.kinds.review import ImprovementAgreed, ImprovementDropped, ImprovementProposed
from evidence.programme import (
    ItemMoved,
    ItemOpened,
    Programme,
    ProgrammeEntry,
    RiskEntered,
    read_programme,
)
from facilitator.cli.failing import NOT_FINE, WRONG_USAGE, Failed, told
from facilitator.cli.printing import print_json, printer
from facilitator.own_library import own_library
from facilitator.planned_days import NotPlanned, read_planned
from facilitator.print.reporting import opened_words
from facilitator.record_files import Record, chosen_exercise, open_stored, read_stored
from facilitator.seal import note_next
from facilitator.store import Store
from runbooks.authored import did_you_mean
from scoring.programme import actions_of, measure_actions
from scoring.wording import count

E = TypeVar("E", bound=ProgrammeEntry)


def show_programme(records: Path, *, json: bool) -> None:
    """Print items and risks; done by their day is counted up to today."""
    with told(), open_stored(records) as store:
        programme = _programme(store)
    done = _done(programme)
    if json:
        plain = msgspec.to_builtins(programme)
        states = [one.state for one in programme.items]
        print_json({**plain, "states": states, "figures": [one.to_json() for one in done]})
        return
    show = printer()
    for one in programme.items:
        item = one.opened
        show.line(f"{item.item}  {one.state}, due {item.due}, {item.contact}: {item.action}")
        beside = ", ".join(one for one in (item.exercise, item.tracker) if one)
        show.line(f"     {item.issue}" + (f"  ({beside})" if beside else ""))
    for _, risk in programme.risks:
        grades = f"{risk.likelihood} x {risk.impact}"
        left = f"{risk.residual_likelihood} x {risk.residual_impact}"
        show.line(f"{risk.risk}  {risk.state}, {grades}, then {left}, {risk.owner}: {risk.title}")
    for plan in programme.plans:
        entry = plan.entry
        show.line(f"{entry.plan}  {entry.state}, {entry.day}, {entry.lead}: {entry.title}")
    if not programme.items and not programme.risks and not programme.plans:
        show.line("Nothing yet; `drillroom programme take EXERCISE` takes over what was agreed.")
    for figure in done:
        show.line(f"{figure.key}  {figure.value or '–'}  {figure.formula}")


def take_agreed(records: Path, exercise: str, *, start: str) -> None:
    """Open an item for each improvement that was agreed and is not in the programme yet."""
    _day("--start", start)
    with told(), open_stored(records) as store:
        name = chosen_exercise(store, records, exercise)
        record = read_stored(store, name, where=records)
        drafts = [
            _made(ItemOpened, {"item": "", "exercise": name, **one})
            for one in _agreed(record, start=start)
        ]
        taken = [_enter(store, partial(_next_item, one, once=True)) for one in drafts]
    number = sum(one is not None for one in taken)
    printer().line(f"Taken over from {name}: {count(number, 'improvement')}.")


def add_item(records: Path, **said: Any) -> None:
    """Open one item."""
    for option in ("start", "due"):
        _day(f"--{option}", said[option])
    with told(), open_stored(records) as store:
        _check_exercise(store, records, said["exercise"])
        draft = _made(ItemOpened, {"item": "", **said})
        entered = _enter(store, partial(_next_item, draft))
        assert entered is not None, "there is always a next number"
    printer().line(f"{entered.item} is open.")


def move_item(records: Path, **said: Any) -> None:
    """Say what became of an item."""
    with told(), open_stored(records) as store:
        known = [one.opened.item for one in _programme(store).items]
        if said["item"] not in known:
            right = did_you_mean(said["item"], known) or "see `drillroom programme show`"
            raise Failed(f"there is no item `{said['item']}`; {right}", code=NOT_FINE)
        _check_exercise(store, records, said["retest"])
        move = _made(ItemMoved, said)
        _enter(store, lambda _: move)
    printer().line(f"{said['item']} is {said['state']}.")


def enter_risk(
    records: Path, *, inherent: str, residual: str, again: str | None, **said: Any
) -> None:
    """Enter a risk, or the next version of one."""
    likelihood, impact = _grades("--inherent", inherent)
    left = _grades("--residual", residual)
    with told(), open_stored(records) as store:
        _check_exercise(store, records, said["exercise"])
        grades = {"likelihood": likelihood, "impact": impact,
                  "residual_likelihood": left[0], "residual_impact": left[1]}  # fmt: skip
        draft = _made(RiskEntered, {"risk": "", **grades, **said})

        def entry(known: Programme) -> RiskEntered | None:
            if again is not None and again not in {risk.risk for _, risk in known.risks}:
                return None
            return msgspec.structs.replace(draft, risk=again or known.next_risk)

        entered = _enter(store, entry)
        if entered is None:
            raise Failed(f"--again: there is no risk `{again}`", code=NOT_FINE)
    printer().line(f"{entered.risk} is in the register.")


def plan_exercise(records: Path, **said: str) -> None:
    """Plan one, as the page of its scenario does."""
    try:
        plan = read_planned(own_library(records).shelf, **said, today=date.today())  # noqa: DTZ011
    except NotPlanned as error:
        raise Failed(str(error), code=WRONG_USAGE) from None
    with told(), open_stored(records) as store:
        entered = _enter(store, lambda known: msgspec.structs.replace(plan, plan=known.next_plan))
        assert entered is not None, "there is always a next number"
    printer().line(f"{entered.plan} is planned: {plan.title}, {plan.day}.")


def _programme(store: Store) -> Programme:
    return read_programme(decode_leaf(leaf) for leaf in store.instance_log())


def _done(programme: Programme) -> tuple[Any, ...]:
    if not programme.items:
        return ()
    start = min(date.fromisoformat(one.opened.due) for one in programme.items)
    return measure_actions(actions_of(programme.items), start=start, end=date.today())  # noqa: DTZ011


def _agreed(record: Record, *, start: str) -> list[dict[str, Any]]:
    """What the review agreed, in the columns of the plan; words that are sealed stay a hint."""
    words = opened_words(record.openings)
    latest, dropped = {}, set()
    for event in record.events:
        match event.body:
            case ImprovementProposed() as body:
                latest[body.improvement] = (event, body)
            case ImprovementDropped(improvement=name):
                dropped.add(name)
    titles = {c.id: c.title for o in record.plan.scenario.objectives for c in o.capabilities}
    found = []
    for event in record.events:
        agreed = event.body
        if not isinstance(agreed, ImprovementAgreed) or agreed.improvement in dropped:
            continue
        origin, proposed = latest[agreed.improvement]
        cause = origin.cause if origin.cause is not None else origin.seq
        asked = event.cause if event.cause is not None else event.seq
        found.append(
            {
                "issue": words.get((cause, "body.issue"), agreed.improvement.replace("-", " ")),
                "action": words.get((cause, "body.action"), "not written down"),
                "element": proposed.element,
                "priority": proposed.priority,
                "capability": titles.get(proposed.capability or "", proposed.capability),
                "responsible": record.plan.organisation.title,
                "contact": words.get((asked, "body.contact"), agreed.owner),
                "start": start,
                "due": agreed.due,
                "validation": agreed.validation,
                "finding": agreed.improvement,
                "cites": (origin.seq, event.seq),
            }
        )
    return found


def _next_item(draft: ItemOpened, known: Programme, *, once: bool = False) -> ItemOpened | None:
    """The item with its number; none if it is to be opened *once* and somebody did."""
    there = {(one.opened.exercise, one.opened.finding) for one in known.items}
    if once and (draft.exercise, draft.finding) in there:
        return None
    return msgspec.structs.replace(draft, item=known.next_item)


def _made(kind: type[E], said: dict[str, Any]) -> E:
    try:
        return msgspec.convert(said, kind)
    except msgspec.ValidationError as error:
        raise Failed(f"{error}; see drillroom programme --help", code=WRONG_USAGE) from None


def _enter(store: Store, make: Callable[[Programme], E | None]) -> E | None:
    return note_next(store, make, wall=time.time_ns() // 1_000_000)


def _check_exercise(store: Store, records: Path, name: str | None) -> None:
    if name is not None:
        chosen_exercise(store, records, name)


def _day(option: str, text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise Failed(
            f"{option}: `{text}` is no day; write it as 2027-01-31", code=WRONG_USAGE
        ) from None


def _grades(option: str, text: str) -> tuple[int, int]:
    found = re.fullmatch("([1-5])x([1-5])", text)
    if found is None:
        raise Failed(
            f"{option}: `{text}` is not likelihood x impact; write it as 4x5", code=WRONG_USAGE
        )
    return int(found[1]), int(found[2])
