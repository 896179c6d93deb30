"""What a responder would do next: the most urgent thing it sees that is its own to do.

Each source of tasks looks only at the responder's mind, at what the whole team can see of the
state, and at runbooks and policies.  The first that has something to do wins.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evidence import Command
from evidence.kinds import incident as i
from simulator.responders.mind import Mind
from simulator.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do.  ``key`` names it, so that it is done once."""

    key: str
    command: Command
    takes_ms: int = 0


Source = Callable[[Scene, Mind], Iterator[Task]]


def next_task(scene: Scene, mind: Mind) -> Task | None:
    """The most urgent task not done yet."""
    for source in _sources():
        for task in source(scene, mind):
            if task.key not in mind.done:
                return task
    return None


def _sources() -> tuple[Source, ...]:
    from simulator.responders import outside, procedure

    return (
        acknowledge,
        lead,
        answer,
        outside.duties,
        outside.vendors,
        procedure.approve,
        outside.messages,
        procedure.run,
        procedure.investigate,
        log,
        procedure.restore_control,
        close,
    )


def acknowledge(scene: Scene, mind: Mind) -> Iterator[Task]:
    """Take the pages addressed to this seat."""
    for signal in mind.signals:
        if signal not in scene.state.acknowledged:
            yield Task(
                key=f"ack:{signal}",
                command=i.Acknowledge(signal=signal, why="the page came to this seat"),
            )


def lead(scene: Scene, mind: Mind) -> Iterator[Task]:
    """Declare, open the channel, name roles, call severity: the commander's own."""
    state = scene.state
    if scene.seat_of("incident_commander") != mind.seat:
        return
    if not (mind.signals or mind.read):
        return
    trouble = mind.facts.get("function") in ("degraded", "down") or mind.facts.get("data") in (
        "at-risk", "lost", "exposed",
    ) or mind.facts.get("redundancy") == "lost" or mind.facts.get("spreading") in (
        "suspected", "yes",
    )  # fmt: skip
    if state.declared is None and trouble:
        yield Task(
            key="declare", command=i.DeclareIncident(why="what was shown is more than a nuisance")
        )
    if state.declared is None:
        return
    answers = scene.plan.organisation.severity.answers_for(mind.facts)
    level = scene.plan.organisation.severity.walk(answers)
    if level is not None and level != state.level:
        yield Task(
            key=f"severity:{level}:{len(mind.read)}",
            command=i.CallSeverity(level=level, answers=answers, why="the tree, as answered"),
        )
    if not state.channel_open:
        yield Task(key="channel", command=i.OpenChannel(why="one place to talk"))
    for role in ("incident_commander", "incident_coordinator", "technical_lead", "comms_owner"):
        seat = scene.plan.organisation.seat_for(role)
        if seat is None or role in state.roles:
            continue
        if role == "incident_coordinator" and seat == mind.seat:
            continue
        yield Task(
            key=f"role:{role}", command=i.AssignRole(role=role, seat=seat, why="by the plan")
        )


def answer(scene: Scene, mind: Mind) -> Iterator[Task]:
    """Answer what is asked of this seat, and take the decisions it owns."""
    questions = {question.id: question for question in scene.plan.scenario.questions}
    decisions = {decision.id: decision for decision in scene.plan.scenario.decisions}
    for asked in mind.asked:
        question, decision = questions.get(asked), decisions.get(asked)
        if question is not None and asked not in scene.state.answers:
            option = mind.choose(question.options, asked)
            yield Task(
                key=f"answer:{asked}",
                command=i.AnswerQuestion(question=asked, option=option.id, why=option.text),
            )
        if decision is not None and asked not in scene.state.decisions:
            if decision.owner not in (mind.seat, "team") and decision.owner in scene.state.seats:
                continue
            option = mind.choose(decision.options, asked)
            evidence = (scene.state.first_signal[0],) if scene.state.first_signal else ()
            yield Task(
                key=f"decide:{asked}",
                command=i.RecordDecision(
                    type=decision.type,
                    choice=option.id,
                    decision=asked,
                    owner=mind.seat,
                    approver=decision.approver,
                    evidence=evidence if mind.keeps(f"evidence:{asked}") else (),
                    why=option.text,
                ),
            )


def log(scene: Scene, mind: Mind) -> Iterator[Task]:
    """Write down what was seen."""
    for seen in mind.read:
        if seen in scene.plan.injects and seen not in scene.state.logged:
            if not mind.keeps(f"log:{seen}"):
                continue
            yield Task(
                key=f"log:{seen}",
                command=i.EnterLog(tag="fact", about=seen, why="seen by this seat"),
            )


def close(scene: Scene, mind: Mind) -> Iterator[Task]:
    """Pass the three gates and close, once everything is back."""
    state = scene.state
    if scene.seat_of("incident_commander") != mind.seat or state.declared is None or state.closed:
        return
    if not _is_over(scene):
        return
    gates: tuple[i.Gate, ...] = ("understood", "controlled", "risk")
    for gate in gates:
        if gate not in state.gates and (gate != "controlled" or len(state.items) == 6):
            yield Task(key=f"gate:{gate}", command=i.PassGate(gate=gate, why="it holds"))
    if len(state.gates) == 3:
        yield Task(key="close", command=i.CloseIncident(why="the three gates are passed"))


def _is_over(scene: Scene) -> bool:
    """As far as the team can see: what was down is up and validated, every run is finished."""
    state = scene.state
    runs = [run for run in state.runs.values() if run.started]
    return bool(runs) and all(run.finished or run.stopped for run in runs)
