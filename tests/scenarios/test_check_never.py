"""What can never happen in a scenario, goes in a circle, or leaves people no time."""

# ruff: noqa: E501 -- a problem is one line, however long

import pytest

from tests.scenarios.stories import of_scenario

Changes = list[tuple[str, str]]

CASES = [
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
            ("otherwise: lead}", "otherwise: tech}"),
            ("is: technical_lead}", "is: technical_lead, otherwise: privacy}"),
        ],
        [
            "story.yaml:13: the needs go in a circle: `tech` -> `privacy` -> `tech`; change one `on` or `otherwise`"
        ],
        id="needs in a circle",
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
]


@pytest.mark.parametrize(("changes", "lines"), CASES)
def test_what_can_never_happen_or_leaves_no_time_is_told_with_its_reason(
    changes: Changes, lines: list[str]
) -> None:
    assert of_scenario(*changes) == lines
