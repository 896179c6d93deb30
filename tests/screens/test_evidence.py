"""The auditor's page says of the program what the first entry says, and no worse."""

from dataclasses import replace

import msgspec
import pytest

from evidence.kinds.exercise import ExerciseOpened
from facilitator.screens.evidence import evidence_page
from tests.screens.looking import look, played


@pytest.mark.parametrize(
    ("found", "word", "tone"),
    [
        ("same", "same", "good"),
        ("changed: scoring/figure.py and 2 more", "changed", "bad"),
        ("not installed from a wheel", "cannot tell", "idle"),
    ],
)
def test_a_program_without_a_list_of_its_files_is_not_called_changed(
    found: str, word: str, tone: str
) -> None:
    seen = look(played(), at=0, kind="auditor")
    first, *rest = seen.events
    assert isinstance(first.body, ExerciseOpened)
    body = msgspec.structs.replace(first.body, self_check=found)
    seen = replace(seen, events=(msgspec.structs.replace(first, body=body), *rest))

    state, _, says = evidence_page(seen, {}).verdicts[2]

    assert (state.words, state.tone) == (word, tone)
    assert found == "same" or found in says
