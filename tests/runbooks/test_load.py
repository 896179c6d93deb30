"""A runbook's file becomes a runbook, or a list of what to mend."""

import pytest

from runbooks import load_runbook
from runbooks.authored import AuthorError
from tests.scenarios.stories import RUNBOOK, spoilt


def test_a_runbook_is_read_as_it_was_written() -> None:
    runbook = load_runbook(RUNBOOK.encode(), "book.yaml")

    assert runbook.runbook == "mend-ledger"
    assert runbook.predecessors("mend") == {"look"}


def test_every_problem_of_a_file_comes_at_once() -> None:
    text = spoilt(RUNBOOK, ("expected: 5m", "expected: 5"), ("worst: 2h", "wurst: 2h"))

    with pytest.raises(AuthorError) as error:
        load_runbook(text.encode(), "book.yaml")

    assert str(error.value).splitlines() == [
        "book.yaml:12: `5` has no unit; write `5s` or `5m`",
        "book.yaml:23: unknown key `wurst`; did you mean `worst`?",
    ]
