"""Live play: halls, game days, rooms, and what each audience sees of them."""

from facilitator.live.fitting import CannotOpen
from facilitator.live.game_day import DayPlan, GameDay, TeamPlan, keeps_ratings
from facilitator.live.hall import Hall
from facilitator.live.orders import Done, Order, OtherContent, RoomStopped
from facilitator.live.room import Room
from facilitator.live.views import MakeCard, View, Watcher

__all__ = [
    # what is played
    "CannotOpen",
    "DayPlan",
    "GameDay",
    "Hall",
    "Room",
    "TeamPlan",
    # what is said
    "Done",
    "Order",
    "OtherContent",
    "RoomStopped",
    # what is shown
    "keeps_ratings",
    "MakeCard",
    "View",
    "Watcher",
]
