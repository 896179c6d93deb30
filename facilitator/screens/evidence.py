"""The auditor's view: read only, every entry in words, and what this page cannot prove."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from evidence import Event, Millis
from evidence.kinds import write_body
from evidence.kinds.exercise import ExerciseOpened
from facilitator.screens.gaps import gaps_of
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.requirements import FrameworkLine, requirements
from facilitator.screens.saying import State, done, missed, not_yet, unknown
from facilitator.screens.seen import Checked, Seen
from facilitator.screens.story import read_story
from facilitator.story_time import StoryTime
from runbooks.authored import Wrong
from scoring.explain import in_words
from scoring.report import COUNTS
from scoring.report import Names as ReportNames

FILTERS: Final = ("kind", "find", "by", "since")
KEPT: Final = ("framework", "names")
"""What is open and whether roles stand for names; kept on the way to another entry."""
BY: Final = (
    ("person", "by people"),
    ("responder", "by simulated responders"),
    ("control", "by control"),
    ("world", "by the world"),
    ("shell", "by the server"),
)

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
    by: str
    since: str
    wrong: str
    """Why the typed instant cannot be read."""
    counts: tuple[tuple[str, str, int], ...]
    """Who writes, in an address and in words, and how many entries."""
    let_in: tuple[tuple[str, str, str], ...]
    """Name, what they are, and until when: empty if their access goes on."""
    taken: tuple[tuple[str, str, str], ...]
    """When, who, and what was taken away; the latest first."""
    changed: int | None
    """The place of the first entry that is not what was written, if a check found one."""
    broken: bool
    """A check found the record changed, so it is taken away only as it was found."""
    frameworks: tuple[FrameworkLine, ...]
    counts_for_controls: bool
    """Whether a run of this kind counts for any requirement."""
    kept: tuple[tuple[str, str], ...]
    """What every link and form of the page keeps of its address, as names and values."""
    and_kept: str
    """The same, to be added to an address."""
    roles: bool
    """Roles stand for the names of staff."""
    switch: str
    """The address that shows names where roles stood, or roles where names did."""


def evidence_page(seen: Seen, query: Query) -> EvidencePage:
    """Fold the record for somebody who audits it."""
    names = ReportNames(seen.plan)
    kind, find = query.get("kind", ""), query.get("find", "").strip().lower()
    wanted = int(query["entry"]) if query.get("entry", "").isdigit() else 0
    by, (since, wrong) = query.get("by", ""), _since(seen, query)
    told = [(event, in_words(names, event)) for event in seen.events]
    matching = [
        (event, words)
        for event, words in told
        if event.kind.startswith(kind)
        and (not find or find in words.lower())
        and (not by or event.origin == by)
        and event.at >= since
    ]
    start = _start(seen, matching, query, wanted)
    shown = matching[start : start + PAGE]
    filters = _and(query, FILTERS)
    and_kept = _and(query, KEPT)
    called = _called(seen, roles=query.get("names") == "roles")
    return EvidencePage(
        team=seen.team.name,
        opened=_opened(seen),
        verdicts=_verdicts(seen),
        commands=_commands(seen),
        entries=tuple(_entry(seen, event, words, wanted, called) for event, words in shown),
        total=len(seen.events),
        matching=len(matching),
        first=start + 1 if shown else 0,
        later=f"evidence?from={start + PAGE}{filters}{and_kept}"
        if start + PAGE < len(matching)
        else "",
        earlier=f"evidence?from={max(0, start - PAGE)}{filters}{and_kept}" if start else "",
        kind=kind,
        kinds=tuple(sorted({event.kind.split(".")[0] for event in seen.events})),
        find=find,
        by=by,
        since=query.get("since", ""),
        wrong=wrong,
        counts=tuple(
            (origin, words, sum(e.origin == origin for e in seen.events)) for origin, words in BY
        ),
        let_in=_let_in(seen, called),
        taken=_taken(seen, called),
        changed=_changed(seen),
        broken=seen.checked is not None and bool(seen.checked.says),
        frameworks=requirements(seen, query.get("framework", "")),
        counts_for_controls=seen.run in COUNTS,
        kept=tuple((key, query[key]) for key in KEPT if query.get(key)),
        and_kept=and_kept,
        roles=query.get("names") == "roles",
        switch=_switch(query),
    )


def _and(query: Query, keys: tuple[str, ...]) -> str:
    return "".join(f"&{key}={quote(query[key])}" for key in keys if query.get(key))


def _switch(query: Query) -> str:
    other = "" if query.get("names") == "roles" else "&names=roles"
    rest = _and(query, ("entry", *FILTERS, "framework"))
    return f"evidence?{(other + rest).removeprefix('&')}#h-log"


def _called(seen: Seen, *, roles: bool) -> dict[str, str]:
    """What accounts are called: by name, or by what they are, numbered as they were let in."""
    staff = seen.access.staff if seen.access else ()
    if not roles:
        taken = seen.access.taken if seen.access else ()
        return {one.id: one.who for one in taken} | {one.id: one.name for one in staff}
    found: dict[str, str] = {}
    for one in staff:
        same = sum(name.startswith(one.kind) for name in found.values())
        found[one.id] = f"{one.kind} {same + 1}"
    return found


def _let_in(seen: Seen, called: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            called[one.id],
            f"{one.kind}, a program" if one.program else one.kind,
            _until(over=one.over, ended=one.ended),
        )
        for one in sorted(seen.access.staff if seen.access else (), key=lambda one: called[one.id])
    )


def _until(*, over: bool, ended: int | None) -> str:
    if ended is None:
        return "ended" if over else ""
    return f"{'ended' if over else 'until'} {_wall(ended)}"


def _taken(seen: Seen, called: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    taken = seen.access.taken if seen.access else ()
    return tuple(
        (_wall(one.at), called.get(one.id, "somebody who plays"), one.what)
        for one in reversed(taken)
    )


def _wall(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _since(seen: Seen, query: Query) -> tuple[Millis, str]:
    """From which instant on entries are shown, and why what was typed is none."""
    typed = query.get("since", "").strip()
    if not typed:
        return Millis(0), ""
    try:
        story = StoryTime(starts=seen.plan.scenario.starts, now=Millis(0))
        return Millis(story.read(typed)), ""
    except Wrong as wrong:
        return Millis(0), f"{wrong.wrong[:1].upper()}{wrong.wrong[1:]}; {wrong.right}."


def _changed(seen: Seen) -> int | None:
    first = seen.checked.first if seen.checked else None
    return seen.place(first) if first is not None and seen.has(first) else None


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


def _entry(seen: Seen, event: Event, words: str, wanted: int, called: Mapping[str, str]) -> Entry:
    place = seen.place(event)
    short = Names(seen.plan)
    body, actor = write_body(event.body), event.actor or ""
    cause = seen.place(event.cause) if event.cause is not None and seen.has(event.cause) else None
    return Entry(
        place=place,
        at=event.at,
        kind=event.kind,
        origin=event.origin,
        who=short.seat(event.role) if event.role else called.get(actor, actor),
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
    lost = [gap.words for gap in gaps_of(seen) if gap.lost]
    body = seen.events[0].body if seen.events else None
    program = body.self_check if isinstance(body, ExerciseOpened) else "no first entry"
    ended = story.ended_at is not None
    return (
        (
            missed("gap") if lost else done("no gap"),
            "Entries are numbered without a gap",
            " ".join(lost) or f"{len(seen.events)} entries",
        ),
        (
            done("ended") if ended else not_yet("goes on"),
            "Play has ended",
            "the record of play is closed" if ended else "more will follow",
        ),
        _program(program),
        _stored(seen.checked),
    )


def _program(found: str) -> tuple[State, str, str]:
    """What the server found of its own files when the record began."""
    says = "The program is the one that was installed"
    if found == "same":
        return done("same"), says, "every file, when the record began"
    if found.startswith("changed"):
        return missed("changed"), says, f"when the record began, {found}"
    return unknown("cannot tell"), says, f"{found}, so there is no list to compare it with"


def _stored(checked: Checked | None) -> tuple[State, str, str]:
    title = "Everything stored is what was written"
    if checked is None:
        return unknown("not checked yet"), title, "every entry, word and signed head is read again"
    if checked.says:
        return missed("changed"), title, checked.says
    says = "now; a page cannot vouch for itself, so check the file as well"
    return done("as written"), title, says
