"""What responders do as a team in an incident: take pages, lead, answer, keep the log, close."""

from collections.abc import Iterable, Iterator

from evidence.kinds import incident as i
from evidence.kinds.control import InjectFired
from scenarios.injects import SIGNAL_CHANNELS
from simulator.responders.mind import Mind
from simulator.responders.tasks import Later, Task
from simulator.scene import Scene


def paged(scene: Scene, body: InjectFired) -> Iterable[str]:
    """The seats that an inject can page: all that see it, if it comes as a signal."""
    return scene.plan.organisation.roles if body.channel in SIGNAL_CHANNELS else ()


def asked(scene: Scene, body: InjectFired) -> Iterable[str]:
    """The seats that an inject asks something: all that see it, if it puts a question."""
    return scene.plan.organisation.roles if body.question is not None else ()


def acknowledge(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Take the pages addressed to this seat."""
    for signal in mind.signals:
        if signal not in scene.state.acknowledged:
            yield Task(
                key=f"ack:{signal}",
                command=i.Acknowledge(signal=signal, why="the page came to this seat"),
            )


def lead(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
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


def answer(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Answer what is asked of this seat, and take the decisions it owns."""
    questions, decisions = scene.plan.questions, scene.plan.decisions
    for asked in mind.asked:
        question, decision = questions.get(asked), decisions.get(asked)
        if question is not None and asked not in scene.state.answers:
            option = mind.choose(question)
            yield Task(
                key=f"answer:{asked}",
                command=i.AnswerQuestion(question=asked, option=option.id, why=option.text),
            )
        if decision is not None and asked not in scene.state.decisions:
            if decision.owner not in (mind.seat, "team") and decision.owner in scene.state.seats:
                continue
            option = mind.choose(decision)
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


def log(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Write down what came to this seat; whoever keeps order also what came to all."""
    keeper = scene.seat_of("incident_coordinator") or scene.seat_of("incident_commander")
    for seen, to_all in tuple(mind.to_log.items()):
        others = to_all and keeper != mind.seat
        if others or seen in scene.state.logged or not mind.keeps(f"log:{seen}"):
            del mind.to_log[seen]
        else:
            yield Task(
                key=f"log:{seen}",
                command=i.EnterLog(tag="fact", about=seen, why="seen by this seat"),
            )


def close(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
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
    if len(state.gates) == 3 and _may_close(scene):
        yield Task(key="close", command=i.CloseIncident(why="the three gates are passed"))


def _may_close(scene: Scene) -> bool:
    """Where closing is a decision of the scenario's, it is taken first, and for it."""
    for point in scene.plan.scenario.decisions:
        if point.type == "close":
            choice = scene.state.decisions.get(point.id)
            if choice is None or any(o.id == choice and o.keeps_open for o in point.options):
                return False
    return True


def _is_over(scene: Scene) -> bool:
    """As far as the team can see: what was down is up and validated, every run is finished."""
    state = scene.state
    runs = [run for run in state.runs.values() if run.started]
    return bool(runs) and all(run.finished or run.rolled_back for run in runs)
