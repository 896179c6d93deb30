"""The team room: what is asked of me, by when; then four doors; then what came in.

A participant on a phone must know within three seconds what is asked of them, so the page
begins with at most three things and everything else stands below.
"""

from dataclasses import dataclass

from evidence import Millis
from evidence.kinds.incident import Sureness
from facilitator.screens.ask import Ask
from facilitator.screens.asks import asks_of
from facilitator.screens.asks_outside import answered_elsewhere, promised_updates
from facilitator.screens.digest import Digest, digest_of
from facilitator.screens.feed import FeedCard, feed_card
from facilitator.screens.incident import IncidentLine, incident_line
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.roles import seat_of
from facilitator.screens.saying import State, not_yet, say_at, say_count, say_due
from facilitator.screens.seen import Seen
from facilitator.screens.steps import steps_of
from facilitator.screens.story import Entry, Story, read_story

AT_MOST = 3
"""More than three things at once are no longer read under stress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One way to act."""

    key: str
    name: str
    href: str
    icon: str
    now: str
    state: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something due, and who has it."""

    what: str
    who: str
    state: State
    due: Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the log as it is read."""

    key: str
    place: int
    at: Millis
    words: str
    who: str
    tag: str | None
    sort: str
    reason: str | None
    instead_of: str | None
    review_at: Millis | None
    sure: Sureness | None
    about_at: Millis | None
    lacks: tuple[str, ...] = ()
    """What a decision leaves out that an auditor looks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One seat of the team."""

    seat: str
    title: str
    roles: str
    name: str | None
    state: State
    you: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    """The context of ``team.html``."""

    incident: IncidentLine
    seat: str
    """The viewer's seat in words; empty for staff."""
    digest: Digest | None
    """What happened before a late joiner sat down."""
    asks: tuple[Ask, ...]
    """At most three, most urgent first."""
    more: int
    """How many more wait for this seat."""
    rest: tuple[Ask, ...]
    doors: tuple[Door, ...]
    feed: tuple[FeedCard, ...]
    only: str
    """Which part of the feed is shown: ``all``, ``me`` or ``open``."""
    deadlines: tuple[Deadline, ...]
    log: tuple[LogLine, ...]
    seats: tuple[SeatLine, ...]
    mood: str
    """How the team said that it is doing; empty before it did."""
    started: bool
    may_act: bool


def team_page(seen: Seen, query: Query) -> TeamPage:
    """Fold the team room."""
    story = read_story(seen)
    asks = asks_of(seen, story)
    only = query.get("only", "all")
    cards = [feed_card(seen, story, incoming) for incoming in reversed(story.incoming)]
    return TeamPage(
        incident=incident_line(seen, story),
        seat=Names(seen.plan).seat(seen.viewer.seat) if seen.viewer.seat else "",
        digest=digest_of(seen, story),
        asks=asks[:AT_MOST],
        more=max(0, len(asks) - AT_MOST),
        rest=asks[AT_MOST:],
        doors=doors(seen, story),
        feed=tuple(card for card in cards if _shown(card, only)),
        only=only,
        deadlines=deadlines(seen, story),
        log=log_lines(seen, story),
        seats=seat_lines(seen, story),
        mood=story.mood[0] if story.mood is not None else "",
        started=story.started_at is not None,
        may_act=may_act(seen, story),
    )


def _shown(card: FeedCard, only: str) -> bool:
    if only == "me":
        return card.to_me
    if only == "open":
        return card.state is not None and card.state.tone == "warn"
    return True


def may_act(seen: Seen, story: Story) -> bool:
    """Whether a button would be taken now; the engine has the last word."""
    playing = story.started_at is not None and story.ended_at is None
    sits = seen.viewer.kind == "participant" and seen.viewer.seat is not None
    return playing and sits and seen.clock.state == "running"


def closed_because(seen: Seen, story: Story) -> str:
    """Why a team's button is off, beside it; empty while it would be taken."""
    if may_act(seen, story):
        return ""
    if story.ended_at is not None:
        return "Play has ended."
    if seen.viewer.kind != "participant" or seen.viewer.seat is None:
        return "You look on; the team acts."
    return "Opens while the exercise runs."


def doors(seen: Seen, story: Story) -> tuple[Door, ...]:
    """Answer what is asked, say what we decided, do, tell."""
    open_ = sum(1 for asked in story.asked.values() if asked.answered_at is None)
    decided = [entry for entry in story.log if entry.sort in ("decision", "severity")]
    level = f"SEV{story.level}" if story.level is not None else "not called yet"
    return (
        Door(
            key="answer",
            name="Answer",
            href="team?only=open#feed",
            icon="chat",
            now=say_count(open_, "open question") if open_ else "No open question",
            state=None,
        ),
        Door(
            key="decide",
            name="Decide",
            href="decide",
            icon="pen",
            now=f"{say_count(len(decided), 'decision')} in the log",
            state=not_yet(f"severity {level}") if story.level is None else None,
        ),
        _do_door(seen, story),
        _tell_door(seen, story),
    )


