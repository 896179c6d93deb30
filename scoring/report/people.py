"""Annex B and C, and who evaluated: seats, how identity was established, agreement, disputes."""

from collections.abc import Iterator, Sequence
from typing import Final

from evidence import Event
from evidence.kinds import control, exercise, incident, review
from scoring.report.document import (
    Block,
    Cell,
    Column,
    Grid,
    Heading,
    Note,
    Point,
    Points,
    Prose,
    Row,
    Section,
)
from scoring.report.reading import Reading, clock
from scoring.review.raters import rate_twice
from scoring.wording import count, show_value

_HUMAN: Final = "person"


def declared_conflicts(r: Reading) -> str:
    """What page 1 says of conflicts of interest."""
    listed = [e for e, b in r.all_of(review.SignOffGiven) if b.conflicts]
    if listed:
        words = [said.text or "given, sealed" for said in (r.spoken(e) for e in listed)]
        return f"Declared with the sign-off: {'; '.join(words)}"
    if not r.all_of(review.SignOffGiven):
        return "None declared so far; each sign-off in annex F asks for them."
    return "None declared by those who signed."


def evaluators(r: Reading) -> Iterator[Block]:
    """Who evaluated, and how independent that was."""
    rated = r.all_of(control.TaskRated)
    who = sorted({event.actor for event, _ in rated if event.actor})
    if not who:
        yield Prose(
            text="No evaluator has rated. The ratings are proposals of the rubric, made by rule "
            "from the figures; a named evaluator confirms or overrides them with a reason."
        )
        return
    both = [actor for actor in who if actor in _controllers(r)]
    text = f"{count(len(who), 'evaluator')} rated {count(len({b.task for _, b in rated}), 'task')}."
    text += (
        f" {len(both)} of them acted as control as well, which is declared here."
        if both
        else " None of them acted as control or in a seat of the team."
    )
    yield Prose(text=text, cites=tuple(event.seq for event, _ in rated)[:8])


def _controllers(r: Reading) -> frozenset[str]:
    return frozenset(e.actor for e in r.record if e.origin == "control" and e.actor)


def participants(r: Reading) -> Section:
    """B: every seat, who filled it, from when to when, and how identity was established."""
    columns = (
        Column(title="Seat"),
        Column(title="Roles", wide=True),
        Column(title="Filled by"),
        Column(title="From", number=True),
        Column(title="To", number=True),
        Column(title="Identity"),
    )
    rows = [row for seat in r.plan.organisation.roles for row in _seat(r, seat)]
    blocks: list[Block] = [
        Grid(caption="Seats", columns=columns, rows=tuple(rows), quiet=True),
        *_handovers(r),
        Note(
            text="A name is sealed in the record and printed nowhere here. Somebody who joined by "
            "code gave a name that nobody checked, unless an evaluator noted otherwise."
        ),
    ]
    return Section(number="B", title="Participants", blocks=tuple(blocks))


def _seat(r: Reading, seat: str) -> Iterator[Row]:
    held = ", ".join(r.role(role) for role in r.plan.organisation.roles[seat].is_)
    joined = [(e, b) for e, b in r.all_of(exercise.PersonJoined) if b.seat == seat]
    left = [e for e, b in r.all_of(exercise.PersonLeft) if b.seat == seat]
    profile = r.opened.responders.get(seat)
    if profile is not None:
        until = joined[0][0].at if joined else r.timeline.end.at
        yield Row(
            cells=(
                Cell(text=r.seat(seat), strong=True),
                Cell(text=held),
                Cell(text=f"simulated, {profile}", tone="idle", cites=(r.record[0].seq,)),
                Cell(text=clock(0)),
                Cell(text=clock(until)),
                Cell(text="a program"),
            )
        )
    for place, (event, body) in enumerate(joined):
        after = [e for e in left if e.seq > event.seq]
        until = after[0].at if place < len(after) else r.timeline.end.at
        name = "join code; a name was given" if body.name is not None else "join code; no name"
        yield Row(
            cells=(
                Cell(text=r.seat(seat), strong=True),
                Cell(text=held),
                Cell(text=_HUMAN, cites=(event.seq,)),
                Cell(text=clock(event.at)),
                Cell(text=clock(until)),
                Cell(text=name),
            )
        )
    if profile is None and not joined:
        yield Row(
            cells=(
                Cell(text=r.seat(seat), strong=True),
                Cell(text=held),
                Cell(text="nobody: the seat was empty", tone="warn"),
                Cell(text="–"),
                Cell(text="–"),
                Cell(text=""),
            )
        )


def _handovers(r: Reading) -> Iterator[Block]:
    given = r.all_of(incident.RoleAssigned)
    if not given:
        yield Note(text="No role was assigned or handed over during play.")
        return
    yield Points(
        items=tuple(
            Point(
                lead=f"{r.role(body.role).capitalize()}: {r.seat(body.seat)},",
                text=f"from {clock(event.at)}"
                + (f", taken over from {r.seat(body.from_seat)}" if body.from_seat else ""),
                cites=(event.seq,),
            )
            for event, body in given
        )
    )


