"""The incident as the team runs it: what it wrote, decided, called and handed out."""

from evidence import Event
from evidence.kinds import incident as i
from facilitator.screens.naming import Names
from facilitator.screens.seen import Seen
from facilitator.screens.story.feed import REMOVED
from facilitator.screens.story.registry import on
from facilitator.screens.story.state import Entry, Review, SeverityStory, Story


def cause_words(event: Event, seen: Seen, member: str = "words") -> str | None:
    """What was typed into the command that this event follows from."""
    if event.cause is None:
        return None
    return seen.words.get((event.cause, f"body.{member}"))


def write(story: Story, event: Event, sort: str, words: str, *, reason: str | None = None) -> Entry:
    """Add a line to the log."""
    entry = Entry(
        key=f"log-{story.place}",
        place=story.place,
        at=event.at,
        sort=sort,
        words=words,
        seat=event.role,
        reason=reason,
    )
    story.log.append(entry)
    return entry


@on(i.LogEntered)
def _logged(story: Story, event: Event, body: i.LogEntered, seen: Seen) -> None:
    words = cause_words(event, seen)
    entry = write(story, event, "entry", words or _about(story, body.about))
    entry.tag, entry.about_at, entry.said_by = body.tag, body.about_at, body.said_by
    for incoming in story.incoming:
        if incoming.id == body.about and incoming.answered_at is None:
            incoming.answered_at, incoming.answered_by = event.at, event.role
            incoming.answer = f"noted as {body.tag}"


def _about(story: Story, about: str | None) -> str:
    for incoming in reversed(story.incoming):
        if incoming.id == about:
            return f"Noted: {headline(incoming.text)}"
    return "Noted what was told to them alone" if about else "Noted"


def headline(text: str, limit: int = 76) -> str:
    """The first sentence of a message, cut at a word."""
    line = " ".join(text.split())
    for stop in (". ", "? ", "! ", ".\u201d "):
        at = line.find(stop)
        if 12 < at < limit:
            return line[: at + len(stop.rstrip())].rstrip(".")
    if len(line) <= limit:
        return line.rstrip(".")
    return line[: line.rfind(" ", 0, limit)].rstrip(",;:") + " …"


@on(i.SignalAcknowledged)
def _taken(story: Story, event: Event, body: i.SignalAcknowledged, seen: Seen) -> None:
    for incoming in story.incoming:
        if incoming.id == body.signal:
            incoming.taken_at, incoming.taken_by = event.at, event.role


@on(i.IncidentDeclared)
def _declared(story: Story, event: Event, body: i.IncidentDeclared, seen: Seen) -> None:
    story.declared, story.declared_at = body.verdict, event.at
    words = "Declared an incident" if body.verdict == "incident" else "Called it a false alarm"
    write(story, event, "decision", words, reason=cause_words(event, seen))


@on(i.CallSeverity)
def _calls(story: Story, event: Event, body: i.CallSeverity, seen: Seen) -> None:
    story.severity_answers = body.answers


@on(i.SeverityCalled)
def _severity(story: Story, event: Event, body: i.SeverityCalled, seen: Seen) -> None:
    words = cause_words(event, seen)
    story.severity.append(
        SeverityStory(
            at=event.at,
            level=body.level,
            seat=event.role,
            tree_says=body.tree_says,
            words=words,
            answers=dict(story.severity_answers),
        )
    )
    write(story, event, "severity", f"Called SEV{body.level}", reason=words)


@on(i.AwarenessClaimed)
def _aware(story: Story, event: Event, body: i.AwarenessClaimed, seen: Seen) -> None:
    words = cause_words(event, seen)
    if body.governs:
        story.aware[body.of] = (body.since, event.at, event.role, words)
    write(story, event, "decision", "Said since when we are aware", reason=words)


@on(i.RoleAssigned)
def _role(story: Story, event: Event, body: i.RoleAssigned, seen: Seen) -> None:
    story.roles[body.role] = body.seat
    names = Names(seen.plan)
    words = f"{names.role(body.role).capitalize()}: {names.title(body.seat)}"
    write(story, event, "role", words)


