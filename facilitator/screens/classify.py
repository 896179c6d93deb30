"""A legal test on what the team knows: its questions, and the tree with their answers.

It begins with what the team was shown; whoever walks it may answer otherwise.  Those answers stand
in the address and nowhere else: the test helps to decide, and is no decision.  What the team
decides is recorded where decisions are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evidence.kinds.control import InjectFired
from evidence.kinds.outside import VendorReplied
from evidence.kinds.procedure import QueryReturned
from evidence.kinds.world import SignalRaised
from facilitator.screens.page import Query
from facilitator.screens.seen import Seen
from runbooks.authored import Wrong
from scenarios.facts import legal_facts
from scenarios.law import ASKS, NAMES, TESTS, Asks, Facts, Node, Outcome, Reply, legal_tests_of

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
    shown: str
    """The answer that the viewer was shown; empty where nothing showed one."""


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
    known = legal_tests_of(seen.plan.regimes)
    test = query.get("test") if query.get("test") in known else next(iter(known), None)
    offered = tuple((name, _title(name), name == test) for name in known)
    if test is None:
        return ClassifyPage(
            offered=(), test=None, title="Legal test", fields=(), outcome=None, tree=(), wrong=""
        )
    asks = ASKS[test]
    shown = _shown(seen)
    answers = {
        fact: query.get(fact, shown.get(fact, "")).strip()[:MAX_ANSWER]
        for fact in sorted(asks.known)
    }
    given = {fact: answer for fact, answer in answers.items() if answer}
    outcome, wrong = _walked(test, asks, given)
    return ClassifyPage(
        offered=offered,
        test=test,
        title=_title(test),
        fields=tuple(_fields(asks, given, shown)),
        outcome=outcome,
        tree=tuple(_branch(node) for node in outcome.tree) if outcome else (),
        wrong=wrong,
    )


def _title(test: str) -> str:
    return f"Is it {NAMES[test]}?"


def _shown(seen: Seen) -> dict[str, str]:
    """What this viewer was shown of what legal tests ask; the latest holds."""
    facts: dict[str, str] = {}
    for event in seen.events:
        body = event.body
        if isinstance(body, SignalRaised | InjectFired | QueryReturned | VendorReplied):
            facts |= {fact: value for fact, (value,) in legal_facts(body.tells).items()}
    return facts


def _walked(test: str, asks: Asks, given: Mapping[str, str]) -> tuple[Outcome | None, str]:
    facts: Facts = {fact: (value,) for fact, value in given.items()}
    try:
        asks.check(test, facts)
        return TESTS[test](facts), ""
    except Wrong as wrong:
        return None, str(wrong)


def _fields(asks: Asks, given: Mapping[str, str], shown: Mapping[str, str]) -> list[Field]:
    """What is asked, once each, in the order of the law; who the entity is, the plan knows."""
    fields: dict[str, Field] = {}
    for fact, words in asks.others.items():
        if fact != "entity":
            fields[fact] = Field(
                fact=fact, says=_WORDS.get(fact, fact), choices=words, given=given.get(fact, ""),
                example="" if words else "100000", shown=shown.get(fact, ""),
            )  # fmt: skip
    for question in asks.questions:
        fact = question.fact
        # One number is often held against several bounds; then no bound belongs in what is asked.
        several = len({one.over for one in asks.questions if one.fact == fact}) > 1
        fields.setdefault(fact, Field(
            fact=fact, says=fact.replace("-", " ") if several else question.says,
            choices=() if question.over else _PLAIN,
            given=given.get(fact, ""), example=question.over or "", shown=shown.get(fact, ""),
        ))  # fmt: skip
    return list(fields.values())


def _branch(node: Node) -> Branch:
    says = node.because or node.ask
    if node.parts:
        says = f"{node.ask} ({node.because})" if node.because else node.ask
    return Branch(reply=node.reply, says=says, parts=tuple(_branch(part) for part in node.parts))
