"""Open an exercise: give it an id, keep its plan, and say what its first leaf pins."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evidence import decode_leaf
from evidence.instance_log import ExerciseOpened as InstanceOpened
from evidence.kinds.exercise import ExerciseOpened, KindOfRun
from facilitator.self_check import engine_version, self_check
from facilitator.store import Store
from scenarios import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the first leaf pins, beside the plan."""

    seed: int
    run: KindOfRun = "dry-run"
    responders: Mapping[str, str] = field(default_factory=dict)
    """Seat to profile."""


def open_exercise(
    store: Store,
    plan: Plan,
    opening: Opening,
    *,
    wall: int,
    wall_clock: Literal["real", "simulated"],
    earlier_plays: int | None = None,
) -> ExerciseOpened:
    """Begin a record in *store*; what its first leaf has to say.

    Args:
        wall: UTC in milliseconds since the Unix epoch.
        earlier_plays: How often this plan was played before; counted in the store if left out.
            The teams of one game day play it at the same time, so none is earlier than another.
    """
    name, counted = _name(plan, opening.seed, store)
    store.open_exercise(name, plan=plan.canonical, run=opening.run, wall=wall)
    return ExerciseOpened(
        exercise=name,
        scenario=plan.scenario.scenario,
        organisation=plan.organisation.organisation,
        plan=plan.digest,
        seed=opening.seed,
        run=opening.run,
        engine=engine_version(),
        self_check=self_check(),
        unicode=unicodedata.unidata_version,
        wall_clock=wall_clock,
        earlier_plays=counted if earlier_plays is None else earlier_plays,
        responders=dict(sorted(opening.responders.items())),
    )


def plays_of(store: Store, plan: Plan) -> int:
    """How often a plan has been opened in this store, deleted exercises included."""
    return sum(digest == plan.digest for digest in _opened(store).values())


def _name(plan: Plan, seed: int, store: Store) -> tuple[str, int]:
    """An id that says what is played, new in this store; and how often this plan was played.

    What was deleted keeps its id: the instance log would else tell of two under one name.
    """
    opened = _opened(store)
    wanted = f"{plan.scenario.scenario}-s{seed}-{plan.digest[:8]}"
    name, count = wanted, 1
    while name in opened:
        count += 1
        name = f"{wanted}-{count}"
    return name, sum(digest == plan.digest for digest in opened.values())


def _opened(store: Store) -> dict[str, str]:
    """Every exercise that was ever opened, with the digest of its plan."""
    log = map(decode_leaf, store.instance_log())
    return {
        str(leaf.body["exercise"]): str(leaf.body["plan"])
        for leaf in log
        if leaf.kind == InstanceOpened.kind
    }
