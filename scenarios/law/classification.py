"""Legal tests by name, evaluated on what is known, and the facts that follow from them."""

from collections.abc import Callable, Iterable
from typing import Final

from runbooks.authored import Wrong, did_you_mean
from scenarios.law import dora, nis2
from scenarios.law.entities import KINDS
from scenarios.law.regimes import ANY_RULE_ASKS, Facts, Regime
from scenarios.law.trees import Asks, Outcome, Question, any_of

_CHINA: Final = (
    ("particularly major", "100000000", "100000000"),
    ("major", "10000000", "20000000"),
    ("relatively major", "1000000", "5000000"),
)
"""Level, people, loss in RMB.  Source: CAC Measures 2025, annex (text seen)."""


_CHINA_ASKS: Final = Asks(
    questions=(),
    others={"people": (), "loss-rmb": ()},
    numbers=frozenset({"people", "loss-rmb"}),
)


def china_reportable(facts: Facts) -> Outcome:
    """China: relatively major and above is reported."""
    nodes = tuple(
        any_of(
            f"{level}",
            (
                Question(fact="people", over=people, says="people whose data it is").asked(facts),
                Question(fact="loss-rmb", over=loss, says="loss in RMB").asked(facts),
            ),
        )
        for level, people, loss in _CHINA
    )
    reached = next((node.ask for node in nodes if node.reply == "yes"), None)
    return Outcome(
        test="cn-reportable",
        verdict="yes" if reached else "no",
        because=reached or "general",
        tree=nodes,
        citation="CAC Measures (11 Sep 2025)",
        confidence="text seen",
    )


TESTS: Final[dict[str, Callable[[Facts], Outcome]]] = {
    "dora-major": dora.major,
    "nis2-significant": nis2.significant,
    "cn-reportable": china_reportable,
}
"""Each answers the fact of its own name."""

NAMES: Final[dict[str, str]] = {
    "dora-major": "a major incident (DORA)",
    "nis2-significant": "a significant incident (NIS2)",
    "cn-reportable": "a reportable incident (China)",
}
"""What a *yes* calls the incident."""

ASKS: Final[dict[str, Asks]] = {
    "dora-major": dora.ASKS,
    "nis2-significant": nis2.ASKS,
    "cn-reportable": _CHINA_ASKS,
}
"""What each of them asks."""


def legal_tests_of(laws: Iterable[Regime]) -> tuple[str, ...]:
    """The legal tests that some of these laws rest on."""
    asked = {fact for law in laws for fact in law.facts}
    return tuple(test for test in TESTS if test in asked)


def check_facts(laws: Iterable[Regime], facts: Facts) -> None:
    """Refuse a fact that no law and no legal test asks for: an answer must not go unheard.

    Raises:
        Wrong: What is wrong, and what was probably meant.
    """
    known = {*ANY_RULE_ASKS, *KINDS, *TESTS}.union(*(law.facts for law in laws))
    known.update(*(asks.known for asks in ASKS.values()))
    for fact in facts:
        if fact not in known:
            right = did_you_mean(fact, known) or "`drillroom classify` shows what a test asks"
            raise Wrong(f"no law asks the fact `{fact}`", right)
    for asks in ASKS.values():
        asks.check_values(facts)


def check_answer(fact: str, value: str) -> None:
    """Refuse what no legal test would hear.

    Raises:
        Wrong: No test asks the fact, or the value is no answer to it.
    """
    asking = {test: asks for test, asks in ASKS.items() if fact in asks.known}
    if not asking:
        known = {one for asks in ASKS.values() for one in asks.known}
        right = did_you_mean(fact, known) or "`drillroom classify` shows what a test asks"
        raise Wrong(f"no legal test asks `{fact}`", right)
    for test, asks in asking.items():
        asks.check(test, {fact: (value,)})


def with_outcomes(facts: Facts) -> dict[str, tuple[str, ...]]:
    """The facts, and what each legal test says on them where nobody has said it.

    A *no* that an open question could turn stays open.
    """
    found = dict(facts)
    for name, test in TESTS.items():
        if name in found:
            continue
        outcome = test(facts)
        if not outcome.may_turn:
            found[name] = (outcome.verdict,)
    return found
