"""DORA: is an ICT-related incident major?

Source: Del. Reg. (EU) 2024/1772 Art. 1-9.  Thresholds are *higher than*, *longer than*, *exceed*:
exactly ten per cent, two hours or EUR 100,000 do not meet them.
"""

from itertools import chain
from typing import Final, Literal

from scenarios.law.regimes import Facts
from scenarios.law.trees import Asked, Asks, Node, Outcome, Question, Reply, all_of, any_of

GATE: Final = (
    Question(fact="critical-functions",
             says="ICT services or systems that support critical or important functions"),
    Question(fact="supervised-services",
             says="financial services that need authorisation, registration or supervision"),
    Question(fact="malicious-access",
             says="a successful, malicious and unauthorised access to network and systems"),
)  # fmt: skip
"""Art. 6: without one of these nothing else is asked."""

ACCESS: Final = (
    Question(fact="malicious-access",
             says="a successful, malicious and unauthorised access to network and systems"),
    Question(fact="data-may-be-lost", says="data may be lost by it"),
)  # fmt: skip
"""Art. 9(5)(b): both together are enough."""

CRITERIA: Final[Asked] = {
    "clients (Art. 1, 9(1))": (
        Question(fact="clients-share", over="10", says="more than 10 % of the service's clients"),
        Question(fact="clients", over="100000", says="more than 100,000 clients"),
        Question(fact="counterparts-share", over="30", says="more than 30 % of counterparts"),
        Question(fact="transactions-share", over="10", says="more than 10 % of daily transactions"),
        Question(fact="transaction-value-share", over="10", says="more than 10 % of daily value"),
        Question(fact="relevant-client", says="a client or counterpart identified as relevant"),
    ),
    "reputation (Art. 2, 9(2))": (
        Question(fact="media", says="reflected in the media"),
        Question(fact="complaints", says="repeated complaints of different clients"),
        Question(fact="requirements-missed", says="regulatory requirements will not be met"),
        Question(fact="clients-lost", says="clients will be lost with material impact"),
    ),
    "duration (Art. 3, 9(3))": (
        Question(fact="duration", over="24h", says="longer than 24 hours"),
        Question(fact="downtime", over="2h", says="critical services down longer than 2 hours"),
    ),
    "geography (Art. 4, 9(4))": (
        Question(fact="member-states", over="1", says="impact in two or more member states"),
    ),
    "data losses (Art. 5, 9(5)(a))": (
        Question(fact="data-impact", says="data hit, with adverse impact on aims or requirements"),
    ),
    "economic (Art. 7, 9(6))": (
        Question(fact="costs", over="100000", says="costs and losses of more than EUR 100,000"),
    ),
}

AGAIN: Final = Question(
    fact="recurring",
    says="same apparent root cause, twice within 6 months, together meeting the above",
)
"""Art. 8(2)."""

ASKS: Final = Asks(
    questions=(*GATE, *ACCESS, *chain.from_iterable(CRITERIA.values()), AGAIN),
    others={"entity": ()},
)

ENOUGH: Final = 2
CITATION: Final = "Del. Reg. (EU) 2024/1772 Art. 1-9"
CONFIDENCE: Final = "text seen (Art. 8 and parts of Art. 9 in full; the rest through a source)"


def major(facts: Facts) -> Outcome:
    """Walk the tree of Art. 8 on the facts so far."""
    gate = any_of("critical services are affected (Art. 6)", _asked(GATE, facts))
    if gate.reply != "yes":
        known = " known to be" if gate.reply == "open" else ""
        return _outcome("no", f"no critical service is{known} affected", gate)
    access = all_of("malicious access that may lose data (Art. 9(5)(b))", _asked(ACCESS, facts))
    met = tuple(any_of(name, _asked(asked, facts)) for name, asked in CRITERIA.items())
    count = sum(criterion.reply == "yes" for criterion in met)
    others = Node(
        ask=f"{ENOUGH} or more of {len(CRITERIA)} other thresholds are met (Art. 8(1))",
        reply=_enough(met),
        because=f"{count} met",
        parts=met,
    )
    if access.reply == "yes":
        return _outcome("yes", "malicious access that may lose data: Art. 9(5)(b)", gate, access)
    if count >= ENOUGH:
        return _outcome("yes", f"{count} thresholds are met", gate, access, others)
    again = _recurring(facts)
    if again.reply == "yes":
        return _outcome("yes", "recurring incidents that together meet them: Art. 8(2)",
                        gate, access, others, again)  # fmt: skip
    says = f"{count or 'no'} threshold{'' if count == 1 else 's'} met, {ENOUGH} are needed"
    still = "open" in (access.reply, others.reply, again.reply)
    return _outcome("no", says if still else f"{says}: record only", gate, access, others, again)


def _asked(questions: tuple[Question, ...], facts: Facts) -> tuple[Node, ...]:
    return tuple(question.asked(facts) for question in questions)


def _enough(met: tuple[Node, ...]) -> Reply:
    sure = sum(criterion.reply == "yes" for criterion in met)
    possible = sum(criterion.reply != "no" for criterion in met)
    return "yes" if sure >= ENOUGH else "open" if possible >= ENOUGH else "no"


def _recurring(facts: Facts) -> Node:
    """Not for microenterprises, nor (say `recurring=no`) the entities of Art. 16(1) of DORA."""
    if "microenterprise" in facts.get("entity", ()):
        return Node(ask="recurring (Art. 8(2))", reply="no", because="not for microenterprises")
    return any_of("recurring (Art. 8(2))", (AGAIN.asked(facts),))


def _outcome(verdict: Literal["yes", "no"], because: str, *tree: Node) -> Outcome:
    return Outcome(
        test="dora-major",
        verdict=verdict,
        because=because,
        tree=tree,
        citation=CITATION,
        confidence=CONFIDENCE,
    )
