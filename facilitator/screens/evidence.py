"""The auditor's view: read only, every entry in words, and what this page cannot prove."""

from dataclasses import dataclass
from typing import Final

from evidence import Event, Millis
from evidence.kinds import write_body
from evidence.kinds.exercise import ExerciseOpened
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import State, done, missed, not_yet, unknown
from facilitator.screens.seen import Seen
from facilitator.screens.story import read_story
from scoring.explain import in_words
from scoring.report import Names as ReportNames

PAGE: Final = 100
"""Entries on one page of the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One leaf of the record."""

    place: int
    at: Millis
    kind: str
    origin: str
    who: str
    words: str
    cause: int | None
    body: str
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """The context of ``evidence.html``."""

    team: str
    opened: tuple[tuple[str, str], ...]
    verdicts: tuple[tuple[State, str, str], ...]
    commands: tuple[str, ...]
    entries: tuple[Entry, ...]
    total: int
    matching: int
    first: int
    later: str
    earlier: str
    kind: str
    kinds: tuple[str, ...]
    find: str
    counts: tuple[tuple[str, int], ...]


def evidence_page(seen: Seen, query: Query) -> EvidencePage:
    """Fold the record for somebody who audits it."""
    names = ReportNames(seen.plan)
    kind, find = query.get("kind", ""), query.get("find", "").strip().lower()
    wanted = int(query["entry"]) if query.get("entry", "").isdigit() else 0
    told = [(event, in_words(names, event)) for event in seen.events]
    matching = [
        (event, words)
        for event, words in told
        if event.kind.startswith(kind) and (not find or find in words.lower())
    ]
    start = _start(seen, matching, query, wanted)
    shown = matching[start : start + PAGE]
    kept = "".join(f"&{key}={query[key]}" for key in ("kind", "find") if query.get(key))
    return EvidencePage(
        team=seen.team.name,
        opened=_opened(seen),
        verdicts=_verdicts(seen),
        commands=_commands(seen),
        entries=tuple(_entry(seen, event, words, wanted) for event, words in shown),
        total=len(seen.events),
        matching=len(matching),
        first=start + 1 if shown else 0,
        later=f"evidence?from={start + PAGE}{kept}" if start + PAGE < len(matching) else "",
        earlier=f"evidence?from={max(0, start - PAGE)}{kept}" if start else "",
        kind=kind,
        kinds=tuple(sorted({event.kind.split(".")[0] for event in seen.events})),
        find=find,
        counts=_counts(seen),
    )


def _commands(seen: Seen) -> tuple[str, ...]:
    """What an auditor types: DATA is the folder of the server that keeps the record."""
    exercise = seen.team.exercise
    return (
        f"drillroom bundle {exercise} --records DATA --to {exercise}.zip",
        f"drillroom verify {exercise}.zip",
        f"drillroom replay DATA --exercise {exercise}",
        f"drillroom explain DATA SEV-ACC --exercise {exercise}",
    )


def _start(seen: Seen, matching: list[tuple[Event, str]], query: Query, wanted: int) -> int:
    if wanted:
        before = sum(seen.place(event) < wanted for event, _ in matching)
        return before // PAGE * PAGE
    asked = query.get("from", "")
    return min(int(asked), max(0, len(matching) - 1)) // PAGE * PAGE if asked.isdigit() else 0


def _entry(seen: Seen, event: Event, words: str, wanted: int) -> Entry:
    place = seen.place(event)
    short = Names(seen.plan)
    body = write_body(event.body)
    cause = seen.place(event.cause) if event.cause is not None and seen.has(event.cause) else None
    return Entry(
        place=place,
        at=event.at,
        kind=event.kind,
        origin=event.origin,
        who=short.seat(event.role) if event.role else (event.actor or ""),
        words=words,
        cause=cause,
        body="\n".join(f"{key}: {_plain(value)}" for key, value in sorted(body.items())),
        open=place == wanted,
    )


def _plain(value: object) -> str:
    if isinstance(value, dict) and set(value) == {"$c"}:
        return "sealed, commitment " + str(value["$c"])
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _opened(seen: Seen) -> tuple[tuple[str, str], ...]:
    body = seen.events[0].body if seen.events else None
    if not isinstance(body, ExerciseOpened):
        return ()
    return (
        ("Exercise", body.exercise),
        ("Plan", body.plan[:16] + "…"),
        ("Seed", str(body.seed)),
        ("Kind of run", body.run),
        ("Engine", body.engine),
        ("Files", "as installed" if body.self_check == "same" else body.self_check),
        ("Wall clock", body.wall_clock),
        ("Earlier plays of this plan", str(body.earlier_plays)),
    )


def _verdicts(seen: Seen) -> tuple[tuple[State, str, str], ...]:
    """What this page can say by itself, and what only the record file can show."""
    story = read_story(seen)
    gap = [e.seq for e in seen.events] != list(range(len(seen.events)))
    body = seen.events[0].body if seen.events else None
    same = isinstance(body, ExerciseOpened) and body.self_check == "same"
    ended = story.ended_at is not None
    return (
        (
            missed("gap") if gap else done("no gap"),
            "Entries are numbered without a gap",
            f"{len(seen.events)} entries",
        ),
        (
            done("ended") if ended else not_yet("goes on"),
            "Play has ended",
            "the record of play is closed" if ended else "more will follow",
        ),
        (
            done("same") if same else unknown("differs"),
            "The program is the one that was installed",
            "self-check in the first entry",
        ),
        (
            unknown("on your machine"),
            "The chain is whole and the head is signed",
            "check it from the file: a page cannot vouch for itself",
        ),
    )


def _counts(seen: Seen) -> tuple[tuple[str, int], ...]:
    people = sum(e.origin == "person" for e in seen.events)
    simulated = sum(e.origin == "responder" for e in seen.events)
    control = sum(e.origin == "control" for e in seen.events)
    world = sum(e.origin == "world" for e in seen.events)
    return (
        ("by people", people),
        ("by simulated responders", simulated),
        ("by control", control),
        ("by the world", world),
    )
