"""Lines about the course of an exercise, its world, and the incident."""

from typing import Any

from evidence import TEAM, Body, Millis, seat_audience
from evidence.kinds import control, exercise, incident, procedure, world
from tests.scoring.telling import MINUTE, Lines, Story, at, keeper

LINES: Lines = []
line = keeper(LINES)

# --- the course of the exercise


@line(r"hold")
def _hold(story: Story, said: Any) -> None:
    story.add(exercise.ExerciseHeld(because="control"))
    story.add(exercise.ExerciseResumed())


@line(r"the server was away for (?P<away>\d+)m")
def _away(story: Story, said: Any) -> None:
    story.add(exercise.OutageEnded(away_ms=int(said["away"]) * MINUTE), origin="shell")
    story.add(exercise.ExerciseHeld(because="outage"))
    story.add(exercise.ExerciseResumed())


@line(r"jump to <at>")
def _jump(story: Story, said: Any) -> None:
    story.add(exercise.ExerciseJumped(to=Millis(at(said["at"]))))


@line(r"pace (?P<num>\d+)(?:/(?P<den>\d+))?")
def _pace(story: Story, said: Any) -> None:
    story.add(exercise.PaceSet(num=int(said["num"]), den=int(said["den"] or 1)))


@line(r"excuse <at_from> to <at_until>")
def _excuse(story: Story, said: Any) -> None:
    start, until = Millis(at(said["at_from"])), Millis(at(said["at_until"]))
    story.add(control.SpanExcused(from_at=start, until_at=until, code="EX-SIM"))


@line(r"go on by hand")
def _by_hand(story: Story, said: Any) -> None:
    story.add(exercise.WentByHand())


@line(r"EndEx(?: with open gates (?P<gates>[\w, -]+))?")
def _end(story: Story, said: Any) -> None:
    gates = tuple(said["gates"].split(", ")) if said["gates"] else ()
    story.add(exercise.ExerciseEnded(open_gates=gates), to=(TEAM,))


# --- signals and injects


def _signal(story: Story, name: str, seat: str, *, true: bool, body: Body) -> None:
    seq = story.add(body, to=(seat_audience(seat),))
    story.add(world.SignalJudged(signal=name, verdict="true" if true else "false"), cause=seq)
    if true:
        story.true_signals.add(name)
        story.first_signal = seq if story.first_signal is None else story.first_signal


@line(r"(?P<false>false )?alert <name> to <seat>(?:, supplier <supplier>)?(?:, telling <fact>)?")
def _alert(story: Story, said: Any) -> None:
    tells = {"supplier": said["supplier"]} if said["supplier"] else {}
    if said["fact"]:
        name, _, value = said["fact"].partition(".")
        tells[name] = value
    body = world.SignalRaised(signal=said["name"], source="alert", text="Look.", tells=tells)
    _signal(story, said["name"], said["seat"], true=not said["false"], body=body)


@line(r"page <name> to <seat>")
def _page(story: Story, said: Any) -> None:
    body = control.InjectFired(inject=said["name"], channel="page", text="Look.")
    _signal(story, said["name"], said["seat"], true=True, body=body)


@line(r"inject <name> to <seat>(?:, supplier <supplier>)?")
def _inject(story: Story, said: Any) -> None:
    tells = {"supplier": said["supplier"]} if said["supplier"] else {}
    body = control.InjectFired(inject=said["name"], channel="email", text="Read.", tells=tells)
    story.add(body, to=(seat_audience(said["seat"]),))


@line(r"query by <seat> finds <name>")
def _query(story: Story, said: Any) -> None:
    body = procedure.QueryReturned(source="logs", found=(said["name"],), texts=("Hm.",))
    seq = story.team(body, said["seat"])
    story.add(world.SignalJudged(signal=said["name"], verdict="true"), cause=seq)
    story.true_signals.add(said["name"])
    story.first_signal = seq if story.first_signal is None else story.first_signal


# --- the world


@line(r"outage of <service> begins")
def _outage(story: Story, said: Any) -> None:
    story.add(world.ServiceChanged(service=said["service"], health=0, because="fault"))
    story.add(world.OutageBegan(service=said["service"]))


@line(r"<service> is restored")
def _restored(story: Story, said: Any) -> None:
    story.add(world.ServiceChanged(service=said["service"], health=100, because="repair"))
    story.add(world.ServiceRestored(service=said["service"]))


@line(r"<service> (?P<how>passes|fails) validation")
def _validated(story: Story, said: Any) -> None:
    passed = said["how"] == "passes"
    story.add(world.ServiceValidated(service=said["service"], passed=passed), to=(TEAM,))


@line(r"data <data> is (?P<how>lost|corrupt) back to <at>")
def _damaged(story: Story, said: Any) -> None:
    newest = Millis(at(said["at"]))
    story.add(world.DataDamaged(dataset=said["data"], how=said["how"], newest_good=newest))


@line(r"restore of <data> from <point> ends, data up to <at>")
def _restore(story: Story, said: Any) -> None:
    to = Millis(at(said["at"]))
    story.add(world.RestoreEnded(dataset=said["data"], point=said["point"], recovered_to=to))


