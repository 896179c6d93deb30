"""What the record says about one duty: its clock, its notices, the decision against one.

Here too is what a notice is worth: how timely it was, what it contained, whom it reached.
"""

from dataclasses import dataclass

from evidence import Event, Millis, Seq
from evidence.kinds.outside import DutyDeclined, DutyNotified, DutyStarted
from scenarios.duties import Duty
from scoring.case import Case
from scoring.figure import WHOLE, Ppm, share, show_share


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """What the record says about one duty."""

    duty: Duty
    started: tuple[Event, DutyStarted] | None
    notices: tuple[tuple[Event, DutyNotified], ...]
    declined: tuple[Event, DutyDeclined] | None

    @property
    def due(self) -> Millis | None:
        """The due instant that governs; a clock that waits for a classification has none."""
        if self.started is None or self.started[1].state != "running":
            return None
        return self.started[1].due

    @property
    def latest(self) -> Millis | None:
        """The end of what can be argued; the due instant where nothing can."""
        return self.started[1].latest or self.due if self.started is not None else None

    @property
    def cites(self) -> tuple[Seq, ...]:
        events = [event for event, _ in self.notices]
        events += [told[0] for told in (self.started, self.declined) if told is not None]
        return tuple(sorted(event.seq for event in events))

    @property
    def decided(self) -> bool:
        """Whether not to notify was a recorded, owned and reasoned decision."""
        return self.declined is not None and bool(self.declined[1].owner) and (
            self.declined[1].reasoned
        )  # fmt: skip


def in_time(late_by: int, period: int) -> Ppm:
    """1 up to and at the deadline; after it the credit falls evenly to 0 over one more period."""
    if late_by <= 0:
        return WHOLE
    return max(0, WHOLE - share(late_by, period)) if period > 0 else 0


def notices_of(case: Case) -> list[Notices]:
    timeline = case.timeline
    started = {body.duty: (event, body) for event, body in timeline.of(DutyStarted)}
    declined: dict[str, tuple[Event, DutyDeclined]] = {}
    for event, body in timeline.of(DutyDeclined):
        declined.setdefault(body.duty, (event, body))
    notices: dict[str, list[tuple[Event, DutyNotified]]] = {}
    for sent, notice in timeline.of(DutyNotified):
        notices.setdefault(notice.duty, []).append((sent, notice))
    return [
        Notices(
            duty=duty,
            started=started.get(duty.id),
            notices=tuple(notices.get(duty.id, ())),
            declined=declined.get(duty.id),
        )
        for duty in case.plan.scenario.duties
    ]


def quality(case: Case, story: Notices) -> tuple[Ppm, Ppm, str]:
    """Content and channel of the notices: phased notices together carry the content."""
    duty = story.duty
    given = {field for _, notice in story.notices for field in notice.fields}
    present = [field for field in duty.contains if field in given]
    content = share(len(present), len(duty.contains)) if duty.contains else WHOLE
    notice = story.notices[0][1]
    law = case.plan.laws.get(duty.regime)
    known = {duty.whom, duty.id, law.whom if law is not None else duty.whom}
    right = notice.recipient.casefold() in {name.casefold() for name in known}
    right = right and (not duty.by or notice.channel in duty.by)
    absent = [field for field in duty.contains if field not in given]
    weights = case.plan.rubric.notice
    told = f", C = {show_share(content)} ({len(present)} of {len(duty.contains)} fields"
    told += f", without {', '.join(absent)})" if absent else ")"
    told += ", K = 1 (recipient and channel)" if right else ", K = 0 (recipient or channel wrong)"
    told += f"; T x ({weights.sent} + {weights.content} C + {weights.channel} K) / "
    told += str(weights.sent + weights.content + weights.channel)
    return content, WHOLE if right else 0, told


def credit(case: Case, timeliness: Ppm, content: Ppm, channel: Ppm) -> Ppm:
    """T x (0.5 + 0.3 C + 0.2 K), with the rubric's weights."""
    weights = case.plan.rubric.notice
    whole = weights.sent + weights.content + weights.channel
    inner = weights.sent * WHOLE + weights.content * content + weights.channel * channel
    return timeliness * inner // (whole * WHOLE)
