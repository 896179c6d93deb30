"""Plans and records for tests, written the way people speak of an exercise.

``a_plan`` is a small bank with one service, one dataset and one supplier; every part can be
replaced.  ``played`` reads a record, one thing a line::

    00:05  alert disk-full to duty-engineer
    00:14  duty-engineer acknowledges disk-full
    00:20  outage of payments-api begins
           hold
    01:30  privacy-lead notifies ico

A time is ``HH:MM``, ``HH:MM:SS`` or ``HH:MM:SS.mmm`` of exercise time; a line without one happens
at the time of the line above.  ``tests/scoring/test_builders.py`` lists every line it knows.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from evidence import CONTROL, TEAM, Body, Event, Millis, seat_audience
from evidence.kinds import control, exercise, incident, outside, procedure, world
from runbooks.authored import LocalInstant, resolve_local
from runbooks.model import (
    CommunicationPoint,
    EvidenceItem,
    Precondition,
    ReturnItem,
    Runbook,
    Step,
    StopCondition,
    Timings,
    Validation,
)
from scenarios.organisation import (
    Audience,
    CommsPolicy,
    Contract,
    Dataset,
    Organisation,
    Seat,
    Service,
    Targets,
    Vendor,
)
from scenarios.plan import Binding, Plan
from scenarios.rubric import Rubric
from scenarios.scenario import Capability, Inject, Measure, Objective, Scenario, Task
from scenarios.scenario import SeverityReference as Reference
from scenarios.severity import Answer, Level, Question, SeverityPolicy

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE

HOUSE: Final = Rubric(
    rubric="house",
    version="1",
    title="House rubric",
    within={
        "TTD-sig": 10 * MINUTE,
        "TTA": 15 * MINUTE,
        "TTDecl": 10 * MINUTE,
        "TTSev": 10 * MINUTE,
        "TTSev-ok": 20 * MINUTE,
        "TTCmd": 10 * MINUTE,
        "FIRST": HOUR,
        "TTV": 30 * MINUTE,
    },
    at_least={"SEV-ACC": 800_000, "RB-ADH": 800_000, "NOTIF-TIME": 800_000, "RECOV": 1_000_000},
)


def minutes(number: int) -> int:
    return number * MINUTE


def hours(number: int) -> int:
    return number * HOUR


def a_severity_policy() -> SeverityPolicy:
    return SeverityPolicy(
        version="1",
        questions=(
            Question(
                id="working",
                ask="Does it work?",
                reads="function",
                evidence="Try it.",
                answers=(
                    Answer(answer="No", when=("down",), level=1),
                    Answer(answer="Partly", when=("degraded",), level=2),
                    Answer(answer="Yes", when=("works",), level=4),
                ),
            ),
        ),
        levels=(
            Level(level=1, name="SEV1", means="Down", respond=minutes(15), resolve=hours(1)),
            Level(level=2, name="SEV2", means="Slow", respond=minutes(30), resolve=hours(4)),
            Level(level=3, name="SEV3", means="Odd", respond=hours(4)),
            Level(level=4, name="SEV4", means="Quiet"),
        ),
    )


def an_organisation(**parts: Any) -> Organisation:
    """A small bank; *parts* replace fields."""
    fields: dict[str, Any] = {
        "organisation": "harbour-bank",
        "title": "Harbour Bank",
        "sector": "payments",
        "zone": "Europe/London",
        "roles": {
            "incident-manager": Seat(is_=("incident_commander", "incident_coordinator")),
            "duty-engineer": Seat(is_=("technical_lead", "responder")),
            "press-office": Seat(is_=("comms_owner",)),
            "privacy-lead": Seat(is_=("dpo_owner",)),
            "legal": Seat(is_=("legal_compliance_reviewer",)),
            "cio": Seat(is_=("runbook_approver", "management_body_rep")),
        },
        "services": {
            "payments-api": Service(
                needs=("ledger",),
                rto=Targets(contract=hours(4), support_promise=hours(2)),
            ),
        },
        "datasets": {"ledger": Dataset(rpo=Targets(contract=minutes(30)))},
        "vendors": {"northcloud": Vendor(contract=Contract(respond=hours(1)), critical=True)},
        "severity": a_severity_policy(),
        "communications": CommsPolicy(
            version="1",
            audiences=(
                Audience(
                    id="customers",
                    title="customers",
                    channels=("email", "status-page"),
                    reviewed_by="legal_compliance_reviewer",
                    approved_by=("management_body_rep",),
                    every=minutes(30),
                ),
                Audience(id="staff", title="staff", external=False, channels=("chat",)),
            ),
        ),
    }
    return Organisation(**{**fields, **parts})


def a_runbook(*steps: Step, **parts: Any) -> Runbook:
    """The runbook ``restore-db``; without *steps*: stop-writes, then restore, then open-again."""
    fields: dict[str, Any] = {
        "runbook": "restore-db",
        "title": "Restore the database",
        "version": "1",
        "owner": "technical_lead",
        "last_reviewed": "never",
        "last_tested": "never",
        "when": "Data is gone.",
        "approvers": ("runbook_approver",),
        "preconditions": (Precondition(id="writes-stopped", check="Nobody writes."),),
        "steps": steps
        or (
            a_step("stop-writes"),
            a_step(
                "restore",
                after="stop-writes",
                major=True,
                needs=("writes-stopped",),
                approved_by="runbook_approver",
                validation=Validation(check="Count rows."),
            ),
            a_step("open-again", after="restore"),
        ),
        "communication": (CommunicationPoint(after="restore", audience="staff", say="Back."),),
        "stop": (StopCondition(id="wrong-host", when="It is another host.", then="Stop."),),
        "rollback": ("Point back.",),
        "evidence": (EvidenceItem(id="row-counts", capture="Row counts."),),
        "return_to_control": (ReturnItem(id="locks", do="Remove locks."),),
        "timings": Timings(usual=hours(1), worst=hours(4)),
    }
    return Runbook(**{**fields, **parts})


def a_step(step: str, *, after: str = "", **parts: Any) -> Step:
    """A step of ten minutes; *after* names the steps before it, apart by blanks."""
    fields: dict[str, Any] = {
        "id": step,
        "do": step,
        "role": "technical_lead",
        "expected": minutes(10),
        "after": tuple(after.split()),
    }
    return Step(**{**fields, **parts})


def an_objective(*tasks: Task, objective: str = "recover") -> Objective:
    """One objective with one capability; by default its task rests on detection."""
    return Objective(
        id=objective,
        title=objective,
        threshold="It is done.",
        capabilities=(
            Capability(
                id="capability",
                title="Capability",
                tasks=tasks or (Task(id="notice", title="Notice", measures=(measure("TTD-sig"),)),),
            ),
        ),
    )


def measure(metric: str, **parts: Any) -> Measure:
    return Measure(metric=metric, **parts)


def a_plan(
    *,
    organisation: Organisation | None = None,
    runbooks: Sequence[Runbook] = (),
    rubric: Rubric = HOUSE,
    regimes: Sequence[Any] = (),
    **story: Any,
) -> Plan:
    """A valid plan; *story* replaces fields of the scenario."""
    fields: dict[str, Any] = {
        "scenario": "ransom-friday",
        "title": "Ransom Friday",
        "version": "1",
        "rehearses": ("restore",),
        "summary": "A bad day.",
        "starts": LocalInstant(
            utc_ms=resolve_local("2026-11-20T16:40", "Europe/London"), zone="Europe/London"
        ),
        "lasts": hours(3),
        "needs": {},
        "injects": (Inject(id="alarm", at=0, by="alert", to=("duty-engineer",), text="Errors."),),
        "severity": (Reference(level=(1,), because="It is down."),),
        "objectives": (an_objective(),),
    }
    return Plan(
        scenario=Scenario(**{**fields, **story}),
        organisation=organisation or an_organisation(),
        binding=Binding(slots={}),
        runbooks=tuple(runbooks),
        rubric=rubric,
        regimes=tuple(regimes),
        cast={},
        offsets=((0, 0),),
    )


def played(text: str) -> tuple[Event, ...]:
    """The record that *text* tells, from the opening of the exercise on."""
    story = _Story()
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        story.tell(line)
    return tuple(story.events)


def at(text: str) -> int:
    """Milliseconds of an instant or a span: ``01:30``, ``00:05:20.250``, ``-01:00``."""
    sign = -1 if text.startswith("-") else 1
    hour, minute, *rest = text.removeprefix("-").split(":")
    seconds = float(rest[0]) if rest else 0.0
    return sign * (int(hour) * HOUR + int(minute) * MINUTE + round(seconds * 1000))


Teller = Callable[["_Story", Any], None]
_LINES: list[tuple[re.Pattern[str], Teller]] = []
_NAME = r"[\w./-]+"
_TIME = r"-?\d+:\d\d(?::\d\d(?:\.\d{3})?)?"


def known_lines() -> list[str]:
    """The patterns of all lines that ``played`` knows."""
    return [pattern.pattern for pattern, _ in _LINES]


def _line(pattern: str) -> Callable[[Teller], Teller]:
    """Words in angle brackets are names of one word, ``<at>`` is a time."""
    compiled = re.compile(re.sub(r"(?<!\?P)<(\w+)>", _group, pattern))

    def keep(teller: Teller) -> Teller:
        _LINES.append((compiled, teller))
        return teller

    return keep


def _group(name: re.Match[str]) -> str:
    is_time = name[1] == "at" or name[1].startswith("at_")
    return f"(?P<{name[1]}>{_TIME if is_time else _NAME})"


class _Story:
    """Writes events as lines come, and remembers what later lines lean on."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.now = 0
        self.true_signals: set[str] = set()
        self.first_signal: int | None = None
        self.detected = False
        self.messages: dict[str, tuple[int, str, str, str]] = {}
        """Message to version, audience, channel and author."""
        self.add(
            exercise.ExerciseOpened(
                exercise="test", scenario="ransom-friday", organisation="harbour-bank", plan="0",
                seed=7, run="exercise", engine="test", self_check="same", unicode="15.0",
                wall_clock="simulated", earlier_plays=0,
            ),
            origin="shell",
        )  # fmt: skip
        starts = resolve_local("2026-11-20T16:40", "Europe/London")
        self.add(exercise.ExerciseStarted(starts_utc_ms=starts, zone="Europe/London"))

    def tell(self, line: str) -> None:
        timed = re.match(rf"({_TIME})\s+(.*)", line)
        if timed:
            self.now, line = at(timed[1]), timed[2]
        for pattern, teller in _LINES:
            found = pattern.fullmatch(line)
            if found:
                teller(self, found)
                return
        raise AssertionError(f"no line of a record reads {line!r}")

    def add(
        self,
        body: Body,
        *,
        by: str | None = None,
        to: tuple[str, ...] = (CONTROL,),
        origin: Any = "world",
        cause: int | None = None,
    ) -> int:
        """Write one event; *by* is the seat that did it."""
        seq = len(self.events)
        self.events.append(
            Event(seq=seq, at=Millis(self.now), origin=origin, body=body, cause=cause,
                  actor=by, role=by, to=to)
        )  # fmt: skip
        return seq

    def team(self, body: Body, seat: str) -> int:
        """A fact that a seat brought about and the team sees."""
        return self.add(body, by=seat, to=(TEAM,))

    def notice(self) -> None:
        """The first entry or acknowledgement after a true signal is the detection."""
        if self.first_signal is not None and not self.detected:
            self.detected = True
            self.add(incident.IncidentDetected(signal=self.first_signal), to=(TEAM,))


