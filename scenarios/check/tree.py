"""The severity tree: every value of every fact leads to exactly one place, and all places exist.

No two answers overlap, no value is without an answer, no question, answer or level is out of reach,
and whoever hears of a milder level hears of a worse one.
"""

from collections.abc import Iterator
from itertools import pairwise

from runbooks.authored import Path, Problem, did_you_mean, listed
from scenarios.check.reading import ADD_OR_NAME, OrganisationFile
from scenarios.facts import FACTS
from scenarios.severity import Question, SeverityPolicy


def check_tree(file: OrganisationFile) -> Iterator[Problem]:
    """Overlapping and missing branches, loops, and levels that nothing leads to."""
    policy = file.model.severity
    yield from _twice(file, policy)
    for place, question in enumerate(policy.questions):
        path: Path = ("severity", "questions", place)
        yield from _values(file, path, question)
        yield from _answers(file, path, question)
        yield from _targets(file, path, question)
    yield from _reached(file, policy)
    loops = list(_loops(file, policy))
    yield from loops
    if not loops:
        yield from _beyond_facts(file, policy)
    yield from _ladder(file, policy)


def _twice(file: OrganisationFile, policy: SeverityPolicy) -> Iterator[Problem]:
    first: dict[object, int] = {}
    named: list[tuple[object, Path]] = [
        (question.id, ("severity", "questions", place, "id"))
        for place, question in enumerate(policy.questions)
    ]
    named += [
        (level.level, ("severity", "levels", place, "level"))
        for place, level in enumerate(policy.levels)
    ]
    for name, path in named:
        if name in first:
            what = "question" if isinstance(name, str) else "level"
            right = f"change this one or the one on line {first[name]}"
            yield file.problem(path, f"there are two {what}s `{name}`", right)
        first.setdefault(name, file.authored.line(path))


def _values(file: OrganisationFile, path: Path, question: Question) -> Iterator[Problem]:
    values = FACTS.get(question.reads)
    if values is None:
        right = did_you_mean(question.reads, FACTS) or "see the list of facts"
        yield file.problem((*path, "reads"), f"unknown fact `{question.reads}`", right)
        return
    meant: dict[str, str] = {}
    for place, answer in enumerate(question.answers):
        here = (*path, "answers", place, "when")
        for value in answer.when:
            if value not in values:
                wrong = f"fact `{question.reads}` is never `{value}`"
                yield file.problem(here, wrong, did_you_mean(value, values))
            elif value in meant:
                yield file.problem(
                    here,
                    f"`{value}` means both `{meant[value]}` and `{answer.answer}`",
                    "keep it under one answer",
                )
            else:
                meant[value] = answer.answer
    if missing := [value for value in values if value not in meant]:
        yield file.problem(
            (*path, "answers"),
            f"question `{question.id}` has no answer for {listed(missing)} of `{question.reads}`",
            "add it to the `when` of an answer",
        )


def _answers(file: OrganisationFile, path: Path, question: Question) -> Iterator[Problem]:
    told: set[str] = set()
    for place, answer in enumerate(question.answers):
        if answer.answer in told:
            yield file.problem(
                (*path, "answers", place, "answer"),
                f"question `{question.id}` has the answer `{answer.answer}` twice",
                "word one of them differently",
            )
        told.add(answer.answer)


def _targets(file: OrganisationFile, path: Path, question: Question) -> Iterator[Problem]:
    policy = file.model.severity
    questions = [q.id for q in policy.questions]
    levels = [level.level for level in policy.levels]
    for place, answer in enumerate(question.answers):
        if answer.ask is not None and answer.ask not in questions:
            right = did_you_mean(answer.ask, questions) or ADD_OR_NAME
            here = (*path, "answers", place, "ask")
            yield file.problem(here, f"unknown question `{answer.ask}`", right)
        if answer.level is not None and answer.level not in levels:
            here = (*path, "answers", place, "level")
            right = f"its levels are {', '.join(map(str, levels))}"
            yield file.problem(here, f"there is no severity level {answer.level}", right)


