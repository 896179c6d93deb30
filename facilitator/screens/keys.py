"""The keyboard shortcuts: one table that the script binds and the help page prints."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A key and what it does.

    ``press`` is the ``data-key`` of the control that it presses, ``go`` a page to open, ``move``
    a direction among the items of a list.  ``where`` is a page name, or ``all``.  `ANY_NUMBER`
    presses the control with that ``data-nth``.  A page's own key goes before one of ``all``.
    """

    key: str
    says: str
    where: str = "all"
    press: str = ""
    go: str = ""
    move: str = ""


ANY_NUMBER: Final = "1…9"

OF_THE_HOUSE: Final = ("home", "editor")
"""Pages that belong to no exercise and have keys of their own; for facilitators."""

SHORTCUTS: Final = (
    Shortcut(key="?", says="Show these shortcuts", press="help"),
    Shortcut(key="Esc", says="Close what is open", press="close"),
    Shortcut(key="j", says="Next item", move="next"),
    Shortcut(key="k", says="Previous item", move="previous"),
    Shortcut(key="g t", says="For you", go="team"),
    Shortcut(key="g v", says="Severity", go="severity"),
    Shortcut(key="g r", says="Runbook", go="runbook"),
    Shortcut(key="g s", says="Systems", go="systems"),
    Shortcut(key="g m", says="Comms desk", go="comms"),
    Shortcut(key="g n", says="Vendors", go="vendors"),
    Shortcut(key="g b", says="Breach record", go="breach"),
    Shortcut(key="g l", says="Log", go="log"),
    Shortcut(key="g c", says="Control room", go="control"),
    Shortcut(key="g e", says="Evidence", go="evidence"),
    Shortcut(key="d", says="Write a log entry", where="team", press="entry"),
    Shortcut(key="v", says="Severity", where="team", go="severity"),
    Shortcut(key="r", says="Runbook", where="team", go="runbook"),
    Shortcut(key="c", says="Comms desk", where="team", go="comms"),
    Shortcut(key="Ctrl+Enter", says="Send what you are writing", where="team", press="send"),
    Shortcut(key="Ctrl+Enter", says="Keep or send what you write", where="control", press="send"),
    Shortcut(key="p", says="Hold or resume", where="control", press="hold"),
    Shortcut(key="n", says="Fire the next event", where="control", press="fire"),
    Shortcut(key="h", says="Hold the next event back", where="control", press="hold-back"),
    Shortcut(key="s", says="Skip the next event", where="control", press="skip"),
    Shortcut(key="e", says="Edit the next event", where="control", press="edit"),
    Shortcut(key="a", says="Ad hoc event", where="control", press="adhoc"),
    Shortcut(key="o", says="Write a note on the event one is at", where="control", press="note"),
    Shortcut(key="l", says="Hide this screen", where="control", press="lock"),
    Shortcut(key=ANY_NUMBER, says="Open that team", where="control", press="team"),
    Shortcut(key="o", says="Write a note", where="evaluate", press="note"),
    Shortcut(key="x", says="Finish the step under way", where="runbook", press="finish"),
    Shortcut(key="u", says="Take a finish back", where="runbook", press="take-back"),
    Shortcut(key="o", says="Give a step to somebody", where="runbook", press="assign"),
    Shortcut(key="n", says="Note it in the log", where="runbook", go="log"),
    Shortcut(key="w", says="Write a message", where="comms", press="write"),
    Shortcut(key="y", says="Approve the open message", where="comms", press="approve"),
    Shortcut(key="x", says="Send the open message back", where="comms", press="send-back"),
    Shortcut(key="t", says="Choose whom to tell, and what it must say", where="comms", press="to"),
    Shortcut(key="m", says="Change a field", where="breach", press="field"),
    Shortcut(key="k", says="Start a clock: since when we are aware", where="breach", press="aware"),
    Shortcut(key="←", says="Back one entry", where="replay", press="back"),
    Shortcut(key="→", says="On one entry", where="replay", press="on"),
    Shortcut(key="Shift+←", says="Back one minute", where="replay", press="minute-back"),
    Shortcut(key="Shift+→", says="On one minute", where="replay", press="minute-on"),
    Shortcut(key="n", says="New game day", where="home", press="new"),
    Shortcut(key="Ctrl+s", says="Save", where="editor", press="save"),
    Shortcut(key="Ctrl+Enter", says="Dry run", where="editor", press="dry-run"),
    Shortcut(key="F8", says="Next problem", where="editor", press="problem"),
    Shortcut(key="[", says="Earlier decision", where="replay", press="earlier"),
    Shortcut(key="]", says="Later decision", where="replay", press="later"),
    Shortcut(key="b", says="Next bookmark", where="replay", press="mark-after"),
    Shortcut(key="B", says="Bookmark before", where="replay", press="mark-before"),
    Shortcut(key="p", says="Play or pause", where="replay", press="play"),
    Shortcut(key="v", says="Check the stored record", where="evidence", press="check"),
    Shortcut(key="/", says="Find in the record", where="evidence", press="find"),
    Shortcut(key="f", says="Filter the record", where="evidence", press="filter"),
    Shortcut(key="e", says="Bundles to take away", where="evidence", go="report"),
    Shortcut(key="e", says="Open the words of the report", where="report", press="words"),
    Shortcut(key="a", says="Add an action", where="report", press="add"),
)
