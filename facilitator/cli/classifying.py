"""`classify` and `regimes`: legal tests on facts, and whom a rule binds."""

from collections.abc import Sequence
from typing import Any

from facilitator.cli.due import pairs_of
from facilitator.cli.failing import WRONG_USAGE, Failed, told
from facilitator.cli.finding import find_organisation
from facilitator.cli.printing import Printer, print_json, printer
from runbooks.authored import Wrong, did_you_mean
from scenarios import library_regimes
from scenarios.law import (
    ASKS,
    TESTS,
    Binding,
    Facts,
    Node,
    Outcome,
    binding,
    check_facts,
    read_facts,
)

_STYLES = {"yes": "yellow", "no": None, "open": "bright_black"}


def show_test(test: str, *, facts: Sequence[str], json: bool) -> None:
    """One legal test as a tree."""
    try:
        if test not in TESTS:
            right = did_you_mean(test, TESTS)
            raise Wrong(f"there is no test `{test}`", right)
        known = _facts(facts)
        ASKS[test].check(test, known)
        outcome = TESTS[test](known)
    except Wrong as error:
        raise Failed(str(error), code=WRONG_USAGE) from None
    if json:
        print_json(_outcome(outcome))
        return
    show = printer()
    verdict = "not so far" if outcome.may_turn else outcome.verdict
    show.line(f"{test}: {verdict}, {outcome.because}", style="bold")
    for node in outcome.tree:
        _show(show, node, 1)
    if outcome.open_facts:
        show.line(f"  not known yet: {', '.join(outcome.open_facts)}", style="bright_black")
    show.line(f"  source: {outcome.citation} ({outcome.confidence})")


def show_regimes(organisation: str | None, *, facts: Sequence[str], json: bool) -> None:
    """Every regime with its verdict for one organisation."""
    with told():
        host = find_organisation(organisation)
    try:
        laws, known = library_regimes().rules, _facts(facts)
        check_facts(laws, known)
        found = binding(laws, host.profile, known)
    except Wrong as error:
        raise Failed(str(error), code=WRONG_USAGE) from None
    if json:
        print_json({"organisation": host.organisation, "regimes": [_binding(b) for b in found]})
        return
    show = printer()
    show.line(host.title, style="bold")
    width = max(len(one.regime) for one in found)
    for verdict in ("yes", "waits"):
        for one in found:
            if one.verdict == verdict:
                show.line(f"  {verdict:<5}  {one.regime:<{width}}  {one.because}")
    others = sum(one.verdict == "no" for one in found)
    show.line(f"  {others} others do not bind it; --json says why.", style="bright_black")


def _facts(words: Sequence[str]) -> Facts:
    return read_facts(pairs_of(words, "--fact", "KEY=VALUE"))


def _show(show: Printer, node: Node, depth: int) -> None:
    because = f" ({node.because})" if node.because else ""
    says = node.ask if node.parts else node.because or node.ask
    says += because if node.parts else ""
    show.line(f"{'  ' * depth}{node.reply:<4}  {says}", style=_STYLES[node.reply])
    for part in node.parts:
        _show(show, part, depth + 1)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "test": outcome.test,
        "verdict": outcome.verdict,
        "because": outcome.because,
        "tree": [_node(node) for node in outcome.tree],
        "open_facts": list(outcome.open_facts),
        "citation": outcome.citation,
        "confidence": outcome.confidence,
    }


def _node(node: Node) -> dict[str, Any]:
    parts = [_node(part) for part in node.parts]
    return {"ask": node.ask, "answer": node.reply, "because": node.because, "parts": parts}


def _binding(found: Binding) -> dict[str, str]:
    return {"regime": found.regime, "verdict": found.verdict, "because": found.because}
