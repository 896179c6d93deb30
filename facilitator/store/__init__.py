"""The durable store of records."""

from facilitator.store.appending import Ack, Part
from facilitator.store.commands import Asked
from facilitator.store.errors import (
    CommittedTwice,
    DuplicateCommand,
    NotAsWritten,
    OutOfSequence,
    StoreError,
    StoreFailed,
    StoreRefused,
    StoreUnreadable,
    UnknownExercise,
)
from facilitator.store.heads import Head
from facilitator.store.records import StoredExercise
from facilitator.store.store import Store

__all__ = [
    "Ack",
    "Asked",
    "CommittedTwice",
    "DuplicateCommand",
    "Head",
    "NotAsWritten",
    "OutOfSequence",
    "Part",
    "Store",
    "StoreError",
    "StoreFailed",
    "StoreRefused",
    "StoreUnreadable",
    "StoredExercise",
    "UnknownExercise",
]