def _reached(file: OrganisationFile, policy: SeverityPolicy) -> Iterator[Problem]:
    seen = {policy.questions[0].id}
    waiting = [policy.questions[0]]
    levels = set()
    while waiting:
        for answer in waiting.pop().answers:
            levels.add(answer.level)
            found = policy.question(answer.ask) if answer.ask else None
            if found and found.id not in seen:
                seen.add(found.id)
                waiting.append(found)
    for place, question in enumerate(policy.questions):
        if question.id not in seen:
            yield file.problem(
                ("severity", "questions", place, "id"),
                f"no answer leads to question `{question.id}`",
                f"write `ask: {question.id}` in an answer, or remove it",
            )
    for place, level in enumerate(policy.levels):
        if level.level not in levels:
            yield file.warning(
                ("severity", "levels", place, "level"),
                f"no answer leads to severity level {level.level}",
                f"write `level: {level.level}` in an answer",
            )


def _loops(file: OrganisationFile, policy: SeverityPolicy) -> Iterator[Problem]:
    told: set[str] = set()
    for place, question in enumerate(policy.questions):
        loop = _loop_from(policy, question.id)
        if loop and not told & set(loop):
            told |= set(loop)
            yield file.problem(
                ("severity", "questions", place, "id"),
                f"the questions go in a circle: {' -> '.join(f'`{q}`' for q in loop)}",
                "let one answer lead to a level",
            )


def _loop_from(policy: SeverityPolicy, start: str) -> list[str]:
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        question = policy.question(way[-1])
        for answer in question.answers if question else ():
            if answer.ask == start:
                return [*way, start]
            if answer.ask and answer.ask not in seen:
                seen.add(answer.ask)
                waiting.append([*way, answer.ask])
    return []


Known = dict[str, frozenset[str]]
"""Which values of a fact are still possible, for those that were asked about."""


def _beyond_facts(file: OrganisationFile, policy: SeverityPolicy) -> Iterator[Problem]:
    """Answers that an earlier answer to a question about the same fact rules out on every way."""
    read = [question.reads for question in policy.questions]
    possible: set[tuple[str, int]] = set()
    asked: set[str] = set()
    ways: list[tuple[str, Known]] = [(policy.questions[0].id, {})]
    gone: set[tuple[str, frozenset[tuple[str, frozenset[str]]]]] = set()
    while ways:
        name, known = ways.pop()
        question = policy.question(name)
        if question is None or (name, frozenset(known.items())) in gone:
            continue
        gone.add((name, frozenset(known.items())))
        asked.add(name)
        values = known.get(question.reads, frozenset(FACTS.get(question.reads, ())))
        for place, answer in enumerate(question.answers):
            left = values.intersection(answer.when)
            if left:
                possible.add((name, place))
                if answer.ask and read.count(question.reads) > 1:
                    ways.append((answer.ask, known | {question.reads: left}))
                elif answer.ask:
                    ways.append((answer.ask, known))  # nothing else asks about it
    for where, question in enumerate(policy.questions):
        for place, answer in enumerate(question.answers):
            reached = question.id in asked and question.reads in FACTS
            if reached and (question.id, place) not in possible:
                yield file.problem(
                    ("severity", "questions", where, "answers", place, "when"),
                    f"nobody who gets to question `{question.id}` can answer `{answer.answer}`, "
                    f"for `{question.reads}` was asked before",
                    "remove the answer, or ask about another fact",
                )


def _ladder(file: OrganisationFile, policy: SeverityPolicy) -> Iterator[Problem]:
    levels = sorted(enumerate(policy.levels), key=lambda item: item[1].level)
    for (place, worse), (_, milder) in pairwise(levels):
        if missing := [role for role in milder.escalate_to if role not in worse.escalate_to]:
            yield file.warning(
                ("severity", "levels", place, "level"),
                f"{worse.name} does not tell {listed(missing)}, whom {milder.name} tells",
                "add them to its `escalate-to`",
            )
