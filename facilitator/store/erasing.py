"""Take a whole record out of the store: the one deletion beside that of openings.

The tables of a record refuse it, by triggers; they are lifted for this one act, within its
transaction.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, select

from facilitator.store.databases import database_of
from facilitator.store.schema import checkpoint, commitment, event, exercise, opening, plan

_OF_A_RECORD: Final = (opening, commitment, checkpoint, event)  # what refers comes first
ERASED: Final = (*_OF_A_RECORD, exercise, plan)
_REFUSING: Final = (commitment, checkpoint, event, exercise, plan)


def erase(connection: Connection, name: str) -> None:
    """Delete leaves, openings, heads and exercise, and its plan if no other is of that plan."""
    digest = connection.execute(
        select(exercise.c.plan).where(exercise.c.id == name)
    ).scalar_one_or_none()
    with database_of(connection).deleting(connection, _REFUSING):
        for table in _OF_A_RECORD:
            connection.execute(delete(table).where(table.c.exercise == name))
        connection.execute(delete(exercise).where(exercise.c.id == name))
        others = select(exercise.c.id).where(exercise.c.plan == digest)
        if connection.execute(others).first() is None:
            connection.execute(delete(plan).where(plan.c.digest == digest))
