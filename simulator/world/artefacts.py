"""What queries can find, and what a hasty action has destroyed."""

from collections.abc import Iterable

from evidence.kinds.procedure import QueryReturned, RunQuery
from evidence.kinds.world import ArtefactDestroyed, SignalJudged
from simulator.scene import TO_TEAM, Apply, By, Scene


class Artefacts:
    def __init__(self, scene: Scene, *, apply: Apply) -> None:
        self._scene = scene
        self._apply = apply
        self._known = {artefact.id: artefact for artefact in scene.plan.scenario.artefacts}
        self._revealed = {a.id for a in scene.plan.scenario.artefacts if not a.hidden}

    def reveal(self, artefacts: Iterable[str]) -> None:
        self._revealed.update(artefacts)

    def destroy(self, artefact: str, *, by: str, cause: int | None) -> None:
        if artefact not in self._scene.state.gone:
            self._scene.emit(ArtefactDestroyed(artefact=artefact, by=by), cause=cause)

    def query(self, command: RunQuery, by: By) -> None:
        """Answer a query: everything there that matches one of its terms, in order of id."""
        scene, state = self._scene, self._scene.state
        if command.source == "metrics" and "monitoring" in state.tools_down:
            scene.tell(QueryReturned(source="metrics", because="monitoring is down"), by)
            return
        wanted = set(command.terms)
        matching = [
            artefact
            for _, artefact in sorted(self._known.items())
            if artefact.in_ == command.source
            and wanted.intersection(artefact.terms)
            and artefact.id in self._revealed
            and scene.holds(artefact.when)
        ]
        found = [artefact for artefact in matching if artefact.id not in state.gone]
        gone = tuple(artefact.id for artefact in matching if artefact.id in state.gone)
        first_look = [artefact for artefact in found if artefact.id not in state.artefacts]
        tells: dict[str, str] = {}
        for artefact in first_look:  # what was read before is no news, however old it is by now
            tells.update(artefact.shown)
        seq = scene.emit(
            QueryReturned(
                source=command.source,
                found=tuple(artefact.id for artefact in found),
                texts=tuple(artefact.text for artefact in found),
                tells=tells,
                gone=gone,
                because=f"destroyed by {state.gone[gone[0]]}" if gone else None,
            ),
            to=TO_TEAM,
            by=by,
        )
        if found and state.first_signal is None and state.started_at is not None:
            scene.emit(SignalJudged(signal=found[0].id, verdict="true"), cause=seq)
        for artefact in first_look:
            self._apply(artefact.does, cause=seq, source=artefact.id)
