"""What a page is: a fold of one view, a template, and the parts that can be fetched alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from facilitator.screens.seen import Seen

Query: TypeAlias = Mapping[str, str]
"""The query string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of an exercise."""

    fold: Callable[[Seen, Query], Any]
    template: str
    title: str
    heavy: bool = False
    """Folded outside the event loop."""
    regions: Mapping[str, str] = field(default_factory=dict)
    """Region to the partial that draws it alone, in the page's own context."""

    @property
    def parts(self) -> Mapping[str, str]:
        """Every region that can be fetched alone: the page's own, and the frame's banner."""
        return {**self.regions, "banner": "_banner.html"}
