"""The duties to tell: each with its clock, the laws whose clock rests, what starts one."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.matters import matters
from facilitator.screens.naming import Names
from facilitator.screens.saying import (
    State,
    done,
    missed,
    running,
    say_at,
    say_due,
    say_span,
    waiting,
)
from facilitator.screens.seen import Seen
from facilitator.screens.story import DutyStory, Story
from scenarios.law import held_against


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One duty and its clock."""

    duty: str
    title: str
    whom: str
    state: State
    due: Millis | None
    left: str
    rule: str
    since: Millis | None
    channels: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    """What a notice that has gone out should have said, and did not."""
    open: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A rule that the organisation lives under and whose clock does not run."""

    title: str
    whom: str
    starts: str
    within: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something to be aware of, numbered so that its name betrays nothing."""

    value: str
    label: str
    since: Millis | None
    who: str
    words: str


def clock_of(seen: Seen, duty: DutyStory) -> Clock:
    """A duty of the team with the time that is left for it."""
    authored = seen.plan.duties.get(duty.duty)
    now = seen.clock.at
    open_ = duty.notified_at is None and duty.declined_at is None
    asked = authored.contains if authored else ()
    told = duty.notified_at is not None
    left = ""
    if open_ and duty.due is not None:
        left = say_span(duty.due - now) if duty.due >= now else f"late {say_span(now - duty.due)}"
    return Clock(
        duty=duty.duty,
        title=authored.title if authored else duty.duty.replace("-", " "),
        whom=authored.whom if authored else "",
        state=_clock_state(duty, now),
        due=duty.due if open_ else None,
        left=left,
        rule=duty.rule,
        since=duty.since,
        channels=authored.by if authored else (),
        fields=tuple((f, f.replace("-", " ")) for f in asked),
        left_out=tuple(f.replace("-", " ") for f in asked if told and f not in duty.given),
        open=open_,
        reason=duty.decline_reason or "",
    )


def _clock_state(duty: DutyStory, now: Millis) -> State:
    if duty.declined_at is not None and duty.notified_at is None:
        return State(words="decided not to tell", tone="good", shape="skip")
    if duty.due is None:
        return _clock_without_due(duty)
    latest = duty.latest if duty.latest is not None else duty.due
    match held_against(duty.due, latest, sent=duty.notified_at, now=now):
        case "met":
            return done(f"told {say_at(duty.notified_at or now)}")
        case "arguable" if duty.notified_at is not None:
            return waiting(f"told {say_span(duty.late_by_ms)} late, arguable")
        case "arguable":
            return waiting("late, arguable")
        case "late" if duty.notified_at is not None:
            return missed(f"told {say_span(duty.late_by_ms)} late")
        case "late":
            return missed("late")
    return say_due(duty.due, now) if duty.due - now <= 600_000 else running("running")


def _clock_without_due(duty: DutyStory) -> State:
    if duty.notified_at is not None:
        return done(f"told {say_at(duty.notified_at)}")
    if duty.classify_by is not None:
        return waiting(f"classify by {say_at(duty.classify_by)}")
    return running("without delay")


def laws_at_rest(seen: Seen, story: Story) -> tuple[Law, ...]:
    """The organisation's own list of rules, except those whose clock runs."""
    runs = {seen.plan.duties[d].regime for d in story.duties if d in seen.plan.duties}
    found = []
    for name in seen.plan.organisation.regimes:
        law = seen.plan.laws.get(name)
        if law is None or name in runs:
            continue
        stage, starts = law.stages[0], seen.plan.scenario.starts.utc_ms
        binds = law.status.binds_on(seen.plan.place.local.date_of(starts))
        within = str(stage.within) if stage.within is not None else "without undue delay"
        found.append(
            Law(
                title=law.title if binds else f"{law.title} (rehearsal only: {law.status})",
                whom=law.whom,
                starts=stage.starts.replace("_", " "),
                within=within,
                citation=" ".join(law.citation.split()),
            )
        )
    return tuple(found)


def matters_of(seen: Seen, story: Story) -> tuple[Matter, ...]:
    """What the team can say it is aware of, and since when it said so.

    Two matters under one law are told apart by their order alone: what sets them apart is what
    the team has to find out.
    """
    names = Names(seen.plan)
    found: list[Matter] = []
    for place, of in enumerate(matters(seen.plan), start=1):
        duties = [d for d in seen.plan.scenario.duties if d.from_.aware_of == of]
        laws = dict.fromkeys(
            seen.plan.laws[d.regime].title if d.regime in seen.plan.laws else "a contract"
            for d in duties
        )
        label = ", ".join(laws)
        before = sum(one.label.startswith(label) for one in found)
        since, _, seat, words = story.aware.get(of, (None, None, None, None))
        found.append(
            Matter(
                value=f"matter-{place}",
                label=f"{label} (another matter, {before + 1})" if before else label,
                since=since,
                who=names.seat(seat) if seat else "",
                words=words or "",
            )
        )
    return tuple(found)
