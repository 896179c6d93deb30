"""Entries of the programme record get their numbers in the transaction that writes them.

Several write it at once: the web of a server, and commands beside it in processes of their own.
A number that was counted before the transaction could be given twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from evidence import decode_leaf
from evidence.instance_log import InstanceEntry
from evidence.programme import PROGRAMME, Programme, ProgrammeEntry, read_programme
from facilitator.seal.keys import instance_key
from facilitator.seal.notary import log_signer
from facilitator.store import Store

E = TypeVar("E", bound=ProgrammeEntry)

_MARK: Final = f'"kind":"{PROGRAMME}'.encode()
"""Stands in every such leaf, so that the others need not be read."""


def note_next(store: Store, make: Callable[[Programme], E | None], *, wall: int) -> E | None:
    """Add what *make* says of the programme as it stands, in one transaction with reading it.

    Of two who enter at once, in two processes even, the second counts what the first has written.

    Returns:
        The entry; ``None`` if *make* had none.

    Raises:
        NotAsWritten: The instance log has been changed since it was signed last.
        StoreFailed: The entry is not in the log.
    """
    made: list[E | None] = []

    def entry(leaves: Sequence[bytes]) -> InstanceEntry | None:
        known = (decode_leaf(leaf) for leaf in leaves if _MARK in leaf)
        made.append(make(read_programme(known)))
        return made[-1]

    store.enter_next(entry, wall=wall, sign=log_signer(instance_key(store.folder)))
    return made[-1]
