"""What a good team is expected to do after an inject: awaited, seen, missed, expected again.

A deadline is in played time, for it is time that people have.  An action that is seen after its
deadline was missed is met all the same, and late.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from evidence import Millis
from evidence.kinds.control import ExpectationMet, ExpectationMissed, ExpectationOpened
from scenarios.injects import Expectation
from simulator.agenda import Rank
from simulator.conditions import topics_of
from simulator.scene import Scene


class Expected:
    """The expected actions of every inject that was delivered.

    *missed* is called with the id of each whose deadline passes, for what follows from that.
    """

    def __init__(self, scene: Scene, *, missed: Callable[[str], None]) -> None:
        self._scene = scene
        self._then = missed
        self._all: dict[str, tuple[Expectation, str]] = {}
        self._due_played: dict[str, int] = {}

    def expect(self, expectation: Expectation, inject: str, *, cause: int) -> None:
        self._all[expectation.id] = (expectation, inject)
        self._due_played[expectation.id] = self._scene.played + expectation.by
        self._open(expectation, inject, cause)

    def expect_again(self, topic: str, *, cause: int) -> None:
        """What was met and is so no longer is expected again, by the deadline that it had.

        *topic* names what was taken back.  A deadline that has passed since is missed at once.
        """
        for id_, (expectation, inject) in sorted(self._all.items()):
            seen = expectation.seen
            if seen is None or topic not in topics_of(seen) or self._scene.holds(seen):
                continue
            if self._scene.state.expectations.get(id_) == "met" and not self._is_over(inject):
                self._open(expectation, inject, cause)

    def extend(self, expectation: str, by_ms: int) -> None:
        """Move an open deadline: from where it was, not from now."""
        self._due_played[expectation] += by_ms
        self._await(*self._all[expectation])

    def drop(self, inject: str) -> None:
        """Expect nothing any more because of an inject."""
        for id_, (_, of) in self._all.items():
            if of == inject:
                self._scene.agenda.drop(f"expectation:{id_}")
                self._scene.unwatch(f"expectation:{id_}")

    def take_up(self, expectation: Expectation, inject: str, due_played: int) -> None:
        """Remember one of a record that goes on by hand; then call :meth:`go_on`."""
        self._all[expectation.id] = (expectation, inject)
        self._due_played[expectation.id] = due_played

    def take_up_extension(self, expectation: str, by_ms: int) -> None:
        self._due_played[expectation] += by_ms

    def go_on(self) -> None:
        """Watch again for everything that was expected when the record ended."""
        for id_, (expectation, inject) in sorted(self._all.items()):
            if self._scene.state.expectations.get(id_) == "open" and not self._is_over(inject):
                self._await(expectation, inject)

    def _is_over(self, inject: str) -> bool:
        return self._scene.state.inject_states.get(inject) == "withdrawn"

    def _open(self, expectation: Expectation, inject: str, cause: int) -> None:
        due_in = self._due_played[expectation.id] - self._scene.played
        self._scene.emit(
            ExpectationOpened(expectation=expectation.id, inject=inject, due_in_ms=due_in),
            cause=cause,
        )
        self._await(expectation, inject)

    def _await(self, expectation: Expectation, inject: str) -> None:
        """Watch for the action, and for its deadline."""
        self._scene.agenda.at_played(
            Millis(self._due_played[expectation.id] + 1),
            partial(self._missed, expectation, inject),
            key=f"expectation:{expectation.id}",
            rank=Rank.EXPIRY,
            id_=expectation.id,
        )
        if expectation.seen is not None:
            self._scene.when(
                expectation.seen,
                partial(self._met, expectation, inject),
                key=f"expectation:{expectation.id}",
            )

    def _met(self, expectation: Expectation, inject: str) -> None:
        scene = self._scene
        late = scene.state.expectations.get(expectation.id) == "missed"
        scene.agenda.drop(f"expectation:{expectation.id}")
        scene.emit(ExpectationMet(expectation=expectation.id, inject=inject, late=late))

    def _missed(self, expectation: Expectation, inject: str) -> None:
        scene = self._scene
        if scene.state.expectations.get(expectation.id) != "open" or scene.state.ended:
            return
        scene.emit(ExpectationMissed(expectation=expectation.id, inject=inject))
        self._then(expectation.id)
