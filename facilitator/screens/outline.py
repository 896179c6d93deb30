"""What comes of a scenario's text, for whoever writes it: its messages, branches and totals."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.preflight import time_in_room
from facilitator.screens.saying import say_at, say_length
from scenarios import Organisation, Scenario
from scenarios.injects import Inject

TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One inject as players see it.

    Attributes:
        by: The channel; ``who`` says it, ``to`` hears it.
        truth: Nobody hears it: something happens in the world.
        asks: It puts a question or a decision.
    """

    when: str
    title: str
    by: str
    who: str
    to: str
    text: str
    truth: bool
    asks: bool
    expects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One inject among the branches; what hangs on it follows it one step deeper."""

    depth: int
    title: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A scenario at a glance.

    Attributes:
        filled: Names and parts of an organisation stand in the texts, as they will in play.
        loads: What each role hears, most first.
    """

    title: str
    version: str
    takes: str
    lasts: str
    filled: bool
    totals: tuple[tuple[str, int], ...]
    loads: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, str], ...]
    messages: tuple[Message, ...]
    branches: tuple[Branch, ...]


def outline_of(
    scenario: Scenario, *, organisation: Organisation | None = None, seen_by: str = ""
) -> Outline:
    """Fold a scenario.

    Args:
        scenario: As it is written, or as a plan has filled it.
        organisation: Whose it is, if a plan has filled it.
        seen_by: Only what this role hears, as ``to`` names it.
    """
    named = _namer(scenario, organisation)
    heard = Counter(role for inject in scenario.injects for role in inject.to)
    roles = sorted((role, named(role)) for role in heard if role != TEAM)
    shown = (one for one in scenario.injects if not seen_by or seen_by in one.to or TEAM in one.to)
    return Outline(
        title=scenario.title,
        version=scenario.version,
        takes=say_length(Millis(time_in_room(scenario))),
        lasts=say_length(scenario.lasts),
        filled=organisation is not None,
        totals=(
            ("injects", len(scenario.injects)),
            ("expected actions", sum(len(one.expects) for one in scenario.injects)),
            ("decisions", len(scenario.decisions)),
            ("questions", len(scenario.questions)),
            ("duties to notify", len(scenario.duties)),
            ("objectives", len(scenario.objectives)),
            ("endings", len(scenario.endings)),
        ),
        loads=tuple((named(role), count) for role, count in heard.most_common()),
        roles=tuple(roles),
        messages=tuple(_message(one, scenario, named) for one in in_order(shown)),
        branches=_branches(scenario),
    )


def in_order(injects: Iterable[Inject]) -> list[Inject]:
    """Those with an instant first, in its order; then the others by their ids."""
    return sorted(injects, key=lambda one: (one.at is None, one.at or 0, one.id))


def when_of(inject: Inject) -> str:
    """When an inject comes, in words."""
    if inject.at is not None:
        return say_at(inject.at)
    if inject.after is not None:
        return "after another"
    if inject.missed is not None:
        return "if an action is missed"
    return "by hand" if inject.by_hand else "on a condition"


def _message(inject: Inject, scenario: Scenario, named: Callable[[str], str]) -> Message:
    member = scenario.cast.get(inject.from_ or "")
    who = member.is_ if member is not None else named(inject.from_) if inject.from_ else ""
    return Message(
        when=when_of(inject),
        title=inject.title or _plain(inject.id),
        by=_plain(inject.by or ""),
        who=who,
        to=", ".join(named(role) for role in inject.to),
        text=(inject.text or "").strip(),
        truth=not inject.to,
        asks=inject.asks is not None,
        expects=tuple(one.text for one in inject.expects),
    )


def _branches(scenario: Scenario) -> tuple[Branch, ...]:
    """What hangs on what; only injects that lead somewhere or are one of several.

    Each hangs on one other at most, so what goes in a circle hangs on no beginning.
    """
    injects = {one.id: one for one in scenario.injects}
    owner = {e.id: one.id for one in scenario.injects for e in one.expects}
    behind: dict[str, list[Inject]] = {}
    found: list[Branch] = []
    beginnings = []
    for one in in_order(scenario.injects):
        before = one.after or owner.get(one.missed or "")
        if before in injects:
            behind.setdefault(before, []).append(one)
        else:
            beginnings.append(one)
    waiting = [(0, one) for one in reversed(beginnings) if one.id in behind or one.branch]
    while waiting:
        depth, one = waiting.pop()
        title = one.title or _plain(one.id)
        found.append(Branch(depth=depth, title=title, when=_how(one)))
        waiting.extend((depth + 1, n) for n in reversed(behind.get(one.id, ())))
    return tuple(found)


def _how(inject: Inject) -> str:
    said = when_of(inject) if inject.after is None else "then"
    if inject.branch is not None:
        said = f"{said}, one of {_plain(inject.branch.group)}"
    return f"{said}, on a condition" if inject.if_ is not None else said


def _namer(scenario: Scenario, organisation: Organisation | None) -> Callable[[str], str]:
    slots: Mapping[str, str] = {
        f"${slot}": need.says or _plain(slot) for slot, need in scenario.needs.items()
    }

    def named(part: str) -> str:
        if part == TEAM:
            return "everybody"
        if organisation is not None:
            return organisation.title_of(part)
        return slots.get(part, _plain(part.removeprefix("$")))

    return named


def _plain(id_: str) -> str:
    return id_.replace("-", " ")