@line(r"data <data> passes validation")
def _data_validated(story: Story, said: Any) -> None:
    story.add(world.DataValidated(dataset=said["data"], passed=True), to=(TEAM,))


@line(r"experts say SEV(?P<worst>\d)(?: to SEV(?P<mildest>\d))?")
def _reference(story: Story, said: Any) -> None:
    worst, mildest = int(said["worst"]), int(said["mildest"] or said["worst"])
    body = incident.SeverityReferenceSet(worst=worst, mildest=mildest, because="So they say.")
    story.add(body)


@line(r"stop condition <condition> of <run> is met")
def _stop_met(story: Story, said: Any) -> None:
    story.add(procedure.StopConditionMet(run=said["run"], condition=said["condition"]))


@line(r"evidence <artefact> is destroyed by <by>")
def _destroyed(story: Story, said: Any) -> None:
    story.add(world.ArtefactDestroyed(artefact=said["artefact"], by=said["by"]))


# --- the incident


@line(r"<seat> acknowledges <name>")
def _acknowledges(story: Story, said: Any) -> None:
    story.team(incident.SignalAcknowledged(signal=said["name"]), said["seat"])
    story.notice()


@line(r"<seat> logs <name>")
def _logs(story: Story, said: Any) -> None:
    story.team(incident.LogEntered(tag="fact", about=said["name"]), said["seat"])
    story.notice()


@line(r"<seat> declares")
def _declares(story: Story, said: Any) -> None:
    story.team(incident.IncidentDeclared(), said["seat"])
    story.notice()


@line(r"<seat> calls SEV(?P<level>\d)")
def _calls(story: Story, said: Any) -> None:
    story.team(incident.SeverityCalled(level=int(said["level"])), said["seat"])


@line(r"<seat> takes (?P<role>[a-z_]+)")
def _takes(story: Story, said: Any) -> None:
    story.team(incident.RoleAssigned(role=said["role"], seat=said["seat"]), said["seat"])


@line(
    r"<seat> decides <decision>: <choice>(?P<reasoned>, with reason)?(?:, owner <owner>)?"
    r"(?:, approved by <approver>)?(?:, evidence (?P<evidence>\d+(?: and \d+)*))?"
    r"(?:, made at <at>)?(?:, under (?P<code>EX-[A-Z]+))?"
)
def _decides(story: Story, said: Any) -> None:
    body = incident.DecisionRecorded(
        type="other",
        choice=said["choice"],
        decision=said["decision"],
        owner=said["owner"],
        approver=said["approver"],
        approver_entitled=said["approver"] is not None,
        made_at=Millis(at(said["at"]) if said["at"] else story.now),
        reasoned=said["reasoned"] is not None,
        evidence=tuple(map(int, said["evidence"].split(" and "))) if said["evidence"] else (),
        exception=said["code"],
    )
    story.team(body, said["seat"])


@line(r"<seat> sees <decision>: <choice> differently")
def _differs(story: Story, said: Any) -> None:
    body = incident.DissentEntered(about=said["decision"], answer=said["choice"])
    story.team(body, said["seat"])


@line(r"<seat> decides how to go on without a vendor")
def _goes_on(story: Story, said: Any) -> None:
    body = incident.DecisionRecorded(
        type="third-party-escalation", choice="own", made_at=Millis(story.now), reasoned=True
    )
    story.team(body, said["seat"])


@line(r"<seat> opens the channel")
def _channel(story: Story, said: Any) -> None:
    story.team(incident.ChannelOpened(), said["seat"])


@line(r"<seat> calls up <who>")
def _calls_up(story: Story, said: Any) -> None:
    story.team(incident.CalledUp(who=said["who"], reached=True), said["seat"])


@line(r"<seat> assumes <name>")
def _assumes(story: Story, said: Any) -> None:
    story.team(incident.LogEntered(tag="assumption", about=said["name"]), said["seat"])


@line(r"<seat> raises (?P<code>EX-[A-Z]+) about <about>(?:, reviewer <reviewer>)?")
def _raises(story: Story, said: Any) -> None:
    body = incident.ExceptionRaised(
        code=said["code"], about=said["about"], reviewer=said["reviewer"], reasoned=True
    )
    story.team(body, said["seat"])


@line(r"<seat> confirms <item>(?P<evidence> with evidence)?(?P<false>, wrongly)?")
def _confirms(story: Story, said: Any) -> None:
    evidence = (1,) if said["evidence"] else ()
    seq = story.team(incident.ItemConfirmed(item=said["item"], evidence=evidence), said["seat"])
    if said["false"]:
        story.add(incident.StateConflict(claim=seq, because="It was not so."))


@line(r"<seat> closes")
def _closes(story: Story, said: Any) -> None:
    story.team(incident.IncidentClosed(), said["seat"])


@line(r"<seat> aware of <of> since <at>(?P<later>, a later claim)?")
def _aware(story: Story, said: Any) -> None:
    since = at(said["at"])
    body = incident.AwarenessClaimed(
        of=said["of"], since=Millis(since), lag_ms=story.now - since, governs=not said["later"]
    )
    story.team(body, said["seat"])
