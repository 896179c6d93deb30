"""Datasets: backups on a schedule, silent failures, damage that reaches back, restores.

A recovery point is one taking of a copy: ``nightly`` is the newest, ``nightly~1`` the one before.
What it holds is fixed by when it was taken and by the damage; whether it can be used at all is
the truth that a team learns by trying.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evidence import Millis
from evidence.kinds.procedure import CopyFound
from evidence.kinds.world import (
    BackupMade,
    DataDamaged,
    DataValidated,
    ReplicaLagged,
    RestoreBegan,
    RestoreEnded,
    RestoreFailed,
)
from scenarios.story import Copy
from simulator.agenda import Rank
from simulator.scene import TO_TEAM, Refused, Scene

MEGABYTES_IN_A_GIGABYTE: Final = 1_000


@dataclass(slots=True)
class _Series:
    """One copy of a dataset, taken once or again and again."""

    dataset: str
    copy: Copy
    newest: int
    broken_since: int | None = None

    def usable(self, taken: int) -> bool:
        return self.copy.usable and (self.broken_since is None or taken < self.broken_since)

    def taken(self, back: int) -> int:
        """When the taking so many before the newest was made; before StartEx is negative."""
        return self.newest - back * (self.copy.every or 0)


@dataclass(frozen=True, slots=True)
class _Point:
    """One taking of a copy, fixed when a restore from it begins."""

    series: _Series
    taken: int


_BACK: Final = re.compile(r"(?P<copy>[^~]+)~(?P<back>[1-9][0-9]{0,3})")


class Data:
    def __init__(self, scene: Scene, *, changed: Callable[[str, int | None], None]) -> None:
        """*changed* is told of each dataset that was damaged or came back, and of the cause."""
        self._scene = scene
        self._changed = changed
        self._series = {
            copy.id: _Series(dataset=story.data, copy=copy, newest=-copy.age)
            for story in scene.plan.scenario.datasets
            for copy in story.copies
        }
        self._attempts: dict[str, int] = {}
        self._restoring: dict[str, _Point] = {}
        """Recovery point to the taking that it named when the restore began."""
        self._restored_usable: dict[str, bool] = {}

    def begin(self) -> None:
        """StartEx: what the team knows of, and the next taking of each series."""
        for name, series in sorted(self._series.items()):
            if series.copy.known:
                self.find(name, cause=None)
            self._plan_next(series)

    def _plan_next(self, series: _Series) -> None:
        every = series.copy.every
        if every is None:
            return
        due = series.newest + every
        while due < 0:
            series.newest, due = due, due + every
        self._scene.agenda.at(
            Millis(due),
            lambda: self._take(series),
            key=f"backup:{series.copy.id}",
            rank=Rank.WORLD,
            id_=series.copy.id,
        )

    def _take(self, series: _Series) -> None:
        scene = self._scene
        series.newest = scene.now
        scene.emit(
            BackupMade(
                dataset=series.dataset,
                copy=series.copy.id,
                taken_at=scene.now,
                usable=series.usable(scene.now),
            )
        )
        self._plan_next(series)

    def find(self, copy: str, *, cause: int | None) -> None:
        """The team learns of a recovery point."""
        series, scene = self._series.get(copy), self._scene
        if series is None or copy in scene.state.copies:
            return
        scene.emit(
            CopyFound(
                dataset=series.dataset,
                point=copy,
                title=series.copy.title,
                age_ms=scene.now - series.newest,
                every_ms=series.copy.every,
                kept=series.copy.kept,
            ),
            to=TO_TEAM,
            cause=cause,
        )

    def damage(self, dataset: str, *, how: str, reaching_back: int, cause: int | None) -> None:
        scene = self._scene
        scene.emit(
            DataDamaged(
                dataset=dataset,
                how="lost" if how == "lost" else "corrupt",
                newest_good=Millis(scene.now - reaching_back),
            ),
            cause=cause,
        )
        self._changed(dataset, cause)

    def break_copies(self, dataset: str, copies: tuple[str, ...], since: int) -> None:
        for name, series in self._series.items():
            if series.dataset == dataset and (not copies or name in copies):
                series.broken_since = self._scene.now - since

    def replica(self, dataset: str, *, stopped: bool, cause: int | None) -> None:
        lag = self._scene.plan.organisation.datasets[dataset].replica_lag or 0
        self._scene.emit(
            ReplicaLagged(dataset=dataset, lag_ms=-1 if stopped else lag), to=TO_TEAM, cause=cause
        )

    def check_point(self, dataset: str, point: str | None) -> str:
        """The recovery point that a restore asks for, or a refusal."""
        known = [
            name
            for name in sorted(self._scene.state.copies)
            if name in self._series and self._series[name].dataset == dataset
        ]
        listed = ", ".join(f"`{name}`" for name in known) or "none yet"
        if point is None:
            raise Refused("no-point", f"Say which recovery point; known are: {listed}.")
        older = _BACK.fullmatch(point)
        copy = older["copy"] if older else point
        if copy not in known:
            raise Refused(
                "no-such-point", f"There is no recovery point `{point}`; known are: {listed}."
            )
        kept = self._series[copy].copy.kept
        if older and int(older["back"]) >= kept:
            oldest = f"{kept} are kept, the oldest is `{copy}~{kept - 1}`"
            raise Refused(
                "no-such-point",
                f"There is no recovery point `{point}`; of `{copy}` "
                f"{oldest if kept > 1 else 'only the newest is kept'}.",
            )
        return point

    def _point(self, point: str) -> _Point:
        copy, _, back = point.partition("~")
        series = self._series[copy]
        return _Point(series, series.taken(int(back or 0)))

    def takes(self, point: str) -> int:
        """How long a restore takes: the copy's own time, and more for each gigabyte."""
        series, chance = self._point(point).series, self._scene.chance
        copy, attempt = series.copy, self._attempts.get(point, 0)
        dataset = self._scene.plan.organisation.datasets[series.dataset]
        if copy.takes is None and copy.per_gigabyte is None:
            return chance.span(dataset.restore_takes, "restore", point, attempt)
        each = chance.span(copy.per_gigabyte, "restore-gigabyte", point, attempt)
        own = chance.span(copy.takes, "restore", point, attempt)
        return own + each * dataset.megabytes // MEGABYTES_IN_A_GIGABYTE

    def restore_begins(self, dataset: str, point: str, cause: int) -> None:
        self._attempts[point] = self._attempts.get(point, 0) + 1
        self._restoring[point] = self._point(point)
        self._scene.emit(RestoreBegan(dataset=dataset, point=point), to=TO_TEAM, cause=cause)

    def restore_ends(self, dataset: str, point: str, cause: int) -> bool:
        """Data comes back, or the copy proves useless; whether it came back."""
        scene, chosen = self._scene, self._restoring[point]
        series, taken = chosen.series, chosen.taken
        if not series.usable(taken):
            says = series.copy.says or f"{series.copy.title} cannot be read."
            scene.emit(
                RestoreFailed(dataset=dataset, point=point, says=says), to=TO_TEAM, cause=cause
            )
            return False
        newest_good = scene.state.dataset(dataset).newest_good
        sound = newest_good is None or taken <= newest_good
        recovered = taken if newest_good is None else min(taken, newest_good)
        self._restored_usable[dataset] = sound
        scene.emit(
            RestoreEnded(dataset=dataset, point=point, recovered_to=Millis(recovered)),
            to=TO_TEAM,
            cause=cause,
        )
        self._changed(dataset, cause)
        return True

    def validate(self, dataset: str, *, cause: int | None) -> bool:
        """Check a dataset; whether it passes."""
        scene, state = self._scene, self._scene.state.dataset(dataset)
        point = state.restored_from
        if point is None or point not in self._restoring:
            passed = state.damaged_at is None
        else:
            attempt = self._attempts.get(point, 0)
            passed = self._restored_usable.get(dataset, False) and scene.chance.happens(
                self._restoring[point].series.copy.passes, "validate", dataset, point, attempt
            )
        scene.emit(DataValidated(dataset=dataset, passed=passed), to=TO_TEAM, cause=cause)
        return passed
