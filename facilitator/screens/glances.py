"""Team cards of the control room, sorted by who needs control, each saying why in a sentence."""

from dataclasses import dataclass, replace
from typing import Final

from evidence import Millis
from evidence.kinds.incident import SeverityReferenceSet
from facilitator.screens.reach import lead_of
from facilitator.screens.roles import lead_seat
from facilitator.screens.saying import (
    State,
    Tone,
    done,
    missed,
    not_yet,
    running,
    say_span,
    waiting,
)
from facilitator.screens.seen import Seen, Team, TeamGlance
from facilitator.screens.steering import behind
from facilitator.screens.steps import steps_of
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import deadlines

PATIENCE_MS: Final = 480_000
"""A first sign without a declaration after eight minutes is worth a look from control."""
_RANK: Final[dict[Tone, int]] = {"bad": 0, "news": 1, "warn": 2, "idle": 3, "good": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCard:
    """One team at a glance."""

    number: int
    exercise: str
    name: str
    level: int | None
    need: State
    """Why it needs control, in one sentence."""
    mood: State | None
    """How the team says that it is doing, or seems to."""
    mood_from: str
    """Whose word that is: the team "says it is", or to staff it "seems"."""
    next_due: str
    next_state: State | None
    unanswered: int
    oldest: str
    runbook: str
    progress: str
    here: str
    last: str
    step: int
    steps: int
    lead_seat: str
    """The seat through which control looks first."""
    led_by: str
    """The facilitator who leads this team's exercise, where there are several."""
    behind: str
    """How far behind the furthest team of the day."""


def team_cards(seen: Seen, order: str = "need") -> tuple[TeamCard, ...]:
    """Every team of the game day; the one that needs control most comes first."""
    teams = seen.teams or (
        TeamGlance(
            name=seen.team.name,
            exercise=seen.team.exercise,
            clock=seen.clock,
            events=seen.events,
            people=seen.team.people,
            words=seen.words,
            fault=seen.fault,
        ),
    )
    cards = [_card(seen, team, number) for number, team in enumerate(teams, start=1)]
    if order == "name":
        return tuple(sorted(cards, key=lambda card: card.name))
    if order == "progress":
        return tuple(sorted(cards, key=lambda card: (card.step, card.number)))
    return tuple(sorted(cards, key=_by_need))


def _by_need(card: TeamCard) -> tuple[int, int, int]:
    """Among those that need control as much, whoever says that it is worse comes first."""
    mood = _RANK[card.mood.tone] if card.mood is not None else _RANK["idle"]
    return (_RANK[card.need.tone], mood, card.number)


def as_team(seen: Seen, glance: TeamGlance) -> Seen:
    """The same staff member, looking at one team."""
    return Seen(
        viewer=seen.viewer,
        plan=seen.plan,
        clock=glance.clock,
        team=Team(exercise=glance.exercise, name=glance.name, people=glance.people),
        run=seen.run,
        events=glance.events,
        words=glance.words,
        fault=glance.fault,
    )


def _card(seen: Seen, glance: TeamGlance, number: int) -> TeamCard:
    view = as_team(seen, glance)
    story = read_story(view)
    due = deadlines(view, story)
    open_ = [i for i in story.incoming if (i.asks or i.signal) and not _settled(story, i)]
    step, steps, title = _progress(view, story)
    people = [person for person in glance.people if not person.simulated]
    here = sum(person.online > 0 for person in people)
    acts = (e.at for e in glance.events if e.origin == "person" and e.role is not None)
    last = max(acts, default=None)
    return TeamCard(
        number=number,
        exercise=glance.exercise,
        name=glance.name,
        level=story.level,
        need=_need(view, story, due[0].what if due else "", due[0].state if due else None),
        mood=_mood(story, glance.clock.at),
        mood_from="Seems" if _seems(story) else "Says it is",
        next_due=due[0].what if due else "nothing due",
        next_state=due[0].state if due else None,
        unanswered=len(open_),
        oldest=f"oldest {say_span(glance.clock.at - open_[0].at)}" if open_ else "none",
        runbook=title,
        progress=f"{step} of {steps}" if steps else "",
        here=f"{here} of {len(people)} here" if people else "all simulated",
        last=f"{say_span(glance.clock.at - last)} ago" if last is not None else "",
        step=step,
        steps=steps,
        lead_seat=lead_seat(view.plan),
        led_by=dict(seen.staff).get(lead_of(glance.events) or "", "")
        if len(seen.staff) > 1
        else "",
        behind=behind(seen, glance.clock),
    )


def _settled(story: Story, incoming: object) -> bool:
    answered = getattr(incoming, "answered_at", None) or getattr(incoming, "taken_at", None)
    gone = getattr(incoming, "withdrawn", False)
    overtaken = getattr(incoming, "signal", False) and story.declared == "incident"
    return bool(answered or gone or overtaken)


def _progress(view: Seen, story: Story) -> tuple[int, int, str]:
    for run in story.runs.values():
        if run.run in view.plan.books:
            steps = steps_of(view, story, run)
            over = sum(step.phase in ("done", "skipped") for step in steps)
            at_work = [s for s in steps if s.phase in ("running", "check", "ready")]
            title = f"{at_work[0].number} {at_work[0].title}" if at_work else "all done"
            return over, len(steps), title
    return 0, 0, "not opened"


def _need(view: Seen, story: Story, due: str, state: State | None) -> State:
    """The one sentence; what waits for control's own ruling comes before what is late."""
    now = view.clock.at
    if view.fault:
        return missed(view.fault)
    if story.held_because == "real-incident":
        return missed("Real incident: the team has stopped.")
    for action, (words, ruled, _) in story.actions.items():
        if ruled == "proposed":
            waits = say_span(now - story.actions_at[action][0])
            return running(f"Waits {waits} for your ruling: {words}")
    if state is not None and state.tone == "bad":
        return missed(f"{due}: {state.words}.")
    mood = _mood(story, now)
    if mood is not None and mood.tone == "news":
        whose = "it seems" if _seems(story) else "the team says"
        return running(f"{mood.words.capitalize()}, {whose}.")
    apart = _reference_gap(view, story)
    if apart:
        return waiting(apart)
    signs = [incoming for incoming in story.incoming if incoming.signal]
    if signs and story.declared is None and now - signs[0].at > PATIENCE_MS:
        return waiting(f"First sign {say_span(now - signs[0].at)} ago, nothing declared.")
    if story.ended_at is not None:
        return done("Play has ended.")
    if story.started_at is None:
        return not_yet("Not started.")
    open_ = sum(1 for asked in story.asked.values() if asked.answered_at is None)
    return not_yet(f"On its way. {open_ or 'No'} open question{'' if open_ == 1 else 's'}.")


def _mood(story: Story, now: Millis) -> State | None:
    if story.mood is None or story.ended_at is not None:
        return None
    mood, since, _ = story.mood
    says = {"calm": done("calm"), "stretched": waiting("stretched"), "stuck": running("stuck")}
    return replace(says[mood], words=f"{mood} for {say_span(now - since)}")


def _seems(story: Story) -> bool:
    return story.mood is not None and story.mood[2] == "seen"


def _reference_gap(view: Seen, story: Story) -> str:
    """Where the called level lies outside the band that experts would call."""
    reference = None
    for event in view.events:
        if isinstance(event.body, SeverityReferenceSet):
            reference = event.body
    if reference is None or story.level is None:
        return ""
    if reference.worst <= story.level <= reference.mildest:
        return ""
    since = Millis(view.clock.at - story.severity[-1].at)
    said = f"SEV{story.level} for {say_span(since)}; the reference is SEV{reference.worst}"
    wide = reference.mildest != reference.worst
    return said + (f" to SEV{reference.mildest}." if wide else ".")