# --- the course of the exercise


@_line(r"hold")
def _hold(story: _Story, said: Any) -> None:
    story.add(exercise.ExerciseHeld(because="control"))
    story.add(exercise.ExerciseResumed())


@_line(r"the server was away for (?P<away>\d+)m")
def _away(story: _Story, said: Any) -> None:
    story.add(exercise.OutageEnded(away_ms=minutes(int(said["away"]))), origin="shell")
    story.add(exercise.ExerciseHeld(because="outage"))
    story.add(exercise.ExerciseResumed())


@_line(r"jump to <at>")
def _jump(story: _Story, said: Any) -> None:
    story.add(exercise.ExerciseJumped(to=Millis(at(said["at"]))))


@_line(r"pace (?P<num>\d+)(?:/(?P<den>\d+))?")
def _pace(story: _Story, said: Any) -> None:
    story.add(exercise.PaceSet(num=int(said["num"]), den=int(said["den"] or 1)))


@_line(r"excuse <at_from> to <at_until>")
def _excuse(story: _Story, said: Any) -> None:
    start, until = Millis(at(said["at_from"])), Millis(at(said["at_until"]))
    story.add(control.SpanExcused(from_at=start, until_at=until, code="EX-SIM"))


@_line(r"go on by hand")
def _by_hand(story: _Story, said: Any) -> None:
    story.add(exercise.WentByHand())


