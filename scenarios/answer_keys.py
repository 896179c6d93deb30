"""What a scenario knows better than the team can: when certainty was there, and what was knowable.

A key is always tied to what had been shown by then; nobody is held against what became known
later.
"""

from typing import Self

from pydantic import Field, model_validator

from runbooks.authored import AuthoredModel, Count, Duration, Line, Several, Text, Word, Wrong
from scenarios.breach_record import BY_ID
from scenarios.references import Ref


class KeyEntry(AuthoredModel):
    """What the record could say of one field, from when on, and by when it should.

    ``{field: personal-data, right: possible, known-from: first-call, by: 30m}``
    """

    field: Word
    right: Several[Word] = ()
    """Values that are right: any of them, or where several may stand together all of them."""
    is_: Several[Ref] = Field(default=(), alias="is")
    """For fields that name parts or seats: these, in the same way."""
    low: Count | None = None
    high: Count | None = None
    """Any range that overlaps this one is right."""
    known_from: Word | None = None
    """The inject that lets it be known; from StartEx where absent."""
    by: Duration = Field(default=3_600_000)
    """How long after that the record should have caught up."""
    because: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        shape = BY_ID.get(self.field)
        if shape is not None and shape.values:
            for value in self.right:
                if value not in shape.values:
                    known = ", ".join(shape.values)
                    raise Wrong(f"`{value}` is no value of `{self.field}`", f"use one of {known}",
                                at=("right",))  # fmt: skip
        if not (self.right or self.is_) and self.low is None and self.high is None:
            raise Wrong("this entry says nothing", "write `right`, `is`, or `low` and `high`")
        return self


class Awareness(AuthoredModel):
    """When reasonable certainty was there to be had: a band, for experts disagree."""

    of: Word
    """The inject that duties name under ``aware-of``."""
    known_from: Word
    """The inject from which a careful team could be certain; a claim from here on is arguable."""
    known_by: Word
    """The inject after which nobody can argue any more."""
    plus: Duration = 0
    """Time for a short enquiry after that; a claim past it is late."""
    because: Line | None = None
