"""Lines about the work: runbooks, messages, duties, vendors, expectations, evaluators."""

from typing import Any

from evidence import TEAM, Millis
from evidence.kinds import control, outside, procedure, review
from scenarios.breach_record import BY_ID
from tests.scoring.telling import MINUTE, Lines, Story, at, keeper

LINES: Lines = []
line = keeper(LINES)

# --- runbooks


@line(r"<seat> opens runbook <run>")
def _opens(story: Story, said: Any) -> None:
    story.team(procedure.RunStarted(run=said["run"], version="1"), said["seat"])


@line(r"<seat> checks (?P<run>[\w-]+)/<precondition>(?P<failed>, not so)?")
def _checks(story: Story, said: Any) -> None:
    body = procedure.PreconditionChecked(
        run=said["run"], precondition=said["precondition"], passed=not said["failed"]
    )
    story.team(body, said["seat"])


@line(r"<seat> starts (?P<run>[\w-]+)/<step>")
def _starts(story: Story, said: Any) -> None:
    story.team(procedure.StepStarted(run=said["run"], step=said["step"]), said["seat"])


@line(
    r"<seat> finishes (?P<run>[\w-]+)/(?P<step>[\w-]+)(?:, capturing <item>)?(?:, on paper <at>)?"
)
def _finishes(story: Story, said: Any) -> None:
    evidence = (said["item"],) if said["item"] else ()
    about_at = Millis(at(said["at"])) if said["at"] else None
    body = procedure.StepFinished(
        run=said["run"], step=said["step"], evidence=evidence, about_at=about_at
    )
    story.team(body, said["seat"])


@line(r"<seat> does (?P<run>[\w-]+)/<step>")
def _does(story: Story, said: Any) -> None:
    _starts(story, said)
    story.team(procedure.StepFinished(run=said["run"], step=said["step"]), said["seat"])


@line(r"<seat> takes back (?P<run>[\w-]+)/<step>")
def _takes_back(story: Story, said: Any) -> None:
    story.team(procedure.StepReopened(run=said["run"], step=said["step"]), said["seat"])


@line(
    r"<seat> skips (?P<run>[\w-]+)/(?P<step>[\w-]+)(?: under (?P<code>EX-[A-Z]+))?"
    r"(?:, (?P<deviation>document-wrong|justified-adaptation|unjustified))?"
    r"(?P<reasoned>, with reason)?"
)
def _skips(story: Story, said: Any) -> None:
    body = procedure.StepSkipped(
        run=said["run"],
        step=said["step"],
        code=said["code"],
        deviation=said["deviation"],
        reasoned=said["reasoned"] is not None,
    )
    story.team(body, said["seat"])


@line(r"<seat> validates (?P<run>[\w-]+)/<step>(?P<failed>, failed)?")
def _validates(story: Story, said: Any) -> None:
    body = procedure.StepValidated(run=said["run"], step=said["step"], passed=not said["failed"])
    story.team(body, said["seat"])


@line(r"(?P<simulated>simulated )?<seat> approves (?P<run>[\w-]+)/<step>")
def _approves(story: Story, said: Any) -> None:
    body = procedure.StepApproved(
        run=said["run"], step=said["step"], simulated=said["simulated"] is not None
    )
    story.team(body, said["seat"])


@line(r"<seat> captures (?P<run>[\w-]+)/<item>")
def _captures(story: Story, said: Any) -> None:
    story.team(procedure.EvidenceCaptured(run=said["run"], item=said["item"]), said["seat"])


@line(r"<seat> stops runbook <run>")
def _stops(story: Story, said: Any) -> None:
    story.team(procedure.RunStopped(run=said["run"]), said["seat"])


@line(r"what <seat> tries by <response> (?P<worked>works|fails)")
def _ended(story: Story, said: Any) -> None:
    body = procedure.ResponseEnded(
        response=said["response"], worked=said["worked"] == "works", says="So it is."
    )
    story.team(body, said["seat"])


@line(r"<seat> responds by <response>(?: as (?P<run>[\w-]+)/<step>)?")
def _responds(story: Story, said: Any) -> None:
    body = procedure.ResponseTaken(response=said["response"], run=said["run"], step=said["step"])
    story.team(body, said["seat"])


# --- messages, duties, vendors