@_line(r"EndEx(?: with open gates (?P<gates>[\w, -]+))?")
def _end(story: _Story, said: Any) -> None:
    gates = tuple(said["gates"].split(", ")) if said["gates"] else ()
    story.add(exercise.ExerciseEnded(open_gates=gates), to=(TEAM,))


# --- signals and injects


def _signal(story: _Story, name: str, seat: str, *, true: bool, body: Body) -> None:
    seq = story.add(body, to=(seat_audience(seat),))
    story.add(world.SignalJudged(signal=name, verdict="true" if true else "false"), cause=seq)
    if true:
        story.true_signals.add(name)
        story.first_signal = seq if story.first_signal is None else story.first_signal


@_line(r"(?P<false>false )?alert <name> to <seat>(?:, supplier <supplier>)?")
def _alert(story: _Story, said: Any) -> None:
    tells = {"supplier": said["supplier"]} if said["supplier"] else {}
    body = world.SignalRaised(signal=said["name"], source="alert", text="Look.", tells=tells)
    _signal(story, said["name"], said["seat"], true=not said["false"], body=body)


@_line(r"page <name> to <seat>")
def _page(story: _Story, said: Any) -> None:
    body = control.InjectFired(inject=said["name"], channel="page", text="Look.")
    _signal(story, said["name"], said["seat"], true=True, body=body)


