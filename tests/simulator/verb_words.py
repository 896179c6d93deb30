"""Who says what in the tables of verbs: seats, what was said before, and how it is said."""

from collections.abc import Sequence
from typing import TypeAlias

from evidence import Body, Command, Millis
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from tests.builders import minutes
from tests.simulator.room import WORDS, Room

TECH, LEAD, PRESS, CIO, DPO = (
    "duty-engineer",
    "incident-manager",
    "press-office",
    "cio",
    "privacy-lead",
)
CONTROL, EVALUATOR = "control", "evaluator"
LATER = None
"""Ten minutes go by."""
RUN = "restore-db"

Said: TypeAlias = tuple[str, Command]
"""Who says what."""

SEEN: Said = (TECH, i.Acknowledge(signal="alarm"))
OPENED: Said = (TECH, p.StartRun(run=RUN))
FREEZES: Said = (TECH, p.StartStep(run=RUN, step="freeze-writes"))
FROZEN: Said = (TECH, p.FinishStep(run=RUN, step="freeze-writes", evidence=("row-counts",)))
DRAFTED: Said = (PRESS, o.DraftMessage(message="hello", audience="staff", channel="chat"))
TO_CUSTOMERS: Said = (
    PRESS,
    o.DraftMessage(message="news", audience="customers", channel="email"),
)
CASE: Said = (TECH, o.OpenVendorCase(vendor="northcloud"))
AWARE: Said = (DPO, i.ClaimAwareness(of="alarm", about_at=Millis(minutes(4))))
PROPOSED: Said = (TECH, p.ProposeAction(action="pull-plug", words=WORDS))
ITEMS: list[Said] = [
    (LEAD, i.ConfirmItem(item=item))
    for item in (
        "fixes-removed",
        "changes-captured",
        "reconciled",
        "monitoring",
        "integrity",
        "follow-up",
    )
]
GATES: list[Said] = [
    (LEAD, i.PassGate(gate="understood")),
    (LEAD, i.PassGate(gate="controlled")),
    (LEAD, i.PassGate(gate="risk")),
]
SKIPPED: list[Said] = [
    (TECH, p.SkipStep(run=RUN, step=step, code="EX-NA", words=WORDS))
    for step in ("freeze-writes", "mount", "transfer")
]


def message(how: o.MessageHow) -> Command:
    return o.HandleMessage(message="hello", version=1, how=how)


def inject(how: c.InjectHow) -> Command:
    return c.HandleInject(inject="late", how=how)


Case: TypeAlias = tuple[Sequence[Said | None], Said, list[Body]]
"""What was said before, what is said, and what follows from it at once."""


def say(room: Room, said: Sequence[Said | None]) -> None:
    """Say these things one after the other; ten minutes go by where nothing is said."""
    for one in said:
        if one is LATER:
            room.wait_until(room.exercise.now + minutes(10))
        else:
            refusal = _asks(room, *one)
            assert refusal is None, refusal


def _asks(room: Room, who: str, command: Command) -> str | None:
    if isinstance(command, x.PersonJoined):
        room.joins(command.seat)
        return None
    if who == CONTROL:
        return room.asks_control(command)
    return room.evaluates(command) if who == EVALUATOR else room.asks(who, command)
