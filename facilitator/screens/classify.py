"""A legal test on what the team knows: its questions, and the tree with their answers.

Answers stand in the address and nowhere else: the test helps to decide, and is no decision.  What
the team decides is recorded where decisions are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from facilitator.screens.page import Query
from facilitator.screens.seen import Seen
from runbooks.authored import Wrong
from scenarios import Plan
from scenarios.law import ASKS, TESTS, Asks, Facts, Node, Outcome, Reply

TITLES: Final = {
    "dora-major": "Is it a major incident? (DORA)",
    "nis2-significant": "Is it a significant incident? (NIS2)",
    "cn-reportable": "Is it reportable? (China)",
}
_WORDS: Final = {
    "provider": "kind of provider",
    "loss": "loss in EUR",
    "turnover": "turnover of the last year in EUR",
    "people": "people whose data it is",
    "loss-rmb": "loss in RMB",
}
_PLAIN: Final = ("yes", "no")
MAX_ANSWER: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that the test asks."""

    fact: str
    says: str
    choices: tuple[str, ...]
    """Empty where a number or a length of time is asked."""
    given: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A line of the tree: the answer, and what is asked or what the answer rests on."""

    reply: Reply
    says: str
    parts: tuple["Branch", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyPage:
    offered: tuple[tuple[str, str, bool], ...]
    """Test, title, and whether it is shown."""
    test: str | None
    title: str
    fields: tuple[Field, ...]
    outcome: Outcome | None
    tree: tuple[Branch, ...]
    wrong: str
    """What is wrong with an answer, for people."""


def classify_page(seen: Seen, query: Query) -> ClassifyPage:
    """The test that the address names, or the first of those that the plan's laws ask for."""
    known = legal_tests_of(seen.plan)
    test = query.get("test") if query.get("test") in known else next(iter(known), None)
    offered = tuple((name, TITLES[name], name == test) for name in known)
    if test is None:
        return ClassifyPage(
            offered=(), test=None, title="Legal test", fields=(), outcome=None, tree=(), wrong=""
        )
    asks = ASKS[test]
    given = {
        fact: query[fact].strip()[:MAX_ANSWER]
        for fact in sorted(asks.known)
        if query.get(fact, "").strip()
    }
    outcome, wrong = _walked(test, asks, given)
    return ClassifyPage(
        offered=offered,
        test=test,
        title=TITLES[test],
        fields=tuple(_fields(asks, given)),
        outcome=outcome,
        tree=tuple(_branch(node) for node in outcome.tree) if outcome else (),
        wrong=wrong,
    )


def legal_tests_of(plan: Plan) -> tuple[str, ...]:
    """The legal tests that the laws of a plan ask for."""
    return tuple(name for name in TESTS if any(name in law.facts for law in plan.regimes))


def _walked(test: str, asks: Asks, given: Mapping[str, str]) -> tuple[Outcome | None, str]:
    facts: Facts = {fact: (value,) for fact, value in given.items()}
    try:
        asks.check(test, facts)
        return TESTS[test](facts), ""
    except Wrong as wrong:
        return None, str(wrong)


def _fields(asks: Asks, given: Mapping[str, str]) -> list[Field]:
    """What is asked, once each, in the order of the law; who the entity is, the plan knows."""
    fields: dict[str, Field] = {}
    for fact, words in asks.others.items():
        if fact != "entity":
            fields[fact] = Field(
                fact=fact, says=_WORDS.get(fact, fact), choices=words, given=given.get(fact, ""),
                example="" if words else "100000",
            )  # fmt: skip
    for question in asks.questions:
        fact = question.fact
        # One number is often held against several bounds; then no bound belongs in what is asked.
        several = len({one.over for one in asks.questions if one.fact == fact}) > 1
        fields.setdefault(fact, Field(
            fact=fact, says=fact.replace("-", " ") if several else question.says,
            choices=() if question.over else _PLAIN,
            given=given.get(fact, ""), example=question.over or "",
        ))  # fmt: skip
    return list(fields.values())


def _branch(node: Node) -> Branch:
    says = node.because or node.ask
    if node.parts:
        says = f"{node.ask} ({node.because})" if node.because else node.ask
    return Branch(reply=node.reply, says=says, parts=tuple(_branch(part) for part in node.parts))