@_line(r"inject <name> to <seat>")
def _inject(story: _Story, said: Any) -> None:
    body = control.InjectFired(inject=said["name"], channel="email", text="Read.")
    story.add(body, to=(seat_audience(said["seat"]),))


@_line(r"query by <seat> finds <name>")
def _query(story: _Story, said: Any) -> None:
    body = procedure.QueryReturned(source="logs", found=(said["name"],), texts=("Hm.",))
    seq = story.team(body, said["seat"])
    story.add(world.SignalJudged(signal=said["name"], verdict="true"), cause=seq)
    story.true_signals.add(said["name"])
    story.first_signal = seq if story.first_signal is None else story.first_signal


# --- the world


@_line(r"outage of <service> begins")
def _outage(story: _Story, said: Any) -> None:
    story.add(world.ServiceChanged(service=said["service"], health=0, because="fault"))
    story.add(world.OutageBegan(service=said["service"]))


@_line(r"<service> is restored")
def _restored(story: _Story, said: Any) -> None:
    story.add(world.ServiceChanged(service=said["service"], health=100, because="repair"))
    story.add(world.ServiceRestored(service=said["service"]))


@_line(r"<service> (?P<how>passes|fails) validation")
def _validated(story: _Story, said: Any) -> None:
    passed = said["how"] == "passes"
    story.add(world.ServiceValidated(service=said["service"], passed=passed), to=(TEAM,))


@_line(r"data <data> is (?P<how>lost|corrupt) back to <at>")
def _damaged(story: _Story, said: Any) -> None:
    newest = Millis(at(said["at"]))
    story.add(world.DataDamaged(dataset=said["data"], how=said["how"], newest_good=newest))


@_line(r"restore of <data> from <point> ends, data up to <at>")
def _restore(story: _Story, said: Any) -> None:
    to = Millis(at(said["at"]))
    story.add(world.RestoreEnded(dataset=said["data"], point=said["point"], recovered_to=to))


@_line(r"data <data> passes validation")
def _data_validated(story: _Story, said: Any) -> None:
    story.add(world.DataValidated(dataset=said["data"], passed=True), to=(TEAM,))


@_line(r"experts say SEV(?P<worst>\d)(?: to SEV(?P<mildest>\d))?")
def _reference(story: _Story, said: Any) -> None:
    worst, mildest = int(said["worst"]), int(said["mildest"] or said["worst"])
    body = incident.SeverityReferenceSet(worst=worst, mildest=mildest, because="So they say.")
    story.add(body)


@_line(r"stop condition <condition> of <run> is met")
def _stop_met(story: _Story, said: Any) -> None:
    story.add(procedure.StopConditionMet(run=said["run"], condition=said["condition"]))


