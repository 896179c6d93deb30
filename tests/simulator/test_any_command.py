"""Whatever anybody says at whatever instant is done or refused, and the record comes out again."""

import random
import types
from collections.abc import Sequence
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import Command, Event, Millis, Origin, Sealed
from evidence.kinds.exercise import CommandRefused, EndExercise
from scenarios.plan import Plan
from scoring import score
from simulator.verbs import VERBS
from tests.simulator.playing import library_plan, opened, replay

HOUR = 3_600_000
VERBS_OF_PEOPLE = sorted(
    (verb for verb in VERBS if verb.side != "shell"), key=lambda verb: verb.kind
)
RARE = ("exercise.end", "exercise.go-by-hand", "exercise.hold")
EFFECTS = (
    "fail", "recover", "corrupt", "lose", "break-copies", "stop-replica", "find-copy", "validate",
    "vendor-fixes", "intrude", "contain", "destroy", "reveal", "absent", "return", "break-tool",
    "mend-tool", "make-change", "raise", "lower", "dance",
)  # fmt: skip


def names_in(plan: Plan) -> list[str]:
    """What has a name in *plan*, and some names that nothing has."""
    scenario, house = plan.scenario, plan.organisation
    named: list[Sequence[Any]] = [
        scenario.injects, scenario.responses, scenario.changes, scenario.duties,
        scenario.questions, scenario.decisions, scenario.artefacts, scenario.intrusions,
        [expected for inject in scenario.injects for expected in inject.expects],
        [step for book in plan.runbooks for step in book.steps],
        [copy for story in scenario.datasets for copy in story.copies],
        house.communications.audiences,
    ]  # fmt: skip
    ids = [one.id for group in named for one in group]
    ids += [*house.roles, *house.services, *house.datasets, *house.vendors]
    return [*ids, *plan.books, "chat", "email", "own", "nobody-knows", ""]


class Babble:
    """Says one thing after another, sensible or not."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self._luck = random.Random(seed)
        self._plan = plan
        self._names = names_in(plan)

    def says(self, now: Millis) -> tuple[Command, str, str | None, Origin]:
        """A command, who gives it, on which seat, and as what."""
        luck = self._luck
        verb = luck.choice(VERBS_OF_PEOPLE)
        while verb.kind in RARE and luck.random() < 0.9:
            verb = luck.choice(VERBS_OF_PEOPLE)
        hints = get_type_hints(verb)
        body = {
            name: self._value(hints[name], now) for name in verb.__struct_fields__ if name != "why"
        }
        seat = luck.choice(list(self._plan.organisation.roles)) if verb.side == "team" else None
        origin: Origin = "control" if verb.side == "control" else "person"
        return verb(**body), seat or verb.side, seat, origin

    def waits(self) -> int:
        return self._luck.randrange(HOUR // 3)

    def _value(self, hint: Any, now: Millis) -> Any:
        luck, parts = self._luck, get_args(hint)
        if get_origin(hint) in (Union, types.UnionType):
            some = [part for part in parts if part is not types.NoneType]
            return None if luck.random() < 0.4 else self._value(luck.choice(some), now)
        if get_origin(hint) is Literal:
            return luck.choice(parts)
        if get_origin(hint) is tuple:
            return (self._value(parts[0], now),)
        if get_origin(hint) is dict:
            keys = EFFECTS if luck.random() < 0.7 else self._names
            return {luck.choice(keys): luck.choice(self._names)}
        if hint is Millis:
            return Millis(luck.choice([0, now, now + luck.randrange(2 * HOUR), 10**12]))
        if hint is bool:
            return luck.random() < 0.5
        if hint is int:
            return luck.choice([-1, 0, 1, 2, 3, 99, 2**53 - 1])
        return luck.choice(self._names) if hint is str else Sealed("words")


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**9),
    scenario=st.sampled_from(["restore", "failover", "breach"]),
    profile=st.sampled_from([None, "seasoned", "chaotic"]),
)
def test_whatever_is_said_is_done_or_refused_and_comes_out_again(
    seed: int, scenario: str, profile: str | None
) -> None:
    plan = library_plan(scenario)
    exercise, record = opened(plan, seed=seed, profile=profile)
    babble = Babble(plan, seed)

    for _ in range(30):
        if not (exercise.state.held or exercise.ended):
            record += exercise.advance(to=Millis(exercise.now + babble.waits()))
        command, actor, seat, origin = babble.says(exercise.now)
        happened = exercise.receive(command, at=exercise.now, actor=actor, seat=seat, origin=origin)
        assert happened[0].body == command
        record += happened
    if not exercise.ended:
        holder = exercise.state.control or "control"
        record += exercise.receive(EndExercise(), at=exercise.now, actor=holder)

    assert refusals(record), "nonsense is refused"
    assert replay(plan, record, seed=seed) == record
    assert score(plan, record).to_json()


def refusals(record: list[Event]) -> list[CommandRefused]:
    return [event.body for event in record if isinstance(event.body, CommandRefused)]
