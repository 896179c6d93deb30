"""The parts of a scenario that have ids of their own: what may be named, counted, left out.

A part is a kind and an id: ``("inject", "alarm")``.  Kinds are the words that authors read.
"""

from collections.abc import Iterator
from typing import TypeAlias

from runbooks.authored import Path
from scenarios import effects as e
from scenarios.naming import walk
from scenarios.scenario import Scenario

Part: TypeAlias = tuple[str, str]


def parts(scenario: Scenario) -> Iterator[tuple[Part, Path]]:
    """Every part with the path of its id, in the order of the model's fields."""
    for kind, key, items in (
        ("runbook", "runbooks", scenario.runbooks),
        ("inject", "injects", scenario.injects),
        ("monitor", "monitors", scenario.monitors),
        ("response", "responses", scenario.responses),
        ("artefact", "artefacts", scenario.artefacts),
        ("intrusion", "intrusions", scenario.intrusions),
        ("stakeholder", "stakeholders", scenario.stakeholders),
        ("change", "changes", scenario.changes),
        ("question", "questions", scenario.questions),
        ("decision", "decisions", scenario.decisions),
        ("duty", "duties", scenario.duties),
        ("ending", "endings", scenario.endings),
        ("phase", "phases", scenario.phases),
    ):
        for place, item in enumerate(items):
            id_key = "runbook" if kind == "runbook" else "id"
            yield (kind, getattr(item, id_key)), (key, place, id_key)
    yield from _inner_parts(scenario)
    yield from _objectives(scenario)


def _inner_parts(scenario: Scenario) -> Iterator[tuple[Part, Path]]:
    for place, inject in enumerate(scenario.injects):
        for inner, expectation in enumerate(inject.expects):
            yield ("expectation", expectation.id), ("injects", place, "expects", inner, "id")
    for place, story in enumerate(scenario.datasets):
        yield ("dataset story", story.data.lstrip("$")), ("datasets", place, "data")
        for inner, copy in enumerate(story.copies):
            yield ("copy", copy.id), ("datasets", place, "copies", inner, "id")
    for place, vendor in enumerate(scenario.vendors):
        yield ("vendor story", vendor.vendor.lstrip("$")), ("vendors", place, "vendor")


def _objectives(scenario: Scenario) -> Iterator[tuple[Part, Path]]:
    for place, objective in enumerate(scenario.objectives):
        path: Path = ("objectives", place)
        yield ("objective", objective.id), (*path, "id")
        for inner, capability in enumerate(objective.capabilities):
            below = (*path, "capabilities", inner)
            yield ("capability", capability.id), (*below, "id")
            for innermost, task in enumerate(capability.tasks):
                yield ("task", task.id), (*below, "tasks", innermost, "id")


def raised_flags(scenario: Scenario) -> frozenset[str]:
    """Every truth flag that some effect raises."""
    return frozenset(part.raise_ for part, _ in walk(scenario) if isinstance(part, e.Raise))