@_line(r"evidence <artefact> is destroyed by <by>")
def _destroyed(story: _Story, said: Any) -> None:
    story.add(world.ArtefactDestroyed(artefact=said["artefact"], by=said["by"]))


# --- the incident


@_line(r"<seat> acknowledges <name>")
def _acknowledges(story: _Story, said: Any) -> None:
    story.team(incident.SignalAcknowledged(signal=said["name"]), said["seat"])
    story.notice()


@_line(r"<seat> logs <name>")
def _logs(story: _Story, said: Any) -> None:
    story.team(incident.LogEntered(tag="fact", about=said["name"]), said["seat"])
    story.notice()


@_line(r"<seat> declares")
def _declares(story: _Story, said: Any) -> None:
    story.team(incident.IncidentDeclared(), said["seat"])
    story.notice()


@_line(r"<seat> calls SEV(?P<level>\d)")
def _calls(story: _Story, said: Any) -> None:
    story.team(incident.SeverityCalled(level=int(said["level"])), said["seat"])


@_line(r"<seat> takes (?P<role>[a-z_]+)")
def _takes(story: _Story, said: Any) -> None:
    story.team(incident.RoleAssigned(role=said["role"], seat=said["seat"]), said["seat"])


@_line(
    r"<seat> decides <decision>: <choice>(?P<reasoned>, with reason)?(?:, owner <owner>)?"
    r"(?:, approved by <approver>)?(?:, evidence (?P<evidence>\d+))?(?:, made at <at>)?"
)
def _decides(story: _Story, said: Any) -> None:
    body = incident.DecisionRecorded(
        type="other",
        choice=said["choice"],
        decision=said["decision"],
        owner=said["owner"],
        approver=said["approver"],
        approver_entitled=said["approver"] is not None,
        made_at=Millis(at(said["at"]) if said["at"] else story.now),
        reasoned=said["reasoned"] is not None,
        evidence=(int(said["evidence"]),) if said["evidence"] else (),
    )
    story.team(body, said["seat"])


@_line(r"<seat> decides how to go on without a vendor")
def _goes_on(story: _Story, said: Any) -> None:
    body = incident.DecisionRecorded(
        type="third-party-escalation", choice="own", made_at=Millis(story.now), reasoned=True
    )
    story.team(body, said["seat"])


@_line(r"<seat> raises (?P<code>EX-[A-Z]+) about <about>(?:, reviewer <reviewer>)?")
def _raises(story: _Story, said: Any) -> None:
    body = incident.ExceptionRaised(
        code=said["code"], about=said["about"], reviewer=said["reviewer"], reasoned=True
    )
    story.team(body, said["seat"])


@_line(r"<seat> confirms <item>(?P<evidence> with evidence)?(?P<false>, wrongly)?")
def _confirms(story: _Story, said: Any) -> None:
    evidence = (1,) if said["evidence"] else ()
    seq = story.team(incident.ItemConfirmed(item=said["item"], evidence=evidence), said["seat"])
    if said["false"]:
        story.add(incident.StateConflict(claim=seq, because="It was not so."))


@_line(r"<seat> closes")
def _closes(story: _Story, said: Any) -> None:
    story.team(incident.IncidentClosed(), said["seat"])


@_line(r"<seat> aware of <of> since <at>(?P<later>, a later claim)?")
def _aware(story: _Story, said: Any) -> None:
    since = at(said["at"])
    body = incident.AwarenessClaimed(
        of=said["of"], since=Millis(since), lag_ms=story.now - since, governs=not said["later"]
    )
    story.team(body, said["seat"])


# --- runbooks


@_line(r"<seat> opens runbook <run>")
def _opens(story: _Story, said: Any) -> None:
    story.team(procedure.RunStarted(run=said["run"], version="1"), said["seat"])


@_line(r"<seat> checks (?P<run>[\w-]+)/<precondition>(?P<failed>, not so)?")
def _checks(story: _Story, said: Any) -> None:
    body = procedure.PreconditionChecked(
        run=said["run"], precondition=said["precondition"], passed=not said["failed"]
    )
    story.team(body, said["seat"])


@_line(r"<seat> starts (?P<run>[\w-]+)/<step>")
def _starts(story: _Story, said: Any) -> None:
    story.team(procedure.StepStarted(run=said["run"], step=said["step"]), said["seat"])


