"""A small scenario, organisation and runbook, whole and without problems, to be spoilt in tests."""

from scenarios.check import Checked, check_sources
from scenarios.load import load_organisation, load_scenario
from scenarios.organisation import Organisation
from scenarios.scenario import Scenario

SCENARIO = """\
scenario: small-fire
title: A small fire
version: "1"
rehearses: restore
summary: The ledger of {app} is damaged, and {host} is slow.
starts: 2026-11-20T16:40 Europe/London
lasts: 110m
needs:
  app:     {a: service, tags: [customer-facing], on: $data}
  data:    {a: dataset, tags: [customer-data], otherwise: supply}
  host:    {a: vendor, tags: [hosting], otherwise: drop}
  lead:    {a: role, is: incident_commander}
  tech:    {a: role, is: technical_lead}
  privacy: {a: role, is: dpo_owner, otherwise: lead}
cast:
  clerk: {is: a clerk at the counter}
runbooks:
  - {runbook: mend-ledger, run-by: $tech}
injects:
  - {id: alarm, at: 4m, to: [$lead, $tech], by: alert, text: "Errors on {app}, says {clerk}.", tells: {function: down}, expects: [{id: look, text: Somebody looks, by: 10m, seen: {detected: true}}]}
  - {id: locked, at: 9m, does: [{corrupt: $data, reaching-back: 3h}, {fail: $app}, {raise: damaged}]}
  - {id: slow-vendor, after: locked, plus: 15m, does: {delay: $host, by: 90m}, to: $lead, by: email, from: host, text: "{host} has your ticket."}
  - {id: quiet, at: 30m, to: team, by: chat, from: clerk, text: "It is quiet at {organisation}.", if: {flag: damaged}}
  - {id: still-quiet, at: 58m, to: team, by: chat, text: "Still quiet."}
  - {id: late, at: 85m, to: team, by: chat, text: "It is getting late."}
responses:
  - {id: mend, title: Mend the ledger, by: $tech, takes: 10m, does: {recover: $app}, says: Mended.}
artefacts:
  - {id: log-line, in: logs, terms: [ledger], text: "checksum failed", when: {flag: damaged}}
vendors:
  - {vendor: $host, acknowledges: 5m, helps: 30m, acknowledgement: {text: We have it.}, help: {text: Done.}, to: [$lead, $privacy]}
questions:
  - {id: who, ask: "Who tells {host}?", options: [{id: us, text: We do, grade: right}, {id: them, text: They do, grade: wrong}]}
decisions:
  - {id: go, ask: Do we restore?, type: other, owner: $lead, approver: $tech, options: [{id: do-it, text: "Yes", grade: right}, {id: wait, text: "No", grade: wrong}]}
duties:
  - {id: ico, title: Tell the ICO, regime: uk-gdpr-33, from: {aware-of: alarm}, owner: $privacy, whom: the ICO}
severity:
  - {level: 1, because: Nobody can pay.}
recovery:
  - {service: $app, data: $data}
objectives:
  - id: mend-it
    title: Mend it
    threshold: It works again.
    capabilities:
      - id: recover
        title: Recovery
        tasks:
          - {id: restore, title: Restore, measures: [{metric: RTO, of: $app}], expectations: [look]}
  - id: press-them
    title: Press the vendor
    threshold: The vendor answers.
    capabilities:
      - id: vendors
        title: Vendors
        tasks:
          - {id: press, title: Press, measures: [{metric: VEND-ESC, of: $host}]}
endings:
  - {id: mended, title: Mended, when: {response: mend, is: worked}, text: It works.}
"""

