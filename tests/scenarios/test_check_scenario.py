"""What a check says of a scenario: each kind of problem with its exact line and words."""

# ruff: noqa: E501 -- a problem is one line, however long

import pytest

from tests.scenarios.stories import RUNBOOK, SCENARIO, checked, of_scenario, said

Changes = list[tuple[str, str]]

CASES = [
    pytest.param(
        [("severity:", "breach-record: [{field: subjects, right: many}]\nseverity:")],
        ["story.yaml:38: `subjects` takes numbers; write `low` and `high`"],
        id="a key with words for a number",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {dataset: $data, is: damaged, from: tape}")],
        [
            "story.yaml:20: `from` says which copy came back, and `damaged` is before that; write it with `restored` or `validated`"
        ],
        id="a copy that cannot have come back yet",
    ),
    pytest.param(
        [
            (
                "cast:",
                "datasets: [{data: $data, copies: [{id: tape, title: Tape, age: 2h, kept: 3, takes: 2h}]}]\ncast:",
            )
        ],
        [
            "story.yaml:15: copy `tape` is taken once, and `kept` says 3; write `every`, or leave `kept` out"
        ],
        id="several takings of a copy that is taken once",
    ),
    pytest.param(
        [('{id: wait, text: "No"', '{id: wait, text: "No", keeps-open: true')],
        [
            "story.yaml:35: `wait` keeps open what `go` does not close; remove it, or write `type: close`"
        ],
        id="a choice that keeps open what is not closed",
    ),
    pytest.param(
        [("{fail: $app}", "{fail: $host}")],
        ["story.yaml:21: `$host` is a vendor, and a service belongs here; known is `$app`"],
        id="a slot of the wrong kind",
    ),
    pytest.param(
        [("{fail: $app}", "{fail: app}")],
        ["story.yaml:21: `app` is a need of this scenario; write `$app`"],
        id="a need named without its dollar",
    ),
    pytest.param(
        [("tells: {function: down}", "law: {clients-share: most}")],
        [
            "story.yaml:20: `most` is no number and no duration; write for example "
            "clients-share=100001, clients-share=10.5 or clients-share=2h1m"
        ],
        id="an answer that a legal test does not understand",
    ),
    pytest.param(
        [("{metric: RTO, of: $app}", "{metric: RTO, of: $app, at-least: 80%}")],
        ["story.yaml:50: `RTO` is a time, not a share; write `within: 15m`"],
        id="a share asked of a time",
    ),
    pytest.param(
        [("id: still-quiet", "id: quiet")],
        ["story.yaml:24: `quiet` is the id of two injects; rename this one or the one on line 23"],
        id="an id that is written twice",
    ),
    pytest.param(
        [("terms: [ledger],", "terms: [ledger], hidden: true,")],
        [
            "story.yaml:29: nothing reveals hidden artefact `log-line`; write `reveal: log-line` somewhere, or remove `hidden`"
        ],
        id="a hidden artefact that nothing reveals",
    ),
    pytest.param(
        [("if: {flag: damaged}", "if: {not: {not: {not: {not: {not: {flag: damaged}}}}}}")],
        [
            "story.yaml:23: `all`, `any` and `not` are nested deeper than 4; flatten it, or raise a flag and ask for that"
        ],
        id="conditions nested too deep",
    ),
    pytest.param(
        [("{id: still-quiet, at: 58m,", "{id: still-quiet,")],
        [
            "story.yaml:24: inject `still-quiet` does not say when it comes; write one of `at`, `after`, `when`, `missed` and `by-hand`"
        ],
        id="an inject that says not when it comes",
    ),
    pytest.param(
        [("{id: still-quiet, at: 58m,", "{id: still-quiet, at: 58m, after: quiet,")],
        ["story.yaml:24: inject `still-quiet` says when it comes by `at`, `after`; keep one"],
        id="an inject that says twice when it comes",
    ),
    pytest.param(
        [("{id: still-quiet, at: 58m,", "{id: still-quiet, at: 58m, plus: 3m,")],
        ["story.yaml:24: `plus` goes with `after`, `when` or `missed`, not with `at`; remove it"],
        id="a plus without anything to add it to",
    ),
    pytest.param(
        [("from: {aware-of: alarm}", "from: {}")],
        [
            "story.yaml:37: this duty has no trigger; write `aware-of: INJECT`, `classified: DECISION` or `submitted: DUTY`"
        ],
        id="a duty without a trigger",
    ),
    pytest.param(
        [
            (
                "regime: uk-gdpr-33, from: {aware-of: alarm}",
                "regime: eu-dora-19-major, from: {classified: go, as: [do-it]}",
            )
        ],
        [
            "story.yaml:37: warning: `initial` also has a limit from `aware`, which nothing starts; write `aware-of: INJECT` beside it"
        ],
        id="a limit from awareness that nothing starts",
    ),
    pytest.param(
        [("regime: uk-gdpr-33", "regime: eu-dora-19-major, stage: intermediate")],
        [
            "story.yaml:37: the clock of `intermediate` starts with `initial_submitted`, and no notice starts this duty; write `submitted: DUTY`"
        ],
        id="a notice that nothing precedes",
    ),
    pytest.param(
        [("regime: uk-gdpr-33", "regime: uk-gdpr-33, within: 10h")],
        [
            "story.yaml:37: the period of `uk-gdpr-33` is the law's and is not written here; remove `within`"
        ],
        id="a law's period written out",
    ),
    pytest.param(
        [
            (
                "measures: [{metric: RTO, of: $app}], expectations: [look]",
                "hard-fails: [{when: stop-ignored}]",
            )
        ],
        [
            "story.yaml:43: no task serves objective `mend-it`; give one of its tasks a measure or an expectation"
        ],
        id="an objective that no task serves",
    ),
    pytest.param(
        [
            (
                "expectations: [look]}\n",
                "expectations: [look]}\n          - {id: hope, title: Hope}\n",
            )
        ],
        [
            "story.yaml:51: nothing shows how well task `hope` is done; add `measures` or `expectations`"
        ],
        id="a task that nothing shows",
    ),
    pytest.param(
        [("measures: [{metric: RTO, of: $app}], expectations: [look]", "expectations: [look]")],
        [
            "story.yaml:43: warning: objective `mend-it` has no measure, only expectations; let one of its tasks rest on a metric"
        ],
        id="an objective without a measure",
    ),
    pytest.param(
        [("at: 58m,", "at: 58m, red-herring: true,")],
        [
            "story.yaml:24: warning: nothing resolves red herring `still-quiet`; name in `resolved-by` the inject or artefact that shows it for what it is"
        ],
        id="a red herring that nothing resolves",
    ),
    pytest.param(
        [
            (
                "does: {recover: $app}, says: Mended.}",
                "does: {recover: $app}, says: Mended.}\n  - {id: wave, title: Wave, takes: 1m, says: You wave.}",
            )
        ],
        [
            "story.yaml:28: warning: response `wave` changes nothing and nothing asks for it; give it an effect, or remove it"
        ],
        id="a response that changes nothing",
    ),
    pytest.param(
        [("otherwise: drop", "otherwise: data")],
        ["story.yaml:11: `data` is a dataset and cannot play a vendor; write `supply` or `drop`"],
        id="an otherwise of another kind",
    ),
    pytest.param(
        [("is: technical_lead}", "is: technical_lead, tags: [x]}")],
        ["story.yaml:13: a role has no `tags`; write `is: ROLE`"],
        id="a need on something of the wrong kind",
    ),
    pytest.param(
        [("cast:", "stand-ins:\n  data: {service: {}}\ncast:")],
        [
            "story.yaml:16: the stand-in for `data` is not one dataset; write `dataset: {...}` and nothing else"
        ],
        id="a stand-in of the wrong kind",
    ),
    pytest.param(
        [("cast:", "stand-ins:\n  host: {vendor: {}}\ncast:")],
        [
            "story.yaml:16: warning: `host` has a stand-in that nothing supplies; write `otherwise: supply` for `host`"
        ],
        id="a stand-in that nothing supplies",
    ),
    pytest.param(
        [("  clerk: {is", "  host: {is: a host}\n  clerk: {is")],
        [
            "story.yaml:16: `host` is a need and a member of the cast; rename one, or `{placeholders}` are ambiguous"
        ],
        id="a need and a cast member of one name",
    ),
    pytest.param(
        [("by: 10m, seen", "by: 10m, step: mend-ledger, seen")],
        ["story.yaml:20: `mend-ledger` names no step; write `RUNBOOK/STEP`"],
        id="a runbook where a step belongs",
    ),
    pytest.param(
        [
            (
                "host:    {a: vendor, tags: [hosting]",
                "host:    {a: vendor, is: dpo_owner, tags: [hosting]",
            )
        ],
        ["story.yaml:11: a vendor has no `is`; write `tags: [...]`"],
        id="a vendor asked for by role",
    ),
    pytest.param(
        [
            (
                "host:    {a: vendor, tags: [hosting]",
                "host:    {a: vendor, tags: [hosting], on: $data",
            )
        ],
        ["story.yaml:11: only a service rests `on` something, and `host` is a vendor; remove `on`"],
        id="a vendor that rests on data",
    ),
    pytest.param(
        [("{metric: VEND-ESC, of: $host}", "{metric: VEND-ESC, of: $host, within: 15m}")],
        ["story.yaml:58: `VEND-ESC` is a share, not a time; write `at-least: 80%`"],
        id="a time asked of a share",
    ),
    pytest.param(
        [
            (
                "cast:",
                "datasets: [{data: $data, copies: [{id: tape, title: Tape, age: 2h, every: 1d, kept: 0, takes: 2h}]}]\ncast:",
            )
        ],
        ["story.yaml:15: of copy `tape` nothing is kept; write at least 1"],
        id="a copy of which nothing is kept",
    ),
    pytest.param(
        [("at: 58m, to", "at: 58, to")],
        ["story.yaml:24: `58` has no unit; write `58s` or `58m`"],
        id="an instant that is a bare number",
    ),
    pytest.param(
        [("lasts: 110m", "lasts: 110")],
        ["story.yaml:7: `110` has no unit; write `110s` or `110m`"],
        id="a duration that is a bare number",
    ),
    pytest.param(
        [("T16:40 Europe/London", "T16:40")],
        [
            "story.yaml:6: `2026-11-20T16:40` has no zone; write for example `2026-11-20T16:40 Europe/London`"
        ],
        id="a local instant without a zone",
    ),
    pytest.param(
        [("2026-11-20T16:40", "2026-10-25T01:30")],
        ["story.yaml:6: 01:30 happens twice on 2026-10-25 in Europe/London; say +01:00 or +00:00"],
        id="a start in the hour that comes twice",
    ),
    pytest.param(
        [("2026-11-20T16:40", "2026-03-29T01:30")],
        [
            "story.yaml:6: 01:30 does not exist on 2026-03-29 in Europe/London: the clocks go forward; write `2026-03-29T02:30 Europe/London`"
        ],
        id="a start in the hour that never comes",
    ),
    pytest.param(
        [("summary: The", 'version: "2"\nsummary: The')],
        ["story.yaml:5: `version` is written twice; keep this one or the one on line 3"],
        id="a key that is written twice",
    ),
]


@pytest.mark.parametrize(("changes", "lines"), CASES)
def test_each_problem_says_where_it_is_and_what_would_be_right(
    changes: Changes, lines: list[str]
) -> None:
    assert of_scenario(*changes) == lines


def test_a_whole_scenario_has_no_problem() -> None:
    assert said(checked(SCENARIO)) == []


def test_every_problem_of_a_file_is_told_at_once() -> None:
    found = of_scenario(("says {clerk}", "says {clark}"), ("metric: RTO,", "metric: RT0,"))

    assert [line.split(":")[1] for line in found] == ["20", "50"]


def test_a_runbook_beside_the_scenario_is_preferred_to_the_librarys() -> None:
    missing = RUNBOOK.replace("runbook: mend-ledger", "runbook: mend-something")

    found = said(checked(SCENARIO, runbook=missing))

    assert found[0].startswith("story.yaml:18: unknown runbook `mend-ledger`")