@line(r"<seat> drafts message <message> to <audience> by (?P<channel>[\w-]+)(?:, not before <at>)?")
def _drafts(story: Story, said: Any) -> None:
    version = story.messages.get(said["message"], (0, "", "", ""))[0] + 1
    audience, channel = said["audience"], said["channel"]
    story.messages[said["message"]] = (version, audience, channel, said["seat"])
    body = outside.MessageDrafted(
        message=said["message"],
        version=version,
        audience=audience,
        channel=channel,
        not_before=Millis(at(said["at"])) if said["at"] else None,
    )
    story.team(body, said["seat"])


@line(r"<seat> lets (?P<other>[\w-]+) approve message <message>")
def _lets_approve(story: Story, said: Any) -> None:
    body = outside.ApprovalDelegated(
        message=said["message"], seat=said["other"], instead_of=("cio",)
    )
    story.team(body, said["seat"])


@line(
    r"(?P<simulated>simulated )?<seat> (?P<how>reviews|approves|publishes|withdraws) "
    r"message (?P<message>[\w-]+)(?: under (?P<code>EX-[A-Z]+))?(?:, next word at <at>)?"
    r"(?P<unentitled>, not entitled)?"
)
def _handles(story: Story, said: Any) -> None:
    version, audience, channel, author = story.messages[said["message"]]
    how: dict[str, outside.MessageHow] = {
        "reviews": "review",
        "approves": "approve",
        "publishes": "publish",
    }
    body = outside.MessageHandled(
        message=said["message"],
        version=version,
        audience=audience,
        channel=channel,
        how=how.get(said["how"], "withdraw"),
        author=author,
        simulated=said["simulated"] is not None,
        entitled=said["unentitled"] is None,
        exception=said["code"],
        next_update_at=Millis(at(said["at"])) if said["at"] else None,
    )
    story.team(body, said["seat"])


@line(r"duty <duty> runs since <at_since>(?:, due <at_due>)?(?P<waits>, waiting)?")
def _runs(story: Story, said: Any) -> None:
    due = Millis(at(said["at_due"])) if said["at_due"] else None
    state: Any = "provisional" if said["waits"] else "running" if due is not None else "no-instant"
    since = Millis(at(said["at_since"]))
    body = outside.DutyStarted(duty=said["duty"], since=since, due=due, rule="Art. 33", state=state)
    story.add(body, to=(TEAM,))


@line(
    r"<seat> notifies (?P<duty>[\w-]+)(?: at <recipient>)?(?: by (?P<channel>[\w-]+))?"
    r"(?: giving (?P<fields>[\w, -]+?))?(?P<reasons>, with reasons for the delay)?"
)
def _notifies(story: Story, said: Any) -> None:
    body = outside.DutyNotified(
        duty=said["duty"],
        recipient=said["recipient"] or said["duty"],
        channel=said["channel"] or "portal",
        fields=tuple(said["fields"].split(", ")) if said["fields"] else (),
        delay_reasons=said["reasons"] is not None,
    )
    story.team(body, said["seat"])


@line(r"<seat> declines (?P<duty>[\w-]+)(?P<reasoned>, with reason)?(?:, owner <owner>)?")
def _declines(story: Story, said: Any) -> None:
    body = outside.DutyDeclined(
        duty=said["duty"], owner=said["owner"] or "", reasoned=said["reasoned"] is not None
    )
    story.team(body, said["seat"])


@line(r"<seat> opens case with (?P<vendor>[\w-]+)(?:, answer due <at_due>)?(?:, chase <at_next>)?")
def _opens_case(story: Story, said: Any) -> None:
    body = outside.VendorOpened(
        vendor=said["vendor"],
        answer_due=Millis(at(said["at_due"])) if said["at_due"] else None,
        next_chase_at=Millis(at(said["at_next"])) if said["at_next"] else None,
    )
    story.team(body, said["seat"])


@line(r"<seat> chases (?P<vendor>[\w-]+)(?:, chase <at_next>)?")
def _chases(story: Story, said: Any) -> None:
    following = Millis(at(said["at_next"])) if said["at_next"] else None
    body = outside.VendorChased(vendor=said["vendor"], next_chase_at=following)
    story.team(body, said["seat"])


@line(r"<seat> escalates (?P<vendor>[\w-]+) to rung (?P<rung>\d)(?P<wrong>, out of order)?")
def _escalates(story: Story, said: Any) -> None:
    body = outside.VendorEscalated(
        vendor=said["vendor"], rung=int(said["rung"]), in_order=not said["wrong"]
    )
    story.team(body, said["seat"])


@line(r"<seat> notes oversight of <vendor>")
def _notes(story: Story, said: Any) -> None:
    story.team(outside.OversightNoted(vendor=said["vendor"]), said["seat"])


