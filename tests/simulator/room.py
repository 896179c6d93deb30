"""A room with one person on each seat, for tests of what a team may do and what it is told."""

from typing import TypeVar

from evidence import Body, Command, Event, Millis, Origin, Sealed
from evidence.kinds.exercise import CommandRefused, PersonJoined, StartExercise
from scenarios.plan import Plan
from simulator import Exercise
from tests.simulator.playing import opening

B = TypeVar("B", bound=Body)
WORDS: Sealed[str] = Sealed("words")


class Room:
    """An exercise, most often one that has started, and everything that has happened in it."""

    def __init__(self, plan: Plan, *, seed: int = 7, started: bool = True) -> None:
        self.plan = plan
        self.exercise = Exercise(plan, seed=seed)
        self.events: list[Event] = []
        self._receive(opening(plan, seed, {}), "shell", None, "shell")
        if started:
            self._receive(StartExercise(), "control", None, "control")

    def wait_until(self, at: int) -> None:
        """Let the world go on until *at* milliseconds after StartEx."""
        self.events += self.exercise.advance(to=Millis(at))

    def joins(self, *seats: str) -> None:
        """Somebody sits down on each of these seats."""
        for seat in seats:
            self._receive(PersonJoined(seat=seat), f"person-on-{seat}", seat, "shell")

    def does(self, seat: str, *commands: Command) -> None:
        """The person on *seat* does these things, and none is refused."""
        for command in commands:
            refusal = self.asks(seat, command)
            assert refusal is None, refusal

    def asks(self, seat: str, command: Command) -> str | None:
        """What the room reads when the person on *seat* is refused; ``None`` if they are not."""
        happened = self._receive(command, f"person-on-{seat}", seat, "person")
        refused = [event.body for event in happened if isinstance(event.body, CommandRefused)]
        return refused[0].says if refused else None

    def controls(self, command: Command, *, who: str = "control") -> None:
        """Control does this, and is not refused."""
        refusal = self.asks_control(command, who=who)
        assert refusal is None, refusal

    def asks_control(self, command: Command, *, who: str = "control") -> str | None:
        """What somebody of control reads when refused; ``None`` if they are not."""
        happened = self._receive(command, who, None, "control")
        refused = [event.body for event in happened if isinstance(event.body, CommandRefused)]
        return refused[0].says if refused else None

    def evaluates(self, command: Command) -> str | None:
        """What an evaluator reads when refused; ``None`` if not."""
        happened = self._receive(command, "evaluator", None, "person")
        refused = [event.body for event in happened if isinstance(event.body, CommandRefused)]
        return refused[0].says if refused else None

    def happened(self, body: type[B]) -> list[B]:
        """All events of one kind, in order."""
        return [event.body for event in self.events if isinstance(event.body, body)]

    def _receive(
        self, command: Command, actor: str, seat: str | None, origin: Origin
    ) -> tuple[Event, ...]:
        happened = self.exercise.receive(
            command, at=self.exercise.now, actor=actor, seat=seat, origin=origin
        )
        self.events += happened
        return happened
