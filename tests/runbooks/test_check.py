"""What a check says of a runbook: each kind of problem with its exact line and words."""

# ruff: noqa: E501 -- a problem is one line, however long

import pytest

from runbooks import Runbook, check_runbook
from runbooks.authored import load
from tests.scenarios.stories import RUNBOOK, spoilt


def said(*changes: tuple[str, str]) -> list[str]:
    runbook, authored = load(Runbook, spoilt(RUNBOOK, *changes).encode(), name="book.yaml")
    return [str(problem) for problem in check_runbook(runbook, authored)]


CASES = [
    pytest.param(
        [("after: [look]", "after: [lok]")],
        ["book.yaml:13: unknown step `lok`; did you mean `look`?"],
        id="an unknown step before",
    ),
    pytest.param(
        [("expected: 5m, evidence", "expected: 5m, after: [mend], evidence")],
        [
            "book.yaml:12: the steps go in a circle: `look` after `mend` after `look`; take one `after` out"
        ],
        id="steps in a circle",
    ),
    pytest.param(
        [("after: [look]", "after: [mend]")],
        ["book.yaml:13: the steps go in a circle: `mend` after `mend`; take one `after` out"],
        id="a step after itself",
    ),
    pytest.param(
        [("validation: {check: It adds up.}, ", "")],
        ["book.yaml:13: major step `mend` has no validation; add `validation: {check: ...}`"],
        id="a major step without validation",
    ),
    pytest.param(
        [("needs: [backup-found]", "needs: [backup-fund]")],
        [
            "book.yaml:10: warning: no step needs precondition `backup-found`; name it under `needs` of the first step that rests on it",
            "book.yaml:13: unknown precondition `backup-fund`; did you mean `backup-found`?",
        ],
        id="an unknown precondition",
    ),
    pytest.param(
        [("stops: [worse]", "stops: [wors]")],
        [
            "book.yaml:13: unknown stop condition `wors`; did you mean `worse`?",
            "book.yaml:17: no step watches stop condition `worse`; name it under `stops` of the step during which it can occur",
        ],
        id="an unknown stop condition",
    ),
    pytest.param(
        [("evidence: [picture]", "evidence: [pictur]")],
        [
            "book.yaml:12: unknown evidence item `pictur`; did you mean `picture`?",
            "book.yaml:20: no step captures evidence `picture`; name it under `evidence` of the step that produces it",
        ],
        id="an unknown evidence item",
    ),
    pytest.param(
        [(", evidence: [picture]", "")],
        [
            "book.yaml:20: no step captures evidence `picture`; name it under `evidence` of the step that produces it"
        ],
        id="evidence that nothing captures",
    ),
    pytest.param(
        [("stops: [worse], ", "")],
        [
            "book.yaml:17: no step watches stop condition `worse`; name it under `stops` of the step during which it can occur"
        ],
        id="a stop condition that nobody watches",
    ),
    pytest.param(
        [("needs: [backup-found], ", "")],
        [
            "book.yaml:10: warning: no step needs precondition `backup-found`; name it under `needs` of the first step that rests on it"
        ],
        id="a precondition that no step needs",
    ),
    pytest.param(
        [("after: mend, audience", "after: mendd, audience")],
        ["book.yaml:15: unknown step `mendd`; did you mean `mend`?"],
        id="words after an unknown step",
    ),
    pytest.param(
        [("role: technical_lead, expected: 5m", "role: technical_leed, expected: 5m")],
        ["book.yaml:12: unknown library role `technical_leed`; did you mean `technical_lead`?"],
        id="an unknown role",
    ),
    pytest.param(
        [("approved-by: runbook_approver", "approved-by: technical_lead")],
        [
            "book.yaml:13: `technical_lead` does step `mend` and approves it; name another role; nobody approves their own step"
        ],
        id="an approver who does the step",
    ),
    pytest.param(
        [("approvers: [runbook_approver]", "approvers: [risk_owner]")],
        [
            "book.yaml:13: `runbook_approver` approves step `mend` but is no approver of the runbook; add it to `approvers`"
        ],
        id="an approver whom the runbook does not name",
    ),
    pytest.param(
        [("id: look, do", "id: mend, do")],
        [
            "book.yaml:13: `mend` is an id twice in `steps`; rename this one or the one on line 12",
            "book.yaml:13: unknown step `look`; known is `mend`",
        ],
        id="an id twice",
    ),
    pytest.param(
        [('last-tested: "2026-03-04"', "last-tested: never")],
        ["book.yaml:6: warning: this runbook was never tested; rehearse it and write the date"],
        id="a runbook that was never tested",
    ),
    pytest.param(
        [('last-reviewed: "2026-10-01"', "last-reviewed: never")],
        ["book.yaml:5: warning: this runbook was never reviewed; review it and write the date"],
        id="a runbook that was never reviewed",
    ),
    pytest.param(
        [('last-tested: "2026-03-04"', "last-tested: last spring")],
        ["book.yaml:6: `last spring` is no date; write `2026-10-01`, or `never`"],
        id="a date that is none",
    ),
    pytest.param(
        [("usual: 30m", "usual: 3h")],
        ["book.yaml:23: `usual` is longer than `worst`; exchange them"],
        id="timings the wrong way round",
    ),
]


@pytest.mark.parametrize(("changes", "lines"), CASES)
def test_each_problem_says_where_it_is_and_what_would_be_right(
    changes: list[tuple[str, str]], lines: list[str]
) -> None:
    assert said(*changes) == lines


def test_a_whole_runbook_has_no_problem() -> None:
    assert said() == []
