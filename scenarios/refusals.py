"""Why no plan can be made yet: a choice that is left to make, or what does not fit."""

from collections.abc import Iterable
from dataclasses import dataclass

from runbooks.authored import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why no plan can be made, in the author's and the facilitator's words."""

    wrong: str
    right: str
    slot: str | None = None
    """The need that it is about; ``None`` for a name in the scenario that stands for nothing."""

    def __str__(self) -> str:
        return f"{self.wrong}; {self.right}"


class CannotPlan(Exception):
    """This scenario cannot be played by this organisation as things stand."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        assert self.refusals, "a refusal says why"
        super().__init__("\n".join(map(str, self.refusals)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A slot that several parts fit: the facilitator chooses one."""

    slot: str
    among: tuple[str, ...]
    says: str | None = None
    """What the scenario tells the facilitator about the slot."""

    def __str__(self) -> str:
        about = f" ({self.says})" if self.says else ""
        options = listed(self.among)
        return (
            f"`{self.slot}`{about} fits {options}; choose with --bind {self.slot}={self.among[0]}"
        )

    def refusal(self) -> Refusal:
        wrong, _, right = str(self).partition("; ")
        return Refusal(wrong=wrong, right=right, slot=self.slot)
