"""Which fold reads which kind of event."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from evidence import Body, Event
from facilitator.screens.seen import Seen
from facilitator.screens.story.state import Story

Fold = Callable[[Story, Event, Any, Seen], None]
_F = TypeVar("_F", bound=Fold)

_FOLDS: Final[dict[type[Body], list[Fold]]] = {}


def on(*kinds: type[Body]) -> Callable[[_F], _F]:
    """Register a fold of the bodies of *kinds*."""

    def register(fold: _F) -> _F:
        for kind in kinds:
            _FOLDS.setdefault(kind, []).append(fold)
        return fold

    return register


def apply(story: Story, event: Event, seen: Seen) -> None:
    """Let every fold of this kind read *event*."""
    for fold in _FOLDS.get(type(event.body), ()):
        fold(story, event, event.body, seen)