def _do_door(seen: Seen, story: Story) -> Door:
    now = "No runbook open"
    for run in story.runs.values():
        if run.run in seen.plan.books:
            steps = steps_of(seen, story, run)
            over = sum(step.phase in ("done", "skipped") for step in steps)
            now = f"{over} of {len(steps)} steps done"
    at_work = sum(state == "taken" for state in story.responses.values())
    state = State(words=f"{at_work} at work", tone="news", shape="run") if at_work else None
    return Door(key="do", name="Do", href="runbook", icon="book", now=now, state=state)


def _tell_door(seen: Seen, story: Story) -> Door:
    out = sum(len(message.published) for message in story.messages.values())
    waiting = sum(
        m.published_at is None and m.withdrawn_at is None for m in story.messages.values()
    )
    now = f"{out} published" + (f", {waiting} waiting" if waiting else "")
    due = sorted(promised_updates(story).values())
    state = say_due(due[0], seen.clock.at, lead="next") if due else None
    return Door(key="tell", name="Tell", href="comms", icon="say", now=now, state=state)


def deadlines(seen: Seen, story: Story) -> tuple[Deadline, ...]:
    """Everything that is due, soonest first; what is done is gone from here, and all at the end."""
    if story.ended_at is not None:
        return ()
    names, now = Names(seen.plan), seen.clock.at
    found: list[Deadline] = []
    for duty in story.duties.values():
        if duty.due is not None and duty.notified_at is None and duty.declined_at is None:
            authored = seen.plan.duties.get(duty.duty)
            who = names.seat(authored.owner) if authored else ""
            found.append(_deadline(names.duty(duty.duty), who, duty.due, now))
    for audience, due in promised_updates(story).items():
        who = names.seat(seat_of(seen, story, "comms_owner"))
        found.append(_deadline(f"Next word to {names.audience(audience)}", who, due, now))
    for vendor in story.vendors.values():
        waits = not vendor.acknowledged and not answered_elsewhere(seen, story, vendor)
        if vendor.answer_due is not None and waits:
            what = f"{names.title(vendor.vendor)} answers"
            found.append(_deadline(what, "by contract", vendor.answer_due, now))
    for run in story.runs.values():
        if run.open and run.run in seen.plan.books:
            for step in steps_of(seen, story, run):
                if step.due is not None:
                    found.append(_deadline(step.title, step.holder, step.due, now))
    for review in story.reviews.values():
        who = names.seat(review.owner) if review.owner else ""
        found.append(_deadline(f"Review: {review.words}", who, review.due, now))
    return tuple(sorted(found, key=lambda deadline: deadline.due))


def _deadline(what: str, who: str, due: Millis, now: Millis) -> Deadline:
    return Deadline(what=what, who=who, state=say_due(due, now), due=due)


def log_lines(seen: Seen, story: Story) -> tuple[LogLine, ...]:
    """The team's log, newest first."""
    return tuple(log_line(seen, entry) for entry in reversed(story.log))


def log_line(seen: Seen, entry: Entry) -> LogLine:
    names = Names(seen.plan)
    who = names.seat(entry.seat) if entry.seat else "Control"
    if entry.said_by is not None and entry.said_by != entry.seat:
        who = f"{names.seat(entry.said_by)}, written by {who}"
    return LogLine(
        key=entry.key,
        place=entry.place,
        at=entry.at,
        words=entry.words,
        who=who,
        tag=entry.tag,
        sort=entry.sort,
        reason=entry.reason,
        instead_of=entry.instead_of,
        review_at=entry.review_at,
        sure=entry.sure,
        about_at=entry.about_at,
        lacks=entry.lacks,
    )


def seat_lines(seen: Seen, story: Story) -> tuple[SeatLine, ...]:
    """Who sits where, and what they hold."""
    names = Names(seen.plan)
    people = {person.seat: person for person in seen.team.people}
    lines = []
    for seat, held in seen.plan.organisation.roles.items():
        roles = [role for role in held.is_ if seat_of(seen, story, role) == seat]
        roles += [role for role, by in story.roles.items() if by == seat and role not in roles]
        person = people.get(seat)
        lines.append(
            SeatLine(
                seat=seat,
                title=names.seat(seat),
                roles=", ".join(names.role(role) for role in roles),
                name=person.name if person else None,
                state=_presence(story, seat, person.simulated if person else True, person),
                you=seat == seen.viewer.seat,
            )
        )
    return tuple(lines)


def _presence(story: Story, seat: str, simulated: bool, person: object) -> State:
    if seat in story.seats_away:
        until = story.seats_away[seat]
        return State(
            words="cannot be reached" + (f" until {say_at(until)}" if until else ""), shape="skip"
        )
    if simulated:
        return State(words="simulated", shape="unknown")
    if getattr(person, "online", 0) or getattr(person, "you", False):
        return State(words="here", tone="good", shape="live")
    return State(words="not connected")
