"""The same exercise in plain SimPy: what it costs to do nothing but simulate it.

Written as SimPy's own documentation writes models: a process for each inject, step, message,
clock and backup; seats as resources that are requested in a ``with`` block; ``|`` for whichever
comes first and ``AllOf`` for what must all have happened.  It reads the same plan as a full run:
as many injects, expected answers, steps, approvals, messages, notices and backups.  Nothing is
recorded, decided, refused or scored.
"""

import random
from collections.abc import Generator
from typing import Any

import simpy

from runbooks.model import Runbook, Step
from scenarios import Plan
from scenarios.injects import Expectation, Inject
from scenarios.organisation import Audience

Process = Generator[simpy.Event, Any, None]

REACTION_MS = 120_000
TASK_MS = 60_000
QUERY_EVERY_MS = 1_800_000
DECLARED_MS = 900_000
DILIGENCE = 0.78
"""How often is done what nobody enforces: as the average responders of a full run."""


class CountingEnvironment(simpy.Environment):
    """Counts the events that it processes; never used while time is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.processed = 0

    def step(self) -> None:
        self.processed += 1
        super().step()


class Bare:
    """One run of the plan by a team that does everything asked of it."""

    def __init__(self, plan: Plan, *, seed: int, env: simpy.Environment | None = None) -> None:
        self.env = env or simpy.Environment()
        self.acts = 0
        self.missed = 0
        self._plan = plan
        self._luck = random.Random(seed)
        self._seats = {seat: simpy.Resource(self.env) for seat in plan.organisation.roles}
        self._anyone = sorted(self._seats)
        self._fired = {inject: self.env.event() for inject in plan.injects}
        self._declared = self.env.event()

    def run(self) -> None:
        env, scenario = self.env, self._plan.scenario
        for inject in scenario.injects:
            env.process(self._inject(inject))
        env.process(self._lead())
        for book in self._plan.runbooks:
            self._begin(book)
        for audience in self._plan.organisation.communications.audiences:
            if audience.every is not None or audience.first_within is not None:
                env.process(self._tell(audience))
        for _ in self._plan.offered_terms:
            env.process(self._query())
        for duty in scenario.duties:
            env.process(self._notify(duty.owner))
        for vendor in scenario.vendors:
            env.process(self._vendor(vendor.vendor))
        for dataset in self._plan.organisation.datasets.values():
            if dataset.backup is not None:
                env.process(self._backups(dataset.backup))
        for who in scenario.stakeholders:
            env.process(self._patience(who.patience))
        env.run(until=scenario.lasts)

    def _act(self, seat: str, takes_ms: float = TASK_MS) -> Process:
        """Somebody notices, and does something as soon as they are free."""
        yield self.env.timeout(self._luck.random() * 2 * REACTION_MS)
        with self._seats[seat].request() as free:
            yield free
            yield self.env.timeout(takes_ms)
        self.acts += 1

    def _in_role(self, role: str) -> str:
        return self._plan.organisation.seat_for(role) or self._anyone[0]

    # What comes in

    def _inject(self, inject: Inject) -> Process:
        if inject.at is not None:
            yield self.env.timeout(inject.at)
        elif inject.after is not None:
            yield self._fired[inject.after]
            yield self.env.timeout(self._luck.random() * 2 * REACTION_MS)
        else:
            yield self._declared
            yield self.env.timeout(self._luck.random() * self._plan.scenario.lasts / 2)
        self._fired[inject.id].succeed()
        seat = next((to for to in inject.to if to in self._seats), self._anyone[0])
        if inject.to and self._luck.random() < DILIGENCE:
            self.env.process(self._act(seat))  # the log
        if inject.asks is not None:
            self.env.process(self._act(seat))
        for expectation in inject.expects:
            self.env.process(self._expect(expectation, seat))

    def _expect(self, expectation: Expectation, seat: str) -> Process:
        """An answer is expected by a deadline."""
        answer = self.env.timeout(self._luck.random() * 1.2 * expectation.by)
        late = self.env.timeout(expectation.by)
        got = yield answer | late
        if answer not in got:
            self.missed += 1

    def _patience(self, patience: int) -> Process:
        while True:
            yield self.env.timeout(patience)

    # What the team does

    def _lead(self) -> Process:
        yield self.env.timeout(self._luck.random() * DECLARED_MS)
        commander = self._in_role("incident_commander")
        for _ in ("declare", "severity", "channel", "role", "role", "role", "role"):
            yield from self._act(commander)
        self._declared.succeed()

    def _begin(self, book: Runbook) -> None:
        done = {step.id: self.env.event() for step in book.steps}
        for step in book.steps:
            self.env.process(self._step(step, done))
        for _ in book.preconditions:
            self.env.process(self._check())

    def _step(self, step: Step, done: dict[str, simpy.Event]) -> Process:
        yield simpy.AllOf(self.env, [done[before] for before in step.after] or [self._declared])
        if step.approved_by is not None:
            yield from self._act(self._in_role(step.approved_by))
        yield from self._act(self._in_role(step.role), step.expected)
        if step.uses is not None:
            yield self.env.timeout(self._luck.random() * step.expected)
        yield from self._act(self._in_role(step.role))  # it is reported done
        if step.validation is not None:
            yield from self._act(self._in_role(step.validation.role or step.role))
        done[step.id].succeed()

    def _check(self) -> Process:
        yield self._declared
        yield from self._act(self._in_role("technical_lead"))

    def _tell(self, audience: Audience) -> Process:
        yield self._declared
        writer = self._in_role("comms_owner")
        while True:
            yield from self._act(writer)
            if audience.reviewed_by is not None:
                yield from self._act(self._in_role(audience.reviewed_by))
            if audience.approved_by:
                yield from self._act(self._in_role(audience.approved_by[0]))
            yield from self._act(writer)
            if audience.every is None:
                return
            yield self.env.timeout(audience.every * 0.75)  # the next one is begun early

    def _query(self) -> Process:
        yield self._declared
        while True:
            if self._luck.random() < DILIGENCE:
                yield from self._act(self._in_role("technical_lead"))
            yield self.env.timeout(QUERY_EVERY_MS)

    def _notify(self, owner: str) -> Process:
        yield self._declared
        sent = self.env.process(self._act(owner if owner in self._seats else self._anyone[0]))
        due = self.env.timeout(self._plan.scenario.lasts / 2)
        got = yield sent | due
        if sent not in got:
            self.missed += 1

    def _vendor(self, vendor: str) -> Process:
        yield self._declared
        owner = self._in_role("vendor_owner")
        yield from self._act(owner)
        helped = self.env.timeout(self._luck.random() * self._plan.scenario.lasts / 4)
        while not helped.processed:
            yield helped | self.env.timeout(QUERY_EVERY_MS)
            yield from self._act(owner)

    def _backups(self, every: int) -> Process:
        while True:
            yield self.env.timeout(every)


def count(plan: Plan, *, seed: int) -> tuple[int, int]:
    """How many SimPy events one run processes, and how many acts of people it has."""
    env = CountingEnvironment()
    bare = Bare(plan, seed=seed, env=env)
    bare.run()
    return env.processed, bare.acts
