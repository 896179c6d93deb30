"""Ratings, what only people can see, and contests: each verb checks, then becomes a fact."""

from evidence import Event
from evidence.kinds import control as c
from evidence.kinds import outside as o
from evidence.kinds import review as r
from scoring.credit import rank
from scoring.review.asking import (
    TO_CONTROL,
    TO_TEAM,
    Facts,
    NotTaken,
    cites_observation,
    cites_play,
    fact,
    known,
    known_figure,
    known_task,
    plainly,
    reasoned,
)
from scoring.review.state import ReviewState


def observe(review: ReviewState, command: c.Observe, asked: Event) -> Facts:
    if command.task is not None:
        known_task(review, command.task)
    cites_play(review, command.about)
    return [(fact(c.ObservationRecorded, command), TO_CONTROL)]


def tick(review: ReviewState, command: c.TickAction, asked: Event) -> Facts:
    opened = [body.expectation for _, body in review.of(c.ExpectationOpened)]
    known(command.expectation, opened, "unknown-expectation", "No such action was expected")
    return [(fact(c.ActionTicked, command), TO_CONTROL)]


def mark_artificial(review: ReviewState, command: c.MarkArtificial, asked: Event) -> Facts:
    if not command.about:
        raise NotTaken("no-evidence", "Name at least one entry that the exercise caused.")
    cites_play(review, command.about)
    return [(fact(c.ArtificialMarked, command), TO_CONTROL)]


def excuse(review: ReviewState, command: c.ExcuseSpan, asked: Event) -> Facts:
    if command.words is None:
        raise NotTaken("no-reason", "Say why this span should count for nobody.")
    if not 0 <= command.from_at < command.until_at <= review.ended.at:
        raise NotTaken("no-span", "The span must begin before it ends, and lie within play.")
    return [(fact(c.SpanExcused, command), TO_TEAM)]


def rate(review: ReviewState, command: c.RateTask, asked: Event) -> Facts:
    """A rating needs a reason and an observation, whether it confirms or overrides."""
    known_task(review, command.task)
    cites_observation(review, command)
    if command.words is None:
        raise NotTaken("no-reason", "Say why: a rating needs a reason.")
    ratings, rater = review.ratings(command.task), asked.actor or ""
    if ratings.asked and rater not in ratings.asked:
        raise NotTaken("not-asked", f"Others were asked to rate `{command.task}`.")
    rated = fact(c.TaskRated, command, reasoned=True)
    facts: Facts = [(rated, review.rating_audience(command.task, rater))]
    if ratings.closed and set(ratings.waiting) <= {rater}:
        facts.append((r.RatingsOpened(task=command.task), TO_CONTROL))
    return facts


def assign(review: ReviewState, command: r.AssignRaters, asked: Event) -> Facts:
    known_task(review, command.task)
    if len(set(command.raters)) < 2 or len(set(command.raters)) != len(command.raters):
        raise NotTaken("too-few", "Name at least two different evaluators.")
    if review.ratings(command.task).given:
        raise NotTaken("rated", f"`{command.task}` has been rated already, so nobody rates blind.")
    return [(fact(r.RatersAssigned, command, given=command.words is not None), TO_CONTROL)]


def settle(review: ReviewState, command: r.SettleRating, asked: Event) -> Facts:
    known_task(review, command.task)
    ratings = review.ratings(command.task)
    if ratings.closed and ratings.waiting:
        many = len(ratings.waiting)
        raise NotTaken("waiting", f"{many} of {len(ratings.asked)} ratings are still to come.")
    reasoned(command)
    cites_observation(review, command)
    return plainly(r.RatingSettled, command, TO_CONTROL)


def rate_capability(review: ReviewState, command: r.RateCapability, asked: Event) -> Facts:
    card = review.scorecard()
    spreads = {one.id: one.spread for o_ in card.objectives for one in o_.capabilities}
    known(command.capability, spreads, "unknown-capability", "There is no capability")
    reasoned(command)
    cites_play(review, command.about)
    best = max(spreads[command.capability], key=rank)
    if rank(command.rating) > rank(best):
        says = f"The best of its tasks is {best}; a capability cannot stand above them."
        raise NotTaken("above-tasks", says)
    return plainly(r.CapabilityRated, command, TO_CONTROL)


# --- what only people can see


def classify(review: ReviewState, command: r.ClassifyDeviation, asked: Event) -> Facts:
    book = review.plan.books.get(command.run)
    known(command.run, review.plan.books, "unknown-runbook", "The plan has no runbook")
    assert book is not None, "known by now"
    steps = [step.id for step in book.steps]
    known(command.step, steps, "unknown-step", f"`{command.run}` has no step")
    reasoned(command)
    cites_play(review, command.about)
    return plainly(r.DeviationClassified, command, TO_CONTROL)


def compare(review: ReviewState, command: r.CompareMessages, asked: Event) -> Facts:
    published = {event.seq for event, body in review.of(o.MessageHandled) if body.how == "publish"}
    if command.first == command.second or not {command.first, command.second} <= published:
        raise NotTaken("not-published", "Name two different messages that were published.")
    return plainly(r.MessagesCompared, command, TO_CONTROL)


def coordination(review: ReviewState, command: r.MarkCoordination, asked: Event) -> Facts:
    cites_play(review, command.about)
    return plainly(r.CoordinationMarked, command, TO_CONTROL)


# --- contests


def contest(review: ReviewState, command: r.ContestFigure, asked: Event) -> Facts:
    known_figure(review, command.figure)
    reasoned(command)
    cites_play(review, command.about)
    return plainly(r.FigureContested, command, TO_TEAM)


def rule(review: ReviewState, command: r.RuleOnFigure, asked: Event) -> Facts:
    contests = tuple(
        event.seq for event, body in review.of(r.FigureContested) if body.figure == command.figure
    )
    if not contests:
        raise NotTaken("not-contested", f"Nobody contests `{command.figure}`.")
    reasoned(command)
    cites_play(review, command.about)
    ruled = fact(r.FigureRuled, command, given=True, contests=contests)
    return [(ruled, TO_TEAM)]
