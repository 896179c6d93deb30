"""A hard fail caps a rating, and whoever reads the scorecard reads why."""

import pytest

from facilitator.cli.printing import printer
from facilitator.cli.scores import show_scorecard
from scenarios.objectives import HardFail, Task
from tests.builders import a_plan, a_runbook, an_objective, measure
from tests.scoring.scored import scorecard

STOP_IGNORED = """
    00:01  alert disk-full to duty-engineer
    00:02  duty-engineer acknowledges disk-full
    00:03  duty-engineer opens runbook restore-db
    00:04  stop condition wrong-host of restore-db is met
    00:05  duty-engineer does restore-db/stop-writes
    01:00  EndEx
"""


@pytest.mark.parametrize(("caps_at", "rated"), [("M", "M with major"), ("U", "U unable")])
def test_a_capped_rating_says_what_capped_it(
    caps_at: str, rated: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hard = HardFail.model_validate({"when": "stop-ignored", "caps-at": caps_at})
    task = Task(id="see", title="See it", measures=(measure("TTD-sig"),), hard_fails=(hard,))
    plan = a_plan(runbooks=(a_runbook(),), objectives=(an_objective(task),))

    show_scorecard(printer(), scorecard(STOP_IGNORED, plan).to_json(), plan)

    told = " ".join(capsys.readouterr().out.split())
    assert (
        rated in told.replace(caps_at + " ", caps_at + "  ", 1) or rated.replace("  ", " ") in told
    )
    assert f"Capped: See it: no better than {caps_at}: " in told
    assert "stop" in told.partition("Capped:")[2]
