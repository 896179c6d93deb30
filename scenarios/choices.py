"""What a team is asked: questions and decisions, with the reference answers."""

from typing import Literal, Self

from pydantic import Field, model_validator

from runbooks.authored import AuthoredModel, Duration, Line, Several, Switch, Text, Word, Wrong
from scenarios.references import Ref, StepRef

Grade = Literal["right", "acceptable", "wrong"]


class Option(AuthoredModel):
    """One answer or choice.

    ``fits`` says on which shown facts a careful reader takes it, ``leaves_out`` which steps a
    decision for it makes needless: simulated responders skip them, people may.  In a decision
    whether to close, ``keeps_open`` marks the choices after which the incident goes on.
    """

    id: Word
    text: Line
    grade: Grade
    fits: dict[Word, Several[Word]] = {}
    because: Text | None = None
    leaves_out: tuple[StepRef, ...] = ()
    keeps_open: Switch = False


class Question(AuthoredModel):
    id: Word
    ask: Text
    about: Ref | None = None
    """The slot or site whose facts decide; the incident as a whole where absent."""
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)


class DecisionPoint(AuthoredModel):
    """A decision the team must take and own.  Its choices are the reference answers."""

    id: Word
    ask: Text
    type: Literal[
        "confirm-or-false-positive", "severity", "external-comms", "failover-or-shutdown",
        "third-party-escalation", "risk-acceptance", "close", "no-notify", "other",
    ]  # fmt: skip
    owner: Ref
    approver: Ref | None = None
    required: Switch = True
    by: Duration | None = None
    about: Ref | None = None
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)

    @model_validator(mode="after")
    def _keeps_open_what_it_could_close(self) -> Self:
        for place, option in enumerate(self.options):
            if option.keeps_open and self.type != "close":
                wrong = f"`{option.id}` keeps open what `{self.id}` does not close"
                raise Wrong(
                    wrong, "remove it, or write `type: close`", at=("options", place, "keeps-open")
                )
        return self
