"""How every duty stands at an instant: what a screen counts down to, from the record alone."""

from dataclasses import dataclass

from evidence import Millis
from scenarios.duty_clocks import rule_of
from scenarios.law import State as Standing
from scenarios.law import held_against
from scenarios.plan import Plan
from simulator.state import DutyState, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """One duty at one instant of exercise time."""

    duty: str
    title: str
    state: Standing
    due: Millis | None
    left_ms: int | None
    """Until it is due; negative after that, ``None`` where nothing is due or left to do."""
    latest: Millis | None
    """The end of what can be argued, where that is later than ``due``."""
    classify_by: Millis | None
    declined: bool
    binds: bool
    """False where the rule is not in force: a rehearsal only."""
    rule: str


def countdowns(
    plan: Plan, state: State, at: Millis, *, ended: Millis | None = None
) -> tuple[Countdown, ...]:
    """Every duty of the plan at *at*, most pressing first; those without an instant come last.

    Args:
        state: The record folded up to *at*.
        ended: EndEx, if it has come.
    """
    found = [
        _countdown(plan, name, state.duties.get(name) or DutyState(), at, ended)
        for name in plan.duties
    ]
    return tuple(sorted(found, key=_pressing))


def _pressing(found: Countdown) -> tuple[bool, int, str]:
    return found.left_ms is None, found.left_ms or 0, found.duty


def _countdown(
    plan: Plan, name: str, duty: DutyState, at: Millis, ended: Millis | None
) -> Countdown:
    law, stage = rule_of(plan, plan.duties[name])
    open_ = duty.notified_at is None and not duty.declined
    since = plan.scenario.starts.utc_ms + (duty.since or 0)
    return Countdown(
        duty=name,
        title=plan.duties[name].title,
        state=_standing(duty, at, ended),
        due=duty.due,
        left_ms=duty.due - at if duty.due is not None and open_ else None,
        latest=duty.latest,
        classify_by=duty.classify_by,
        declined=duty.declined,
        binds=law.status.binds_on(plan.place.local.date_of(since)),
        rule=stage.under(plan.organisation.facts, since)[1],
    )


def _standing(duty: DutyState, at: Millis, ended: Millis | None) -> Standing:
    if duty.due is not None:
        latest = duty.latest if duty.latest is not None else duty.due
        return held_against(duty.due, latest, sent=duty.notified_at, now=at, ended=ended)
    if duty.notified_at is not None and duty.state != "no-instant":
        return "met"
    match duty.state:
        case "provisional" | "no-instant":
            return duty.state
    return "not-started"
