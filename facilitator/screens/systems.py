"""Systems: look into them, act on them, propose what nobody foresaw; copies, temporary changes."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import (
    State,
    done,
    missed,
    not_yet,
    running,
    say_at,
    say_length,
    waiting,
)
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import closed_because, may_act

SOURCES: Final = (
    ("logs", "Logs", "what happened, line by line"),
    ("metrics", "Metrics", "how much, how fast, since when"),
    ("configuration", "Configuration", "how it is set up now"),
    ("changes", "Changes", "who changed what, and when"),
)
RULED: Final = {
    "proposed": waiting("waits for control"),
    "works": done("works"),
    "partly": done("works in part"),
    "takes": running("takes its time"),
    "fails": missed("does not work"),
    "no-effect": not_yet("no effect"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One technical response that the team can take."""

    id: str
    title: str
    who: str
    state: State | None
    says: str
    may: bool
    why: str
    asks_point: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """One recovery point that the team knows of."""

    point: str
    title: str
    dataset: str
    age: str
    found: Millis | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One look into a source."""

    at: Millis
    who: str
    source: str
    texts: tuple[str, ...]
    gone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An action that the team thought of, and what control ruled."""

    at: Millis
    words: str
    who: str
    state: State
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A temporary change that still stands, or how it was dealt with."""

    id: str
    title: str
    at: Millis
    state: State
    open: bool
    captured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsPage:
    """The context of ``systems.html``."""

    sources: tuple[tuple[str, str, str], ...]
    terms: tuple[str, ...]
    """What one may look for; the same words for everybody."""
    found: tuple[Found, ...]
    actions: tuple[ActionView, ...]
    copies: tuple[CopyView, ...]
    proposed: tuple[Proposed, ...]
    changes: tuple[ChangeView, ...]
    tools_down: tuple[str, ...]
    may_act: bool


def systems_page(seen: Seen, query: Query) -> SystemsPage:
    """Fold the systems page."""
    story, names = read_story(seen), Names(seen.plan)
    act = may_act(seen, story)
    return SystemsPage(
        sources=SOURCES,
        terms=tuple(sorted({t for a in seen.plan.scenario.artefacts for t in a.terms})),
        found=tuple(
            Found(
                at=at,
                who=names.seat(seat),
                source=source,
                texts=tuple(map(_one_line, texts)),
                gone=because or "",
            )
            for at, seat, source, texts, because in reversed(story.queries)
        ),
        actions=tuple(
            _action(seen, story, response.id, act) for response in seen.plan.scenario.responses
        ),
        copies=copies_of(seen, story),
        proposed=_proposed(seen, story),
        changes=tuple(
            _change(change, title, at, how) for change, (title, at, how) in story.changes.items()
        ),
        tools_down=tuple(sorted(story.tools_down)),
        may_act=act,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _action(seen: Seen, story: Story, response_id: str, act: bool) -> ActionView:
    names, response = Names(seen.plan), seen.plan.responses[response_id]
    state = story.responses.get(response_id)
    said = story.response_says.get(response_id)
    mine = not response.by or seen.viewer.seat in response.by
    who = ", ".join(names.seat(seat) for seat in response.by) or "anybody"
    why = ""
    if not act:
        why = closed_because(seen, story)
    elif not mine:
        why = f"For {who}."
    elif state == "taken":
        why = "It is under way."
    elif state == "worked" and not response.repeatable:
        why = "It has been done."
    shows = None
    if state == "taken":
        shows = running(f"under way since {say_at(story.response_at[response_id])}")
    elif state is not None:
        shows = done("done") if state == "worked" else missed("did not work")
    return ActionView(
        id=response_id,
        title=response.title,
        who=who,
        state=shows,
        says=said[1] if said else "",
        may=not why,
        why=why,
        asks_point=response.chooses is not None,
    )


def copies_of(seen: Seen, story: Story) -> tuple[CopyView, ...]:
    """The inventory that the team began with, and what it found since."""
    names = Names(seen.plan)
    copies = []
    for about in seen.plan.scenario.datasets:
        for copy in about.copies:
            found = story.copies.get(copy.id)
            if copy.known or found is not None:
                copies.append(
                    CopyView(
                        point=copy.id,
                        title=copy.title,
                        dataset=names.title(about.data),
                        age=f"{say_length(copy.age - copy.age % 60_000)} old at the start",
                        found=found[2] if found else None,
                    )
                )
    return tuple(copies)


def _proposed(seen: Seen, story: Story) -> tuple[Proposed, ...]:
    names = Names(seen.plan)
    found = []
    for action, (words, ruled, says) in story.actions.items():
        at, seat = story.actions_at.get(action, (Millis(0), None))
        found.append(
            Proposed(at=at, words=words, who=names.seat(seat), state=RULED[ruled], says=says)
        )
    return tuple(reversed(found))


def _change(change: str, title: str, at: Millis, how: list[str]) -> ChangeView:
    settled = "remove" in how or "reconcile" in how
    words = "removed" if "remove" in how else "reconciled"
    state = done(words) if settled else waiting("captured" if "capture" in how else "still stands")
    return ChangeView(
        id=change, title=title, at=at, state=state, open=not settled, captured="capture" in how
    )
