"""People are never scored: no bundle holds a figure about what one seat did alone."""

import json
import zipfile
from io import BytesIO

import pytest

from facilitator.bundle import make_bundle
from facilitator.bundle.making import PROFILES, Profile
from facilitator.record_files import read_record
from facilitator.store import Store
from scoring import score
from tests.bundle.playing import Exercise


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_no_bundle_has_a_figure_about_a_role_that_one_seat_held_alone(
    exercise: Exercise, profile: Profile
) -> None:
    record = read_record(exercise.store)
    personal = {m.name for m in score(record.plan, record.events).metrics if m.debrief}
    assert personal, "the coordinator of this exercise was one seat"

    with Store.open(exercise.store) as store:
        data = make_bundle(store, exercise.id(store), profile=profile, at="play", wall=0).data
    with zipfile.ZipFile(BytesIO(data)) as bundle:
        name = next(n for n in bundle.namelist() if n.endswith("scorecard.json"))
        metrics = json.loads(bundle.read(name))["metrics"]

    assert metrics
    assert not [metric for metric in metrics if metric["key"] in personal]
