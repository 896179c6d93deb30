"""A review room for tests: somebody says something, and one looks at what came of it."""

from typing import Final

from evidence import Command, Event, Fact, Origin, Sealed
from evidence.kinds import control as c
from evidence.kinds.exercise import CommandRefused
from scenarios.plan import Plan
from scoring import Review
from tests.builders import a_plan, played

WORDS: Final = Sealed[str]("x" * 44)

PLAY: Final = """
    00:00  experts say SEV1
    00:05  alert disk-full to duty-engineer
    00:10  duty-engineer acknowledges disk-full
    00:12  press-office drafts message first to customers by email
    00:13  press-office publishes message first
    00:14  press-office drafts message second to customers by email
    00:15  press-office publishes message second
    01:00  EndEx
"""


class Reviewing:
    """One review; ``said`` is the last answer."""

    def __init__(self, plan: Plan | None = None, play: str = PLAY) -> None:
        self.plan = plan or a_plan()
        self.review = Review(self.plan, played(play))
        self.said: tuple[Event, ...] = ()

    def evaluator(self, command: Command, name: str = "ana") -> str | None:
        return self._say(command, name, None, "person")

    def team(self, command: Command, seat: str = "duty-engineer") -> str | None:
        return self._say(command, f"person-at-{seat}", seat, "person")

    def control(self, command: Command) -> str | None:
        return self._say(command, "control", None, "control")

    def observe(self, task: str = "notice") -> int:
        """An observation; its leaf."""
        assert self.evaluator(c.Observe(task=task, about=(3,), words=WORDS)) is None
        return self.said[-1].seq

    def rate(self, rating: c.Rating, name: str, task: str = "notice") -> str | None:
        """Rate with a reason and an observation; the refusal, if it was refused."""
        seen = self.observe(task)
        command = c.RateTask(task=task, rating=rating, override=True, about=(seen,), words=WORDS)
        return self.evaluator(command, name)

    def fact(self) -> Fact:
        body = self.said[-1].body
        assert isinstance(body, Fact)
        return body

    def _say(self, command: Command, actor: str, seat: str | None, origin: Origin) -> str | None:
        self.said = self.review.receive(command, actor=actor, seat=seat, origin=origin)
        refusals = [e.body.says for e in self.said if isinstance(e.body, CommandRefused)]
        return refusals[0] if refusals else None
