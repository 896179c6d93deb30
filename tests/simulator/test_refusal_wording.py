"""What the room reads when something makes no sense: word for word, for stressed people read it."""

import pytest

from evidence import Command, Millis
from evidence.kinds import control as c
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from tests.builders import minutes
from tests.simulator.room import WORDS, Room
from tests.simulator.small_incident import the_plan


@pytest.fixture
def room() -> Room:
    """Five minutes in, one minute after the alarm; the runbook is open."""
    room = Room(the_plan())
    room.wait_until(minutes(5))
    room.does("duty-engineer", p.StartRun(run="restore-db"))
    return room


def start(step: str) -> Command:
    return p.StartStep(run="restore-db", step=step)


def handle(how: o.MessageHow, version: int = 1) -> Command:
    return o.HandleMessage(message="hello", version=version, how=how)


def a_draft(room: Room) -> None:
    room.does(
        "press-office", o.DraftMessage(message="hello", audience="customers", channel="email")
    )


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (i.Acknowledge(signal="quake"), "Nobody has sent you `quake`."),
        (i.CallSeverity(level=7), "There is no level 7; the levels are 1, 2, 3, 4."),
        (
            i.CallSeverity(level=1, answers={"workin": "No"}),
            "The severity tree has no question `workin`; did you mean `working`?",
        ),
        (
            i.CallSeverity(level=1, answers={"working": "Perhaps"}),
            "`Perhaps` is no answer to `working`; known are `No`, `Partly`, `Yes`.",
        ),
        (i.ClaimAwareness(of="quake"), "No duty asks since when you are aware of `quake`."),
        (
            i.ClaimAwareness(of="alarm", about_at=Millis(minutes(2))),
            "Fri 20 Nov 16:42 lies before the first signal (Fri 20 Nov 16:44).",
        ),
        (
            i.AssignRole(role="incident_comander", seat="cio"),
            "There is no role `incident_comander`; did you mean `incident_commander`?",
        ),
        (
            i.AssignRole(role="incident_commander", seat="cia"),
            "There is no seat `cia`; did you mean `cio`?",
        ),
        (i.CallUp(who="cia"), "Nobody here knows `cia`; did you mean `cio`?"),
        (p.StartRun(run="restore-db"), "The runbook `restore-db` has been opened already."),
        (start("transfre"), "The runbook has no step `transfre`; did you mean `transfer`?"),
        (start("transfer"), "Finish `freeze-writes` first: `transfer` comes after it."),
        (p.FinishStep(run="restore-db", step="mount"), "Start `mount` first."),
        (
            p.ValidateStep(run="restore-db", step="freeze-writes", passed=True),
            "Finish `freeze-writes` first, then validate it.",
        ),
        (
            p.ValidateStep(run="restore-db", step="mount", passed=True),
            "`mount` has no validation.",
        ),
        (
            p.SkipStep(run="restore-db", step="freeze-writes"),
            "`freeze-writes` is a major step: give an exception code to skip it.",
        ),
        (
            p.ApproveStep(run="restore-db", step="transfer"),
            "Only the runbook approver may approve `transfer`.",
        ),
        (p.ApproveStep(run="restore-db", step="mount"), "`mount` needs no approval."),
        (
            p.FinishRun(run="restore-db"),
            "`freeze-writes` is still open: finish it or skip it first.",
        ),
        (
            o.DraftMessage(message="m", audience="customers", channel="phone"),
            "customers are not told by `phone`; known are `email`, `status-page`.",
        ),
        (handle("approve"), "There is no message `hello`."),
        (
            o.DeclineDuty(duty="authority"),
            "Say why: a decision not to notify needs a reason.",
        ),
        (
            o.NotifyAuthority(duty="autority", recipient="x", channel="email"),
            "There is no duty `autority`.",
        ),
        (o.ChaseVendor(vendor="northcloud"), "Open a case with northcloud first."),
        (
            i.RecordDecision(type="other", choice="never", decision="stop-sales"),
            "`never` is no choice of `stop-sales`; known are `later`, `now`, `own`.",
        ),
        (
            i.RecordDecision(type="other", choice="x", evidence=(9_999,)),
            "The record has no entry 9999 to cite.",
        ),
        (
            i.RecordDecision(type="other", choice="own", review_at=Millis(minutes(5))),
            "The time to look again must come after the decision.",
        ),
        (
            i.RecordDecision(type="other", choice="own", reviews=(2,)),
            "There is no such decision to look at again.",
        ),
        (
            i.EnterDissent(about="what-now"),
            "The team has given no answer to `what-now` yet.",
        ),
        (i.AnswerQuestion(question="why", option="now"), "Nobody has asked you `why`."),
        (
            i.AnswerQuestion(question="what-now", option="nwo"),
            "`nwo` is no answer to `what-now`; did you mean `now`?",
        ),
        (
            i.RaiseException(code="EX-NA", about="x", reviewer="duty-engineer"),
            "Somebody else must review your exception.",
        ),
        (
            i.PassGate(gate="controlled"),
            "Confirm these first: `fixes-removed`, `changes-captured`, `reconciled`, "
            "`monitoring`, `integrity`, `follow-up`.",
        ),
        (i.CloseIncident(), "Pass the gates `understood`, `controlled`, `risk` first."),
        (
            p.HandleChange(change="bigger-disk", how="remove"),
            "`bigger-disk` is to stay: reconcile it instead.",
        ),
        (
            p.HandleChange(change="tunnel", how="remove"),
            "No change `tunnel` has been made; known are `bigger-disk`, `open-port`.",
        ),
        (p.TakeResponse(response="pray"), "Nobody here knows how to do `pray`."),
        (
            p.RunQuery(source="logs", from_at=Millis(2), until_at=Millis(1)),
            "The window of a query ends after it begins.",
        ),
        (
            o.UpdateBreachRecord(field="subject", tag="fact"),
            "The breach record has no field `subject`; did you mean `subjects`?",
        ),
        (
            o.UpdateBreachRecord(field="subjects", tag="assumption", low=9, high=3),
            "A range goes from the lower number to the higher one.",
        ),
        (
            o.UpdateBreachRecord(field="subjects", tag="fact"),
            "Say what you know about `subjects`, or tag it unknown.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_plain_sentence(
    room: Room, command: Command, says: str
) -> None:
    assert room.asks("duty-engineer", command) == says