@_line(r"<seat> finishes (?P<run>[\w-]+)/(?P<step>[\w-]+)(?:, capturing <item>)?")
def _finishes(story: _Story, said: Any) -> None:
    evidence = (said["item"],) if said["item"] else ()
    body = procedure.StepFinished(run=said["run"], step=said["step"], evidence=evidence)
    story.team(body, said["seat"])


@_line(r"<seat> does (?P<run>[\w-]+)/<step>")
def _does(story: _Story, said: Any) -> None:
    _starts(story, said)
    story.team(procedure.StepFinished(run=said["run"], step=said["step"]), said["seat"])


@_line(
    r"<seat> skips (?P<run>[\w-]+)/(?P<step>[\w-]+)(?: under (?P<code>EX-[A-Z]+))?"
    r"(?:, (?P<deviation>document-wrong|justified-adaptation|unjustified))?"
    r"(?P<reasoned>, with reason)?"
)
def _skips(story: _Story, said: Any) -> None:
    body = procedure.StepSkipped(
        run=said["run"],
        step=said["step"],
        code=said["code"],
        deviation=said["deviation"],
        reasoned=said["reasoned"] is not None,
    )
    story.team(body, said["seat"])


@_line(r"<seat> validates (?P<run>[\w-]+)/<step>(?P<failed>, failed)?")
def _validates(story: _Story, said: Any) -> None:
    body = procedure.StepValidated(run=said["run"], step=said["step"], passed=not said["failed"])
    story.team(body, said["seat"])


@_line(r"(?P<simulated>simulated )?<seat> approves (?P<run>[\w-]+)/<step>")
def _approves(story: _Story, said: Any) -> None:
    body = procedure.StepApproved(
        run=said["run"], step=said["step"], simulated=said["simulated"] is not None
    )
    story.team(body, said["seat"])


# --- messages, duties, vendors


@_line(r"<seat> drafts message <message> to <audience> by <channel>")
def _drafts(story: _Story, said: Any) -> None:
    version = story.messages.get(said["message"], (0, "", "", ""))[0] + 1
    audience, channel = said["audience"], said["channel"]
    story.messages[said["message"]] = (version, audience, channel, said["seat"])
    body = outside.MessageDrafted(
        message=said["message"], version=version, audience=audience, channel=channel
    )
    story.team(body, said["seat"])


@_line(
    r"(?P<simulated>simulated )?<seat> (?P<how>reviews|approves|publishes|withdraws) "
    r"message (?P<message>[\w-]+)(?: under (?P<code>EX-[A-Z]+))?(?:, next word at <at>)?"
    r"(?P<unentitled>, not entitled)?"
)
def _handles(story: _Story, said: Any) -> None:
    version, audience, channel, author = story.messages[said["message"]]
    how = {"reviews": "review", "approves": "approve", "publishes": "publish"}
    body = outside.MessageHandled(
        message=said["message"],
        version=version,
        audience=audience,
        channel=channel,
        how=how.get(said["how"], "withdraw"),  # type: ignore[arg-type]  # one of the four words
        author=author,
        simulated=said["simulated"] is not None,
        entitled=said["unentitled"] is None,
        exception=said["code"],
        next_update_at=Millis(at(said["at"])) if said["at"] else None,
    )
    story.team(body, said["seat"])


@_line(r"duty <duty> runs since <at_since>(?:, due <at_due>)?(?P<waits>, waiting)?")
def _runs(story: _Story, said: Any) -> None:
    due = Millis(at(said["at_due"])) if said["at_due"] else None
    state: Any = "provisional" if said["waits"] else "running" if due is not None else "no-instant"
    since = Millis(at(said["at_since"]))
    body = outside.DutyStarted(duty=said["duty"], since=since, due=due, rule="Art. 33", state=state)
    story.add(body, to=(TEAM,))


@_line(
    r"<seat> notifies (?P<duty>[\w-]+)(?: at <recipient>)?(?: by (?P<channel>[\w-]+))?"
    r"(?: giving (?P<fields>[\w, -]+?))?(?P<reasons>, with reasons for the delay)?"
)
def _notifies(story: _Story, said: Any) -> None:
    body = outside.DutyNotified(
        duty=said["duty"],
        recipient=said["recipient"] or said["duty"],
        channel=said["channel"] or "portal",
        fields=tuple(said["fields"].split(", ")) if said["fields"] else (),
        delay_reasons=said["reasons"] is not None,
    )
    story.team(body, said["seat"])


