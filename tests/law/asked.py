"""Ask the library's rules as the command line does."""

import re
from collections.abc import Mapping
from typing import Any, Final

from runbooks.authored import resolve_local
from scenarios import library_regimes
from scenarios.law import Answer, Regime, Stage, ask, read_facts
from scenarios.law.local_time import show_utc

_BARE: Final = re.compile(r"T[0-9:.]+$")
LAWS: Final = library_regimes()


def rule(words: str) -> tuple[Regime, Stage]:
    regime, _, stage = words.partition(" ")
    law = LAWS.regime(regime)
    assert law is not None, regime
    found = law.stage(stage)
    assert found is not None, stage
    return law, found


def asked(
    words: str, zone: str | None = "Europe/Berlin", /, *, facts: str = "", **given: str
) -> Answer:
    """``asked("uk-gdpr-33 notification", "Europe/London", aware="2026-11-20T16:00")``.

    An instant written without offset is one of that zone, as in ``2026-11-20T16:00 Europe/London``.
    """
    law, stage = rule(words)
    pairs = dict(fact.split("=", 1) for fact in facts.split())
    return ask(
        law,
        stage,
        given=zoned(given, zone),
        facts=read_facts(pairs, law),
        zone=zone,
        known_events=LAWS.events,
    )


def zoned(given: Mapping[str, str], zone: str | None) -> dict[str, str]:
    return {
        event: f"{at} {zone}" if zone and _BARE.search(at) else at for event, at in given.items()
    }


def shown(answer: Answer) -> str | None:
    return None if answer.due.at is None else answer.place.local.show(answer.due.at)


def strict(answer: Answer) -> str | None:
    at = answer.due.without_relief
    return None if at is None else answer.place.local.show(at)


def arguable(answer: Answer) -> list[str]:
    return [answer.place.local.show(reading.at) for reading in answer.due.readings]


def utc(answer: Answer) -> str | None:
    return None if answer.due.at is None else show_utc(answer.due.at)


def of_example(example: Mapping[str, Any]) -> Answer:
    law, stage = rule(example["rule"])
    return ask(
        law,
        stage,
        given=zoned(example["given"], example["zone"]),
        facts=read_facts(example["facts"], law),
        zone=example["zone"],
        known_events=LAWS.events,
    )


def ms(local: str, zone: str) -> int:
    return resolve_local(local, zone)
