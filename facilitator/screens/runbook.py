"""The runbook runner: the step that is open, what it waits for, and how long the rest takes."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.roles import seat_of
from facilitator.screens.saying import State, done, missed, not_yet, running, say_length
from facilitator.screens.seen import Seen
from facilitator.screens.steps import StepView, steps_of
from facilitator.screens.story import RunStory, Story, read_story
from facilitator.screens.systems import CopyView, copies_of
from facilitator.screens.team import SeatLine, may_act, seat_lines
from runbooks.model import Runbook

LAYER_HEIGHT, WIDTH = 58, 380
"""Of the drawing of what waits for what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookChoice:
    """One runbook of the shelf."""

    run: str
    title: str
    when: str
    state: State
    href: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A step in the drawing."""

    id: str
    number: int
    x: int
    y: int
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What waits for what: steps in layers, an edge from each step to those after it."""

    says: str
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookPage:
    """The context of ``runbook.html``."""

    books: tuple[BookChoice, ...]
    run: str
    title: str
    when: str
    approvers: str
    version: str
    tested: str
    opened: bool
    open: bool
    """It is opened and goes on."""
    over: str
    """Why it does not go on: stopped, rolled back, finished."""
    steps: tuple[StepView, ...]
    counts: tuple[State, ...]
    current: str
    """The step to look at first."""
    current_number: int
    finished: tuple[StepView, ...]
    """What can be taken back, the latest first; with the step asked for at the head."""
    to_do: tuple[StepView, ...]
    """What can be given to somebody, the step to look at at the head."""
    seats: tuple[tuple[str, str], ...]
    needed: tuple[SeatLine, ...]
    """The seats that this runbook needs: who does, checks or approves a step of it."""
    so_far_ms: int | None
    to_go_ms: int
    usual: str
    worst: str
    done_by: Millis | None
    safety: tuple[tuple[str, str, bool | None], ...]
    """Preconditions that are safety checks: id, check, result."""
    stops: tuple[tuple[str, str, str], ...]
    rollback: tuple[str, ...]
    return_items: tuple[str, ...]
    copies: tuple[CopyView, ...]
    graph: Graph | None
    may_act: bool
    may_finish: bool
    exceptions: tuple[str, ...]


def runbook_page(seen: Seen, query: Query) -> RunbookPage:
    """Fold one runbook: the one in the address, else the one under way, else the first."""
    story = read_story(seen)
    run_id = _chosen(seen, story, query)
    book = seen.plan.books.get(run_id)
    if book is None:
        return _nothing(seen, story)
    run = story.runs.get(run_id)
    steps = steps_of(seen, story, run or RunStory(run_id, seen.clock.at))
    current = _current(steps, query.get("step", ""))
    to_go = _to_go(book, steps)
    names = Names(seen.plan)
    return RunbookPage(
        books=_books(seen, story, run_id),
        run=run_id,
        title=book.title,
        when=" ".join(book.when.split()),
        approvers=", ".join(names.role(role) for role in book.approvers),
        version=book.version,
        tested=book.last_tested,
        opened=run is not None,
        open=run is not None and run.open,
        over=_over(run),
        steps=steps,
        counts=_counts(steps, seen.clock.at) if run is not None else (),
        current=current.id if current is not None and run is not None else "",
        current_number=current.number if current is not None else 0,
        finished=_finished(steps, query.get("step", "")),
        to_do=_to_do(steps, current),
        seats=tuple((seat, names.seat(seat)) for seat in seen.plan.organisation.roles),
        needed=_needed(seen, story, book, run),
        so_far_ms=seen.clock.at - run.started_at if run is not None and run.open else None,
        to_go_ms=to_go,
        usual=say_length(book.timings.usual),
        worst=say_length(book.timings.worst),
        done_by=Millis(seen.clock.at + to_go) if run is not None and run.open else None,
        safety=tuple(
            (c.id, c.check, run.checks.get(c.id) if run else None)
            for c in book.preconditions
            if c.safety
        ),
        stops=tuple((s.id, s.when, s.then) for s in book.stop),
        rollback=book.rollback,
        return_items=tuple(item.do for item in book.return_to_control),
        copies=copies_of(seen, story),
        graph=graph_of(book, steps),
        may_act=may_act(seen, story),
        may_finish=run is not None and run.open and all(_closed(step) for step in steps),
        exceptions=seen.plan.organisation.exceptions,
    )


def _nothing(seen: Seen, story: Story) -> RunbookPage:
    return RunbookPage(
        books=(),
        run="",
        title="No runbook",
        when="",
        approvers="",
        version="",
        tested="",
        opened=False,
        open=False,
        over="",
        steps=(),
        counts=(),
        current="",
        current_number=0,
        finished=(),
        to_do=(),
        seats=(),
        needed=(),
        so_far_ms=None,
        to_go_ms=0,
        usual="",
        worst="",
        done_by=None,
        safety=(),
        stops=(),
        rollback=(),
        return_items=(),
        copies=(),
        graph=None,
        may_act=may_act(seen, story),
        may_finish=False,
        exceptions=(),
    )


def _chosen(seen: Seen, story: Story, query: Query) -> str:
    wanted = query.get("run", "")
    if wanted in seen.plan.books:
        return wanted
    under_way = [run.run for run in story.runs.values() if run.open]
    opened = under_way or list(story.runs)
    return next((run for run in opened if run in seen.plan.books), next(iter(seen.plan.books), ""))


