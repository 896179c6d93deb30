"""The world as verbs and injects see it: effects go in, events come out."""

from collections.abc import Callable, Iterable

from evidence import Millis
from evidence.kinds.outside import VendorFixed
from evidence.kinds.procedure import ActionEnded, ChangeMade, RunQuery
from evidence.kinds.world import FlagSet, ServiceValidated
from scenarios import effects as e
from scenarios.effects import Effect
from simulator.agenda import Rank
from simulator.scene import TO_TEAM, By, Scene
from simulator.world.artefacts import Artefacts
from simulator.world.data import Data
from simulator.world.intrusions import Intrusions
from simulator.world.monitors import Monitors
from simulator.world.people import People
from simulator.world.responses import Responses
from simulator.world.services import Services
from simulator.world.vendors import Vendors


class World:
    """Everything simulated in one exercise.

    *mended* is called with each tool that works again: what waited for it can come.
    """

    def __init__(self, scene: Scene, *, mended: Callable[[str], None]) -> None:
        self._scene = scene
        self._mended = mended
        self.monitors = Monitors(scene)
        self.services = Services(scene, felt=self.monitors.service_changed)
        self.data = Data(scene, changed=self.services.data_changed)
        self.vendors = Vendors(scene, apply=self.apply)
        self.artefacts = Artefacts(scene, apply=self.apply)
        self.intrusions = Intrusions(scene, apply=self.apply, reveal=self.artefacts.reveal)
        self.people = People(scene, mended=self._tool_mended)
        self.responses = Responses(
            scene,
            data=self.data,
            destroy=self.artefacts.destroy,
            worked=self.intrusions.response_worked,
            apply=self.apply,
            validate=self.validate,
        )

    def begin(self) -> None:
        """StartEx."""
        self.data.begin()
        self.people.begin()

    # What verbs ask for

    def begin_response(
        self,
        response: str,
        point: str | None,
        by: By,
        *,
        run: str | None = None,
        step: str | None = None,
    ) -> None:
        self.responses.begin(response, point, by, run=run, step=step)

    def query(self, command: RunQuery, by: By) -> None:
        self.artefacts.query(command, by)

    def open_case(self, vendor: str, by: By) -> Millis | None:
        return self.vendors.open(vendor)

    def chase(self, vendor: str) -> None:
        self.vendors.chase(vendor)

    def escalate(self, vendor: str, rung: int) -> None:
        self.vendors.escalate(vendor)

    def adjudicated(
        self, action: str, ruling: str, takes_ms: int, effects: tuple[Effect, ...], by: By
    ) -> None:
        """Carry out control's ruling on a proposed action, after the time it takes."""
        scene, worked = self._scene, ruling in ("works", "partly", "takes")

        def end() -> None:
            seq = scene.emit(ActionEnded(action=action, worked=worked), to=TO_TEAM, cause=by.seq)
            self.apply(effects, cause=seq, source=action)

        scene.agenda.at(
            scene.later(takes_ms), end, key=f"action:{action}", rank=Rank.CONTROL, id_=action
        )

    def _tool_mended(self, tool: str) -> None:
        if tool == "monitoring":
            self.monitors.tool_mended()
        self._mended(tool)

    # Effects

    def apply(self, effects: Iterable[Effect], *, cause: int | None, source: str) -> None:
        """Let effects happen, in the order written."""
        for effect in effects:
            self._apply(effect, cause, source)

    def _apply(self, effect: Effect, cause: int | None, source: str) -> None:
        scene = self._scene
        match effect:
            case e.Fail(fail=service):
                self.services.set_own(service, 0, cause=cause, because=source)
            case e.Degrade(degrade=service, to=to):
                self.services.set_own(service, to // 10_000, cause=cause, because=source)
            case e.Recover(recover=service):
                self.services.set_own(service, 100, cause=cause, because=source)
            case e.Corrupt(corrupt=dataset, reaching_back=reach):
                self.data.damage(dataset, how="corrupt", reaching_back=reach, cause=cause)
            case e.Lose(lose=dataset):
                self.data.damage(dataset, how="lost", reaching_back=0, cause=cause)
            case e.BreakCopies(break_copies=dataset, copies=copies, since=since):
                self.data.break_copies(dataset, copies, since)
            case e.StopReplica(stop_replica=dataset):
                self.data.replica(dataset, stopped=True, cause=cause)
            case e.ResumeReplica(resume_replica=dataset):
                self.data.replica(dataset, stopped=False, cause=cause)
            case e.FindCopy(find_copy=copy):
                self.data.find(copy, cause=cause)
            case e.Delay(delay=vendor, by=by):
                self.vendors.delay(vendor, by)
            case e.VendorFixes(vendor_fixes=vendor):
                scene.emit(VendorFixed(vendor=vendor), cause=cause)
            case e.StatusPage():
                self.vendors.show_status(effect, cause)
            case e.Intrude(intrude=intrusion):
                self.intrusions.enter(intrusion)
            case e.Contain(contain=intrusion):
                self.intrusions.contain(intrusion, by=source, cause=cause)
            case e.Destroy(destroy=artefact):
                self.artefacts.destroy(artefact, by=source, cause=cause)
            case e.Reveal(reveal=artefact):
                self.artefacts.reveal((artefact,))
            case e.Absent():
                self.people.absent(effect, cause)
            case e.Return(return_=seat):
                self.people.back(seat, cause=cause)
            case e.BreakTool():
                self.people.break_tool(effect, cause)
            case e.MendTool(mend_tool=tool):
                self.people.mend_tool(tool, cause=cause)
            case e.MakeChange(make_change=change):
                self._make_change(change, cause)
            case e.Raise(raise_=flag):
                scene.emit(FlagSet(flag=flag, raised=True), cause=cause)
            case e.Lower(lower=flag):
                scene.emit(FlagSet(flag=flag, raised=False), cause=cause)
            case e.Validate(validate_=part):
                self.validate(part, cause=cause)
            case e.Restore():
                pass  # begun and ended by the response that carries it

    def validate(self, part: str, *, cause: int | None) -> bool:
        """Check a service or dataset; whether it passes."""
        scene = self._scene
        if part not in scene.plan.organisation.services:
            return self.data.validate(part, cause=cause)
        needed = scene.plan.organisation.services[part].needs
        passed = scene.state.service(part).health == 100 and all(
            scene.state.datasets[name].validated is not False
            for name in needed
            if name in scene.state.datasets
        )
        scene.emit(ServiceValidated(service=part, passed=passed), to=TO_TEAM, cause=cause)
        return passed

    def _make_change(self, change: str, cause: int | None) -> None:
        known = {c.id: c for c in self._scene.plan.scenario.changes}
        title = known[change].title if change in known else change
        self._scene.emit(ChangeMade(change=change, title=title), to=TO_TEAM, cause=cause)
