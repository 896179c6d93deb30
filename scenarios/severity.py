"""The severity policy: a decision tree of ordered questions, and what each level asks for.

The tree is data and belongs to the organisation.  Each question reads one fact of the shared
vocabulary (`scenarios.facts`), so a person answers it from what they see, and a simulated
responder from what it was shown.
"""

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from runbooks.authored import (
    AuthoredModel,
    Count,
    Duration,
    Line,
    Several,
    Switch,
    Text,
    Word,
    Wrong,
)
from runbooks.roles import RoleName


class Answer(AuthoredModel):
    """One answer: the values of the fact that mean it, and where it leads."""

    answer: Line
    when: Several[Word]
    """Values of the question's fact."""
    level: Count | None = None
    ask: Word | None = None
    """The next question.  Exactly one of ``level`` and ``ask``."""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if self.level is None and self.ask is None:
            wrong = f"answer `{self.answer}` leads nowhere"
            raise Wrong(wrong, "write `level: 2` or `ask: QUESTION`")
        if self.level is not None and self.ask is not None:
            wrong = f"answer `{self.answer}` leads to a level and to a question"
            raise Wrong(wrong, "keep one of `level` and `ask`", at=("ask",))
        return self


class Question(AuthoredModel):
    id: Word
    ask: Text
    reads: Word
    """A fact of the shared vocabulary."""
    evidence: Text
    """What to look at before answering."""
    answers: tuple[Answer, ...] = Field(min_length=2, max_length=8)


class Level(AuthoredModel):
    """One severity level and its targets.  Without targets its timing is not scored."""

    level: Count
    name: Line
    means: Text
    respond: Duration | None = None
    resolve: Duration | None = None
    resolve_next_business_day: Switch = False
    update_every: Duration | None = None
    escalate_to: tuple[RoleName, ...] = ()
    """Library roles told at this level."""

    @model_validator(mode="after")
    def _is_resolved_by_one_limit(self) -> Self:
        if self.resolve is not None and self.resolve_next_business_day:
            raise Wrong(
                f"{self.name} has two limits to resolve it, `resolve` and "
                "`resolve-next-business-day`",
                "keep one of them",
                at=("resolve-next-business-day",),
            )
        return self


class SeverityPolicy(AuthoredModel):
    version: Line
    questions: tuple[Question, ...] = Field(min_length=1, max_length=20)
    levels: tuple[Level, ...] = Field(min_length=2, max_length=6)

    def question(self, question: str) -> Question | None:
        return next((q for q in self.questions if q.id == question), None)

    def level(self, level: int) -> Level | None:
        return next((found for found in self.levels if found.level == level), None)

    def walk(self, answers: Mapping[str, str]) -> int | None:
        """The level that *answers* (question to answer text) lead to, or ``None``.

        Starts at the first question; a missing or unknown answer ends the walk without a level.
        """
        question: Question | None = self.questions[0]
        for _ in range(len(self.questions)):
            if question is None:
                return None
            given = answers.get(question.id)
            chosen = next((a for a in question.answers if a.answer == given), None)
            if chosen is None:
                return None
            if chosen.level is not None:
                return chosen.level
            question = self.question(chosen.ask or "")
        return None

    def answers_for(self, facts: Mapping[str, str]) -> dict[str, str]:
        """The path through the tree that *facts* (fact to value) give, as far as they reach."""
        path: dict[str, str] = {}
        question: Question | None = self.questions[0]
        while question is not None and question.id not in path:
            value = facts.get(question.reads)
            chosen = next((a for a in question.answers if value in a.when), None)
            if chosen is None:
                return path
            path[question.id] = chosen.answer
            question = self.question(chosen.ask) if chosen.ask else None
        return path
