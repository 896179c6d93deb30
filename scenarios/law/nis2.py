"""NIS2: is an incident significant?

Source: Dir. (EU) 2022/2555 Art. 23(3) for everybody; Impl. Reg. (EU) 2024/2690 Art. 3-14 puts
numbers to it for digital and trust providers only.  The smaller of two bounds counts, so exceeding
either is enough.  What planned maintenance causes is excluded.
"""

from decimal import Decimal
from itertools import chain
from typing import Final

from scenarios.law.regimes import Facts
from scenarios.law.trees import Asked, Asks, Node, Outcome, Question, all_of, any_of, number_of

CITATION: Final = "Impl. Reg. (EU) 2024/2690 Art. 3-14; Dir. (EU) 2022/2555 Art. 23(3)"
CONFIDENCE: Final = "text seen for Art. 3, 4, 6, 7, 14; others known, not seen"

LOSS_EUR: Final = Decimal(500_000)
TURNOVER_SHARE: Final = Decimal("0.05")

QUALITATIVE: Final = (
    Question(fact="severe-disruption", says="severe operational disruption, caused or possible"),
    Question(fact="financial-loss", says="severe financial loss, caused or possible"),
    Question(fact="considerable-damage", says="considerable damage to others, caused or possible"),
)
"""Art. 23(3), for entities without numbers; national thresholds apply beside it."""

HORIZONTAL: Final = (
    Question(fact="trade-secrets", says="trade secrets were taken"),
    Question(fact="death", says="a person died"),
    Question(fact="health-damage", says="considerable damage to somebody's health"),
    Question(fact="malicious-access", says="malicious access that can disrupt severely"),
    Question(fact="recurring", says="twice in 6 months, same apparent cause, together the loss"),
)

DATA_HIT: Final = Question(
    fact="data-impact", says="integrity, confidentiality or authenticity hit by a malicious act"
)

BY_KIND: Final[Asked] = {
    "cloud": (
        Question(fact="downtime", over="30m", says="completely unavailable for more than 30 min"),
        DATA_HIT,
    ),
    "tld": (
        Question(fact="downtime", over="0", says="authoritative resolution unavailable"),
        Question(fact="slow-answers", over="1h", says="answers above 10 s for more than 1 h"),
        DATA_HIT,
    ),
    "trust": (
        Question(fact="downtime", over="20m", says="completely unavailable for more than 20 min"),
        Question(fact="weekly-downtime", over="1h", says="more than 1 h in a calendar week"),
        Question(fact="users-share", over="1", says="more than 1 % of users limited"),
        Question(fact="users", over="200000", says="more than 200,000 users limited"),
        Question(fact="restricted-area", says="access to a restricted area was compromised"),
        Question(fact="data-users-share", over="0.1", says="data of more than 0.1 % of users"),
        Question(fact="data-users", over="100", says="data of more than 100 users"),
    ),
    "digital": (),
}
"""Kinds of provider with numbers of their own; `digital` are the others of the regulation."""

LIMITED: Final = (
    Question(fact="limited-for", over="1h", says="availability limited for more than 1 h"),
    Question(fact="users-share", over="5", says="more than 5 % of its users in the Union"),
    Question(fact="users", over="1000000", says="more than 1 million users in the Union"),
)


PLANNED: Final = Question(fact="planned-maintenance", says="a consequence of planned maintenance")

ASKS: Final = Asks(
    questions=(
        PLANNED,
        *QUALITATIVE,
        *HORIZONTAL,
        *chain.from_iterable(BY_KIND.values()),
        *LIMITED,
    ),
    others={"provider": (*BY_KIND, "other"), "loss": (), "turnover": ()},
    numbers=frozenset({"loss", "turnover"}),
)


def significant(facts: Facts) -> Outcome:
    """Answer on the facts so far; the fact `provider` says whether numbers apply."""
    planned = PLANNED.asked(facts)
    if planned.reply == "yes":
        return _outcome(False, "planned maintenance is excluded", planned)
    provider = next(iter(facts.get("provider", ())), None)
    if provider is None or provider not in BY_KIND:
        nodes = tuple(question.asked(facts) for question in QUALITATIVE)
        test = any_of("one of the qualities of Art. 23(3)", nodes, "national thresholds beside it")
        return _outcome(test.reply == "yes", _because(test), test)
    general = any_of(
        "one of the tests for every provider (Art. 3, 4)",
        (_loss(facts), *(question.asked(facts) for question in HORIZONTAL)),
    )
    kind = any_of(
        f"one of the tests for {provider}",
        (*(question.asked(facts) for question in BY_KIND[provider]), *_limited(provider, facts)),
    )
    met = next((node for node in (general, kind) if node.reply == "yes"), None)
    says = _because(met) if met is not None else "none of the tests is met"
    return _outcome(met is not None, says, general, kind)


def _loss(facts: Facts) -> Node:
    """More than EUR 500,000 or 5 % of the turnover, whichever is lower."""
    loss, turnover = number_of(facts, "loss"), number_of(facts, "turnover")
    says = "loss above EUR 500,000 or 5 % of turnover, whichever is lower"
    if loss is None:
        return Node(ask="loss", reply="open", because=f"{says}: not known")
    bound = LOSS_EUR if turnover is None else min(LOSS_EUR, turnover * TURNOVER_SHARE)
    if loss <= bound and turnover is None:
        return Node(ask="turnover", reply="open", because=f"{says}: loss {loss}, turnover unknown")
    return Node(ask="loss", reply="yes" if loss > bound else "no", because=f"{says}: {loss}")


def _limited(provider: str, facts: Facts) -> tuple[Node, ...]:
    if provider != "cloud":
        return ()
    time, share, users = (question.asked(facts) for question in LIMITED)
    reach = any_of("more than 5 % or 1 million of the users", (share, users))
    return (all_of("limited for many for more than an hour", (time, reach)),)


def _because(node: Node) -> str:
    met = [part.because or part.ask for part in node.parts if part.reply == "yes"]
    return "; ".join(met) or "none of the tests is met"


def _outcome(verdict: bool, because: str, *tree: Node) -> Outcome:
    return Outcome(
        test="nis2-significant",
        verdict="yes" if verdict else "no",
        because=because,
        tree=tree,
        citation=CITATION,
        confidence=CONFIDENCE,
    )
