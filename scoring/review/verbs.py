"""Which verb takes which command of the review, and who may give it."""

from collections.abc import Callable
from typing import Any, Final

from evidence import Command, Event
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import review as r
from scoring.review import judging, learning
from scoring.review.asking import TO_TEAM, Facts, NotTaken
from scoring.review.state import ReviewState


def take(review: ReviewState, command: Command, asked: Event) -> Facts:
    """The facts that a command leads to, each with who may see it.

    Raises:
        NotTaken: It makes no sense; nothing was written but the command.
    """
    if command.side == "shell":
        return _reported(command, asked)
    verb = _VERBS.get(type(command))
    if verb is None:
        raise NotTaken("ended", "The exercise has ended; your answer was not taken.")
    _check_who(review, command, asked)
    return verb(review, command, asked)


def _reported(command: Command, asked: Event) -> Facts:
    """What the shell reports has happened already; people come and go in a review too."""
    match command:
        case x.PersonJoined(seat=seat):
            return [(x.SeatTaken(seat=seat, by=asked.actor or ""), TO_TEAM)]
        case x.PersonLeft(seat=seat):
            return [(x.SeatEmptied(seat=seat), TO_TEAM)]
        case _:
            return []


def _check_who(review: ReviewState, command: Command, asked: Event) -> None:
    if command.side == "team":
        named = not isinstance(command, r.GiveFeedback) and not getattr(command, "anonymous", False)
        if asked.origin == "person" and named and asked.role not in review.plan.organisation.roles:
            raise NotTaken("no-seat", "Only somebody who had a seat can say this.")
    elif command.side == "control" and asked.origin != "control":
        raise NotTaken("not-yours", "Only control can do this.")
    elif asked.origin not in ("person", "control"):
        raise NotTaken("not-yours", "Only an evaluator can do this.")


_VERBS: Final[dict[type[Command], Callable[[Any, Any, Event], Facts]]] = {
    c.Observe: judging.observe,
    c.TickAction: judging.tick,
    c.MarkArtificial: judging.mark_artificial,
    c.ExcuseSpan: judging.excuse,
    c.RateTask: judging.rate,
    r.AssignRaters: judging.assign,
    r.SettleRating: judging.settle,
    r.RateCapability: judging.rate_capability,
    r.ClassifyDeviation: judging.classify,
    r.CompareMessages: judging.compare,
    r.MarkCoordination: judging.coordination,
    r.ContestFigure: judging.contest,
    r.RuleOnFigure: judging.rule,
    r.AddMemory: learning.remember,
    r.WritePostMortem: learning.write,
    r.GiveFeedback: learning.feedback,
    r.ProposeImprovement: learning.propose,
    r.AgreeImprovement: learning.agree,
    r.DropImprovement: learning.drop,
    r.EditReport: learning.edit_report,
    r.GiveSignOff: learning.sign,
    r.WithdrawSignOff: learning.withdraw,
}