ORGANISATION = """\
organisation: harbour-bank
title: Harbour Bank
sector: payments
zone: Europe/London
roles:
  incident-manager: {is: [incident_commander, incident_coordinator], title: Incident manager}
  duty-engineer: {is: technical_lead}
  cio: {is: [runbook_approver, comms_owner]}
services:
  payments-api: {title: Payments, tags: [customer-facing, stateful], needs: [ledger], rto: 2h}
  intranet: {tags: [internal]}
datasets:
  ledger: {tags: [customer-data, primary], backup: 6h, replica-lag: 20s, rpo: 15m, personal-data: true}
vendors:
  northcloud: {tags: [hosting], contract: {respond: 1h, notify-us: 24h}, critical: true}
regimes: [uk-gdpr-33]
severity:
  version: "1"
  questions:
    - id: works
      ask: Does it work?
      reads: function
      evidence: Try it.
      answers:
        - {answer: "No", when: down, level: 1}
        - {answer: Slowly, when: degraded, ask: reach}
        - {answer: "Yes", when: works, level: 3}
    - id: reach
      ask: For whom?
      reads: users
      evidence: Count.
      answers:
        - {answer: Most, when: [many, all], level: 2}
        - {answer: Few, when: [none, some], level: 3}
  levels:
    - {level: 1, name: SEV1, means: Down, respond: 15m, resolve: 1h}
    - {level: 2, name: SEV2, means: Slow, respond: 30m, resolve: 4h}
    - {level: 3, name: SEV3, means: Small}
communications:
  version: "1"
  audiences:
    - {id: customers, title: Customers, channels: email, approved-by: incident_commander, every: 1h}
"""

RUNBOOK = """\
runbook: mend-ledger
title: Mend the ledger
version: "1"
owner: technical_lead
last-reviewed: "2026-10-01"
last-tested: "2026-03-04"
when: The ledger is damaged.
approvers: [runbook_approver]
preconditions:
  - {id: backup-found, check: A backup is there.}
steps:
  - {id: look, do: Look at it., role: technical_lead, expected: 5m, evidence: [picture]}
  - {id: mend, do: Mend it., role: technical_lead, expected: 20m, after: [look], major: true, needs: [backup-found], approved-by: runbook_approver, validation: {check: It adds up.}, stops: [worse], uses: mend}
communication:
  - {after: mend, audience: customers, say: It works.}
stop:
  - {id: worse, when: It gets worse., then: Stop.}
rollback: [Put it back.]
evidence:
  - {id: picture, capture: A picture.}
return-to-control:
  - {id: tidy, do: Tidy up.}
timings: {usual: 30m, worst: 2h}
"""


def spoilt(text: str, *changes: tuple[str, str]) -> str:
    """The text with each first thing replaced by its second, which must be there."""
    for old, new in changes:
        assert old in text, f"{old!r} is not there to be spoilt"
        text = text.replace(old, new)
    return text


def checked(
    scenario: str | None = None,
    organisation: str | None = None,
    runbook: str = RUNBOOK,
    *,
    choices: dict[str, str] | None = None,
) -> Checked:
    """Check these files together; the scenario is bound where an organisation is given."""
    sources = [("book.yaml", runbook.encode())]
    if scenario is not None:
        sources.append(("story.yaml", scenario.encode()))
    if organisation is not None:
        sources.append(("bank.yaml", organisation.encode()))
    host = "bank.yaml" if organisation is not None and scenario is not None else None
    return check_sources(sources, organisation=host, choices=choices)


def said(found: Checked) -> list[str]:
    """What was found, one line each, as it is printed."""
    return [str(problem) for problem in found.problems]


def of_scenario(*changes: tuple[str, str]) -> list[str]:
    """What a check says of the scenario, spoilt so."""
    return said(checked(spoilt(SCENARIO, *changes)))


def of_organisation(*changes: tuple[str, str]) -> list[str]:
    """What a check says of the organisation, spoilt so."""
    return said(checked(None, spoilt(ORGANISATION, *changes)))


def scenario(*changes: tuple[str, str]) -> Scenario:
    return load_scenario(spoilt(SCENARIO, *changes).encode(), "story.yaml")


def organisation(*changes: tuple[str, str]) -> Organisation:
    return load_organisation(spoilt(ORGANISATION, *changes).encode(), "bank.yaml")
