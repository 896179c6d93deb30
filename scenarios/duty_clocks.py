"""A plan's duties on the exercise clock: the law's due arithmetic, asked in exercise time.

Engine, scorecard and screens all ask here, so a countdown and a verdict cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import replace

from evidence import Millis
from scenarios.duties import Duty
from scenarios.law import Due, Regime, Stage, Start, Status, due, elapsed
from scenarios.plan import Plan

AWARE = "aware"


def rule_of(plan: Plan, duty: Duty) -> tuple[Regime, Stage]:
    """The law and its stage; a contract's own period takes the place of the stage's."""
    law = plan.laws.get(duty.regime) or _agreement(duty)
    stage = law.stage(duty.stage)
    assert stage is not None, f"`{duty.id}` names a stage that its regime has not"
    if duty.within is not None:
        own = {"within": elapsed(duty.within), "no_later": None, "variants": (), "formerly": ()}
        stage = stage.model_copy(update=own)
    return law, stage


def due_in(plan: Plan, duty: Duty, given: Mapping[str, Millis]) -> Due:
    """When a duty is due, with every instant in exercise time.

    A law that is not in force can be rehearsed; the rule then says so wherever it is shown.

    Args:
        given: Event to exercise time.
    """
    law, stage = rule_of(plan, duty)
    starts = plan.scenario.starts.utc_ms
    found = due(
        law,
        stage,
        {event: Start(at=Millis(starts + at)) for event, at in given.items()},
        place=plan.place,
        facts=plan.organisation.facts,
    )
    since = found.since if found.since is not None else starts
    if not law.status.binds_on(plan.place.local.date_of(since)):
        found = replace(found, rule=f"{found.rule} (rehearsal only: {law.status})")
    return found.moved(-starts)


def given_aware(plan: Plan, duty: Duty, at: Millis) -> dict[str, Millis]:
    """What awareness alone tells a duty's clock: all, unless it waits for something else."""
    given = {AWARE: at}
    if duty.from_.classified is None and duty.from_.submitted is None:
        given[rule_of(plan, duty)[1].starts] = at
    return given


def _agreement(duty: Duty) -> Regime:
    """A duty that rests on no law: what two parties agreed."""
    return Regime(
        id=duty.regime,
        title=duty.title,
        jurisdiction="contract",
        status=Status(is_="contractual"),
        who="whoever signed",
        whom=duty.whom,
        citation="the contract",
        confidence="text seen",
        stages=(Stage(id=duty.stage or duty.id, starts=AWARE, rule="contract"),),
    )
