"""`drillroom check --organisation`: how a scenario binds, and what it costs, as it is printed."""

from pathlib import Path

from tests.cli.running import Shell
from tests.scenarios.stories import ORGANISATION, RUNBOOK, SCENARIO, spoilt

PRINTED = """\
small-fire with harbour-bank
  app: Payments (payments-api)
  data: data, a stand-in
  host: left out
  lead: Incident manager (incident-manager)
  tech: duty engineer (duty-engineer)
  privacy: Incident manager (incident-manager), worn by lead
  left out: inject slow-vendor
  left out: question who
  left out: vendor story host
  loses cover: objective press-them: nothing is left to rate it by
"""


def test_the_binding_is_printed_with_what_is_supplied_dropped_and_uncovered(
    shell: Shell, tmp_path: Path
) -> None:
    changes = (("[customer-data, primary]", "[archive]"), ("[hosting]", "[mail]"))
    (tmp_path / "story.yaml").write_text(SCENARIO)
    (tmp_path / "book.yaml").write_text(RUNBOOK)
    bank = tmp_path / "bank.yaml"
    bank.write_text(spoilt(ORGANISATION, *changes))

    answer = shell("check", tmp_path, "--organisation", bank)

    assert answer.out.startswith(PRINTED)
    assert answer.code == 0


def test_the_binding_for_programs_tells_the_same(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(SCENARIO)
    (tmp_path / "book.yaml").write_text(RUNBOOK)
    bank = tmp_path / "bank.yaml"
    bank.write_text(spoilt(ORGANISATION, ("[hosting]", "[mail]")))

    (binding,) = shell("check", tmp_path, "--organisation", bank, "--json").document["bindings"]

    assert binding["supplied"] == []
    assert binding["dropped"] == ["host"]
    assert binding["uncovered"] == ["objective press-them: nothing is left to rate it by"]
