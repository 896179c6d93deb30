"""Controls of public frameworks as versioned data: what of an exercise speaks for which.

Paraphrases and short labels, never official text.  A record *supports* a control; whether the
control is met is for whoever attests it.  Simulated play evidences testing, training and
readiness; it never evidences that a control worked in a real incident.
"""

from typing import Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from runbooks.authored import AuthoredModel, Line, Several, Text, Word, Wrong

Strength: TypeAlias = Literal["test", "rehearsal", "supporting", "conditional", "partial"]

STRENGTHS: Final[dict[Strength, str]] = {
    "test": "the control asks for testing, training or exercising; the record speaks for it itself",
    "rehearsal": "the control asks for a process that works; the record shows readiness, and an "
    "assessor will still ask for real incidents",
    "supporting": "the record contributes, beside other evidence",
    "conditional": "only where the run drives real systems (a measured run)",
    "partial": "the record speaks for a slice of the control",
}
"""What each label says about the weight of a record."""


class Artefact(AuthoredModel):
    """One kind of evidence that an exercise leaves."""

    id: Word
    title: Line
    what: Text


class Control(AuthoredModel):
    id: Line
    title: Line
    asks: Text
    evidence: Several[Word] = Field(min_length=1)
    metrics: Several[Line] = ()
    strength: Strength
    basis: Literal["text seen", "known, not seen here"]
    """Whether the requirement, or a public paraphrase of it, was read for this file."""
    note: Text | None = None


class Framework(AuthoredModel):
    framework: Line
    controls: tuple[Control, ...] = Field(min_length=1)


class Controls(AuthoredModel):
    """The file of all controls, with the date on which it was last compared."""

    controls: Word
    version: Line
    verified_on: Line
    evidence: tuple[Artefact, ...] = Field(min_length=1)
    frameworks: tuple[Framework, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_its_evidence(self) -> Self:
        known = {artefact.id for artefact in self.evidence}
        for place, framework in enumerate(self.frameworks):
            for row, control in enumerate(framework.controls):
                for unknown in set(control.evidence) - known:
                    raise Wrong(
                        f"control `{control.id}` rests on unknown evidence `{unknown}`",
                        "name it under `evidence`, or use one that is there",
                        at=("frameworks", place, "controls", row, "evidence"),
                    )
        return self
