"""The coordinator's panel: who works on what, what was tried, who must hear, whom to bring in."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.asks import asks_of
from facilitator.screens.comms import AudienceView, comms_page
from facilitator.screens.incident import IncidentLine, incident_line
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.roles import seat_of
from facilitator.screens.saying import State, done, missed, running, waiting
from facilitator.screens.seen import Seen, Viewer
from facilitator.screens.steps import steps_of
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import LogLine, log_line, may_act


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What one seat has in hand."""

    seat: str
    who: str
    roles: str
    doing: tuple[tuple[str, State], ...]
    waits: int
    away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatePage:
    """The context of ``coordinate.html``."""

    incident: IncidentLine
    work: tuple[Work, ...]
    tried: tuple[tuple[Millis, str, State], ...]
    decisions: tuple[LogLine, ...]
    audiences: tuple[AudienceView, ...]
    roles: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    """What a coordinator should put right first, in plain sentences."""
    seats: tuple[tuple[str, str], ...]
    may_act: bool


def coordinate_page(seen: Seen, query: Query) -> CoordinatePage:
    """Fold the coordinator's panel."""
    story, names = read_story(seen), Names(seen.plan)
    return CoordinatePage(
        incident=incident_line(seen, story),
        work=tuple(_work(seen, story, seat) for seat in seen.plan.organisation.roles),
        tried=_tried(names, story),
        decisions=tuple(log_line(seen, e) for e in reversed(story.log) if e.sort == "decision")[:8],
        audiences=comms_page(seen, {}).audiences,
        roles=tuple(
            (names.role(role), names.seat(seat_of(seen, story, role)))
            for role in ("incident_commander", "technical_lead", "comms_owner", "vendor_owner")
            if seat_of(seen, story, role)
        ),
        gaps=_gaps(seen, story),
        seats=tuple((seat, names.seat(seat)) for seat in seen.plan.organisation.roles),
        may_act=may_act(seen, story),
    )


def _work(seen: Seen, story: Story, seat: str) -> Work:
    names = Names(seen.plan)
    doing: list[tuple[str, State]] = []
    for run in story.runs.values():
        if run.run in seen.plan.books and run.open:
            for step in steps_of(seen, story, run):
                at = run.step(step.id)
                under_way = step.phase in ("running", "check") and at.started_by == seat
                ahead = step.phase in ("ready", "blocked", "failed") and at.given_to == seat
                if under_way or ahead:
                    doing.append((f"Step {step.number}: {step.title}", step.state))
    own = Seen(
        viewer=Viewer(kind="participant", id="", name="", seat=seat),
        plan=seen.plan,
        clock=seen.clock,
        team=seen.team,
        run=seen.run,
        events=seen.events,
        words=seen.words,
    )
    held = seen.plan.organisation.roles[seat]
    return Work(
        seat=seat,
        who=names.seat(seat),
        roles=", ".join(names.role(role) for role in held.is_),
        doing=tuple(doing),
        waits=len(asks_of(own, story)),
        away=seat in story.seats_away,
    )


def _tried(names: Names, story: Story) -> tuple[tuple[Millis, str, State], ...]:
    found = []
    for response, state in story.responses.items():
        shows = {"taken": running("at work"), "worked": done("worked")}.get(state, missed("failed"))
        found.append((story.response_at[response], names.response(response), shows))
    for action, (words, ruled, _) in story.actions.items():
        at = story.actions_at.get(action, (Millis(0), None))[0]
        found.append(
            (at, words, waiting("waits for control") if ruled == "proposed" else done(ruled))
        )
    return tuple(sorted(found, key=lambda one: -one[0]))


def _gaps(seen: Seen, story: Story) -> tuple[str, ...]:
    gaps = []
    if story.declared == "incident":
        if not story.channel_open:
            gaps.append("No incident channel is open.")
        if story.level is None:
            gaps.append("No severity has been called.")
        apart = ("incident_coordinator", "technical_lead", "comms_owner")
        held = [seat_of(seen, story, role) for role in apart]
        if len(set(held)) < len(held):
            gaps.append("Coordinator, technical lead and communications are not three people.")
    for seat in story.seats_away:
        gaps.append(f"{Names(seen.plan).seat(seat)} cannot be reached: who stands in?")
    return tuple(gaps)
