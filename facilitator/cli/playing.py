"""`demo` and `play`: a whole exercise, told as it goes, recorded and scored."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evidence import Event, Millis
from facilitator.cli.failing import WRONG_USAGE, Failed, told
from facilitator.cli.finding import find_plan, read_file
from facilitator.cli.printing import Printer, print_json, printer, working
from facilitator.cli.scores import show_scorecard
from facilitator.cli.telling import Teller
from facilitator.commands_file import read_script
from facilitator.headless import Played, Scripted, play
from facilitator.opening import Opening
from facilitator.record_files import open_store, place_of
from facilitator.score_keeping import keep_score
from runbooks.authored import did_you_mean, listed, show_duration
from scenarios import Plan
from scoring import for_report, score
from simulator import PROFILES

ABSENT: Final = "absent"
DEMO_SCENARIO: Final = "restore"
DEMO_SEED: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the arguments of `play` ask for."""

    scenario: str
    organisation: str | None
    bind: tuple[str, ...]
    responders: str
    commands: Path | None
    seed: int
    rubric: str | None = None
    runbooks: tuple[Path, ...] = ()


def play_demo(*, out: Path, json: bool) -> None:
    """The exercise that a newcomer sees first."""
    wanted = Wanted(
        scenario=DEMO_SCENARIO,
        organisation=None,
        bind=(),
        responders="average",
        commands=None,
        seed=DEMO_SEED,
    )
    play_scenario(wanted, out=out, json=json)


def play_scenario(wanted: Wanted, *, out: Path, json: bool) -> None:
    """Play, record and score; people see it happen, programs get one document."""
    profile = _profile(wanted.responders)
    show = None if json else printer()
    with told():
        plan = find_plan(
            wanted.scenario,
            wanted.organisation,
            wanted.bind,
            runbooks=wanted.runbooks,
            rubric=wanted.rubric,
        )
        script = _script(wanted.commands, plan)
        responders = dict.fromkeys(plan.organisation.roles, profile)
        with open_store(out) as store:
            opening = Opening(seed=wanted.seed, responders=responders)
            if show is None:
                with working("Playing"):
                    played = play(plan, opening=opening, store=store, script=script)
            else:  # its timeline is its progress
                tell = _announced(show, plan, wanted)
                played = play(plan, opening=opening, store=store, script=script, show=tell)
            card = score(plan, played.events, head=played.head)
            ended = plan.scenario.starts.utc_ms + played.events[-1].at
            keep_score(store, played.exercise, card, size=len(played.events), wall=ended)
    _tell_unsaid(played)
    record = place_of(out)
    if show is None:
        exported = for_report(card).to_json()
        print_json(_as_json(plan, wanted, played, record, exported))
        return
    show_scorecard(show, card.to_json(), plan)
    show.line()
    show.line(f"Record  {record}  {played.exercise}  {len(played.events)} leaves")
    show.line(f"Head    {played.head}")
    show.line(f"Any figure, opened: drillroom explain {out} TTA", style="bright_black")


def _profile(word: str) -> str:
    known = (*PROFILES, ABSENT)
    if word not in known:
        right = did_you_mean(word, known) or f"use one of {listed(known)}"
        raise Failed(f"--responders: there is no profile `{word}`; {right}", code=WRONG_USAGE)
    return word


def _script(commands: Path | None, plan: Plan) -> tuple[Scripted, ...]:
    if commands is None:
        return ()
    data = read_file(commands)
    return read_script(
        data,
        name=str(commands),
        seats=tuple(plan.organisation.roles),
        starts=plan.scenario.starts,
        lasts=Millis(plan.scenario.lasts),
    )


def _tell_unsaid(played: Played) -> None:
    """A line of the script that came too late is told, or its author would look for it in vain."""
    ended = show_duration(played.events[-1].at)
    for line in played.unsaid:
        says = f"never said, for the exercise ended at {ended}; let it come earlier"
        print(f"{line.where}: {says}", file=sys.stderr)


def _announced(show: Printer, plan: Plan, wanted: Wanted) -> Callable[[Sequence[Event]], None]:
    """Print the heading now, and a line for each thing that matters as it happens."""
    show.line("EXERCISE EXERCISE EXERCISE", style="bold reverse")
    show.line(plan.scenario.title, style="bold")
    starts = plan.scenario.starts
    show.line(f"{plan.organisation.title} · {starts.zone} · seed {wanted.seed} · dry run")
    show.line()
    teller = Teller(plan)

    def tell(events: Sequence[Event]) -> None:
        for event in events:
            told_as = teller.tell(event)
            if told_as is not None:
                day = teller.new_day(event)
                if day is not None:
                    show.line(day, style="bold")
                show.fitted(told_as.text, style=told_as.style)

    return tell


def _as_json(
    plan: Plan, wanted: Wanted, played: Played, record: Path, scorecard: dict[str, Any]
) -> dict[str, Any]:
    return {
        "exercise": played.exercise,
        "scenario": plan.scenario.scenario,
        "organisation": plan.organisation.organisation,
        "binding": plan.binding.model_dump(mode="json"),
        "seed": wanted.seed,
        "events": len(played.events),
        "head": played.head,
        "record": str(record),
        "scorecard": scorecard,
    }
