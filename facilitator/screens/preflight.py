"""Pre-flight: is everything ready, and is it safe to begin?  Amber needs a reason."""

from dataclasses import dataclass, replace

from evidence import Millis
from evidence.kinds.exercise import PointsAccepted
from facilitator.screens.glances import as_team
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import State, done, said_list, say_count, say_length, waiting
from facilitator.screens.seen import Seen
from facilitator.screens.story import read_story
from scenarios import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the check list."""

    point: str
    """What the record calls it when it is accepted."""
    title: str
    state: State
    says: str
    lines: tuple[str, ...] = ()
    reason: str = ""
    """Why play begins all the same."""

    @property
    def amber(self) -> bool:
        return self.state.tone != "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """Amber, and nobody has said why play begins all the same."""

    point: str
    title: str
    words: str
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightPage:
    """The context of ``preflight.html``."""

    checks: tuple[Check, ...]
    """Of the team that is looked at."""
    open: tuple[OpenPoint, ...]
    """Of every team of the day: one reason may stand for all of them."""
    code: str
    started: bool
    several: bool
    """Other teams play the same day, and Start begins them all."""
    objectives: tuple[tuple[str, str], ...]
    binding: tuple[tuple[str, str], ...]


def preflight_page(seen: Seen, query: Query) -> PreflightPage:
    """Fold the check list before Start."""
    names, binding = Names(seen.plan), seen.plan.binding
    return PreflightPage(
        checks=checks_of(seen),
        open=_open_points(seen),
        code=seen.team.code,
        started=read_story(seen).started_at is not None,
        several=sum(team.clock.state == "lobby" for team in seen.teams) > 1,
        objectives=tuple(
            (o.title, " ".join(o.threshold.split())) for o in seen.plan.scenario.objectives
        ),
        binding=tuple(
            (names.slot(slot), names.title(part)) for slot, part in binding.slots.items()
        ),
    )


def checks_of(seen: Seen) -> tuple[Check, ...]:
    """The check list of one team, each amber line with its reason."""
    reasons = _reasons(seen)
    return tuple(
        _accepted(check, reasons[check.point]) if check.amber and check.point in reasons else check
        for check in (
            _seats(seen),
            _injects(seen),
            _binding(seen),
            _books(seen),
            _length(seen),
            _safety(),
            *_comms(seen),
        )
    )


def _accepted(check: Check, reason: str) -> Check:
    """Amber still, for it is as it was; but no longer in the way."""
    return replace(check, reason=reason, state=replace(check.state, tone="idle", shape="done"))


def open_checks(seen: Seen) -> tuple[Check, ...]:
    """What keeps one team from starting."""
    return tuple(check for check in checks_of(seen) if check.amber and not check.reason)


def _open_points(seen: Seen) -> tuple[OpenPoint, ...]:
    teams = [(one.name, as_team(seen, one)) for one in seen.teams]
    found: dict[str, OpenPoint] = {}
    for name, team in teams or [(seen.team.name, seen)]:
        if read_story(team).started_at is not None:
            continue
        for check in open_checks(team):
            one = found.setdefault(
                check.point,
                OpenPoint(point=check.point, title=check.title, words=check.state.words, teams=()),
            )
            found[check.point] = replace(one, teams=(*one.teams, name))
    return tuple(found.values())


def _reasons(seen: Seen) -> dict[str, str]:
    """Point to the latest reason for which it was accepted."""
    return {
        point: (seen.text_of(event.cause) if event.cause is not None else None) or "(removed)"
        for event in seen.events
        if isinstance(event.body, PointsAccepted)
        for point in event.body.points
    }


def _seats(seen: Seen) -> Check:
    names = Names(seen.plan)
    empty = [names.seat(person.seat) for person in seen.team.people if person.name is None]
    total = len(seen.plan.organisation.roles)
    if not empty:
        return Check(
            point="seats",
            title="Seats",
            state=done("all taken"),
            says=f"{total} people, one in each seat.",
        )
    says = "Simulated responders play them; their approvals do not count as approvals by a person."
    return Check(
        point="seats",
        title="Seats",
        state=waiting(f"{len(empty)} of {total} empty"),
        says=says,
        lines=tuple(empty),
    )


def _comms(seen: Seen) -> tuple[Check, ...]:
    """Who has answered the comms check of the lobby; nothing to check while nobody is there."""
    people = [person for person in seen.team.people if person.name is not None]
    silent = [person for person in people if not person.ready]
    if not people:
        return ()
    words = f"{len(people) - len(silent)} of {len(people)} answered"
    names = Names(seen.plan)
    return (
        Check(
            point="comms-check",
            title="Comms check",
            state=waiting(words) if silent else done(words),
            says="The first message, in the lobby: everybody answers it once, nobody is scored.",
            lines=tuple(f"{names.seat(one.seat)}: {one.name}" for one in silent),
        ),
    )


def _injects(seen: Seen) -> Check:
    """Each inject needs somebody who reads it."""
    people = {person.seat for person in seen.team.people if person.name is not None}
    names = Names(seen.plan)
    nobody = [
        f"{inject.title or inject.id}, to {_readers(names, inject.to)}"
        for inject in seen.plan.scenario.injects
        if inject.to and not (people if "team" in inject.to else people.intersection(inject.to))
    ]
    if not nobody:
        return Check(
            point="injects",
            title="Injects",
            state=done("all have a reader"),
            says="Every message reaches a person.",
        )
    return Check(
        point="injects",
        title="Injects",
        state=waiting(f"{len(nobody)} reach no person"),
        says="Only simulated responders will read these.",
        lines=tuple(nobody),
    )


def _readers(names: Names, to: tuple[str, ...]) -> str:
    return "everybody" if "team" in to else said_list([names.seat(seat) for seat in to])


def _binding(seen: Seen) -> Check:
    binding, names = seen.plan.binding, Names(seen.plan)
    lines = (
        *(f"stand-in: {names.slot(slot)}" for slot in binding.supplied),
        *(f"left out: {names.left_out(line)}" for line in binding.left_out),
        *(f"lost cover: {names.left_out(line)}" for line in binding.uncovered),
    )
    if not lines:
        return Check(
            point="organisation",
            title="Your organisation",
            state=done("fits"),
            says="Every part of the story is one of yours.",
        )
    return Check(
        point="organisation",
        title="Your organisation",
        state=waiting(say_count(len(lines), "difference")),
        says="Played with stand-ins, or left out.",
        lines=lines,
    )


def _books(seen: Seen) -> Check:
    untested = [b.title for b in seen.plan.runbooks if b.last_tested == "never"]
    if not seen.plan.runbooks:
        return Check(
            point="runbooks",
            title="Runbooks",
            state=waiting("none"),
            says="The team works from its own.",
        )
    lines = tuple(
        f"{b.title}, version {b.version}, reviewed {b.last_reviewed}, tested {b.last_tested}"
        for b in seen.plan.runbooks
    )
    state = waiting("never tested") if untested else done(say_count(len(lines), "runbook"))
    return Check(
        point="runbooks",
        title="Runbooks",
        state=state,
        says="Frozen into the plan at the start.",
        lines=lines,
    )


def _length(seen: Seen) -> Check:
    scenario = seen.plan.scenario
    return Check(
        point="time",
        title="Time",
        state=done(f"about {say_length(time_in_room(scenario))}"),
        says=f"In the room, for {say_length(scenario.lasts)} of story. Break every 90 minutes.",
    )


def time_in_room(scenario: Scenario) -> Millis:
    """How long the story takes at the pace of its phases, in whole minutes."""
    played, phases = 0, scenario.phases
    for phase, until in zip(phases, (*(p.from_ for p in phases[1:]), scenario.lasts), strict=False):
        played += max(0, until - phase.from_) // phase.pace
    played = played or scenario.lasts
    return Millis(played - played % 60_000)


def _safety() -> Check:
    return Check(
        point="safety",
        title="Safety",
        state=done("closed room"),
        says="Nothing leaves this server. The red button stops for something real.",
    )