def _books(seen: Seen, story: Story, here: str) -> tuple[BookChoice, ...]:
    choices = []
    for book in seen.plan.runbooks:
        run = story.runs.get(book.runbook)
        state = not_yet("not opened")
        if run is not None:
            state = running("under way") if run.open else done(_over(run))
        choices.append(
            BookChoice(
                run=book.runbook,
                title=book.title,
                when=" ".join(book.when.split()),
                state=state,
                href=f"runbook?run={book.runbook}",
                here=book.runbook == here,
            )
        )
    return tuple(choices)


def _over(run: RunStory | None) -> str:
    if run is None or run.open:
        return ""
    if run.rolled_back_at is not None:
        return "rolled back"
    return "stopped" if run.stopped_at is not None else "finished"


def _finished(steps: tuple[StepView, ...], wanted: str) -> tuple[StepView, ...]:
    done = [step for step in steps if step.done_at is not None]
    return tuple(sorted(done, key=lambda step: (step.id != wanted, -(step.done_at or 0))))


def _to_do(steps: tuple[StepView, ...], current: StepView | None) -> tuple[StepView, ...]:
    left = [step for step in steps if step.phase not in ("done", "check", "skipped")]
    return tuple(sorted(left, key=lambda step: (step is not current, step.number)))


def _needed(seen: Seen, story: Story, book: Runbook, run: RunStory | None) -> tuple[SeatLine, ...]:
    roles = {role for step in book.steps for role in (step.role, step.approved_by)}
    roles |= {step.validation.role for step in book.steps if step.validation is not None}
    seats = {seat_of(seen, story, role) for role in roles if role is not None}
    seats |= {step.given_to for step in run.steps.values()} if run is not None else set()
    return tuple(line for line in seat_lines(seen, story) if line.seat in seats)


def _counts(steps: tuple[StepView, ...], now: Millis) -> tuple[State, ...]:
    over = sum(step.phase in ("done", "skipped") for step in steps)
    late = sum(step.due is not None and step.due < now for step in steps)
    at_work = sum(step.phase in ("running", "check") for step in steps)
    failed = sum(step.phase == "failed" for step in steps)
    counts = [done(f"{over} of {len(steps)} done")]
    counts += [missed(f"{late} overdue")] if late else []
    counts += [running(f"{at_work} under way")] if at_work else []
    counts += [missed(f"{failed} failed")] if failed else []
    return (*counts, not_yet(f"{len(steps) - over - at_work - failed} to come"))


def _current(steps: tuple[StepView, ...], wanted: str) -> StepView | None:
    """The step asked for; else what is one's own, then what anybody can act on, then what waits."""
    asked = [step for step in steps if step.id == wanted]
    if asked:
        return asked[0]
    order = {"check": 0, "running": 1, "failed": 2, "ready": 3}
    live = [step for step in steps if step.phase in order or step.waits_for_approval]
    return min(
        live, key=lambda step: (not step.mine, order.get(step.phase, 4), step.number), default=None
    )


def _closed(step: StepView) -> bool:
    return step.phase in ("done", "skipped") or (step.optional and step.started_at is None)


def _to_go(book: Runbook, steps: tuple[StepView, ...]) -> int:
    """The longest chain of what is still to do, at the expected durations."""
    left = {}
    for view in steps:
        if view.phase in ("done", "skipped", "check"):
            left[view.id] = 0
        elif view.phase == "running":
            left[view.id] = max(0, view.expected_ms - (view.taken_ms or 0))
        else:
            left[view.id] = 0 if view.optional else view.expected_ms
    ends: dict[str, int] = {}

    def end(step_id: str) -> int:
        if step_id not in ends:
            step = book.step(step_id)
            before = max((end(one) for one in step.after), default=0) if step else 0
            ends[step_id] = before + left.get(step_id, 0)
        return ends[step_id]

    return max((end(view.id) for view in steps), default=0)


def graph_of(book: Runbook, steps: tuple[StepView, ...]) -> Graph:
    """Place each step in the layer after the last step that it waits for."""
    depth: dict[str, int] = {}
    for step in book.steps:
        depth[step.id] = 1 + max((depth.get(before, -1) for before in step.after), default=-1)
    layers: dict[int, list[str]] = {}
    for step in book.steps:
        layers.setdefault(depth[step.id], []).append(step.id)
    views = {view.id: view for view in steps}
    nodes = {}
    for layer, ids in layers.items():
        for place, step_id in enumerate(ids):
            x = round(WIDTH * (place + 1) / (len(ids) + 1))
            nodes[step_id] = Node(
                id=step_id,
                number=views[step_id].number,
                x=x,
                y=30 + layer * LAYER_HEIGHT,
                phase=views[step_id].phase,
            )
    edges = tuple(
        (nodes[before].x, nodes[before].y, nodes[step.id].x, nodes[step.id].y)
        for step in book.steps
        for before in step.after
        if before in nodes
    )
    over = sum(view.phase in ("done", "skipped") for view in steps)
    return Graph(
        says=f"{over} of {len(steps)} steps done, in {len(layers)} stages",
        height=60 + (len(layers) - 1) * LAYER_HEIGHT,
        nodes=tuple(nodes.values()),
        edges=edges,
    )