@_line(r"<seat> declines (?P<duty>[\w-]+)(?P<reasoned>, with reason)?(?:, owner <owner>)?")
def _declines(story: _Story, said: Any) -> None:
    body = outside.DutyDeclined(
        duty=said["duty"], owner=said["owner"] or "", reasoned=said["reasoned"] is not None
    )
    story.team(body, said["seat"])


@_line(r"<seat> opens case with (?P<vendor>[\w-]+)(?:, answer due <at_due>)?(?:, chase <at_next>)?")
def _opens_case(story: _Story, said: Any) -> None:
    body = outside.VendorOpened(
        vendor=said["vendor"],
        answer_due=Millis(at(said["at_due"])) if said["at_due"] else None,
        next_chase_at=Millis(at(said["at_next"])) if said["at_next"] else None,
    )
    story.team(body, said["seat"])


@_line(r"<seat> chases (?P<vendor>[\w-]+)(?:, chase <at_next>)?")
def _chases(story: _Story, said: Any) -> None:
    following = Millis(at(said["at_next"])) if said["at_next"] else None
    body = outside.VendorChased(vendor=said["vendor"], next_chase_at=following)
    story.team(body, said["seat"])


@_line(r"<seat> escalates (?P<vendor>[\w-]+) to rung (?P<rung>\d)(?P<wrong>, out of order)?")
def _escalates(story: _Story, said: Any) -> None:
    body = outside.VendorEscalated(
        vendor=said["vendor"], rung=int(said["rung"]), in_order=not said["wrong"]
    )
    story.team(body, said["seat"])


@_line(r"<seat> notes oversight of <vendor>")
def _notes(story: _Story, said: Any) -> None:
    story.team(outside.OversightNoted(vendor=said["vendor"]), said["seat"])


@_line(r"<vendor> misses its answer")
def _breaches(story: _Story, said: Any) -> None:
    story.add(outside.VendorBreached(vendor=said["vendor"], due=Millis(story.now - 1)), to=(TEAM,))


@_line(r"<vendor> helps")
def _helps(story: _Story, said: Any) -> None:
    story.add(
        outside.VendorReplied(vendor=said["vendor"], reply="useful", text="Done."), to=(TEAM,)
    )


@_line(r"<seat> fills breach field (?P<name>[\w-]+)(?P<unknown> as unknown)?(?:, next check <at>)?")
def _fills(story: _Story, said: Any) -> None:
    body = outside.BreachRecordUpdated(
        field=said["name"],
        tag="unknown" if said["unknown"] else "fact",
        given=True,
        next_check_at=Millis(at(said["at"])) if said["at"] else None,
    )
    story.team(body, said["seat"])


# --- expectations and evaluators


@_line(r"expected <name>")
def _expected(story: _Story, said: Any) -> None:
    body = control.ExpectationOpened(expectation=said["name"], inject="alarm", due_in_ms=MINUTE)
    story.add(body)


@_line(r"<name> is (?P<how>seen|seen late|missed)")
def _seen(story: _Story, said: Any) -> None:
    if said["how"] == "missed":
        story.add(control.ExpectationMissed(expectation=said["name"], inject="alarm"))
    else:
        late = said["how"] == "seen late"
        story.add(control.ExpectationMet(expectation=said["name"], inject="alarm", late=late))


@_line(r"an evaluator (?P<how>ticks|misses) <name>")
def _ticks(story: _Story, said: Any) -> None:
    story.add(control.ActionTicked(expectation=said["name"], seen=said["how"] == "ticks"))


@_line(
    r"an evaluator rates (?P<task>[\w-]+) (?P<rating>P|S|M|U|N/A)(?P<override>, overriding)?"
    r"(?P<reasoned>, with reason)?"
)
def _rates(story: _Story, said: Any) -> None:
    body = control.TaskRated(
        task=said["task"],
        rating=said["rating"],
        override=said["override"] is not None,
        reasoned=said["reasoned"] is not None,
    )
    story.add(body)


@_line(r"an evaluator marks leaf (?P<seq>\d+) as artificial")
def _marks(story: _Story, said: Any) -> None:
    story.add(control.ArtificialMarked(about=(int(said["seq"]),)))
