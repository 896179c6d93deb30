"""Memories, the post-mortem, feedback, improvements and sign-offs, checked and made facts."""

import re
from datetime import date
from typing import Final

from evidence import Event
from evidence.kinds import review as r
from scoring.review.asking import (
    TO_CONTROL,
    TO_TEAM,
    Facts,
    NotTaken,
    cites_play,
    fact,
    known,
    known_figure,
    known_task,
    plainly,
    reasoned,
    worded,
)
from scoring.review.state import ReviewState

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def remember(review: ReviewState, command: r.AddMemory, asked: Event) -> Facts:
    worded(command)
    cites_play(review, command.about)
    return plainly(r.MemoryAdded, command, TO_TEAM)


def write(review: ReviewState, command: r.WritePostMortem, asked: Event) -> Facts:
    worded(command)
    cites_play(review, command.about)
    if command.replaces is not None:
        sections = {event.seq: body.section for event, body in review.of(r.PostMortemWritten)}
        if sections.get(command.replaces) != command.section:
            raise NotTaken("no-paragraph", "There is no such paragraph in this section to replace.")
    return plainly(r.PostMortemWritten, command, TO_TEAM)


def feedback(review: ReviewState, command: r.GiveFeedback, asked: Event) -> Facts:
    words = (command.words, command.strengths, command.improve)
    given = any(one is not None for one in words)
    return [(fact(r.FeedbackGiven, command, given=given), TO_CONTROL)]


def propose(review: ReviewState, command: r.ProposeImprovement, asked: Event) -> Facts:
    if command.issue is None or command.action is None:
        raise NotTaken("no-words", "Say what the issue is, and what should be done.")
    cites_play(review, command.about)
    if command.figure is not None:
        known_figure(review, command.figure)
    version = 1 + sum(name == command.improvement for name in _proposed(review))
    made = fact(r.ImprovementProposed, command, given=True, version=version)
    return [(made, TO_TEAM)]


def agree(review: ReviewState, command: r.AgreeImprovement, asked: Event) -> Facts:
    _known_improvement(review, command.improvement)
    try:
        date.fromisoformat(command.due)
    except ValueError:
        raise NotTaken("no-date", "Write the day as 2027-03-31.") from None
    return plainly(r.ImprovementAgreed, command, TO_TEAM)


def drop(review: ReviewState, command: r.DropImprovement, asked: Event) -> Facts:
    _known_improvement(review, command.improvement)
    reasoned(command)
    return plainly(r.ImprovementDropped, command, TO_TEAM)


def edit_report(review: ReviewState, command: r.EditReport, asked: Event) -> Facts:
    worded(command)
    cites_play(review, command.about)
    version = 1 + sum(b.section == command.section for _, b in review.of(r.ReportEdited))
    return [(fact(r.ReportEdited, command, given=True, version=version), TO_TEAM)]


def sign(review: ReviewState, command: r.GiveSignOff, asked: Event) -> Facts:
    digests = (command.head, command.scorecard, command.report)
    if any(one is not None and not _DIGEST.fullmatch(one) for one in digests):
        raise NotTaken("no-digest", "A digest is 64 characters, 0 to 9 and a to f.")
    if command.name is None:
        raise NotTaken("no-name", "A sign-off needs a name.")
    if _signed(review, command.statement):
        raise NotTaken("signed", "That statement stands; withdraw it before giving it again.")
    for task in command.excepting:
        known_task(review, task)
    given = fact(r.SignOffGiven, command, given=command.words is not None, named=True)
    return [(given, TO_TEAM)]


def withdraw(review: ReviewState, command: r.WithdrawSignOff, asked: Event) -> Facts:
    if not _signed(review, command.statement):
        raise NotTaken("not-signed", "That statement has not been given.")
    reasoned(command)
    return plainly(r.SignOffWithdrawn, command, TO_TEAM)


def _known_improvement(review: ReviewState, improvement: str) -> None:
    known(improvement, _proposed(review), "unknown-improvement", "Nobody proposed an improvement")


def _proposed(review: ReviewState) -> list[str]:
    return [body.improvement for _, body in review.of(r.ImprovementProposed)]


def _signed(review: ReviewState, statement: str) -> bool:
    """Whether a statement stands now."""
    given = [e.seq for e, body in review.of(r.SignOffGiven) if body.statement == statement]
    taken = [e.seq for e, body in review.of(r.SignOffWithdrawn) if body.statement == statement]
    return max(given, default=-1) > max(taken, default=-1)