def agreement(r: Reading) -> Section:
    """C: what evaluators said against the proposals, and what was contested."""
    said = [
        (task, task.evaluator)
        for objective in r.scorecard.objectives
        for task in objective.tasks
        if task.evaluator is not None
    ]
    contested = r.all_of(review.FigureContested)
    if not said and not contested and not r.all_of(review.RatingSettled):
        return Section(
            number="C",
            title="Agreement and disputes",
            empty="No evaluator has rated and no figure was contested, so there is no agreement "
            f"to state. {_should_have_two(r)}".rstrip(),
        )
    columns = (
        Column(title="Task", wide=True),
        Column(title="Proposed"),
        Column(title="Evaluator"),
        Column(title="Outcome"),
    )
    rows = tuple(
        Row(
            cells=(
                Cell(text=task.title, strong=True),
                Cell(text=task.proposed, rating=task.proposed),
                Cell(text=word.rating, rating=word.rating, cites=word.cites[:6]),
                Cell(text=word.says, tone=None if word.counts else "warn"),
            )
        )
        for task, word in said
    )
    blocks: list[Block] = [Grid(caption="Evaluators against proposals", columns=columns, rows=rows)]
    blocks += list(_raters(r))
    blocks += list(_contests(r))
    return Section(number="C", title="Agreement and disputes", blocks=tuple(blocks))


def _raters(r: Reading) -> Iterator[Block]:
    """How far evaluators agreed who rated the same tasks alone."""
    tasks = sum(len(o.tasks) for o in r.scorecard.objectives)
    found = r.scorecard.agreement
    if found is None:
        yield Note(text=f"0 of {tasks} tasks were rated by two evaluators alone; no agreement.")
        yield Note(text=_should_have_two(r))
        return
    alpha = (
        f"Krippendorff's alpha for ordered ratings is {found.alpha}."
        if found.alpha is not None
        else "With fewer than ten tasks the ratings are shown, and no coefficient."
    )
    share = show_value(found.agreeing, "ratio")
    yield Prose(
        text=f"{found.tasks} of {tasks} tasks were rated by several evaluators, each alone; "
        f"{share} of the pairs of ratings were equal. {alpha}"
    )
    titles = {t.id: t.title for o in r.scorecard.objectives for t in o.tasks}
    if found.disagreements:
        yield Points(
            items=tuple(
                Point(
                    lead=f"{titles.get(one.task, one.task)}:",
                    text=" against ".join(one.ratings),
                    cites=one.cites,
                )
                for one in found.disagreements
            )
        )
    if _should_have_two(r):
        yield Note(text=_should_have_two(r))


def _should_have_two(r: Reading) -> str:
    """Tasks that two evaluators should rate and did not, alone and both; empty without any."""
    opened = {body.task for _, body in r.all_of(review.RatingsOpened)}
    titles = {t.id: t.title for o in r.scorecard.objectives for t in o.tasks}
    left = [titles.get(task, task) for task in rate_twice(r.plan) if task not in opened]
    if not left:
        return ""
    return (
        "Two evaluators should rate every task that can fail outright, and a fifth of all tasks; "
        f"not so rated: {'; '.join(left)}."
    )


def _contests(r: Reading) -> Iterator[Block]:
    rulings = {body.figure: (event, body) for event, body in r.all_of(review.FigureRuled)}
    for event, body in r.all_of(review.FigureContested):
        ruled = rulings.get(body.figure)
        yield Heading(text=f"Contested: {body.figure}")
        yield r.spoken(event)
        if ruled is None:
            yield Note(text="No ruling yet.", tone="warn", cites=(event.seq,))
        else:
            word = "The figure stands." if ruled[1].ruling == "stands" else "It was set aside."
            yield Note(text=word, tone="news", cites=(ruled[0].seq,))
            yield r.spoken(ruled[0])


def feedback(r: Reading) -> Section:
    """D: response rate and aggregate, never who said what."""
    given = r.all_of(review.FeedbackGiven)
    cards = r.all_of(review.MemoryAdded)
    if not given and not cards:
        return Section(
            number="D",
            title="Feedback",
            empty="No feedback form and no hot-wash card was handed in.",
        )
    people = len({b.seat for _, b in r.all_of(exercise.PersonJoined)})
    blocks: list[Block] = [
        Prose(text=f"{count(len(given), 'form')} from {count(people, 'person', 'people')}."),
        _scales(given),
    ]
    blocks += list(_cards(r, cards))
    return Section(number="D", title="Feedback", blocks=tuple(blocks))


_ASKED: Final = {
    "plausible": "The scenario was plausible",
    "right_people": "The right people were there",
    "documents_useful": "The documents were useful",
    "could_speak_up": "I could speak up",
    "tool_worked": "The tool worked",
}


def _scales(given: Sequence[tuple[Event, review.FeedbackGiven]]) -> Block:
    rows = []
    for field, asked in _ASKED.items():
        marks = [m for _, body in given if (m := getattr(body, field)) is not None]
        tenths = (sum(marks) * 20 + len(marks)) // (2 * len(marks)) if marks else None
        mean = "–" if tenths is None else f"{tenths // 10}.{tenths % 10}"
        rows.append(Row(cells=(Cell(text=asked), Cell(text=str(len(marks))), Cell(text=mean))))
    columns = (
        Column(title="Statement", wide=True),
        Column(title="Answers", number=True),
        Column(title="Mean of 1 to 5", number=True),
    )
    return Grid(caption="Feedback forms", columns=columns, rows=tuple(rows))


def _cards(r: Reading, cards: Sequence[tuple[Event, review.MemoryAdded]]) -> Iterator[Block]:
    for under in ("went-well", "was-hard", "surprised", "near-miss", "first-action"):
        mine = [(e, b) for e, b in cards if b.under == under]
        if mine:
            yield Heading(text=f"Hot wash: {under.replace('-', ' ')}")
            for event, body in mine:
                yield r.spoken(event, by="a card" if body.anonymous else None)
