"""What if it had come sooner: a notice itself, or the declaration that it followed.

An incident that is declared sooner is classified and told sooner, with all that followed; so one
late declaration can be the whole story of a late notice.  A clock that starts after the
declaration starts sooner too, and then only a limit from awareness is saved.
"""

from collections.abc import Iterator

from evidence import Millis
from scenarios.duty_clocks import due_in, given_aware, rule_of
from scoring.awareness import governing_claim
from scoring.case import Case
from scoring.duties import by_the_band
from scoring.explain.spans import at_least
from scoring.figure import Metric
from scoring.notices import Notices, notices_of
from scoring.scorecard import Scorecard
from scoring.timeline import Moment
from scoring.wording import instant


def notice_sooner(case: Case, metric: Metric) -> Iterator[str]:
    """A duty: when the notice had to go, and what before it was late."""
    story = next(one for one in notices_of(case) if one.duty.id == metric.of)
    due = story.due
    if due is None:
        if metric.verdict == "could-not-verify":
            yield "Had the team said since when it was aware, a notice in time would have met it."
        yield from _in_full(metric)
        return
    if not story.notices:
        yield f"Any notice by {instant(due)} would have been on time."
        return
    sent = story.notices[0][0].at
    stricter = by_the_band(case, story, sent) if sent <= due else None
    if stricter is not None:
        yield (
            f"Sent {at_least(sent - stricter[2])} earlier, it would have been on time by when "
            "the facts were shown as well."
        )
    elif sent <= due:
        yield f"Sent more than {at_least(due - sent)} later, it would have been late."
    else:
        yield f"Sent {at_least(sent - due)} earlier, it would have been on time."
        declared = case.moments.declared
        if declared is not None and _saved(case, story, declared):
            yield (
                f"Declared {at_least(sent - due)} earlier, with all that followed as much earlier, "
                "it would have been on time."
            )
    yield from _in_full(metric)


def duties_saved(case: Case, card: Scorecard, metric: Metric) -> Iterator[str]:
    """For noticing and declaring: the late notices that the same haste would have put in time."""
    moments = {"TTD-sig": case.moments.detected, "TTDecl": case.moments.declared}
    moved, word = moments.get(metric.key), "Noticed" if metric.key == "TTD-sig" else "Declared"
    if moved is None or metric.value is None:
        return
    for story in notices_of(case):
        over = _late_by(story)
        if over > 0 and _saved(case, story, moved):
            yield (
                f"{word} {at_least(over)} earlier, with all that followed as much earlier, "
                f"`{story.duty.title}` would have been on time."
            )


def _late_by(story: Notices) -> int:
    if story.due is None or not story.notices:
        return 0
    return story.notices[0][0].at - story.due


def _saved(case: Case, story: Notices, moved: Moment) -> bool:
    """Whether the notice had been in time, had *moved* and all after it come as much sooner."""
    over, sent, signal = _late_by(story), story.notices[0][0], case.moments.signal
    if story.started is None or sent.seq < moved.seq:
        return False
    if signal is None or moved.at - over < signal.at:
        return False  # nobody can be asked to see what nothing shows yet
    since = story.started[1].since

    def then(at: int) -> Millis:
        return Millis(at - over if at > moved.at else at)

    if since <= moved.at:
        return True
    duty = story.duty
    claim = governing_claim(case, duty.from_.aware_of) if duty.from_.aware_of else None
    given = given_aware(case.plan, duty, then(claim[1].since)) if claim is not None else {}
    given[rule_of(case.plan, duty)[1].starts] = then(since)
    due = due_in(case.plan, duty, given).at
    return due is not None and sent.at - over <= due


def _in_full(metric: Metric) -> Iterator[str]:
    """What the notice lacked besides; the formula names it."""
    if metric.value not in (None, "1.0000"):
        yield "In time, with every field and by the right channel, it would have counted in full."
