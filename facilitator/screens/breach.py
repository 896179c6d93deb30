"""The breach record: what is known, guessed and unknown, with its clocks and its history."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.duties import Clock, Law, Matter, clock_of, laws_at_rest, matters_of
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.seen import Seen
from facilitator.screens.story import BreachValue, Story, read_story
from facilitator.screens.team import may_act
from facilitator.story_time import StoryTime
from runbooks.authored import Wrong
from scenarios.breach_record import FIELDS, BreachField, Takes
from scenarios.law import legal_tests_of

GROUPS: Final = (
    ("What happened", 0, 6),
    ("Whose data, how much", 6, 9),
    ("What was done", 9, 13),
    ("Who we are in this", 13, 18),
    ("Whom to tell", 18, 22),
    ("What remains", 22, 24),
)
TITLES: Final = {
    "incident-id": "Incident identifier",
    "detected-at": "Detected",
    "possible-start": "May have started",
    "source": "Reporter or source",
    "coordinator": "Coordinator",
    "affected": "Systems, customers, data affected",
    "personal-data": "Personal data involved?",
    "data-types": "Type and sensitivity",
    "subjects": "Likely number of people, records",
    "containment": "Containment",
    "recovery": "Recovery",
    "evidence-reviewed": "Evidence reviewed",
    "impact": "Impact",
    "dpo-involvement": "Data protection owner involved",
    "position": "Controller, processor or both",
    "controller-contact": "Contact at the controller",
    "contract-requirement": "What contracts require",
    "personal-data-breach": "Is it a personal data breach?",
    "authority-contact": "Should the authority be told?",
    "authority-decision": "Decision about the authority",
    "subject-contact": "Should the people be told?",
    "communications": "What was sent, or not sent",
    "residual-risk": "Remaining risk, follow-up",
    "review": "Review",
}
"""Source: doctrine section 1, rows 2.38 to 2.61."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier value of a field: changes are new values, never edits."""

    at: Millis
    tag: str
    shown: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One of the 24 fields."""

    id: str
    number: int
    title: str
    shown: str
    sealed: bool
    """Something was given, and its words cannot be read here."""
    tag: str
    at: Millis | None
    who: str
    next_check: Millis | None
    takes: Takes
    many: bool
    options: tuple[tuple[str, str], ...]
    """What may be chosen, each with its words."""
    chosen: tuple[str, ...]
    words: str
    history: tuple[Past, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachPage:
    """The context of ``breach.html``."""

    groups: tuple[tuple[str, tuple[Field, ...]], ...]
    change: Field | None
    """The field that is being changed."""
    answered: int
    dated: int
    undated: int
    clocks: tuple[Clock, ...]
    laws: tuple[Law, ...]
    matters: tuple[Matter, ...]
    as_at: Millis | None
    """Shown as it was known then, clocks and all; ``None`` for now."""
    moments: tuple[Millis, ...]
    wrong: str
    """Why the instant that was asked for cannot be read."""
    may_act: bool
    has_tests: bool
    """Whether a law of this plan asks for a legal test."""
    owners: tuple[tuple[str, str], ...]


def breach_page(seen: Seen, query: Query) -> BreachPage:
    """Fold the breach record, as known now or at the instant in the address."""
    moments = _moments(read_story(seen))
    as_at, wrong = _then(seen, query.get("t", "").strip())
    if as_at is not None:
        seen = seen.as_known_at(as_at)
    story = read_story(seen)
    fields = [_field(seen, story, shape, place) for place, shape in enumerate(FIELDS)]
    unknown = [field for field in fields if field.tag == "unknown"]
    names = Names(seen.plan)
    return BreachPage(
        groups=tuple((title, tuple(fields[a:b])) for title, a, b in GROUPS),
        change=next((field for field in fields if field.id == query.get("field")), None),
        answered=sum(field.tag in ("fact", "assumption") for field in fields),
        dated=sum(field.next_check is not None for field in unknown),
        undated=sum(field.next_check is None for field in unknown),
        clocks=tuple(clock_of(seen, duty) for duty in story.duties.values()),
        laws=laws_at_rest(seen, story),
        matters=matters_of(seen, story),
        as_at=as_at,
        moments=moments,
        wrong=wrong,
        may_act=may_act(seen, story),
        has_tests=bool(legal_tests_of(seen.plan.regimes)),
        owners=tuple((seat, names.seat(seat)) for seat in seen.plan.organisation.roles),
    )


def _moments(story: Story) -> tuple[Millis, ...]:
    """Up to four instants at which the record was different."""
    changes = sorted({value.at for values in story.breach.values() for value in values})
    if len(changes) <= 4:
        return tuple(changes)
    return tuple(changes[round(place * (len(changes) - 1) / 3)] for place in range(4))


def _then(seen: Seen, asked: str) -> tuple[Millis | None, str]:
    """The instant that was asked for, none beyond now; and why it cannot be read."""
    if not asked:
        return None, ""
    now = seen.clock.at
    if asked.isdecimal():
        return Millis(min(int(asked[:12]), now)), ""
    try:
        story = StoryTime(starts=seen.plan.scenario.starts, now=now)
        return Millis(max(0, min(story.read(asked, back=True), now))), ""
    except Wrong as wrong:
        return None, f"{wrong.wrong[:1].upper()}{wrong.wrong[1:]}; {wrong.right}."


def _field(seen: Seen, story: Story, shape: BreachField, place: int) -> Field:
    names = Names(seen.plan)
    values = story.breach.get(shape.id, [])
    last = values[-1] if values else None
    shown = _shown(names, shape, last) if last is not None else ""
    return Field(
        id=shape.id,
        number=place + 1,
        title=TITLES[shape.id],
        shown=shown,
        sealed=last is not None and last.given and last.words is None and not shown,
        tag=last.tag if last is not None else "",
        at=last.at if last is not None else None,
        who=names.seat(last.seat) if last is not None else "",
        next_check=last.next_check_at if last is not None else None,
        takes=shape.takes,
        many=shape.many,
        options=_options(seen, shape),
        chosen=_values(last) if last is not None else (),
        words=(last.words or "") if last is not None else "",
        history=tuple(
            Past(at=v.at, tag=v.tag, shown=_shown(names, shape, v), who=names.seat(v.seat))
            for v in reversed(values[:-1])
        ),
    )


def _options(seen: Seen, shape: BreachField) -> tuple[tuple[str, str], ...]:
    organisation, names = seen.plan.organisation, Names(seen.plan)
    if shape.takes == "seat":
        return tuple((seat, names.seat(seat)) for seat in organisation.roles)
    if shape.takes == "parts":
        parts = (*organisation.services, *organisation.datasets, *organisation.vendors)
        laws = (name for name in organisation.regimes if name in seen.plan.laws)
        return (
            *((part, names.title(part)) for part in parts),
            *((name, seen.plan.laws[name].title) for name in laws),
        )
    return tuple((value, value.replace("-", " ")) for value in shape.values)


def _values(value: BreachValue) -> tuple[str, ...]:
    return value.values or ((value.value,) if value.value else ())


def _shown(names: Names, shape: BreachField, value: BreachValue) -> str:
    given = [_called(names, shape, one) for one in _values(value)]
    parts = [", ".join(given)] if given else []
    if value.low is not None or value.high is not None:
        low, high = value.low, value.high
        same = low == high or high is None
        parts.append(f"{low:,}" if same and low is not None else f"{low or 0:,} to {high:,}")
    if value.from_at is not None:
        until = f" to {names.local(value.until_at)}" if value.until_at is not None else ""
        parts.append(f"{names.local(value.from_at)}{until}")
    if value.owner is not None:
        parts.append(f"decided by {names.seat(value.owner)}")
    if value.words:
        parts.append(value.words)
    return "; ".join(parts)


def _called(names: Names, shape: BreachField, value: str) -> str:
    if shape.takes == "seat":
        return names.seat(value)
    return names.title(value) if shape.takes == "parts" else value.replace("-", " ")
