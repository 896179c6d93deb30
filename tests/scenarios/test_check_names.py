"""Names in a scenario that lead nowhere, each told with its line and with what was meant."""

# ruff: noqa: E501 -- a problem is one line, however long

import pytest

from tests.scenarios.stories import of_scenario

Changes = list[tuple[str, str]]

CASES = [
    pytest.param(
        [("after: locked", "after: lockd")],
        ["story.yaml:22: unknown inject `lockd`; did you mean `locked`?"],
        id="an inject after an unknown inject",
    ),
    pytest.param(
        [("after: locked, plus: 15m", "missed: lok, plus: 15m")],
        ["story.yaml:22: unknown expectation `lok`; did you mean `look`?"],
        id="an expectation that nothing knows",
    ),
    pytest.param(
        [("at: 58m, to: team", "at: 58m, asks: whoo, to: team")],
        ["story.yaml:24: unknown question or decision `whoo`; did you mean `who`?"],
        id="a question that is not there",
    ),
    pytest.param(
        [("severity:", "breach-record: [{field: positon, right: both}]\nseverity:")],
        ["story.yaml:38: the breach record has no field `positon`; did you mean `position`?"],
        id="a key to a field that the breach record has not",
    ),
    pytest.param(
        [("severity:", "breach-record: [{field: position, right: neither}]\nseverity:")],
        [
            "story.yaml:38: `neither` is no value of `position`; use one of controller, processor, both, unknown"
        ],
        id="a key outside the vocabulary",
    ),
    pytest.param(
        [("severity:", "awareness: [{of: alrm, known-from: alarm, known-by: alarm}]\nseverity:")],
        [
            "story.yaml:38: no duty asks since when the team is aware of `alrm`; did you mean `alarm`?",
            "story.yaml:38: unknown inject `alrm`; did you mean `alarm`?",
        ],
        id="a band for something no duty is about",
    ),
    pytest.param(
        [("from: clerk", "from: clark")],
        ["story.yaml:23: unknown cast member or vendor slot `clark`; did you mean `clerk`?"],
        id="a cast member that is not there",
    ),
    pytest.param(
        [("{response: mend, is: worked}", "{response: mended, is: worked}")],
        ["story.yaml:60: unknown response `mended`; did you mean `mend`?"],
        id="a response that is not there",
    ),
    pytest.param(
        [("if: {flag: damaged}", "if: {flag: damagd}")],
        ["story.yaml:23: nothing raises flag `damagd`; did you mean `damaged`?"],
        id="a flag that nothing raises",
    ),
    pytest.param(
        [("tells: {function: down}", "about: $clark, tells: {function: down}")],
        ["story.yaml:20: `$clark` names no need; known are `$app`, `$data`, `$host`"],
        id="facts about a slot that is not there",
    ),
    pytest.param(
        [
            ("tells: {function: down}", "about: satelite, tells: {function: down}"),
            ("cast:", "sites: {satellite: The small site}\ncast:"),
        ],
        [
            "story.yaml:21: warning: `satelite` is a part of one organisation only; did you mean `satellite`?"
        ],
        id="facts about a site that is not there",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {dataset: $data, is: restored, from: tape}")],
        ["story.yaml:20: unknown copy `tape`; add it, or name one that is there"],
        id="a copy that is not there",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {queried: log-lime}")],
        ["story.yaml:20: unknown artefact `log-lime`; did you mean `log-line`?"],
        id="an artefact that is not there",
    ),
    pytest.param(
        [
            (
                "run-by: $tech}",
                "run-by: $tech, stops: [{condition: wurse, when: {flag: damaged}, shown-by: alarm}]}",
            )
        ],
        [
            "story.yaml:18: runbook `mend-ledger` has no stop condition `wurse`; did you mean `worse`?"
        ],
        id="a stop condition that the runbook does not have",
    ),
    pytest.param(
        [
            (
                "run-by: $tech}",
                "run-by: $tech, stops: [{condition: worse, when: {flag: damaged}, shown-by: alrm}]}",
            )
        ],
        [
            "story.yaml:18: unknown inject or monitor or artefact or response `alrm`; did you mean `alarm`?"
        ],
        id="what shows a stop condition is not there",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {decided: goo}")],
        ["story.yaml:20: unknown decision `goo`; did you mean `go`?"],
        id="a decision that is not there",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {decided: go, as: [do]}")],
        ["story.yaml:20: `go` has no option `do`; known are `do-it`, `wait`"],
        id="an option that is not there",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {notified: icoo}")],
        ["story.yaml:20: unknown duty `icoo`; did you mean `ico`?"],
        id="a duty that is not there",
    ),
    pytest.param(
        [("{raise: damaged}]", "{raise: damaged}, {make-change: patch}]")],
        ["story.yaml:21: unknown change `patch`; add it, or name one that is there"],
        id="a change that is not there",
    ),
    pytest.param(
        [("{raise: damaged}]", "{raise: damaged}, {intrude: worm}]")],
        ["story.yaml:21: unknown intrusion `worm`; add it, or name one that is there"],
        id="an intrusion that is not there",
    ),
    pytest.param(
        [("{recover: $app}", "{restore: $data, from: nightly}")],
        ["story.yaml:27: unknown copy `nightly`; add it, or name one that is there"],
        id="a copy that is not there",
    ),
    pytest.param(
        [("runbook: mend-ledger, run-by", "runbook: mend-ledgr, run-by")],
        ["story.yaml:18: unknown runbook `mend-ledgr`; did you mean `mend-ledger`?"],
        id="a runbook that is not there",
    ),
    pytest.param(
        [("by: 10m, seen", "by: 10m, step: restore-ledger/mend, seen")],
        [
            "story.yaml:20: runbook `restore-ledger` is not used by this scenario; did you mean `mend-ledger`?"
        ],
        id="a step of a runbook that is not used",
    ),
    pytest.param(
        [("by: 10m, seen", "by: 10m, step: mend-ledger/mendd, seen")],
        ["story.yaml:20: runbook `mend-ledger` has no step `mendd`; did you mean `mend`?"],
        id="a step that is not in the runbook",
    ),
    pytest.param(
        [('{id: wait, text: "No"', '{id: wait, text: "No", leaves-out: [mend-ledger/mendd]')],
        ["story.yaml:35: runbook `mend-ledger` has no step `mendd`; did you mean `mend`?"],
        id="a step that a choice leaves out and that is not in the runbook",
    ),
    pytest.param(
        [("vendor: $host", "vendor: $hosts")],
        ["story.yaml:31: `$hosts` names no need; did you mean `$host`?"],
        id="a slot that is no need",
    ),
    pytest.param(
        [("is: dpo_owner", "is: dpo_ower")],
        ["story.yaml:14: unknown library role `dpo_ower`; did you mean `dpo_owner`?"],
        id="a library role that is none",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {role: incident_comander}")],
        [
            "story.yaml:20: unknown library role `incident_comander`; did you mean `incident_commander`?"
        ],
        id="a library role in a condition that is none",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {confirmed: monitring}")],
        ["story.yaml:20: unknown item `monitring`; did you mean `monitoring`?"],
        id="an item of a controlled state that is none",
    ),
    pytest.param(
        [("tells: {function: down}", "tells: {funktion: down}")],
        ["story.yaml:20: unknown fact `funktion`; did you mean `function`?"],
        id="a fact that is none",
    ),
    pytest.param(
        [("tells: {function: down}", "law: {client-share: 15}")],
        ["story.yaml:20: no legal test asks `client-share`; did you mean `clients-share`?"],
        id="a fact that no legal test asks",
    ),
    pytest.param(
        [("tells: {function: down}", "tells: {function: dwn}")],
        ["story.yaml:20: fact `function` is never `dwn`; did you mean `down`?"],
        id="a value that a fact never has",
    ),
    pytest.param(
        [("metric: RTO,", "metric: RT0,")],
        ["story.yaml:50: unknown metric `RT0`; did you mean `RTO`?"],
        id="a metric that is none",
    ),
    pytest.param(
        [("regime: uk-gdpr-33", "regime: uk-gdpr-34")],
        ["story.yaml:37: unknown regime `uk-gdpr-34`; did you mean `uk-gdpr-33`?"],
        id="a regime that is none",
    ),
    pytest.param(
        [("regime: uk-gdpr-33", "regime: uk-gdpr-33, stage: notice")],
        ["story.yaml:37: regime `uk-gdpr-33` has no stage `notice`; known is `notification`"],
        id="a stage that a regime does not have",
    ),
    pytest.param(
        [("lasts: 110m", "lasts: 110m\nrubric: hous")],
        ["story.yaml:8: unknown rubric `hous`; did you mean `house`?"],
        id="a rubric that is none",
    ),
    pytest.param(
        [("says {clerk}", "says {clark}")],
        ["story.yaml:20: `{clark}` stands for nothing; did you mean `clerk`?"],
        id="a placeholder that stands for nothing",
    ),
    pytest.param(
        [("says {clerk}", "says {$clerk}")],
        ["story.yaml:20: `{$clerk}` stands for nothing; write `{clerk}`"],
        id="a placeholder with a dollar",
    ),
    pytest.param(
        [("expectations: [look]}", "expectations: [look], hard-fails: [{when: stop-ignord}]}")],
        ["story.yaml:50: unknown finding `stop-ignord`; did you mean `stop-ignored`?"],
        id="a hard fail that is no finding",
    ),
    pytest.param(
        [("otherwise: lead}", "otherwise: leed}")],
        ["story.yaml:14: `otherwise: leed` names no need; did you mean `lead`?"],
        id="an otherwise that names nothing",
    ),
    pytest.param(
        [("cast:", "stand-ins:\n  dta: {dataset: {}}\ncast:")],
        ["story.yaml:16: stand-in `dta` is for no need; did you mean `data`?"],
        id="a stand-in for no need",
    ),
    pytest.param(
        [
            ("id: mend, title: Mend the ledger", "id: fix, title: Mend the ledger"),
            ("response: mend,", "response: fix,"),
        ],
        [
            "story.yaml:18: step `mend` of `mend-ledger` uses unknown response `mend`; known is `fix`"
        ],
        id="a step that uses an unknown response",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {published: custmers}")],
        [
            "story.yaml:20: warning: no organisation at hand has an audience `custmers`; did you mean `customers`?"
        ],
        id="an audience that no organisation has",
    ),
    pytest.param(
        [("{fail: $app}", "{fail: payments-api}")],
        [
            "story.yaml:21: warning: `payments-api` is a part of one organisation only; known is `$app`"
        ],
        id="a part of one organisation",
    ),
    pytest.param(
        [
            (
                "vendors:\n  - {v",
                "intrusions:\n  - {id: worm, stages: [{stage: inside, dwell: 5m}]}\nvendors:\n  - {v",
            ),
            ("{raise: damaged}]", "{raise: damaged}, {intrude: worm}]"),
            ("seen: {detected: true}", "seen: {intrusion: worm, is: outside}"),
        ],
        ["story.yaml:20: intrusion `worm` is never `outside`; did you mean `inside`?"],
        id="a stage that an intrusion does not have",
    ),
    pytest.param(
        [
            (
                "vendors:\n  - {v",
                "intrusions:\n  - {id: worm, stages: [{stage: inside, dwell: 5m}], exfiltrates: [{data: $data, from-stage: insid, megabits-per-second: 5}]}\nvendors:\n  - {v",
            ),
            ("{raise: damaged}]", "{raise: damaged}, {intrude: worm}]"),
        ],
        ["story.yaml:31: intrusion `worm` has no stage `insid`; did you mean `inside`?"],
        id="data taken from a stage that is not there",
    ),
    pytest.param(
        [("at: 58m, to: team", "at: 58m, too: team")],
        ["story.yaml:24: unknown key `too`; did you mean `to`?"],
        id="a key that is none",
    ),
]


@pytest.mark.parametrize(("changes", "lines"), CASES)
def test_a_name_that_leads_nowhere_is_told_with_what_was_meant(
    changes: Changes, lines: list[str]
) -> None:
    assert of_scenario(*changes) == lines