@line(r"<vendor> misses its answer")
def _breaches(story: Story, said: Any) -> None:
    story.add(outside.VendorBreached(vendor=said["vendor"], due=Millis(story.now - 1)), to=(TEAM,))


@line(r"<vendor> helps")
def _helps(story: Story, said: Any) -> None:
    story.add(
        outside.VendorReplied(vendor=said["vendor"], reply="useful", text="Done."), to=(TEAM,)
    )


@line(
    r"<seat> fills breach field (?P<name>[\w-]+)(?P<unknown> as unknown)?(?P<assumed> as assumed)?"
    r"(?: with (?P<values>[a-z][\w, -]*?))?(?: with (?P<low>\d+) to (?P<high>\d+))?"
    r"(?:, next check <at>)?"
)
def _fills(story: Story, said: Any) -> None:
    values = said["values"].split(", ") if said["values"] else []
    many = said["name"] in BY_ID and BY_ID[said["name"]].many
    body = outside.BreachRecordUpdated(
        field=said["name"],
        tag="unknown" if said["unknown"] else "assumption" if said["assumed"] else "fact",
        value=values[0] if values and not many else None,
        values=tuple(values) if many else (),
        low=int(said["low"]) if said["low"] else None,
        high=int(said["high"]) if said["high"] else None,
        given=True,
        next_check_at=Millis(at(said["at"])) if said["at"] else None,
    )
    story.team(body, said["seat"])


# --- expectations and evaluators


@line(r"expected <name>")
def _expected(story: Story, said: Any) -> None:
    body = control.ExpectationOpened(expectation=said["name"], inject="alarm", due_in_ms=MINUTE)
    story.add(body)


@line(r"control takes the message back")
def _taken_back(story: Story, said: Any) -> None:
    story.add(control.InjectSet(inject="alarm", state="withdrawn"))


@line(r"<name> is (?P<how>seen|seen late|missed)")
def _seen(story: Story, said: Any) -> None:
    if said["how"] == "missed":
        story.add(control.ExpectationMissed(expectation=said["name"], inject="alarm"))
    else:
        late = said["how"] == "seen late"
        story.add(control.ExpectationMet(expectation=said["name"], inject="alarm", late=late))


@line(r"an evaluator (?P<how>ticks|misses) <name>")
def _ticks(story: Story, said: Any) -> None:
    story.add(control.ActionTicked(expectation=said["name"], seen=said["how"] == "ticks"))


@line(r"an evaluator observes <task>")
def _observes(story: Story, said: Any) -> None:
    story.add(control.ObservationRecorded(task=said["task"], about=(1,)))


def _observations(story: Story, task: str) -> tuple[int, ...]:
    return tuple(
        event.seq
        for event in story.events
        if isinstance(event.body, control.ObservationRecorded) and event.body.task == task
    )


@line(
    r"an evaluator rates (?P<task>[\w-]+) (?P<rating>P|S|M|U|N/A)(?P<override>, overriding)?"
    r"(?P<reasoned>, with reason)?"
)
def _rates(story: Story, said: Any) -> None:
    body = control.TaskRated(
        task=said["task"],
        rating=said["rating"],
        override=said["override"] is not None,
        reasoned=said["reasoned"] is not None,
        about=_observations(story, said["task"]),
    )
    story.add(body, by="ana")


@line(
    r"an evaluator calls (?P<run>[\w-]+)/(?P<step>[\w-]+) "
    r"(?P<deviation>document-wrong|justified-adaptation|unjustified)"
)
def _calls(story: Story, said: Any) -> None:
    body = review.DeviationClassified(
        run=said["run"], step=said["step"], deviation=said["deviation"], given=True
    )
    story.add(body, by="ana")


@line(
    r"an evaluator finds leaves (?P<first>\d+) and (?P<second>\d+) (?P<how>fitting|contradicting)"
)
def _compares(story: Story, said: Any) -> None:
    body = review.MessagesCompared(
        first=int(said["first"]), second=int(said["second"]), contradict=said["how"] != "fitting"
    )
    story.add(body, by="ana")


@line(r"an evaluator (?P<how>saw|did not see) the duty <duty>")
def _marks_duty(story: Story, said: Any) -> None:
    body = review.CoordinationMarked(duty=said["duty"], seen=said["how"] == "saw")
    story.add(body, by="ana")


@line(r"an evaluator marks leaf (?P<seq>\d+) as artificial")
def _marks(story: Story, said: Any) -> None:
    story.add(control.ArtificialMarked(about=(int(said["seq"]),)))
