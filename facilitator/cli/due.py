"""`due`: when one notice is due, by which rule, and what else could be argued."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from facilitator.cli.failing import WRONG_USAGE, Failed
from facilitator.cli.printing import Printer, print_json, printer
from runbooks.authored import Millis, Wrong, did_you_mean, listed
from scenarios import library_regimes
from scenarios.law import Answer, Regime, Stage, ask, read_facts, show_utc

_STATES = {
    "not-started": "not started: the event that starts this clock has not happened",
    "provisional": "waiting: the clock starts with a classification that is not made yet",
    "running": "running",
    "met": "met",
    "late": "late",
    "not-due": "not due",
    "arguable": "arguable: in time only by another reading of the law",
    "no-instant": "no instant: the law names no number, so it is judged on evidence",
}


def show_due(
    regime: str,
    stage: str,
    *,
    given: Sequence[str],
    facts: Sequence[str],
    zone: str | None,
    json: bool,
) -> None:
    """Answer one question about one rule."""
    now = Millis(int(datetime.now(UTC).timestamp() * 1000))
    try:
        law, rule = _rule(regime, stage)
        events = library_regimes().events
        told = pairs_of(given, "--given", "EVENT=INSTANT")
        known = read_facts(pairs_of(facts, "--fact", "KEY=VALUE"), law)
        answer = ask(law, rule, given=told, facts=known, zone=zone, known_events=events)
    except Wrong as error:
        raise Failed(str(error), code=WRONG_USAGE) from None
    waiting = _days_since(answer, now)
    if json:
        print_json(_as_json(answer, waiting))
    else:
        _show(printer(), answer, waiting)


def _rule(regime: str, stage: str) -> tuple[Regime, Stage]:
    laws = library_regimes()
    law = laws.regime(regime)
    if law is None:
        ids = [rule.id for rule in laws.rules]
        right = did_you_mean(regime, ids) or "`drillroom list` shows them all"
        raise Wrong(f"there is no regime `{regime}`", right)
    found = law.stage(stage)
    if found is None:
        stages = [one.id for one in law.stages]
        right = did_you_mean(stage, stages) or f"its stages are {listed(stages)}"
        raise Wrong(f"`{law.id}` has no stage `{stage}`", right)
    return law, found


def pairs_of(words: Sequence[str], option: str, form: str) -> dict[str, str]:
    """What `--given EVENT=INSTANT` and `--fact KEY=VALUE` say."""
    pairs: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not key or not equals:
            raise Wrong(f"{option} {word}: this is no pair", f"write {option} {form}")
        if key in pairs:
            raise Wrong(f"{option} {key} is given twice", "give it once")
        pairs[key.strip()] = value.strip()
    return pairs


def _days_since(answer: Answer, now: Millis) -> dict[str, int]:
    """While a clock waits, how many days ago each thing happened that is known."""
    if answer.due.state not in ("not-started", "provisional"):
        return {}
    day = timedelta(days=1) // timedelta(milliseconds=1)
    return {event: max(0, now - at) // day for event, at in answer.given.items()}


def _show(show: Printer, answer: Answer, waiting: dict[str, int]) -> None:
    law, found, local = answer.law, answer.due, answer.place.local
    show.line(f"{law.title}: {answer.stage.id}", style="bold")
    if not answer.binds:
        show.line(f"  REHEARSAL ONLY: {law.status}", style="yellow")
    if found.at is not None:
        zone = f" {local.zone}" if local.zone else ""
        show.line(f"  due         {_weekday(answer, found.at)} {local.show(found.at)}{zone}")
        show.line(f"              {show_utc(found.at)}")
    if found.without_relief != found.at and found.without_relief is not None:
        stricter = f"{_weekday(answer, found.without_relief)} {local.show(found.without_relief)}"
        show.line(f"  no relief   {stricter}")
    show.line(f"  state       {_STATES[answer.state]}")
    if found.classify_by is not None:
        by = f"{_weekday(answer, found.classify_by)} {local.show(found.classify_by)}"
        show.line(f"  classify    by {by}")
    for event, days in waiting.items():
        show.line(f"  since       {event}: {days} day{'' if days == 1 else 's'}")
    show.line(f"  tell        {law.whom}")
    show.line(f"  rule        {found.rule}")
    show.line(f"  source      {law.citation} ({law.confidence}, verified {law.verified_on})")
    show.line(f"  status      {law.status}")
    for reading in found.readings:
        until = f"{_weekday(answer, reading.at)} {local.show(reading.at)}"
        show.line(f"  arguable    until {until}: {reading.says}", style="yellow")
    for note in (found.note, *answer.notes):
        if note:
            show.line(f"  note        {note}")


def _weekday(answer: Answer, at: int) -> str:
    return f"{answer.place.local.date_of(at):%a}"


def _as_json(answer: Answer, waiting: dict[str, int]) -> dict[str, Any]:
    law, found, local = answer.law, answer.due, answer.place.local

    def shown(at: Millis | None) -> str | None:
        return None if at is None else local.show(at)

    return {
        "regime": law.id,
        "stage": answer.stage.id,
        "title": law.title,
        "whom": law.whom,
        "due": shown(found.at),
        "due_utc": None if found.at is None else show_utc(found.at),
        "due_without_relief": shown(found.without_relief),
        "state": answer.state,
        "classify_by": shown(found.classify_by),
        "rule": found.rule,
        "citation": law.citation,
        "confidence": law.confidence,
        "other_readings": [
            {"reading": r.says, "due": local.show(r.at), "due_utc": show_utc(r.at)}
            for r in found.readings
        ],
        "status": str(law.status),
        "in_force": answer.binds,
        "version": law.version,
        "verified_on": law.verified_on,
        "zone": local.zone or None,
        "days_since": waiting,
        "notes": [note for note in (found.note, *answer.notes) if note],
    }
