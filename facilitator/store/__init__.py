"""The durable store of records."""

from facilitator.store.appending import Ack, Part
from facilitator.store.commands import Asked
from facilitator.store.errors import (
    DuplicateCommand,
    OutOfSequence,
    StoreError,
    StoreFailed,
    StoreRefused,
    UnknownExercise,
)
from facilitator.store.records import Store, StoredExercise

__all__ = [
    "Ack",
    "Asked",
    "DuplicateCommand",
    "OutOfSequence",
    "Part",
    "Store",
    "StoreError",
    "StoreFailed",
    "StoreRefused",
    "StoredExercise",
    "UnknownExercise",
]
