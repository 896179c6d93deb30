"""Vendors: a contract's promise against a drawn answer, chasers, and a status page that can lie."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from evidence import Millis
from evidence.kinds.outside import VendorBreached, VendorReplied, VendorStatusShown
from scenarios.effects import StatusPage
from scenarios.story import VendorReply, VendorStory
from simulator.agenda import Rank
from simulator.scene import TO_TEAM, Apply, Scene

Reply = Literal["acknowledged", "partial", "useful"]


@dataclass(slots=True)
class _Case:
    opened_at: Millis
    acknowledge_at: Millis
    help_at: Millis
    partly: bool = False
    """The partial answer has been sent."""
    halved_by_chaser: bool = False
    halved_by_ladder: bool = False


class Vendors:
    def __init__(self, scene: Scene, *, apply: Apply) -> None:
        self._scene = scene
        self._apply = apply
        self._stories = {story.vendor: story for story in scene.plan.scenario.vendors}
        self._cases: dict[str, _Case] = {}
        self._delays: dict[str, int] = {}

    def open(self, vendor: str) -> Millis | None:
        """Start the vendor's side of a case; when the contract promises an answer."""
        scene = self._scene
        story = self._stories.get(vendor)
        if story is not None:
            extra = self._delays.get(vendor, 0)
            self._cases[vendor] = _Case(
                opened_at=scene.now,
                acknowledge_at=scene.later(
                    scene.chance.span(story.acknowledges, "vendor", vendor, "acknowledge") + extra
                ),
                help_at=scene.later(
                    scene.chance.span(story.helps, "vendor", vendor, "help") + extra
                ),
            )
            self._arm(vendor)
        promised = scene.plan.organisation.vendors[vendor].contract.respond
        if promised is None:
            return None
        due = scene.later(promised)
        self.watch_promise(vendor, due)
        return due

    def watch_promise(self, vendor: str, due: Millis) -> None:
        """Say that the contract is breached, one millisecond after the answer was due."""
        self._scene.agenda.at(
            Millis(due + 1),
            lambda: self._breach(vendor, due),
            key=f"vendor-due:{vendor}",
            rank=Rank.EXPIRY,
            id_=vendor,
        )

    def chase(self, vendor: str) -> None:
        """The first chaser halves what is left of the wait, once."""
        case, story = self._cases.get(vendor), self._stories.get(vendor)
        if case and story and story.chaser_halves and not case.halved_by_chaser:
            case.halved_by_chaser = True
            self._halve(vendor, case)

    def escalate(self, vendor: str) -> None:
        case, story = self._cases.get(vendor), self._stories.get(vendor)
        if case and story and story.escalation_halves and not case.halved_by_ladder:
            case.halved_by_ladder = True
            self._halve(vendor, case)

    def delay(self, vendor: str, by: int) -> None:
        self._delays[vendor] = self._delays.get(vendor, 0) + by
        case = self._cases.get(vendor)
        if case is None:
            return
        if case.acknowledge_at > self._scene.now:
            case.acknowledge_at = Millis(case.acknowledge_at + by)
        if case.help_at > self._scene.now:
            case.help_at = Millis(case.help_at + by)
        self._arm(vendor)

    def show_status(self, effect: StatusPage, cause: int | None) -> None:
        self._scene.emit(
            VendorStatusShown(vendor=effect.status_page, says=effect.says, text=effect.text),
            to=TO_TEAM,
            cause=cause,
        )

    def _halve(self, vendor: str, case: _Case) -> None:
        now = self._scene.now
        for name in ("acknowledge_at", "help_at"):
            due = getattr(case, name)
            if due > now:
                setattr(case, name, Millis(now + (due - now) // 2))
        self._arm(vendor)

    def _arm(self, vendor: str) -> None:
        case, story, agenda = self._cases[vendor], self._stories[vendor], self._scene.agenda
        now = self._scene.now
        if case.acknowledge_at >= now and not self._scene.state.vendor(vendor).acknowledged:
            agenda.at(
                case.acknowledge_at,
                partial(self._reply, vendor, "acknowledged", story.acknowledgement),
                key=f"vendor-acknowledge:{vendor}",
                rank=Rank.WORLD,
                id_=vendor,
            )
        if case.help_at >= now and not self._scene.state.vendor(vendor).helped:
            agenda.at(
                case.help_at,
                partial(self._reply, vendor, "useful", story.help),
                key=f"vendor-help:{vendor}",
                rank=Rank.WORLD,
                id_=vendor,
            )

        self._arm_partial(vendor, case)

    def _arm_partial(self, vendor: str, case: _Case) -> None:
        """Half-way to the useful answer comes a partial one, where the story has it."""
        words, half = self._stories[vendor].partial, (case.opened_at + case.help_at) // 2
        if words is None or case.partly or half < self._scene.now:
            return

        def send() -> None:
            case.partly = True
            self._reply(vendor, "partial", words)

        self._scene.agenda.at(
            Millis(half), send, key=f"vendor-partial:{vendor}", rank=Rank.WORLD, id_=vendor
        )

    def _reply(self, vendor: str, reply: Reply, words: VendorReply) -> None:
        story: VendorStory = self._stories[vendor]
        seq = self._scene.emit(
            VendorReplied(
                vendor=vendor,
                reply=reply,
                text=words.text,
                tells=words.shown,
            ),
            to=self._scene.audience(story.to),
        )
        self._apply(words.does, cause=seq, source=vendor)

    def _breach(self, vendor: str, due: Millis) -> None:
        if not self._scene.state.vendor(vendor).acknowledged:
            self._scene.emit(VendorBreached(vendor=vendor, due=due), to=TO_TEAM)
