"""One small incident with a part of every kind, for tests of what may be done in it."""

from runbooks.authored import Fixed
from runbooks.model import Validation
from scenarios.choices import DecisionPoint, Option, Question
from scenarios.duties import Duty, DutyTrigger
from scenarios.effects import MakeChange
from scenarios.injects import Expectation, Inject
from scenarios.law import Regime, Stage, Status, elapsed
from scenarios.organisation import Contract, Vendor
from scenarios.plan import Plan
from scenarios.story import Response, TemporaryChange
from tests.builders import a_plan, a_runbook, a_step, an_organisation, hours, minutes

OPTIONS = (
    Option(id="now", text="Now", grade="right"),
    Option(id="later", text="Later", grade="wrong"),
)


def the_plan() -> Plan:
    freeze = Response(
        id="freeze", title="Freezing writes", takes=Fixed(fixed=minutes(5)), says="Frozen."
    )
    count = Response(
        id="count", title="Counting rows", takes=Fixed(fixed=minutes(1)), says="Counted."
    )
    broken = Response(
        id="broken", title="Mounting", takes=Fixed(fixed=0), fails=1_000_000, says="Mounted."
    )
    return a_plan(
        organisation=an_organisation(
            vendors={
                "northcloud": Vendor(
                    contract=Contract(respond=hours(1)), ladder=("duty desk", "director")
                ),
            }
        ),
        runbooks=(
            a_runbook(
                a_step(
                    "freeze-writes",
                    major=True,
                    uses="freeze",
                    validation=Validation(check="Zero writes.", uses="count"),
                ),
                a_step("mount", uses="broken"),
                a_step(
                    "transfer",
                    after="freeze-writes",
                    needs=("writes-stopped",),
                    approved_by="runbook_approver",
                ),
            ),
        ),
        regimes=(
            Regime(
                id="gdpr",
                title="GDPR",
                jurisdiction="EU",
                status=Status(is_="in force"),
                who="the controller",
                whom="the authority",
                citation="Art. 33",
                confidence="text seen",
                stages=(Stage(id="first", starts="aware", within=elapsed(hours(72)), rule="72 h"),),
            ),
        ),
        injects=(
            Inject(
                id="alarm",
                at=minutes(4),
                by="alert",
                to=("duty-engineer",),
                text="Errors.",
                does=(MakeChange(make_change="open-port"), MakeChange(make_change="bigger-disk")),
                asks="what-now",
                expects=(Expectation(id="says-aloud", text="Says it.", by=minutes(5)),),
            ),
            Inject(
                id="late", at=minutes(40), by="email", to=("incident-manager",), text="Any news?"
            ),
        ),
        responses=(freeze, count, broken),
        changes=(
            TemporaryChange(id="open-port", title="A port stands open"),
            TemporaryChange(id="bigger-disk", title="A bigger disk", temporary=False),
        ),
        questions=(Question(id="what-now", ask="What now?", options=OPTIONS),),
        decisions=(
            DecisionPoint(id="stop-sales", ask="Stop?", type="other", owner="cio", options=OPTIONS),
        ),
        duties=(
            Duty(
                id="authority",
                title="Notice",
                regime="gdpr",
                from_=DutyTrigger(aware_of="alarm"),
                owner="privacy-lead",
                whom="the authority",
            ),
        ),
    )