def test_nothing_is_refused_twice_as_the_first_time(room: Room) -> None:
    room.does("cio", i.DeclareIncident(), i.OpenChannel())

    assert room.asks("cio", i.DeclareIncident()) == "This has been declared an incident already."
    assert room.asks("cio", i.OpenChannel()) == "The incident channel is open already."


def test_a_verdict_may_change(room: Room) -> None:
    room.does("cio", i.DeclareIncident(verdict="false-positive"), i.DeclareIncident())

    assert [d.verdict for d in room.happened(i.IncidentDeclared)] == ["false-positive", "incident"]


def test_severity_waits_for_something_to_have_happened() -> None:
    room = Room(the_plan())

    says = room.asks("cio", i.CallSeverity(level=1))

    assert says == "Nothing has been reported yet that could have a severity."


def test_an_alert_to_another_seat_cannot_be_acknowledged(room: Room) -> None:
    assert room.asks("legal", i.Acknowledge(signal="alarm")) == "Nobody has sent you `alarm`."


def test_one_seat_may_not_lead_and_coordinate(room: Room) -> None:
    room.does("cio", i.AssignRole(role="incident_commander", seat="incident-manager"))

    says = room.asks("cio", i.AssignRole(role="incident_coordinator", seat="incident-manager"))

    assert says == (
        "incident manager is the incident commander; "
        "here one person may not both lead and coordinate."
    )


def test_the_author_of_a_message_neither_reviews_nor_approves_it(room: Room) -> None:
    a_draft(room)

    assert room.asks("press-office", handle("review")) == (
        "You wrote this message; somebody else must review it."
    )
    assert room.asks("press-office", handle("approve")) == (
        "You wrote this message; somebody else must approve it."
    )


def test_an_approval_needs_the_right_role(room: Room) -> None:
    a_draft(room)

    says = room.asks("duty-engineer", handle("approve"))

    assert says == "Only the management body rep may approve this message."


def test_an_old_version_is_not_handled(room: Room) -> None:
    a_draft(room)
    a_draft(room)

    assert room.asks("cio", handle("approve", 1)) == "Version 2 is newer; look at that one."
    assert room.asks("cio", handle("approve", 3)) == ("There is no version 3; the newest is 2.")


def test_a_new_version_must_be_approved_again(room: Room) -> None:
    a_draft(room)
    room.does("legal", handle("review"))
    room.does("cio", handle("approve"))
    a_draft(room)
    room.does("legal", handle("review", 2))

    says = room.asks("press-office", handle("publish", 2))

    assert (
        says == "This version still needs an approval; get it, or publish with an exception code."
    )


def test_a_message_goes_out_unapproved_only_with_a_code_and_says_what_was_missing(
    room: Room,
) -> None:
    a_draft(room)

    room.does(
        "press-office",
        o.HandleMessage(message="hello", version=1, how="publish", exception="EX-URGENT"),
    )

    assert room.happened(o.MessageHandled)[-1].missing == ("review", "approve")


