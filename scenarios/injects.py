"""Injects: what is planned to be said or to break, when, and what a good team does about it."""

from typing import Literal, Self

from pydantic import Field, model_validator

from runbooks.authored import (
    AuthoredModel,
    Count,
    Distribution,
    Duration,
    Line,
    Several,
    Share,
    Switch,
    Text,
    Word,
    Wrong,
    listed,
)
from scenarios.conditions import Condition
from scenarios.effects import Effect
from scenarios.facts import Telling
from scenarios.references import Ref

Channel = Literal[
    "alert", "page", "user-report", "health-check", "synthetic", "third-party",
    "chat", "email", "phone", "ticket", "letter", "status-feed", "social", "press",
    "vendor-portal", "dashboard", "audit-log", "ci-pipeline", "regulator-portal", "spoken",
]  # fmt: skip
SIGNAL_CHANNELS = ("alert", "page", "user-report", "health-check", "synthetic", "third-party")
"""An inject by one of these is a signal; its detection counts."""


class Expectation(AuthoredModel):
    """An action that a good team takes after an inject."""

    id: Word
    text: Line
    seen: Condition | None = None
    """How the record shows it; an evaluator ticks it where absent."""
    by: Duration
    """Played time from delivery."""
    step: Line | None = None


class Branch(AuthoredModel):
    """At most one inject of a group is delivered, drawn by weight among those possible."""

    group: Word
    weight: Count = 1


class Repeat(AuthoredModel):
    every: Duration
    times: Count
    until: Condition | None = None


class SignalNature(AuthoredModel):
    """For an inject that is a signal: whether it is true, how late, and whether it comes."""

    true: Switch = True
    delay: Distribution | None = None
    missing: Share = 0


class Inject(Telling):
    """One planned message or fault.

    Exactly one of ``at``, ``after``, ``when``, ``missed`` and ``by-hand`` says when.
    """

    id: Word
    title: Line | None = None
    at: Duration | None = None
    after: Word | None = None
    plus: Distribution | None = None
    """With ``after``, ``when`` or ``missed``: how long after."""
    when: Condition | None = None
    missed: Word | None = None
    """Contingency: an expectation that was not met by its deadline."""
    by_hand: Switch = False
    if_: Condition | None = Field(default=None, alias="if")
    """Checked when it is due; not delivered if it does not hold."""
    branch: Branch | None = None
    repeat: Repeat | None = None
    to: Several[Ref] = ()
    """Role slots or seats, or ``team``.  Nobody for a pure fault."""
    by: Channel | None = None
    from_: Word | None = Field(default=None, alias="from")
    """A member of the cast, or a vendor's slot; the channel alone where absent."""
    signal: SignalNature | None = None
    text: Text | None = None
    """Markdown: a blank line begins a paragraph; lists, emphasis and code, no links or pictures."""
    does: Several[Effect] = ()
    asks: Word | None = None
    """A question or decision of the scenario."""
    expects: tuple[Expectation, ...] = ()
    red_herring: Switch = False
    resolved_by: Word | None = None
    """For a red herring: the inject or artefact that shows it for what it is."""
    good_answer: Text | None = None
    """For the facilitator and the debrief."""
    big: Switch = False
    """Control is asked once more before it fires this to several teams at once."""
    assumed: Switch = False

    @model_validator(mode="after")
    def _comes_once(self) -> Self:
        said = [key for key in ("at", "after", "when", "missed") if getattr(self, key) is not None]
        said += ["by-hand"] if self.by_hand else []
        if not said:
            raise Wrong(
                f"inject `{self.id}` does not say when it comes",
                "write one of `at`, `after`, `when`, `missed` and `by-hand`",
            )
        if len(said) > 1:
            wrong = f"inject `{self.id}` says when it comes by {listed(said)}"
            raise Wrong(wrong, "keep one", at=(said[-1],))
        if self.plus is not None and said[0] in ("at", "by-hand"):
            wrong = f"`plus` goes with `after`, `when` or `missed`, not with `{said[0]}`"
            raise Wrong(wrong, "remove it", at=("plus",))
        return self
