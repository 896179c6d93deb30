"""The severity tree: one question at a time, the path as crumbs, and what the level starts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from evidence import Millis
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.roles import holds, who_holds
from facilitator.screens.saying import say_length
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import may_act
from scenarios.severity import Answer, Level, Question, SeverityPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """An answer given on the way."""

    number: int
    ask: str
    answer: str
    href: str
    """Back to this question."""
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One answer of a question: where it leads, and whether the path went there."""

    answer: str
    href: str
    level: int | None
    to: int | None
    """Number of the next question."""
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """One question of the whole tree."""

    number: int
    ask: str
    evidence: str
    branches: tuple[Branch, ...]
    on_path: bool
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One call of a level, as it was made."""

    at: Millis
    level: int
    who: str
    words: str
    differs: int | None
    """What the answers led to, where it was another level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """A level and what it starts."""

    level: int
    name: str
    means: str
    starts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityPage:
    """The context of ``severity.html``."""

    version: str
    crumbs: tuple[Crumb, ...]
    current: TreeRow | None
    result: LevelView | None
    back: str
    tree: tuple[TreeRow, ...]
    levels: tuple[LevelView, ...]
    called: tuple[Called, ...]
    now: int | None
    may_call: bool
    caller: str
    you_call: bool
    """The viewer leads the incident, so calling is theirs; others may prepare it."""
    at_most: int


def severity_page(seen: Seen, query: Query) -> SeverityPage:
    """Fold the severity tree; the answers given so far stand in the address."""
    story, policy = read_story(seen), seen.plan.organisation.severity
    path = _path(policy, query)
    crumbs = _crumbs(policy, path, query)
    last = path[-1][1] if path else None
    level = policy.level(last.level) if last is not None and last.level is not None else None
    current = None
    if level is None:
        current = policy.question(last.ask or "") if last is not None else policy.questions[0]
    tree = tuple(_row(policy, question, path, current, query) for question in policy.questions)
    return SeverityPage(
        version=policy.version,
        crumbs=crumbs,
        current=next((row for row in tree if row.here), None),
        result=_level(seen, story, level) if level is not None else None,
        back=crumbs[-1].href if crumbs else "severity",
        tree=tree,
        levels=tuple(_level(seen, story, one) for one in policy.levels),
        called=_called(seen, story),
        now=story.level,
        may_call=may_act(seen, story),
        caller=who_holds(seen, story, "incident_commander"),
        you_call=holds(seen, story, "incident_commander"),
        at_most=_depth(policy),
    )


def _path(policy: SeverityPolicy, query: Query) -> list[tuple[Question, Answer]]:
    """Questions and the answers given to them, from the first on, as far as the address reaches."""
    path: list[tuple[Question, Answer]] = []
    question: Question | None = policy.questions[0]
    while question is not None and len(path) < len(policy.questions):
        given = query.get(f"q-{question.id}", "")
        if not given.isdigit() or int(given) >= len(question.answers):
            break
        answer = question.answers[int(given)]
        path.append((question, answer))
        question = policy.question(answer.ask) if answer.ask else None
    return path


def _address(pairs: list[tuple[str, int]], query: Query) -> str:
    kept = [("as", query["as"])] if "as" in query else []
    said = [*kept, *((f"q-{question}", str(place)) for question, place in pairs)]
    return "severity?" + urlencode(said) + "#tree" if said else "severity"


def _pairs(path: list[tuple[Question, Answer]]) -> list[tuple[str, int]]:
    return [(question.id, question.answers.index(answer)) for question, answer in path]


def _crumbs(
    policy: SeverityPolicy, path: list[tuple[Question, Answer]], query: Query
) -> tuple[Crumb, ...]:
    pairs = _pairs(path)
    return tuple(
        Crumb(
            number=place + 1,
            ask=" ".join(question.ask.split()),
            answer=answer.answer,
            href=_address(pairs[:place], query),
            question=question.id,
        )
        for place, (question, answer) in enumerate(path)
    )


def _row(
    policy: SeverityPolicy,
    question: Question,
    path: list[tuple[Question, Answer]],
    current: Question | None,
    query: Query,
) -> TreeRow:
    numbers = {one.id: place for place, one in enumerate(policy.questions, start=1)}
    before = [(asked, answer) for asked, answer in path]
    taken = next((answer for asked, answer in before if asked.id == question.id), None)
    here = current is not None and current.id == question.id
    pairs = _pairs(path)
    return TreeRow(
        number=numbers[question.id],
        ask=" ".join(question.ask.split()),
        evidence=" ".join(question.evidence.split()),
        branches=tuple(
            Branch(
                answer=answer.answer,
                href=_address([*pairs, (question.id, place)], query) if here else "",
                level=answer.level,
                to=numbers[answer.ask] if answer.ask else None,
                taken=answer is taken,
            )
            for place, answer in enumerate(question.answers)
        ),
        on_path=taken is not None,
        here=here,
    )


def _depth(policy: SeverityPolicy) -> int:
    """The most questions that anybody is asked."""

    def longest(question: Question | None, left: int) -> int:
        if question is None or left == 0:
            return 0
        nexts = [policy.question(answer.ask) for answer in question.answers if answer.ask]
        return 1 + max((longest(one, left - 1) for one in nexts), default=0)

    return longest(policy.questions[0], len(policy.questions))


def _level(seen: Seen, story: Story, level: Level) -> LevelView:
    starts: list[tuple[str, str]] = []
    if level.respond is not None:
        starts.append(("Everybody needed is at work", f"within {say_length(level.respond)}"))
    if level.resolve is not None:
        starts.append(("Resolved", f"within {say_length(level.resolve)}"))
    elif level.resolve_next_business_day:
        starts.append(("Resolved", "by the next business day"))
    if level.update_every is not None:
        starts.append(("A word to those concerned", f"every {say_length(level.update_every)}"))
    for role in level.escalate_to:
        starts.append((f"{who_holds(seen, story, role)} is told", Names(seen.plan).role(role)))
    return LevelView(
        level=level.level,
        name=level.name,
        means=" ".join(level.means.split()),
        starts=tuple(starts),
    )


def _called(seen: Seen, story: Story) -> tuple[Called, ...]:
    names = Names(seen.plan)
    return tuple(
        Called(
            at=call.at,
            level=call.level,
            who=names.seat(call.seat),
            words=call.words or "",
            differs=call.tree_says if call.tree_says not in (None, call.level) else None,
        )
        for call in reversed(story.severity)
    )
