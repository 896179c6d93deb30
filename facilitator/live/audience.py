"""Everyone who watches a room: a view for each seat that somebody has asked for, and control's."""

from collections.abc import Sequence

from evidence import Event
from facilitator.live.views import Cards, View


class Audience:
    """The views of one room, made when first asked for."""

    def __init__(self, cards: Cards) -> None:
        self._cards = cards
        self._views: dict[str | None, View] = {}

    def view(self, seat: str | None, *, epoch: str, events: Sequence[Event]) -> View:
        """The view of a seat, or of control (``None``); a new one begins with *events*."""
        found = self._views.get(seat)
        if found is None:
            name = f"{'control' if seat is None else f'seat:{seat}'}/{epoch}"
            found = self._views[seat] = View(seat, name=name, cards=self._cards, events=events)
        return found

    def views(self) -> tuple[View, ...]:
        """The views that somebody has asked for so far."""
        return tuple(self._views.values())

    def show(self, events: Sequence[Event]) -> None:
        """Hand durable events to whoever may see them."""
        for view in self._views.values():
            view.show(events)

    def tell(self, text: str) -> None:
        """Send a frame without a number to everyone."""
        for view in self._views.values():
            view.tell(text)

    def tell_staff(self, text: str) -> None:
        """Send a frame without a number to control and whoever watches with it."""
        if None in self._views:
            self._views[None].tell(text)

    def dismiss(self, who: str) -> None:
        """Close the sockets of somebody who has left or signed out."""
        for view in self._views.values():
            for watcher in tuple(view.watchers):
                if watcher.who == who:
                    watcher.dismiss()

    def reached(self) -> dict[str, int]:
        """Seat to the last leaf that an open browser there said it had shown."""
        return {
            view.seat: view.events[view.reached - 1].seq
            for view in self._views.values()
            if view.seat is not None and view.reached
        }
