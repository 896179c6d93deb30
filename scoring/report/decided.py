"""Section 8: decisions with their owners and reasons, exceptions, questions, refusals."""

from collections.abc import Iterator

from evidence import Event
from evidence.kinds import exercise, incident
from scoring.report.document import Block, Cell, Column, Grid, Heading, Note, Row, Section
from scoring.report.reading import Reading, clock
from scoring.wording import count, how_sure


def decisions(r: Reading) -> Section:
    """8: what was decided, by whom, instead of what, on which evidence."""
    found = r.all_of(incident.DecisionRecorded)
    blocks: list[Block] = []
    if found:
        columns = (
            Column(title="At", number=True),
            Column(title="Decision", wide=True),
            Column(title="Instead of", wide=True),
            Column(title="Owner, approver"),
            Column(title="Reason, evidence"),
        )
        rows = tuple(_decision(r, event, body) for event, body in found)
        blocks.append(Grid(caption="Decisions", columns=columns, rows=rows, quiet=True))
    else:
        blocks.append(Note(text="No decision was recorded.", tone="warn"))
    blocks += _never_taken(r)
    blocks += _severity_calls(r)
    blocks += _exceptions(r)
    blocks += _questions(r)
    blocks += _dissent(r)
    blocks += _refusals(r)
    return Section(number="8", title="Decisions and exceptions", blocks=tuple(blocks))


def _decision(r: Reading, event: Event, body: incident.DecisionRecorded) -> Row:
    point = next((d for d in r.plan.scenario.decisions if d.id == body.decision), None)
    others = [o.text for o in point.options if o.id != body.choice] if point else []
    if body.weighed:
        others.append(r.words_of(event.cause, "instead_of"))
    owner = r.seat(body.owner) if body.owner else "no owner"
    approver = ""
    if body.approver:
        approver = f"; approved by {r.seat(body.approver)}"
        approver += "" if body.approver_entitled else ", who may not"
    reason = "reasoned" if body.reasoned else "no reason given"
    words = r.words_of(event.cause, "words")
    chosen = r.names.choice(body.decision, body.choice)
    why = _why(r, event, chosen)
    evidence = count(len(body.evidence), "entry", "entries") if body.evidence else "no evidence"
    return Row(
        cells=(
            Cell(text=clock(event.at)),
            Cell(text=chosen, strong=True, cites=(event.seq,)),
            Cell(text="; ".join(others) or "–"),
            Cell(text=owner + approver, tone=None if body.owner else "warn"),
            Cell(
                text=f"{reason}{f' ({words})' if words else ''}{why}{how_sure(body.sure)}"
                + f"; {evidence}"
                + (f"; {body.exception}" if body.exception else "")
                + _looked_at_again(r, event, body),
                cites=body.evidence[:4],
            ),
        )
    )  # fmt: skip


def _looked_at_again(r: Reading, event: Event, body: incident.DecisionRecorded) -> str:
    if body.review_at is None:
        return ""
    again = [e for e, b in r.all_of(incident.DecisionRecorded) if event.seq in b.reviews]
    done = f"done at {clock(again[0].at)}" if again else "not done"
    return f"; to be looked at again at {clock(body.review_at)}: {done}"


def _why(r: Reading, event: Event, chosen: str) -> str:
    """A simulated responder's reason is open text, for nobody typed it; often the option itself."""
    command = r.timeline.at_seq(event.cause) if event.cause is not None else None
    why = getattr(command.body, "why", None) if command is not None else None
    return f": {why}" if why and why != chosen else ""


def _never_taken(r: Reading) -> Iterator[Block]:
    """Decisions that the scenario asks for and nobody took."""
    taken = {body.decision for _, body in r.all_of(incident.DecisionRecorded)}
    missing = [d for d in r.plan.scenario.decisions if d.required and d.id not in taken]
    if missing:
        asked = "; ".join(" ".join(d.ask.split()) for d in missing)
        yield Note(
            text=f"{count(len(missing), 'required decision')} not recorded: {asked}", tone="warn"
        )


