"""Decisions that somebody owns, exceptions from the rules, and answers to questions."""

from collections.abc import Callable
from typing import Any, Final

from evidence import Command
from evidence.kinds.incident import (
    AnswerQuestion,
    DecisionRecorded,
    DecisionType,
    DissentEntered,
    EnterDissent,
    ExceptionRaised,
    QuestionAnswered,
    RaiseException,
    RecordDecision,
)
from scenarios.choices import DecisionPoint
from simulator.scene import By, Refused, Scene
from simulator.verbs.duties import start_duties
from simulator.verbs.reading import cited, known, known_exception, known_seat, reasoned

OWN: Final = "own"
"""A choice that only the words describe."""
APPROVING_ROLES: Final = (
    "runbook_approver",
    "management_body_rep",
    "risk_owner",
    "business_owner",
)
"""Who may approve a decision for which the scenario names nobody."""


def record(scene: Scene, command: RecordDecision, by: By) -> None:
    point = _point(scene, command)
    for seat in (command.owner, command.approver):
        if seat is not None:
            known_seat(scene, seat)
    cited(command.evidence, by)
    known_exception(scene, command.exception)
    for seq in command.reviews:
        if seq not in scene.state.decided:
            raise Refused("no-such-decision", "There is no such decision to look at again.")
    made_at = command.about_at if command.about_at is not None else scene.now
    if command.review_at is not None and command.review_at <= made_at:
        raise Refused("past", "The time to look again must come after the decision.")
    owner = command.owner or by.seat
    type_: DecisionType = point.type if point is not None else command.type
    scene.tell(
        DecisionRecorded(
            type=type_,
            choice=command.choice,
            decision=command.decision,
            owner=owner,
            approver=command.approver,
            approver_entitled=_may_approve(scene, point, command.approver, owner),
            made_at=made_at,
            reasoned=reasoned(command),
            evidence=command.evidence,
            exception=command.exception,
            weighed=command.instead_of is not None,
            review_at=command.review_at,
            reviews=command.reviews,
            sure=command.sure,
        ),
        by,
    )
    if command.decision is not None:
        start_duties(scene, by, classified=(command.decision, command.choice, made_at))


def _point(scene: Scene, command: RecordDecision) -> DecisionPoint | None:
    if command.decision is None:
        return None
    for point in scene.plan.scenario.decisions:
        if point.id == command.decision:
            known(
                command.choice,
                (*(option.id for option in point.options), OWN),
                because="unknown-choice",
                says=f"`{command.choice}` is no choice of `{point.id}`",
            )
            return point
    raise Refused("unknown-decision", f"There is no decision `{command.decision}` to take.")


def _may_approve(
    scene: Scene, point: DecisionPoint | None, approver: str | None, owner: str | None
) -> bool:
    """Whether another person approved who may: whom the scenario names, or an approving role."""
    if approver is None or approver == owner:
        return False
    if point is not None and point.approver is not None:
        return point.approver == approver
    return any(scene.holds_role(approver, role) for role in APPROVING_ROLES)


def raise_exception(scene: Scene, command: RaiseException, by: By) -> None:
    known_exception(scene, command.code)
    if command.reviewer is not None:
        known_seat(scene, command.reviewer)
        if command.reviewer == by.seat:
            raise Refused("own-exception", "Somebody else must review your exception.")
    scene.tell(
        ExceptionRaised(
            code=command.code,
            about=command.about,
            reviewer=command.reviewer,
            reasoned=reasoned(command),
        ),
        by,
    )


def answer(scene: Scene, command: AnswerQuestion, by: By) -> None:
    """Answer what an inject asked; a second answer is kept beside the first, and counts."""
    asked = any(
        inject.asks == command.question and inject.id in scene.state.fired
        for inject in scene.plan.scenario.injects
    )
    for question in scene.plan.scenario.questions if asked else ():
        if question.id == command.question:
            known(
                command.option,
                (option.id for option in question.options),
                because="unknown-option",
                says=f"`{command.option}` is no answer to `{question.id}`",
            )
            break
    else:
        raise Refused("not-asked", f"Nobody has asked you `{command.question}`.")
    for seat in command.dissent:
        known_seat(scene, seat)
    scene.tell(
        QuestionAnswered(
            question=command.question,
            option=command.option,
            dissent=command.dissent,
            sure=command.sure,
        ),
        by,
    )


def dissent(scene: Scene, command: EnterDissent, by: By) -> None:
    given = scene.state.answers | scene.state.decisions
    if command.about not in given:
        raise Refused("not-answered", f"The team has given no answer to `{command.about}` yet.")
    if not reasoned(command):
        raise Refused("no-words", "Say what you see differently.")
    scene.tell(DissentEntered(about=command.about, answer=given[command.about]), by)


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {
    RecordDecision: record,
    RaiseException: raise_exception,
    AnswerQuestion: answer,
    EnterDissent: dissent,
}

__all__ = ["VERBS"]
