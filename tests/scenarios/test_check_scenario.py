"""What a check says of a scenario: each kind of problem with its exact line and words."""

# ruff: noqa: E501 -- a problem is one line, however long

import pytest

from tests.scenarios.stories import RUNBOOK, SCENARIO, checked, of_scenario, said

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
        [("severity:", "breach-record: [{field: subjects, right: many}]\nseverity:")],
        ["story.yaml:38: `subjects` takes numbers; write `low` and `high`"],
        id="a key with words for a number",
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
        [("seen: {detected: true}", "seen: {dataset: $data, is: damaged, from: tape}")],
        [
            "story.yaml:20: `from` says which copy came back, and `damaged` is before that; write it with `restored` or `validated`"
        ],
        id="a copy that cannot have come back yet",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {dataset: $data, is: restored, from: tape}")],
        ["story.yaml:20: unknown copy `tape`; add it, or name one that is there"],
        id="a copy that is not there",
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
        [('{id: wait, text: "No"', '{id: wait, text: "No", keeps-open: true')],
        [
            "story.yaml:35: `wait` keeps open what `go` does not close; remove it, or write `type: close`"
        ],
        id="a choice that keeps open what is not closed",
    ),
    pytest.param(
        [("vendor: $host", "vendor: $hosts")],
        ["story.yaml:31: `$hosts` names no need; did you mean `$host`?"],
        id="a slot that is no need",
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
        [("tells: {function: down}", "law: {clients-share: most}")],
        [
            "story.yaml:20: `most` is no number and no duration; write for example "
            "clients-share=100001, clients-share=10.5 or clients-share=2h1m"
        ],
        id="an answer that a legal test does not understand",
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
        [("{metric: RTO, of: $app}", "{metric: RTO, of: $app, at-least: 80%}")],
        ["story.yaml:50: `RTO` is a time, not a share; write `within: 15m`"],
        id="a share asked of a time",
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
        [("id: still-quiet", "id: quiet")],
        ["story.yaml:24: `quiet` is the id of two injects; rename this one or the one on line 23"],
        id="an id that is written twice",
    ),
    pytest.param(
        [
            ("{id: still-quiet, at: 58m,", "{id: still-quiet, after: last-quiet,"),
            ("{id: late, at: 85m,", "{id: last-quiet, after: still-quiet,"),
        ],
        [
            "story.yaml:24: the injects go in a circle: `still-quiet` after `last-quiet` after `still-quiet`; let it come after something that happens"
        ],
        id="injects in a circle",
    ),
    pytest.param(
        [
            ("{id: still-quiet, at: 58m,", "{id: still-quiet, at: 3h,"),
            ("{id: late, at: 85m,", "{id: late, after: still-quiet,"),
        ],
        [
            "story.yaml:24: inject `still-quiet` comes at 3h, after the end; let it come by 1h50m, or let `lasts` be longer",
            "story.yaml:25: inject `late` comes after `still-quiet`, which is never delivered; let it come after something that happens",
        ],
        id="an inject after one that never comes",
    ),
    pytest.param(
        [
            ("{id: late, at: 85m,", "{id: late, at: 3h, does: {raise: never},"),
            ("if: {flag: damaged}", "if: {flag: never}"),
        ],
        [
            "story.yaml:23: inject `quiet` is never delivered: flag `never` is only raised by what never happens; let it wait for something that can happen",
            "story.yaml:25: inject `late` comes at 3h, after the end; let it come by 1h50m, or let `lasts` be longer",
        ],
        id="a flag that only something out of reach raises",
    ),
    pytest.param(
        [
            ("{id: alarm, at: 4m", "{id: alarm, at: 3h"),
            ("{id: late, at: 85m", "{id: late, missed: look"),
            ("aware-of: alarm", "aware-of: quiet"),
        ],
        [
            "story.yaml:20: inject `alarm` comes at 3h, after the end; let it come by 1h50m, or let `lasts` be longer",
            "story.yaml:25: inject `late` waits for `look` of an inject that never comes; name an expectation of an inject that is delivered",
        ],
        id="a contingency on an inject that never comes",
    ),
    pytest.param(
        [("takes: 10m, does", "takes: 10m, needs: {elapsed: 3h}, does")],
        [
            "story.yaml:27: response `mend` can never be taken: 3h have not elapsed when it ends after 1h50m; ask for something that can happen",
            "story.yaml:60: ending `mended` can never come: response `mend` can never be taken; ask for something that can happen",
        ],
        id="a response that can never be taken",
    ),
    pytest.param(
        [("terms: [ledger],", "terms: [ledger], hidden: true,")],
        [
            "story.yaml:29: nothing reveals hidden artefact `log-line`; write `reveal: log-line` somewhere, or remove `hidden`"
        ],
        id="a hidden artefact that nothing reveals",
    ),
    pytest.param(
        [("when: {response: mend, is: worked}", "when: {all: [{elapsed: 3h}, {flag: damaged}]}")],
        [
            "story.yaml:60: ending `mended` can never come: 3h have not elapsed when it ends after 1h50m; ask for something that can happen"
        ],
        id="an ending that never comes",
    ),
    pytest.param(
        [("seen: {detected: true}", "seen: {elapsed: 3h}")],
        [
            "story.yaml:20: expectation `look` can never be met: 3h have not elapsed when it ends after 1h50m; ask for something that can happen"
        ],
        id="an expectation that can never be met",
    ),
    pytest.param(
        [("if: {flag: damaged}", "if: {all: [{flag: damaged}, {not: {flag: damaged}}]}")],
        [
            "story.yaml:23: this can never hold: it asks for `{flag: damaged}` and for `{not: {flag: damaged}}`; keep one of them, or write `any`"
        ],
        id="a condition and its opposite",
    ),
    pytest.param(
        [
            (
                "if: {flag: damaged}",
                "if: {all: [{service: $app, is: up}, {service: $app, is: down}]}",
            )
        ],
        [
            "story.yaml:23: this can never hold: it asks for `{service: $app, is: up}` and for `{service: $app, is: down}`; keep one of them, or write `any`"
        ],
        id="two values at once",
    ),
    pytest.param(
        [
            (
                'to: team, by: chat, text: "Still',
                'branch: {group: mood}, to: team, by: chat, text: "Still',
            )
        ],
        [
            "story.yaml:24: `still-quiet` is the only branch of group `mood`; add another inject to the group, or remove `branch`"
        ],
        id="a group of one",
    ),
    pytest.param(
        [
            ("at: 58m,", "at: 58m, branch: {group: mood},"),
            ("at: 85m,", "at: 85m, branch: {group: mood},"),
        ],
        [
            "story.yaml:25: branch `late` is never taken: `still-quiet` always comes first; let both come at the same time, or give the first an `if`"
        ],
        id="a branch that always comes too late",
    ),
    pytest.param(
        [
            ("at: 58m,", "at: 58m, branch: {group: mood},"),
            ("at: 85m,", "at: 58m, branch: {group: mood, weight: 0},"),
        ],
        ["story.yaml:25: branch `late` has weight 0 and is never drawn; write at least 1"],
        id="a branch of no weight",
    ),
    pytest.param(
        [
            (
                "{id: still-quiet, at: 58m,",
                "{id: still-quiet, after: quiet, plus: {uniform: {from: 1m, to: 9m}}, if: {detected: true},",
            ),
            (
                "{id: late, at: 85m,",
                "{id: late, after: quiet, plus: {uniform: {from: 1m, to: 9m}}, if: {not: {detected: true}},",
            ),
        ],
        [
            "story.yaml:25: `still-quiet` and `late` can both be delivered: their opposite `if`s are asked at different times; give both the same fixed `plus`, or one branch group"
        ],
        id="opposite branches at drawn instants",
    ),
    pytest.param(
        [
            (
                "text: It works.}\n",
                "text: It works.}\n  - {id: again, title: Again, when: {response: mend, is: worked}, text: It works.}\n",
            )
        ],
        [
            "story.yaml:61: endings `mended` and `again` always come together; let each ask for something else"
        ],
        id="two endings that always come together",
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
        [("from: {aware-of: alarm}", "from: {aware-of: still-quiet}"), ("at: 58m", "at: 3h")],
        [
            "story.yaml:24: inject `still-quiet` comes at 3h, after the end; let it come by 1h50m, or let `lasts` be longer",
            "story.yaml:37: duty `ico` waits for inject `still-quiet`, which is never delivered; name an inject that comes",
        ],
        id="a duty whose trigger never comes",
    ),
    pytest.param(
        [("from: {aware-of: alarm}", "from: {submitted: ico}")],
        [
            "story.yaml:37: the duties go in a circle: `ico` after `ico`; let one of them start with awareness or a decision"
        ],
        id="a duty that starts with itself",
    ),
    pytest.param(
        [("regime: uk-gdpr-33", "regime: eu-dora-19-major")],
        [
            "story.yaml:37: the clock of `initial` starts with `classified_major`, and nothing classifies here; write `classified: DECISION` with `as`"
        ],
        id="a classification that nobody makes",
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
        [("expectations: [look]}", "expectations: [look], hard-fails: [{when: stop-ignord}]}")],
        ["story.yaml:50: unknown finding `stop-ignord`; did you mean `stop-ignored`?"],
        id="a hard fail that is no finding",
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
        [("to: [$lead, $privacy]}", "to: $lead}"), ("at: 58m,", "at: 65m,")],
        [
            "story.yaml:14: warning: role `privacy` may have nothing to do for 35m of play from 30m on; address something to it in between"
        ],
        id="a role with nothing to do for half an hour",
    ),
    pytest.param(
        [
            (
                "  privacy:",
                "  board:   {a: role, is: management_body_rep, otherwise: lead}\n  privacy:",
            )
        ],
        ["story.yaml:14: warning: role `board` has nothing to do; address something to it"],
        id="a role that nothing is addressed to",
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
        [
            ("otherwise: lead}", "otherwise: tech}"),
            ("is: technical_lead}", "is: technical_lead, otherwise: privacy}"),
        ],
        [
            "story.yaml:13: the needs go in a circle: `tech` -> `privacy` -> `tech`; change one `on` or `otherwise`"
        ],
        id="needs in a circle",
    ),
    pytest.param(
        [("otherwise: lead}", "otherwise: leed}")],
        ["story.yaml:14: `otherwise: leed` names no need; did you mean `lead`?"],
        id="an otherwise that names nothing",
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
        [("cast:", "stand-ins:\n  dta: {dataset: {}}\ncast:")],
        ["story.yaml:16: stand-in `dta` is for no need; did you mean `data`?"],
        id="a stand-in for no need",
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
        [("approver: $tech", "approver: $lead")],
        [
            "story.yaml:35: `$lead` owns decision `go` and approves it; name another approver; nobody approves their own"
        ],
        id="a decision that its owner approves",
    ),
    pytest.param(
        [("needs:\n", "phases: [{id: fast, title: Fast, from: 0s, pace: 20}]\nneeds:\n")],
        [
            "story.yaml:21: expectation `look` gives 10m, and at this pace only 5m18s are left to play; shorten it, bring the inject forward, or slow the phase down"
        ],
        id="a pace that leaves too little time",
    ),
    pytest.param(
        [
            (
                "questions:",
                "stakeholders:\n  - {id: angry, title: Angry, audience: customers, patience: 2m, to: $lead, says: [Well?]}\nquestions:",
            )
        ],
        [
            "story.yaml:33: `angry` waits 2m, which leaves 2m to play at pace 1; leave people at least 5m"
        ],
        id="a stakeholder who has no patience",
    ),
    pytest.param(
        [
            (
                "needs:\n",
                "phases: [{id: one, title: One, from: 1h}, {id: two, title: Two, from: 1h}]\nneeds:\n",
            )
        ],
        [
            "story.yaml:8: phase `two` begins no later than `one` before it; order the phases by `from`"
        ],
        id="phases out of order",
    ),
    pytest.param(
        [("needs:\n", "phases: [{id: one, title: One, from: 0s, pace: 0}]\nneeds:\n")],
        ["story.yaml:8: a pace of 0 stands still; write at least 1"],
        id="a pace of nothing",
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
                "intrusions:\n  - {id: worm, stages: [{stage: inside, dwell: 5m}]}\nvendors:\n  - {v",
            )
        ],
        [
            "story.yaml:31: intrusion `worm` never begins; write `does: {intrude: worm}` in an inject"
        ],
        id="an intrusion that never begins",
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
        [("[customer-facing], on: $data", "[customer-facing], on: $app")],
        ["story.yaml:9: the needs go in a circle: `app` -> `app`; change one `on` or `otherwise`"],
        id="a service that rests on itself",
    ),
    pytest.param(
        [
            ("when: {flag: damaged}}", "when: {elapsed: 3h}}"),
            ("seen: {detected: true}", "seen: {queried: log-line}"),
        ],
        [
            "story.yaml:20: expectation `look` can never be met: artefact `log-line` can never be found; ask for something that can happen",
            "story.yaml:29: artefact `log-line` can never be found; let its `when` ask for something that can happen",
        ],
        id="an artefact that can never be found",
    ),
    pytest.param(
        [
            ("at: 58m, to: team", "at: 3h, to: team"),
            ("seen: {detected: true}", "seen: {fired: still-quiet}"),
        ],
        [
            "story.yaml:20: expectation `look` can never be met: inject `still-quiet` is never delivered; ask for something that can happen",
            "story.yaml:24: inject `still-quiet` comes at 3h, after the end; let it come by 1h50m, or let `lasts` be longer",
        ],
        id="an expectation about an inject that never comes",
    ),
    pytest.param(
        [
            (
                "vendors:\n  - {v",
                "intrusions:\n  - {id: worm, stages: [{stage: inside, dwell: 5m}]}\nvendors:\n  - {v",
            ),
            ("seen: {detected: true}", "seen: {intrusion: worm, is: inside}"),
        ],
        [
            "story.yaml:20: expectation `look` can never be met: intrusion `worm` never begins; ask for something that can happen",
            "story.yaml:31: intrusion `worm` never begins; write `does: {intrude: worm}` in an inject",
        ],
        id="an expectation about an intrusion that never begins",
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
        [("at: 58m, to: team", "at: 58m, too: team")],
        ["story.yaml:24: unknown key `too`; did you mean `to`?"],
        id="a key that is none",
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
