"""Legal tests as trees with their answers, so that people see why an incident counts as major.

A fact that nobody gave leaves its question open; an open question counts as *no* so far and is
listed, because the next fact may turn the verdict.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, TypeAlias

from runbooks.authored import Wrong, did_you_mean, listed, parse_duration, quoted
from scenarios.law.regimes import Facts

Reply: TypeAlias = Literal["yes", "no", "open"]

ANSWERS: Final = frozenset({"yes", "no"})
"""Whatever else is said of a plain question (`possible`, `suspected`) does not answer it."""

_DURATION: Final = re.compile(r"[0-9]+(d|h|m|s|ms)([0-9].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One question with its answer, and what the answer rests on."""

    ask: str
    reply: Reply
    because: str = ""
    parts: tuple["Node", ...] = ()

    @property
    def open_facts(self) -> tuple[str, ...]:
        """Leaves of the tree that nobody has answered."""
        if not self.parts:
            return (self.ask,) if self.reply == "open" else ()
        return tuple(fact for part in self.parts for fact in part.open_facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a legal test says on the facts so far."""

    test: str
    verdict: Literal["yes", "no"]
    because: str
    tree: tuple[Node, ...]
    citation: str
    confidence: str

    @property
    def may_turn(self) -> bool:
        """Whether a *no* may still become a *yes* when more is known."""
        return self.verdict == "no" and bool(self.open_facts)

    @property
    def open_facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for node in self.tree for fact in node.open_facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to know: a number that must lie strictly over a bound, or a plain yes."""

    fact: str
    says: str
    over: str | None = None
    """The bound, as authors write it: `10`, `2h`, `100000`."""

    def asked(self, facts: Facts) -> Node:
        given = facts.get(self.fact, ())
        if not given or (self.over is None and not ANSWERS & set(given)):
            return Node(ask=self.fact, reply="open", because=f"{self.says}: not known")
        if self.over is None:
            reply: Reply = "yes" if "yes" in given else "no"
            return Node(ask=self.fact, reply=reply, because=self.says)
        reply = "yes" if measure(self.fact, given[0]) > measure(self.fact, self.over) else "no"
        return Node(ask=self.fact, reply=reply, because=f"{self.says}: {given[0]}")


def any_of(ask: str, parts: tuple[Node, ...], because: str = "") -> Node:
    """Yes if one part is; open while one could still be."""
    replies = {part.reply for part in parts}
    reply: Reply = "yes" if "yes" in replies else "open" if "open" in replies else "no"
    return Node(ask=ask, reply=reply, because=because, parts=parts)


def all_of(ask: str, parts: tuple[Node, ...], because: str = "") -> Node:
    """Yes if every part is; open while that could still be."""
    replies = {part.reply for part in parts}
    reply: Reply = "no" if "no" in replies else "open" if "open" in replies else "yes"
    return Node(ask=ask, reply=reply, because=because, parts=parts)


def measure(fact: str, text: str) -> Decimal:
    """A number, a percentage or a duration as one number to compare.

    Raises:
        Wrong: It is neither.
    """
    if _DURATION.fullmatch(text):
        return Decimal(parse_duration(text))
    try:
        found = Decimal(text.removesuffix("%").replace("_", "").replace(" ", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        example = f"write for example {fact}=100001, {fact}=10.5 or {fact}=2h1m"
        raise Wrong(f"{quoted(text)} is no number and no duration", example)
    return found


def number_of(facts: Facts, fact: str) -> Decimal | None:
    given = facts.get(fact, ())
    return measure(fact, given[0]) if given else None


Asked: TypeAlias = Mapping[str, tuple[Question, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Every fact that one legal test asks for, so that a misspelt one does not go unheard."""

    questions: tuple[Question, ...]
    others: Mapping[str, tuple[str, ...]]
    """Facts that are no single question, with their closed values; empty where they are open."""
    numbers: frozenset[str] = frozenset()
    """Those of the others that are numbers."""

    @property
    def known(self) -> frozenset[str]:
        """Every fact that it hears."""
        return frozenset({question.fact for question in self.questions} | self.others.keys())

    def check_values(self, facts: Facts) -> None:
        """Refuse what should be a number or one of some words and is not, asked already or not.

        Raises:
            Wrong: What is wrong with a value.
        """
        for fact in sorted(self.others.keys() & facts.keys()):
            _check_words(fact, facts[fact], self.others[fact])
        measured = self.numbers | {question.fact for question in self.questions if question.over}
        for fact in sorted(measured & facts.keys()):
            for value in facts[fact]:
                measure(fact, value)

    def check(self, test: str, facts: Facts) -> None:
        """Refuse what *test* would not hear.

        Raises:
            Wrong: A fact that it does not ask, or an answer that is none.
        """
        self.check_values(facts)
        plain = {question.fact for question in self.questions if not question.over}
        for fact, values in facts.items():
            if fact not in self.known:
                right = did_you_mean(fact, self.known) or f"it asks {listed(sorted(self.known))}"
                raise Wrong(f"`{test}` does not ask the fact `{fact}`", right)
            if fact in plain:
                _check_words(fact, values, tuple(sorted(ANSWERS)))


def _check_words(fact: str, values: tuple[str, ...], words: tuple[str, ...]) -> None:
    for value in values:
        if words and value not in words:
            right = did_you_mean(value, words)
            raise Wrong(f"{quoted(value)} is no answer to `{fact}`", right)
