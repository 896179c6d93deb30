"""The MSEL as run: when each inject is due, whether it is delivered, and what is expected after.

Every inject of the plan ends as fired, skipped, withdrawn or not reached; ad hoc ones are added.
An inject's own timing comes from the plan, control's acts change it, and the record shows both.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from evidence import Event, Millis
from evidence.kinds.control import (
    DeadlineExtended,
    EditInject,
    ExpectationOpened,
    InjectFired,
    InjectSet,
)
from evidence.kinds.world import SignalJudged
from scenarios.conditions import Condition, Fired
from scenarios.injects import SIGNAL_CHANNELS, Inject, Repeat
from simulator.agenda import Rank
from simulator.expected import Expected
from simulator.scene import Apply, By, Scene

TOOL_OF: Final = {
    "chat": "chat",
    "email": "email",
    "phone": "phone",
    "alert": "monitoring",
    "health-check": "monitoring",
    "synthetic": "monitoring",
    "dashboard": "monitoring",
}
"""An inject by one of these channels waits while its tool is down."""
WITHDRAW_WITHIN_PLAYED_MS: Final = 10_000


class Msel:
    def __init__(self, scene: Scene, *, apply: Apply) -> None:
        self._scene = scene
        self._apply = apply
        self._injects = scene.plan.injects
        self._held_back: set[str] = set()
        self._due_while_held: set[str] = set()
        self._branches_taken: dict[str, str] = {}
        self._waiting_for_tool: dict[str, list[Inject]] = {}
        self.expected = Expected(scene, missed=self._follow_missed)
        self._fired_played: dict[str, int] = {}
        self._fired_to: dict[str, tuple[str, ...]] = {}
        self._repeats: dict[str, int] = {}
        self._reworded: dict[str, int] = {}

    def begin(self) -> None:
        """StartEx: arm everything that the plan times by itself."""
        for _, inject in sorted(self._injects.items()):
            if inject.at is not None:
                self._arm(inject, Millis(inject.at))
            elif inject.after is not None:
                self._watch(inject, Fired(fired=inject.after))
            elif inject.when is not None:
                self._watch(inject, inject.when)

    def take_up(self, event: Event, played: Millis) -> None:
        """Remember one event of a record that goes on by hand; then let `expected` go on."""
        match event.body:
            case ExpectationOpened(expectation=id_, inject=inject, due_in_ms=due_in):
                known = next(e for e in self._injects[inject].expects if e.id == id_)
                self.expected.take_up(known, inject, played + due_in)
            case DeadlineExtended(expectation=id_, by_ms=by_ms):
                self.expected.take_up_extension(id_, by_ms)
            case InjectFired(inject=inject):
                self._fired_played[inject] = played
                self._fired_to[inject] = event.to
            case EditInject(inject=inject):
                self._reworded[inject] = event.seq

    def _watch(self, inject: Inject, condition: Condition) -> None:
        self._scene.when(condition, partial(self._follow, inject), key=f"inject:{inject.id}")

    def _follow(self, inject: Inject) -> None:
        wait = self._scene.chance.span(inject.plus, "inject", inject.id, "plus")
        self._arm(inject, self._scene.later(wait))

    def _arm(self, inject: Inject, at: Millis) -> None:
        self._scene.agenda.at(
            at,
            partial(self._due, inject),
            key=f"inject:{inject.id}",
            rank=Rank.INJECT,
            id_=inject.id,
        )

    # Delivery

    def _due(self, inject: Inject) -> None:
        state = self._scene.state
        if state.inject_states.get(inject.id) in ("skipped", "withdrawn"):
            return
        if inject.id in self._held_back:
            self._due_while_held.add(inject.id)
            return
        if not self._scene.holds(inject.if_) or not self._branch_allows(inject):
            return
        if inject.id in self._repeats and inject.repeat and self._is_heard(inject.repeat):
            return
        self._through_tool(inject)

    def _branch_allows(self, inject: Inject) -> bool:
        """At most one of a group: drawn once, by weight, among those that are possible."""
        branch = inject.branch
        if branch is None:
            return True
        if branch.group not in self._branches_taken:
            group = sorted(
                (i for i in self._injects.values() if i.branch and i.branch.group == branch.group),
                key=lambda i: i.id,
            )
            possible = [i for i in group if self._scene.holds(i.if_)]
            total = sum(i.branch.weight for i in possible if i.branch)
            place = self._scene.chance.unit("branch", branch.group) * total
            for candidate in possible:
                assert candidate.branch is not None
                place -= candidate.branch.weight
                if place < 0:
                    self._branches_taken[branch.group] = candidate.id
                    break
        return self._branches_taken.get(branch.group) == inject.id

    def _through_tool(self, inject: Inject) -> None:
        tool = TOOL_OF.get(inject.by or "")
        if tool is not None and tool in self._scene.state.tools_down:
            self._waiting_for_tool.setdefault(tool, []).append(inject)
        else:
            self._after_signal_delay(inject)

    def _after_signal_delay(self, inject: Inject) -> None:
        nature = inject.signal
        if nature is None:
            self._deliver(inject, None)
            return
        chance = self._scene.chance
        if chance.happens(nature.missing, "signal", inject.id, "missing"):
            self._scene.emit(SignalJudged(signal=inject.id, verdict="missing"))
            return
        if nature.delay is None:
            self._deliver(inject, None)
            return
        wait = chance.span(nature.delay, "signal", inject.id, "delay")
        self._scene.agenda.at(
            self._scene.later(wait),
            partial(self._deliver, inject, None),
            key=f"signal:{inject.id}",
            rank=Rank.SIGNAL,
            id_=inject.id,
        )

    def tool_mended(self, tool: str) -> None:
        """What waited for this tool comes now, through the agenda like everything simulated."""
        for inject in self._waiting_for_tool.pop(tool, []):
            self._scene.agenda.at(
                self._scene.now,
                partial(self._after_signal_delay, inject),
                key=f"inject:{inject.id}",
                rank=Rank.INJECT,
                id_=inject.id,
            )

    def fire(self, inject: str, by: By | None) -> None:
        """Deliver now, whatever the plan says."""
        self._scene.agenda.drop(f"inject:{inject}")
        self._deliver(self._injects[inject], by)

    def _deliver(self, inject: Inject, by: By | None) -> None:
        scene = self._scene
        withdrawn = scene.state.inject_states.get(inject.id) == "withdrawn"
        first = withdrawn or inject.id not in scene.state.fired
        to = scene.audience(inject.to) if inject.to else ("control",)
        cause = by.seq if by is not None else None
        seq = scene.emit(
            InjectFired(
                inject=inject.id,
                channel=inject.by or "none",
                sender=self._sender(inject),
                text=None if inject.id in self._reworded else inject.text,
                text_in=self._reworded.get(inject.id),
                tells=inject.shown,
                question=inject.asks,
                asks=inject.asks is not None or bool(inject.expects),
                planned_at=Millis(inject.at) if inject.at is not None else None,
                by_hand=by is not None,
            ),
            to=to,
            cause=cause,
        )
        self.fired(inject.id, to=to)
        if inject.by in SIGNAL_CHANNELS or inject.signal is not None:
            true = inject.signal.true if inject.signal is not None else not inject.red_herring
            scene.emit(
                SignalJudged(signal=inject.id, verdict="true" if true else "false"), cause=seq
            )
        if not scene.state.by_hand:
            self._apply(inject.does, cause=seq, source=inject.id)
        if first:
            for expectation in inject.expects:
                self.expected.expect(expectation, inject.id, cause=seq)
        self._repeat(inject)

    def _sender(self, inject: Inject) -> str | None:
        if inject.from_ is None:
            return None
        return self._scene.plan.cast.get(inject.from_) or self._scene.plan.organisation.title_of(
            inject.from_
        )

    def _repeat(self, inject: Inject) -> None:
        if inject.repeat is None:
            return
        times = self._repeats.get(inject.id, 0) + 1
        if times >= inject.repeat.times or self._is_heard(inject.repeat):
            return
        self._repeats[inject.id] = times
        self._arm(inject, self._scene.later(inject.repeat.every))

    def _is_heard(self, repeat: Repeat) -> bool:
        return repeat.until is not None and self._scene.holds(repeat.until)

    def _follow_missed(self, expectation: str) -> None:
        """Arm what comes because an expected action was not seen; once, if it is missed again."""
        for _, contingency in sorted(self._injects.items()):
            if contingency.missed == expectation and contingency.id not in self._fired_played:
                self._follow(contingency)

    # Control's acts

    def hold_back(self, inject: str) -> None:
        self._held_back.add(inject)

    def release(self, inject: str) -> None:
        self._held_back.discard(inject)
        if inject in self._due_while_held:
            self._due_while_held.discard(inject)
            self._due(self._injects[inject])

    def skip(self, inject: str) -> None:
        self._scene.agenda.drop(f"inject:{inject}")

    def shift(self, inject: str, to: Millis) -> None:
        self._arm(self._injects[inject], to)

    def reword(self, inject: str, text_in: int) -> None:
        """Deliver the text of control's edit (the command with this ``seq``) instead."""
        self._reworded[inject] = text_in

    def fired(self, inject: str, *, to: tuple[str, ...]) -> None:
        """It went out now, to these: whom a withdrawal tells, and no others."""
        self._fired_played[inject] = self._scene.played
        self._fired_to[inject] = to

    def withdraw(self, inject: str, by: By) -> None:
        """Take it back from those who got it; nothing is expected any more because of it."""
        self.expected.drop(inject)
        to = self._fired_to[inject]
        self._scene.emit(InjectSet(inject=inject, state="withdrawn"), to=to, by=by)

    def may_withdraw(self, inject: str) -> bool:
        fired = self._fired_played.get(inject)
        return fired is not None and self._scene.played - fired <= WITHDRAW_WITHIN_PLAYED_MS

    def armed(self) -> tuple[tuple[str, Millis], ...]:
        """Injects that come at a known instant if nothing changes, soonest first."""
        state = self._scene.state
        return tuple(
            (inject, at)
            for at, inject in self._scene.agenda.armed("inject:")
            if inject not in self._held_back
            and state.inject_states.get(inject) not in ("skipped", "withdrawn")
        )

    def end(self, cause: int) -> None:
        """EndEx: what was never delivered is said so."""
        for inject in sorted(self._injects):
            if self._scene.state.inject_states.get(inject) in (
                None,
                "held-back",
                "released",
                "edited",
                "shifted",
            ):
                self._scene.emit(InjectSet(inject=inject, state="not-reached"), cause=cause)
