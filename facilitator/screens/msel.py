"""The event list as planned and as run: one row per inject, the next one always on top.

Only staff see this; nothing here may reach a participant's page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evidence import Event, Millis
from evidence.kinds import control as c
from evidence.kinds.exercise import ExerciseJumped
from facilitator.screens.feed import ICONS
from facilitator.screens.naming import Names
from facilitator.screens.saying import (
    State,
    done,
    missed,
    not_yet,
    say_at,
    say_due,
    say_span,
    skipped,
    waiting,
)
from facilitator.screens.seen import Seen
from facilitator.screens.story.incident import headline
from scenarios.injects import Inject

WITHDRAW_WITHIN_MS: Final = 10_000
"""Played time in which what was fired can be taken back; the engine holds the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An action that a good team takes, and whether it was seen."""

    id: str
    text: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class MselRow:
    """One inject as planned and as run."""

    id: str
    title: str
    icon: str
    planned: str
    """When the plan has it, in words."""
    planned_at: Millis | None
    at: Millis | None
    """When it ran, or when it is now due."""
    ran: str
    """The difference between plan and run: ``+0:40``."""
    to: str
    state: str
    """``planned``, ``held-back``, ``skipped``, ``withdrawn``, ``fired``, ``not-reached``."""
    shows: State
    text: str
    truth: bool
    """A pure fault: nobody reads it."""
    asks: str
    guidance: str
    expects: tuple[Expected, ...]
    may_withdraw: bool
    adhoc: bool
    by_hand: bool
    """Only control fires it."""
    teams: str
    """How many teams have it, where there are several."""
    big: bool
    """To be asked once more before several teams get it."""
    over: bool
    """Behind us, with nothing open: folds away."""


@dataclass(slots=True)
class _Ran:
    at: Millis | None = None
    state: str = "planned"
    shifted: Millis | None = None
    adhoc: bool = False
    met: dict[str, bool] | None = None
    text: str | None = None
    channel: str = ""


def msel(seen: Seen) -> tuple[MselRow, ...]:
    """Every inject, in the order in which it ran or is due."""
    ran = _as_run(seen)
    rows = [_row(seen, inject, ran.get(inject.id, _Ran()), ran) for inject in _plan(seen)]
    rows += [_adhoc(seen, id_, state) for id_, state in ran.items() if state.adhoc]
    return tuple(sorted(rows, key=_order))


def _armed(seen: Seen) -> Mapping[str, Millis]:
    """When what waits for nothing but its time comes, as the engine has it."""
    here = (team.armed for team in seen.teams if team.exercise == seen.team.exercise)
    return dict(next(here, ()))


def _plan(seen: Seen) -> tuple[Inject, ...]:
    return seen.plan.scenario.injects


def _order(row: MselRow) -> tuple[int, int, str]:
    known = row.at if row.at is not None else row.planned_at
    return (0, known, row.id) if known is not None else (1, 0, row.id)


def _as_run(seen: Seen) -> dict[str, _Ran]:
    ran: dict[str, _Ran] = {}
    for event in seen.events:
        body = event.body
        if isinstance(body, c.InjectFired):
            state = ran.setdefault(body.inject, _Ran())
            state.at, state.state, state.adhoc = event.at, "fired", body.adhoc
            state.text, state.channel = _text(seen, body), body.channel
        elif isinstance(body, c.InjectSet):
            state = ran.setdefault(body.inject, _Ran())
            if body.state == "shifted":
                state.shifted = body.to
            elif body.state == "released":
                state.state = "planned"
            elif body.state == "edited":
                state.text = seen.text_of(event.cause, "text") if event.cause is not None else None
            else:
                state.state = body.state
        elif isinstance(body, c.ExpectationOpened | c.ExpectationMet | c.ExpectationMissed):
            _expectation(ran.setdefault(body.inject, _Ran()), body)
    return ran


def _text(seen: Seen, body: c.InjectFired) -> str:
    if body.text_in is not None:
        return seen.words.get((body.text_in, "body.text"), "(removed)")
    return body.text or ""


def _expectation(
    state: _Ran, body: c.ExpectationOpened | c.ExpectationMet | c.ExpectationMissed
) -> None:
    state.met = state.met or {}
    if isinstance(body, c.ExpectationMet):
        state.met[body.expectation] = True
    elif isinstance(body, c.ExpectationMissed):
        state.met[body.expectation] = False


def _row(seen: Seen, inject: Inject, ran: _Ran, others: dict[str, _Ran]) -> MselRow:
    planned_at = Millis(inject.at) if inject.at is not None else None
    due = _armed(seen).get(inject.id) if ran.state == "planned" else None
    due = due or ran.shifted or planned_at
    expects = tuple(_expected(e.id, e.text, ran) for e in inject.expects)
    shows = _shows(seen, ran, due, expects)
    return MselRow(
        id=inject.id,
        title=inject.title or headline(inject.text or inject.id.replace("-", " ")),
        icon=ICONS.get(inject.by or "", "mail") if inject.to else "dash",
        planned=_planned(seen, inject),
        planned_at=planned_at,
        at=ran.at if ran.at is not None else due,
        ran=_difference(ran.at, planned_at),
        to=_to(seen, inject),
        state=ran.state,
        shows=shows,
        text=(ran.text or inject.text or "").strip(),
        truth=not inject.to,
        asks=inject.asks or "",
        guidance=" ".join((inject.good_answer or "").split()),
        expects=expects,
        may_withdraw=ran.state == "fired" and _lately(seen, ran.at),
        adhoc=False,
        by_hand=inject.by_hand,
        teams=_teams(seen, inject.id),
        big=inject.big,
        over=ran.state in ("skipped", "withdrawn", "not-reached")
        or (ran.state == "fired" and shows.tone != "warn"),
    )


def _adhoc(seen: Seen, id_: str, ran: _Ran) -> MselRow:
    return MselRow(
        id=id_,
        title=headline(ran.text or id_),
        icon=ICONS.get(ran.channel, "mail"),
        planned="ad hoc",
        planned_at=None,
        at=ran.at,
        ran="",
        to="",
        state=ran.state,
        shows=done("sent"),
        text=ran.text or "",
        truth=False,
        asks="",
        guidance="",
        expects=(),
        may_withdraw=_lately(seen, ran.at),
        adhoc=True,
        by_hand=True,
        teams=_teams(seen, id_),
        big=False,
        over=True,
    )


def planned_title(seen: Seen, fired: c.InjectFired) -> str:
    """What control calls a message that went out: its planned title, else its first line."""
    planned = seen.plan.injects.get(fired.inject)
    if planned is not None and planned.title:
        return planned.title
    return headline(_text(seen, fired) or fired.inject.replace("-", " "))


def _lately(seen: Seen, at: Millis | None) -> bool:
    """Whether ten seconds of play, at the present pace, have not passed since."""
    return (
        at is not None
        and seen.clock.state != "ended"
        and (seen.clock.at - at) * seen.clock.den <= (WITHDRAW_WITHIN_MS * seen.clock.num)
    )


def _expected(id_: str, text: str, ran: _Ran) -> Expected:
    met = (ran.met or {}).get(id_)
    state = not_yet("expected")
    if met is not None:
        state = done("seen") if met else missed("not seen in time")
    elif ran.state == "fired":
        state = waiting("open")
    return Expected(id=id_, text=text, state=state)


def _shows(seen: Seen, ran: _Ran, due: Millis | None, expects: tuple[Expected, ...]) -> State:
    if ran.state == "fired":
        if not expects:
            return done("out")
        seen_ones = sum(e.state.tone == "good" for e in expects)
        words = f"{seen_ones} of {len(expects)}"
        if any(e.state.tone == "warn" for e in expects):
            return waiting(words)
        return done(words) if seen_ones == len(expects) else missed(words)
    if ran.state == "held-back":
        return State(words="held back", shape="hold")
    if ran.state in ("skipped", "withdrawn", "not-reached"):
        return skipped(ran.state.replace("-", " "))
    if due is None:
        return not_yet("waits")
    if due >= seen.clock.at:
        return say_due(due, seen.clock.at)
    return not_yet("did not apply")


def _difference(at: Millis | None, planned: Millis | None) -> str:
    if at is None or planned is None or abs(at - planned) < 1000:
        return ""
    return ("+" if at > planned else "-") + say_span(abs(at - planned))


def _planned(seen: Seen, inject: Inject) -> str:
    if inject.at is not None:
        return say_at(inject.at)
    if inject.after is not None:
        before = seen.plan.injects.get(inject.after)
        return f"after {(before.title if before else None) or inject.after}"
    if inject.missed is not None:
        return "if an action is missed"
    return "by hand" if inject.by_hand else "on a condition"


def _to(seen: Seen, inject: Inject) -> str:
    if not inject.to:
        return "nobody: it is the truth"
    if "team" in inject.to:
        return "everybody"
    return ", ".join(Names(seen.plan).seat(seat) for seat in inject.to)


def _teams(seen: Seen, id_: str) -> str:
    if len(seen.teams) < 2:
        return ""
    have = sum(_has(team.events, id_) for team in seen.teams)
    return f"{have} of {len(seen.teams)} teams"


def _has(events: tuple[Event, ...], id_: str) -> bool:
    return any(isinstance(e.body, c.InjectFired) and e.body.inject == id_ for e in events)


def next_up(rows: tuple[MselRow, ...], now: Millis) -> MselRow | None:
    """What fires next by itself; failing that, the first that only control can fire."""
    timed = [r for r in rows if r.state == "planned" and r.at is not None and r.at >= now]
    if timed:
        return min(timed, key=lambda row: (row.at or 0, row.id))
    by_hand = [r for r in rows if r.state == "planned" and r.by_hand]
    return by_hand[0] if by_hand else None


def jumps(events: tuple[Event, ...]) -> tuple[tuple[Millis, Millis], ...]:
    """Spans of exercise time that were jumped."""
    return tuple((e.at, e.body.to) for e in events if isinstance(e.body, ExerciseJumped))
