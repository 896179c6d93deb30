"""The control room: what is due next, which team is stuck, what waits for a ruling, a note."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.deliveries import Delivery, deliveries
from facilitator.screens.glances import TeamCard, team_cards
from facilitator.screens.jumping import JumpPreview, jump_preview
from facilitator.screens.msel import MselRow, msel, next_up
from facilitator.screens.naming import Names
from facilitator.screens.noting import Note, NoteForm, note_form, notes
from facilitator.screens.page import Query
from facilitator.screens.reach import Reach, reach_of
from facilitator.screens.ribbon import Ribbon, ribbon
from facilitator.screens.saying import say_at, say_span
from facilitator.screens.seen import Seen
from facilitator.screens.steering import Steering, steering
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import LogLine, log_line

PACES: Final = (1, 2, 5, 10)
"""How many minutes of the story can pass in a minute."""
SHOWN_PAST = 5
"""Rows kept above the now-line; older ones fold away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A proposed action that waits for control."""

    action: str
    who: str
    at: Millis
    waits: str
    words: str
    declared: tuple[str, ...]
    """Responses of the scenario that come close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPage:
    """The context of ``control.html``."""

    next: MselRow | None
    rows: tuple[MselRow, ...]
    earlier: tuple[MselRow, ...]
    """Behind us and settled: folded away."""
    past: tuple[MselRow, ...]
    coming: tuple[MselRow, ...]
    counts: str
    cards: tuple[TeamCard, ...]
    order: str
    rulings: tuple[Ruling, ...]
    notes: tuple[Note, ...]
    note_form: NoteForm
    latest: tuple[LogLine, ...]
    exceptions: tuple[tuple[Millis, str, str, str], ...]
    """At, age, code and about, reason; oldest first."""
    ribbon: Ribbon
    story_time: str
    played: str
    held: bool
    started: bool
    ended: bool
    paces: tuple[tuple[int, bool], ...]
    jump: JumpPreview | None
    next_at: Millis | None
    seats: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    """Simulated people whom control can speak for."""
    expectations: tuple[tuple[str, str], ...]
    """Open expected actions: what can be extended."""
    unanswered: tuple[str, ...]
    """What is still open, read before play is ended."""
    several: bool
    reach: Reach
    back: str
    """Where forms come back to: this room, with how far acts go."""
    just_fired: MselRow | None
    """What went out in the last ten seconds of play, and can be taken back."""
    steering: Steering
    colleagues: str
    """Who else of control is here, and who evaluates; empty if one is alone."""
    deliveries: tuple[Delivery, ...]


def control_page(seen: Seen, query: Query) -> ControlPage:
    """Fold the control room."""
    story, rows, now = read_story(seen), msel(seen), seen.clock.at
    coming = tuple(row for row in rows if _comes(row, now))
    behind = tuple(row for row in rows if row not in coming)
    open_ = [row for row in behind if not row.over]
    past = tuple(row for row in behind if row in open_ or row in behind[-SHOWN_PAST:])
    order, reach = query.get("order", "need"), reach_of(seen, query)
    up = next_up(rows, now)
    return ControlPage(
        next=up,
        rows=rows,
        earlier=tuple(row for row in behind if row not in past),
        past=past,
        coming=coming,
        counts=_counts(rows),
        cards=team_cards(seen, order),
        order=order,
        rulings=_rulings(seen, story),
        notes=notes(seen),
        note_form=note_form(seen, query, rows),
        latest=tuple(log_line(seen, entry) for entry in story.log[-8:][::-1]),
        exceptions=tuple(
            (at, say_span(now - at), f"{code} for {about}", words or "no reason given")
            for at, code, about, words in story.exceptions
        ),
        ribbon=ribbon(seen, rows),
        story_time=Names(seen.plan).local(now),
        played=say_at(story.clock.played(now)),
        held=seen.clock.state == "held",
        started=story.started_at is not None,
        ended=story.ended_at is not None,
        paces=tuple((pace, (seen.clock.num, seen.clock.den) == (pace, 1)) for pace in PACES),
        jump=jump_preview(seen, query, reach, rows),
        next_at=up.at if up is not None else None,
        seats=tuple((seat, Names(seen.plan).seat(seat)) for seat in seen.plan.organisation.roles),
        people=_people(seen),
        expectations=tuple(
            (e.id, e.text) for row in rows for e in row.expects if e.state.tone == "warn"
        ),
        unanswered=_unanswered(story),
        several=len(seen.teams) > 1,
        reach=reach,
        back=f"control?{reach.kept[1:]}" if reach.kept else "control",
        just_fired=next((row for row in reversed(rows) if row.may_withdraw), None),
        steering=steering(seen, story),
        colleagues=_colleagues(seen),
        deliveries=deliveries(seen),
    )


def _comes(row: MselRow, now: Millis) -> bool:
    if row.state in ("fired", "skipped", "withdrawn", "not-reached"):
        return False
    return row.at is None or row.at >= now or row.state == "held-back"


def _colleagues(seen: Seen) -> str:
    here = seen.staff_here - {seen.viewer.id}
    control = [name for account, name in seen.staff if account in here]
    evaluators = [f"{name} (evaluates)" for account, name in seen.evaluators if account in here]
    return ", ".join(control + evaluators)


def _counts(rows: tuple[MselRow, ...]) -> str:
    fired = sum(row.state == "fired" for row in rows)
    out = sum(row.state in ("skipped", "withdrawn") for row in rows)
    adhoc = sum(row.adhoc for row in rows)
    open_ = len(rows) - fired - out - sum(row.state == "not-reached" for row in rows)
    more = f" · {adhoc} ad hoc" if adhoc else ""
    return f"{fired} fired · {open_} to come · {out} skipped{more}"


def _rulings(seen: Seen, story: Story) -> tuple[Ruling, ...]:
    names = Names(seen.plan)
    found = []
    for action, (words, ruled, _) in story.actions.items():
        if ruled != "proposed":
            continue
        at, seat = story.actions_at[action]
        found.append(
            Ruling(
                action=action,
                who=names.seat(seat),
                at=at,
                waits=say_span(seen.clock.at - at),
                words=words,
                declared=_close(seen, words),
            )
        )
    return tuple(sorted(found, key=lambda ruling: ruling.at))


def _close(seen: Seen, words: str) -> tuple[str, ...]:
    """Declared responses that share the most words with the proposal."""
    said = {word for word in words.lower().split() if len(word) > 3}
    close = []
    for response in seen.plan.scenario.responses:
        shared = said & {word for word in response.title.lower().split() if len(word) > 3}
        if shared:
            close.append((-len(shared), response.title))
    return tuple(title for _, title in sorted(close)[:2])


def _people(seen: Seen) -> tuple[tuple[str, str], ...]:
    cast = [
        (seen.plan.cast[id_], f"{seen.plan.cast[id_]}, {member.is_}")
        for id_, member in seen.plan.scenario.cast.items()
        if id_ in seen.plan.cast
    ]
    vendors = [(v, Names(seen.plan).title(v)) for v in seen.plan.organisation.vendors]
    return tuple(cast + [(title, title) for _, title in vendors])


def _unanswered(story: Story) -> tuple[str, ...]:
    open_ = [i for i in story.incoming if i.asks and i.answered_at is None and not i.withdrawn]
    return tuple(f"{say_at(i.at)} {i.text.splitlines()[0][:80]}" for i in open_ if i.text)
