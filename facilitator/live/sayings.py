"""What came in at the desk, taken apart: which command, under which id, with which members."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import orjson

from evidence.kinds import control as c
from evidence.kinds import exercise as x
from facilitator.command_reader import NotACommand, Said
from facilitator.command_reader import read_kind as read_kind_of
from facilitator.screens.reach import Scope
from runbooks.authored import Wrong

MAX_ID_CHARS: Final = 64
OF_THE_FORM: Final = frozenset({"do", "cmd", "form", "back", "from", "then", "expects", "all"})

READY: Final = "ready"
"""Said in the lobby, to the first message of all."""
BRING_LEVEL: Final = "bring-level"
"""A jump of one team to where the furthest team of the day is."""
RELAY: Final = "relay"
"""What one team did, told to another: `place` (or own `words`), `to-exercise`, `to-seats`."""
OWN_ACTS: Final[dict[str, str]] = {
    BRING_LEVEL: x.JumpTo.kind,
    RELAY: c.RelayEvent.kind,
    READY: x.AnswerCommsCheck.kind,
}
"""What pages say that is another word for a command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What came in: the kind of the command, the client's id, and the members as they were sent.

    ``scope`` is in which teams: here alone, in all (``all=yes``), in those that one leads
    (``all=mine``).
    """

    do: str
    cmd: str
    form: str
    expects: str | None
    scope: Scope
    members: Mapping[str, Said]

    @property
    def digest(self) -> str:
        """What is the same for the same content: an id stands for one content only."""
        said = orjson.dumps((self.do, self.members), option=orjson.OPT_SORT_KEYS)
        return sha256(said).hexdigest()


def read_saying(sent: Mapping[str, Said]) -> Saying:
    """Take a form, or a JSON object, apart.

    Raises:
        NotACommand: It says neither what to do nor under which id.
    """
    do, cmd = sent.get("do"), sent.get("cmd")
    if not isinstance(do, str) or not do:
        raise NotACommand.plain("`do` is missing", "say what, for example `do=log.enter`")
    if not isinstance(cmd, str) or not _is_id(cmd):
        right = f"send 1 to {MAX_ID_CHARS} printable ASCII characters, new for each act"
        raise NotACommand.plain("`cmd` is missing or is no id", right)
    form, expects = sent.get("form"), sent.get("expects")
    members = {key: value for key, value in sent.items() if key not in OF_THE_FORM}
    return Saying(
        do=do,
        cmd=cmd,
        form=form if isinstance(form, str) else "",
        expects=expects if isinstance(expects, str) and expects else None,
        scope=_scope(sent.get("all")),
        members={key: value for key, value in members.items() if value not in ("", [])},
    )


def _scope(said: Said) -> Scope:
    if said == "mine":
        return "mine"
    return "all" if said in ("yes", True) else "one"


def _is_id(cmd: str) -> bool:
    """A database keeps it as it is: no control characters, which some of them refuse."""
    return 0 < len(cmd) <= MAX_ID_CHARS and cmd.isascii() and cmd.isprintable()


def check_known(do: str) -> None:
    """A misspelt command is told as one, before anybody is told that it is not theirs."""
    try:
        read_kind_of(OWN_ACTS.get(do, do))
    except Wrong as wrong:
        raise NotACommand.plain(wrong.wrong, wrong.right) from None
