"""What a check says of an organisation: each kind of problem with its exact line and words."""

# ruff: noqa: E501 -- a problem is one line, however long

import pytest

from tests.scenarios.stories import ORGANISATION, checked, of_organisation, said

CASES = [
    pytest.param(
        [("when: [none, some]", "when: [none, some, many]")],
        ["bank.yaml:34: `many` means both `Most` and `Few`; keep it under one answer"],
        id="a value with two answers",
    ),
    pytest.param(
        [("when: [none, some]", "when: none")],
        [
            "bank.yaml:32: question `reach` has no answer for `some` of `users`; add it to the `when` of an answer"
        ],
        id="a value with no answer",
    ),
    pytest.param(
        [("when: degraded, ask: reach", "when: degraded, level: 2")],
        [
            "bank.yaml:28: no answer leads to question `reach`; write `ask: reach` in an answer, or remove it"
        ],
        id="a question that no answer leads to",
    ),
    pytest.param(
        [("when: [many, all], level: 2", "when: [many, all], ask: works")],
        [
            "bank.yaml:20: the questions go in a circle: `works` -> `reach` -> `works`; let one answer lead to a level",
            "bank.yaml:37: warning: no answer leads to severity level 2; write `level: 2` in an answer",
        ],
        id="questions in a circle",
    ),
    pytest.param(
        [
            ("reads: users", "reads: function"),
            (
                "{answer: Most, when: [many, all], level: 2}",
                "{answer: Most, when: [down, degraded], level: 2}",
            ),
            ("{answer: Few, when: [none, some], level: 3}", "{answer: Few, when: works, level: 3}"),
        ],
        [
            "bank.yaml:34: nobody who gets to question `reach` can answer `Few`, for `function` was asked before; remove the answer, or ask about another fact"
        ],
        id="an answer that an earlier one rules out",
    ),
    pytest.param(
        [("resolve: 4h}", "resolve: 4h, escalate-to: [dpo_owner]}")],
        [
            "bank.yaml:36: warning: SEV1 does not tell `dpo_owner`, whom SEV2 tells; add them to its `escalate-to`",
            "bank.yaml:37: warning: SEV2 is escalated to `dpo_owner`, which no seat is; let a seat hold it",
        ],
        id="a worse level that tells fewer people",
    ),
    pytest.param(
        [("when: [none, some], level: 3", "when: [none, some], level: 4")],
        ["bank.yaml:34: there is no severity level 4; its levels are 1, 2, 3"],
        id="a level that does not exist",
    ),
    pytest.param(
        [("when: [many, all], level: 2", "when: [many, all], level: 1")],
        [
            "bank.yaml:37: warning: no answer leads to severity level 2; write `level: 2` in an answer"
        ],
        id="a level that nothing leads to",
    ),
    pytest.param(
        [("when: degraded, ask: reach", "when: degraded, ask: reech")],
        [
            "bank.yaml:26: unknown question `reech`; did you mean `reach`?",
            "bank.yaml:28: no answer leads to question `reach`; write `ask: reach` in an answer, or remove it",
            "bank.yaml:37: warning: no answer leads to severity level 2; write `level: 2` in an answer",
        ],
        id="an unknown next question",
    ),
    pytest.param(
        [("when: [many, all], level: 2", "when: [many, all]")],
        ["bank.yaml:33: answer `Most` leads nowhere; write `level: 2` or `ask: QUESTION`"],
        id="an answer that leads nowhere",
    ),
    pytest.param(
        [("when: [many, all], level: 2", "when: [many, all], level: 2, ask: works")],
        [
            "bank.yaml:33: answer `Most` leads to a level and to a question; keep one of `level` and `ask`"
        ],
        id="an answer that leads to two places",
    ),
    pytest.param(
        [("reads: users", "reads: user")],
        ["bank.yaml:30: unknown fact `user`; did you mean `users`?"],
        id="a fact that is none",
    ),
    pytest.param(
        [("when: [none, some]", "when: [none, sum]")],
        [
            "bank.yaml:32: question `reach` has no answer for `some` of `users`; add it to the `when` of an answer",
            "bank.yaml:34: fact `users` is never `sum`; known are `all`, `many`, `none`, `some`",
        ],
        id="a value that a fact never has",
    ),
    pytest.param(
        [("answer: Few", "answer: Most")],
        [
            "bank.yaml:34: question `reach` has the answer `Most` twice; word one of them differently"
        ],
        id="one answer twice",
    ),
    pytest.param(
        [("{level: 3, name: SEV3", "{level: 2, name: SEV3")],
        [
            "bank.yaml:27: there is no severity level 3; its levels are 1, 2, 2",
            "bank.yaml:34: there is no severity level 3; its levels are 1, 2, 2",
            "bank.yaml:38: there are two levels `2`; change this one or the one on line 37",
        ],
        id="two levels of one number",
    ),
    pytest.param(
        [("rto: 2h", "rto: {contract: 2h, support-promise: 3h}")],
        [
            "bank.yaml:10: support promises 3h for `payments-api`, and the contract says 2h; promise what the contract says, or less time"
        ],
        id="a support promise looser than the contract",
    ),
    pytest.param(
        [("rpo: 15m", "rpo: {contract: 15m, support-promise: 1h}")],
        [
            "bank.yaml:13: support promises 1h for `ledger`, and the contract says 15m; promise what the contract says, or less time"
        ],
        id="an RPO promise looser than the contract",
    ),
    pytest.param(
        [("resolve: 1h", "resolve: 3h")],
        [
            "bank.yaml:36: SEV1 may take 3h, and the contract for `payments-api` says 2h; resolve the worst level within the strictest contract"
        ],
        id="a worst level slower than a contract",
    ),
    pytest.param(
        [("resolve: 1h", "resolve: 1h, resolve-next-business-day: true")],
        [
            "bank.yaml:36: SEV1 has two limits to resolve it, `resolve` and `resolve-next-business-day`; keep one of them"
        ],
        id="a level with two limits to resolve it",
    ),
    pytest.param(
        [("respond: 30m", "respond: 10m")],
        [
            "bank.yaml:37: SEV2 is to respond sooner than SEV1; give the worse level the shorter time"
        ],
        id="a worse level that is slower",
    ),
    pytest.param(
        [("respond: 1h", "respond: 3h")],
        [
            "bank.yaml:15: warning: critical vendor `northcloud` may take 3h to respond, and the contract for `payments-api` says 2h; agree a shorter response, or know how to go on without it"
        ],
        id="a critical vendor slower than a contract",
    ),
    pytest.param(
        [("replica-lag: 20s, ", "")],
        [
            "bank.yaml:13: warning: a backup every 6h cannot keep an RPO of 15m for `ledger`; back up more often, or add a replica"
        ],
        id="backups too rare for the RPO",
    ),
    pytest.param(
        [("approved-by: incident_commander", "approved-by: management_body_rep")],
        [
            "bank.yaml:42: nobody may approve a message to `customers`: no seat is `management_body_rep`; let a seat hold it, or name another role"
        ],
        id="a message that nobody may approve",
    ),
    pytest.param(
        [
            (
                "approved-by: incident_commander",
                "reviewed-by: dpo_owner, approved-by: incident_commander",
            )
        ],
        [
            "bank.yaml:42: nobody may review a message to `customers`: no seat is `dpo_owner`; let a seat hold it, or name another role"
        ],
        id="a message that nobody may review",
    ),
    pytest.param(
        [("resolve: 1h}", "resolve: 1h, escalate-to: [business_owner]}")],
        [
            "bank.yaml:36: warning: SEV1 is escalated to `business_owner`, which no seat is; let a seat hold it"
        ],
        id="an escalation to nobody",
    ),
    pytest.param(
        [("is: technical_lead}", "is: technical_leed}")],
        ["bank.yaml:7: unknown library role `technical_leed`; did you mean `technical_lead`?"],
        id="an unknown role",
    ),
    pytest.param(
        [("needs: [ledger]", "needs: [leger]")],
        ["bank.yaml:10: unknown service or dataset `leger`; did you mean `ledger`?"],
        id="an unknown dataset",
    ),
    pytest.param(
        [
            ("needs: [ledger]", "needs: [ledger, intranet]"),
            ("intranet: {tags: [internal]}", "intranet: {tags: [internal], needs: [payments-api]}"),
        ],
        [
            "bank.yaml:10: the services need one another in a circle: `payments-api` -> `intranet` -> `payments-api`; take one need out"
        ],
        id="services in a circle",
    ),
    pytest.param(
        [
            (
                "approved-by: incident_commander, every: 1h}",
                "approved-by: incident_commander, every: 1h}\n    - {id: customers, title: Again, channels: email}",
            )
        ],
        ["bank.yaml:43: there are two audiences `customers`; rename one"],
        id="two audiences of one id",
    ),
    pytest.param(
        [("respond: 15m, resolve: 1h", "respond: 15, resolve: 1h")],
        ["bank.yaml:36: `15` has no unit; write `15s` or `15m`"],
        id="a target that is a bare number",
    ),
    pytest.param(
        [("sector: payments", "sector: payments\nentity: payment-institution")],
        [
            "bank.yaml:17: warning: `uk-gdpr-33` does not bind it: it is not in UK; remove it, or say more about yourself"
        ],
        id="a regime that does not bind",
    ),
    pytest.param(
        [
            (
                "sector: payments",
                "sector: hosting\nentity: essential-entity\njurisdictions: [EU, DE]",
            ),
            ("[uk-gdpr-33]", "[eu-gdpr-33-authority, eu-gdpr-34-subjects]"),
        ],
        [
            "bank.yaml:18: warning: `eu-nis2-23` is not listed: it binds the essential or important entity; waits for nis2-significant; add it, or leave `regimes` out"
        ],
        id="a regime that binds and is not listed",
    ),
    pytest.param(
        [("regimes: [uk-gdpr-33]", "regimes: [uk-gdpr-3]")],
        ["bank.yaml:16: unknown regime `uk-gdpr-3`; did you mean `uk-gdpr-33`?"],
        id="an unknown regime",
    ),
    pytest.param(
        [("  intranet: {tags", "  northcloud: {tags")],
        ["bank.yaml:15: `northcloud` stands under `services` as well; rename one of the two"],
        id="one id twice",
    ),
    pytest.param(
        [
            (
                "zone: Europe/London",
                "zone: Europe/London\ncalendar: {country: GB, also-closed: [2026-13-01]}",
            )
        ],
        ["bank.yaml:5: `2026-13-01` is no date; write `2026-12-24`"],
        id="a day that is no date",
    ),
]


@pytest.mark.parametrize(("changes", "lines"), CASES)
def test_each_problem_says_where_it_is_and_what_would_be_right(
    changes: list[tuple[str, str]], lines: list[str]
) -> None:
    assert of_organisation(*changes) == lines


def test_a_whole_organisation_has_no_problem() -> None:
    assert said(checked(None, ORGANISATION)) == []
