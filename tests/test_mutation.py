"""The list of changes that nobody could notice is about the code as it is."""

from pathlib import Path

from mutation.equivalent import EQUIVALENT, stale
from mutation.mutants import mutants_of
from mutation.targets import TARGETS

ROOT = Path(__file__).parent.parent


def test_every_change_that_is_said_to_be_unnoticed_is_one_that_can_be_tried() -> None:
    files = {file for target in TARGETS.values() for file in target.modules}

    assert stale([mutant for file in files for mutant in mutants_of(ROOT, file)]) == []
    assert EQUIVALENT.keys() <= files