@on(i.ChannelOpened)
def _channel(story: Story, event: Event, body: i.ChannelOpened, seen: Seen) -> None:
    story.channel_open = True
    write(story, event, "role", "Opened the incident channel")


@on(i.CalledUp)
def _called(story: Story, event: Event, body: i.CalledUp, seen: Seen) -> None:
    story.called.append((event.at, body.who, body.reached))
    reached = "" if body.reached else ": no answer"
    write(story, event, "role", f"Called {Names(seen.plan).title(body.who)}{reached}")


@on(i.DecisionRecorded)
def _decided(story: Story, event: Event, body: i.DecisionRecorded, seen: Seen) -> None:
    reason = cause_words(event, seen)
    if body.decision is not None:
        choice = Names(seen.plan).choice(body.decision, body.choice)
        _answer(story, event, body.decision, choice)
    elif body.choice == "own":
        choice, reason = reason or f"Decision: {body.type.replace('-', ' ')}", None
    else:
        choice = body.choice.replace("-", " ")
    entry = write(story, event, "decision", choice, reason=reason)
    entry.instead_of, entry.review_at = cause_words(event, seen, "instead_of"), body.review_at
    entry.sure = body.sure
    for seq in body.reviews:
        story.reviews.pop(seq, None)
    if body.review_at is not None:
        story.reviews[event.seq] = Review(
            key=entry.key, words=headline(choice), owner=body.owner, due=body.review_at
        )
    there = {
        "a reason": body.reasoned,
        "approval by somebody else": body.approver not in (None, body.owner),
        "what it rests on": bool(body.evidence),
    }
    entry.lacks = tuple(words for words, is_there in there.items() if not is_there)


@on(i.QuestionAnswered)
def _answered(story: Story, event: Event, body: i.QuestionAnswered, seen: Seen) -> None:
    choice = Names(seen.plan).choice(body.question, body.option)
    _answer(story, event, body.question, choice)
    if body.question in story.asked:
        story.asked[body.question].dissent += [(seat, "") for seat in body.dissent]
    write(story, event, "answer", choice, reason=cause_words(event, seen)).sure = body.sure


@on(i.DissentEntered)
def _dissent(story: Story, event: Event, body: i.DissentEntered, seen: Seen) -> None:
    words = cause_words(event, seen) or REMOVED
    if body.about in story.asked:
        story.asked[body.about].dissent.append((event.role, words))
    answer = Names(seen.plan).choice(body.about, body.answer)
    write(story, event, "entry", f"Sees it differently than “{answer}”", reason=words)


def _answer(story: Story, event: Event, asked_id: str, choice: str) -> None:
    asked = story.asked.get(asked_id)
    if asked is None:
        return
    asked.answered, asked.answered_at, asked.answered_by = choice, event.at, event.role
    for incoming in story.incoming:
        if incoming.key == asked.incoming:
            incoming.answered_at, incoming.answered_by = event.at, event.role
            incoming.answer = choice


@on(i.ExceptionRaised)
def _exception(story: Story, event: Event, body: i.ExceptionRaised, seen: Seen) -> None:
    words = cause_words(event, seen)
    story.exceptions.append((event.at, body.code, body.about, words))
    write(story, event, "decision", f"Exception {body.code}: {body.about}", reason=words)


@on(i.ItemConfirmed)
def _item(story: Story, event: Event, body: i.ItemConfirmed, seen: Seen) -> None:
    story.items[body.item] = event.at
    write(story, event, "decision", f"Confirmed: {body.item.replace('-', ' ')}")


@on(i.GatePassed)
def _gate(story: Story, event: Event, body: i.GatePassed, seen: Seen) -> None:
    story.gates[body.gate] = event.at
    write(story, event, "decision", f"Passed the gate: {body.gate}")


@on(i.IncidentClosed)
def _closed(story: Story, event: Event, body: i.IncidentClosed, seen: Seen) -> None:
    story.closed_at = event.at
    write(story, event, "decision", "Closed the incident")