def test_a_promised_update_lies_ahead(room: Room) -> None:
    a_draft(room)
    publish = o.HandleMessage(
        message="hello", version=1, how="publish", exception="EX-NA", next_update_at=Millis(0)
    )

    assert room.asks("press-office", publish) == "The next update must lie in the future."


def finish_freezing(room: Room) -> None:
    room.does("duty-engineer", start("freeze-writes"))
    room.wait_until(room.exercise.now + minutes(5))
    room.does("duty-engineer", p.FinishStep(run="restore-db", step="freeze-writes"))


def validate(room: Room, *, passed: bool) -> None:
    room.does("duty-engineer", p.TakeResponse(response="count"))
    room.wait_until(room.exercise.now + minutes(1))
    room.does(
        "duty-engineer", p.ValidateStep(run="restore-db", step="freeze-writes", passed=passed)
    )


def test_a_step_that_runs_cannot_be_finished(room: Room) -> None:
    room.does("duty-engineer", start("freeze-writes"))

    says = room.asks("duty-engineer", p.FinishStep(run="restore-db", step="freeze-writes"))

    assert says == "`freeze-writes` is still running; wait for its result."


def test_a_step_that_did_not_work_cannot_be_finished(room: Room) -> None:
    room.does("duty-engineer", start("mount"))
    room.wait_until(room.exercise.now + 1)

    says = room.asks("duty-engineer", p.FinishStep(run="restore-db", step="mount"))

    assert says == "`mount` did not work; say that it failed."


def test_a_validation_rests_on_the_check_that_it_names(room: Room) -> None:
    finish_freezing(room)

    says = room.asks(
        "duty-engineer", p.ValidateStep(run="restore-db", step="freeze-writes", passed=True)
    )

    assert says == "Run the check first (Counting rows), then say whether `freeze-writes` passed."


def test_what_a_step_waits_for_is_named_one_thing_after_the_other(room: Room) -> None:
    finish_freezing(room)
    told = [room.asks("duty-engineer", start("transfer"))]
    validate(room, passed=True)
    told.append(room.asks("duty-engineer", start("transfer")))
    room.does(
        "duty-engineer",
        p.CheckPrecondition(run="restore-db", precondition="writes-stopped", passed=True),
    )
    told.append(room.asks("duty-engineer", start("transfer")))
    room.does("cio", p.ApproveStep(run="restore-db", step="transfer"))
    told.append(room.asks("cio", start("transfer")))
    told.append(room.asks("duty-engineer", start("transfer")))

    assert told == [
        "Validate `freeze-writes` first: `transfer` builds on it.",
        "Check `writes-stopped` first: `transfer` needs it.",
        "`transfer` waits for the approval of the runbook approver.",
        "You approved this step; somebody else must start it.",
        None,
    ]


def test_a_step_whose_validation_failed_is_done_again(room: Room) -> None:
    finish_freezing(room)
    validate(room, passed=False)

    says = room.asks("duty-engineer", start("transfer"))

    assert says == ("`freeze-writes` did not pass its validation: do it again before `transfer`.")
    assert room.asks("duty-engineer", start("freeze-writes")) is None


def test_a_step_that_is_done_again_is_validated_again(room: Room) -> None:
    finish_freezing(room)
    validate(room, passed=False)

    finish_freezing(room)

    says = room.asks("duty-engineer", start("transfer"))
    assert says == "Validate `freeze-writes` first: `transfer` builds on it."


def test_a_vendor_is_escalated_upwards_and_not_beyond_the_ladder(room: Room) -> None:
    room.does("duty-engineer", o.OpenVendorCase(vendor="northcloud"))
    room.does("duty-engineer", o.EscalateVendor(vendor="northcloud", rung=2))

    told = [
        room.asks("duty-engineer", o.EscalateVendor(vendor="northcloud", rung=rung))
        for rung in (1, 3)
    ]

    assert room.happened(o.VendorEscalated)[0].in_order is False
    assert told == [
        "The case stands at rung 2; the next one is 3.",
        "The ladder of northcloud ends at rung 2.",
    ]


def test_an_override_needs_words_and_something_to_rest_on(room: Room) -> None:
    bare = c.RateTask(task="notice", rating="S", override=True)
    worded = c.RateTask(task="notice", rating="S", override=True, words=WORDS)

    assert room.evaluates(bare) == "Say why: an override needs a reason."
    assert room.evaluates(worded) == "Name at least one entry that an override rests on."
    assert room.evaluates(c.RateTask(task="notise", rating="S")) == (
        "There is no critical task `notise`; did you mean `notice`?"
    )
