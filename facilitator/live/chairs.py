"""Chairs: somebody sits down, comes back, takes over a chair, leaves it.

Each is a fact in the record; who the person is lies beside it, sealed.  An empty chair is filled
by a simulated responder again, and a person may take it back at any moment.
"""

import asyncio
import secrets
import unicodedata
from dataclasses import replace

from evidence.kinds.exercise import PersonJoined, PersonLeft
from facilitator.access import Participant
from facilitator.live.game_day import GameDay
from facilitator.live.hall import Hall
from facilitator.live.orders import Order, RoomStopped
from facilitator.live.room import Room
from facilitator.screens import Viewer
from facilitator.sealing import seal
from facilitator.store import StoreError


class CannotSit(Exception):
    """This chair cannot be taken now; says why and what would do."""


async def sit(
    hall: Hall, day: GameDay, exercise: str, *, seat: str, name: str, take_over: bool
) -> tuple[Participant, str]:
    """Give somebody a chair; who they are here, and the secret of their cookie.

    Raises:
        CannotSit: There is no such seat, somebody sits there, or nothing can be recorded.
    """
    room = day.rooms[exercise]
    if seat not in day.scenario.organisation.roles:
        raise CannotSit("Choose one of the seats.")
    sits = day.sitting(exercise).get(seat)
    if sits is not None:
        await _make_room(hall, day, room, sits, take_over=take_over)
    participant, secret = await asyncio.to_thread(
        hall.people.seat_participant, exercise=exercise, seat=seat, name=name
    )
    says = await _known(hall, participant) or await _joined(room, participant)
    if says is not None:
        await asyncio.to_thread(hall.people.change_participant, replace(participant, left=True))
        raise CannotSit(says)
    day.presence_changed(room)
    return participant, secret


async def leave(hall: Hall, viewer: Viewer) -> None:
    """Empty the chair of somebody who goes."""
    participant = hall.people.participant(viewer.id)
    room = hall.room(viewer.exercise or "")
    if participant is not None and room is not None:
        await _leave(hall, room, participant)


async def _make_room(
    hall: Hall, day: GameDay, room: Room, sits: Participant, *, take_over: bool
) -> None:
    if not take_over:
        raise CannotSit(
            f"{sits.name} sits there. Choose another seat; or say that it is yours and you lost "
            "your connection."
        )
    if day.presence[room.name].online.get(sits.id):
        raise CannotSit(
            f"{sits.name} sits there and is connected just now. Close the other page first, or "
            "ask your facilitator."
        )
    await _leave(hall, room, sits)


async def _leave(hall: Hall, room: Room, participant: Participant) -> None:
    await _do(room, PersonLeft(seat=participant.seat), participant)
    await asyncio.to_thread(hall.people.change_participant, replace(participant, left=True))
    hall.dismiss(participant.id)


async def _known(hall: Hall, participant: Participant) -> str | None:
    """Make the key of their words now, in a thread; the sentence that says why it cannot be."""
    try:
        await asyncio.to_thread(hall.store.expect_words_of, participant.id)
    except StoreError as error:
        return str(error)
    return None


async def _joined(room: Room, participant: Participant) -> str | None:
    """Record that somebody sits down; the sentence that refuses it, if one does."""
    (name,) = seal({"name": unicodedata.normalize("NFC", participant.name)})
    order = _order(PersonJoined(seat=participant.seat, name=name.sealed), participant)
    try:
        done = await room.do(replace(order, words=(name,)))
    except (RoomStopped, StoreError) as error:
        return str(error)
    return done.refused.says if done.refused else None


async def _do(room: Room, command: PersonLeft, participant: Participant) -> None:
    try:
        await room.do(_order(command, participant))
    except (RoomStopped, StoreError) as error:
        raise CannotSit(str(error)) from error


def _order(command: PersonJoined | PersonLeft, participant: Participant) -> Order:
    return Order(
        command=command,
        actor=participant.id,
        seat=None,
        origin="shell",
        cmd=f"chair-{secrets.token_hex(8)}",
    )