def _severity_calls(r: Reading) -> Iterator[Block]:
    calls = r.all_of(incident.SeverityCalled)
    yield Heading(text="Severity, as called")
    if not calls:
        yield Note(text="Nobody called a severity.", tone="warn")
        return
    columns = (
        Column(title="At", number=True),
        Column(title="Level"),
        Column(title="By"),
        Column(title="The tree's answers", wide=True),
    )
    yield Grid(
        caption="Severity calls",
        columns=columns,
        quiet=True,
        rows=tuple(
            Row(
                cells=(
                    Cell(text=clock(event.at)),
                    Cell(text=f"SEV{body.level}", strong=True, cites=(event.seq,)),
                    Cell(text=r.who(event)),
                    _tree(r, event, body),
                )
            )
            for event, body in calls
        ),
    )


def _tree(r: Reading, event: Event, body: incident.SeverityCalled) -> Cell:
    command = r.timeline.at_seq(event.cause) if event.cause is not None else None
    answers = getattr(command.body, "answers", {}) if command is not None else {}
    if not answers:
        return Cell(text="called without walking the tree", tone="warn")
    policy = r.plan.organisation.severity
    shown = [
        f"{' '.join(q.ask.split())} {answers[q.id]}" for q in policy.questions if q.id in answers
    ]
    differs = body.tree_says is not None and body.tree_says != body.level
    says = f"; they lead to SEV{body.tree_says}" if differs else ""
    return Cell(text="; ".join(shown) + says, tone="warn" if differs else None)


def _exceptions(r: Reading) -> Iterator[Block]:
    raised = r.all_of(incident.ExceptionRaised)
    yield Heading(text="Exceptions")
    if not raised:
        yield Note(text="No exception code was raised.")
        return
    columns = (
        Column(title="At", number=True),
        Column(title="Code"),
        Column(title="About", wide=True),
        Column(title="Reason"),
        Column(title="To be reviewed by"),
    )
    yield Grid(
        caption="Exceptions",
        columns=columns,
        quiet=True,
        rows=tuple(
            Row(
                cells=(
                    Cell(text=clock(event.at)),
                    Cell(text=body.code, strong=True, cites=(event.seq,)),
                    Cell(text=r.names.words(body.about)),
                    Cell(text=r.words_of(event.cause, "words") or "none"),
                    Cell(text=r.seat(body.reviewer))
                    if body.reviewer
                    else Cell(text="nobody", tone="warn"),
                )
            )
            for event, body in raised
        ),
    )


def _questions(r: Reading) -> Iterator[Block]:
    answered = r.all_of(incident.QuestionAnswered)
    if not answered:
        return
    asked = {q.id: q.ask for q in r.plan.scenario.questions}
    columns = (
        Column(title="At", number=True),
        Column(title="Question", wide=True),
        Column(title="Answer", wide=True),
        Column(title="Dissent"),
    )
    yield Grid(
        caption="Questions answered",
        columns=columns,
        rows=tuple(
            Row(
                cells=(
                    Cell(text=clock(event.at)),
                    Cell(text=" ".join(asked.get(body.question, body.question).split())),
                    Cell(
                        text=r.names.answer(body.question, body.option) + how_sure(body.sure),
                        cites=(event.seq,),
                    ),
                    Cell(text=", ".join(r.seat(s) for s in body.dissent) or "none"),
                )
            )
            for event, body in answered
        ),
    )


def _dissent(r: Reading) -> Iterator[Block]:
    """Who held another view of what the team said, in their own words."""
    entered = r.all_of(incident.DissentEntered)
    if entered:
        yield Grid(
            caption="Seen differently by somebody of the team",
            columns=(
                Column(title="At", number=True),
                Column(title="Who"),
                Column(title="What the team said", wide=True),
                Column(title="The other view", wide=True),
            ),
            rows=tuple(
                Row(
                    cells=(
                        Cell(text=clock(event.at)),
                        Cell(text=r.who(event)),
                        Cell(text=r.names.answer(body.about, body.answer), cites=(event.seq,)),
                        Cell(text=r.words_of(event.cause, "words") or "none"),
                    )
                )
                for event, body in entered
            ),
        )


def _refusals(r: Reading) -> Iterator[Block]:
    refused = r.all_of(exercise.CommandRefused)
    if refused:
        yield Grid(
            caption="Refused by the rules of play; a refusal is evidence too",
            columns=(
                Column(title="At", number=True),
                Column(title="Who"),
                Column(title="Why", wide=True),
            ),
            rows=tuple(
                Row(
                    cells=(
                        Cell(text=clock(event.at)),
                        Cell(text=r.who(event)),
                        Cell(text=body.says, cites=(event.seq,)),
                    )
                )
                for event, body in refused
            ),
        )
