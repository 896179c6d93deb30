"""`due`: one question about one rule, for people and for programs."""

import pytest

from tests.cli.running import Shell

WEEKEND = (
    "due", "eu-dora-19-major", "initial", "--zone", "Europe/Berlin",
    "--given", "aware=2026-11-20T22:00:00+01:00",
    "--given", "classified_major=2026-11-21T10:00:00+01:00",
    "--fact", "calendar=DE", "--fact", "entity=other-financial-entity",
)  # fmt: skip


def test_a_program_gets_the_due_instant_with_all_that_it_rests_on(shell: Shell) -> None:
    answer = shell(*WEEKEND, "--json")

    assert answer.code == 0
    told = answer.document
    assert told["due"] == "2026-11-23T12:00:00+01:00"
    assert told["due_utc"] == "2026-11-23T11:00:00Z"
    assert told["due_without_relief"] == "2026-11-21T14:00:00+01:00"
    assert told["state"] == "running"
    assert told["confidence"] == "text seen"
    assert "Del. Reg. (EU) 2025/301" in told["citation"]
    assert told["rule"].startswith("DORA: 4 h from classification")
    assert told["other_readings"] == []
    assert (told["in_force"], told["version"]) == (True, "2026.11")


def test_a_person_reads_when_to_whom_by_which_rule_and_what_else_is_arguable(shell: Shell) -> None:
    answer = shell("due", "uk-gdpr-33", "notification", "--zone", "Europe/London",
                   "--given", "aware=2026-11-20T16:00 Europe/London",
                   "--fact", "calendar=GB-ENG")  # fmt: skip

    assert answer.code == 0
    assert "due         Mon 2026-11-23T16:00:00+00:00 Europe/London" in answer.out
    assert "tell        the ICO (Information Commission)" in answer.out
    assert "arguable    until Tue 2026-11-24T23:59:59+00:00" in answer.out


def test_a_rule_that_is_not_in_force_says_so_before_anything_else(shell: Shell) -> None:
    answer = shell("due", "us-circia", "ransom-payment", "--given", "payment=2026-11-02T10:00Z")

    assert answer.out.splitlines()[1].startswith("  REHEARSAL ONLY: not in force")


def test_a_clock_that_waits_says_how_long_the_rest_has_been_known(shell: Shell) -> None:
    answer = shell("due", "us-sec-8k-105", "8-k", "--json", "--given", "discovered=2020-11-02",
                   "--given", "materiality_determined=null")  # fmt: skip

    told = answer.document
    assert (told["state"], told["due"], told["due_utc"]) == ("not-started", None, None)
    assert told["days_since"]["discovered"] > 2000


def test_what_is_given_and_changes_nothing_is_said(shell: Shell) -> None:
    answer = shell("due", "uk-gdpr-33", "notification", "--given", "aware=2026-11-20T16:00Z",
                   "--given", "payment=2026-11-20T16:00Z", "--fact", "entty=insurer")  # fmt: skip

    assert "`payment` changes nothing here" in answer.out
    assert "the fact `entty` is not asked here; did you mean `entity`?" in answer.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("eu-gdpr-33-autority", "notification"), "did you mean `eu-gdpr-33-authority`?"),
        (("uk-gdpr-33", "notice"), "`uk-gdpr-33` has no stage `notice`; known is `notification`"),
        (("uk-gdpr-33", "notification", "--given", "awre=2026-11-17T09:20Z"),
         "`uk-gdpr-33` knows no event `awre`; did you mean `aware`?"),
        (("uk-gdpr-33", "notification", "--given", "aware=2026-11-17T09:20"),
         '`2026-11-17T09:20` has no zone and no offset; '
         'write "aware=2026-11-17T09:20 Europe/Berlin", or 2026-11-17T09:20+01:00'),
        (("uk-gdpr-33", "notification", "--zone", "Europe/London", "--given",
          "aware=2026-11-17T09:20"), "`2026-11-17T09:20` has no zone and no offset; "
         'write "aware=2026-11-17T09:20 Europe/London", or '),
        (("uk-gdpr-33", "notification", "--given", "aware=2026-10-25T01:30 Europe/London"),
         "01:30 happens twice on 2026-10-25 in Europe/London; say +01:00 or +00:00"),
        (("uk-gdpr-33", "notification", "--given", "aware"),
         "--given aware: this is no pair; write --given EVENT=INSTANT"),
        (("uk-gdpr-33", "notification", "--given", "aware=-", "--given", "aware=-"),
         "--given aware is given twice; give it once"),
        (("uk-gdpr-33", "notification", "--zone", "Europe/Londn", "--given",
          "aware=2026-11-17T09:20Z"), "unknown zone `Europe/Londn`; did you mean `Europe/London`?"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_refused_in_one_line(
    shell: Shell, words: tuple[str, ...], says: str
) -> None:
    answer = shell("due", *words)

    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_legal_test_is_shown_as_a_tree_with_its_answers(shell: Shell) -> None:
    words = ("classify", "dora-major", "--fact", "critical_functions=yes", "--fact", "media=yes",
             "--fact", "clients=100001")  # fmt: skip

    for_people, told = shell(*words).out, shell(*words, "--json").document

    assert told["verdict"] == "yes"
    assert [part["answer"] for part in told["tree"][2]["parts"]][:2] == ["yes", "yes"]
    assert "yes   more than 100,000 clients: 100001" in for_people
    assert "not known yet: " in for_people


def test_a_no_that_an_open_fact_could_turn_reads_not_so_far(shell: Shell) -> None:
    words = ("classify", "dora-major", "--fact", "critical_functions=yes", "--fact", "media=yes")

    so_far, told = shell(*words), shell(*words, "--json").document
    sure = shell("classify", "nis2-significant", "--fact", "planned_maintenance=yes")

    assert so_far.out.startswith("dora-major: not so far, 1 threshold met, 2 are needed\n")
    assert told["verdict"] == "no"
    assert "clients" in told["open_facts"]
    assert sure.out.startswith("nis2-significant: no, planned maintenance is excluded\n")


def test_the_regimes_of_an_organisation_say_what_they_wait_for(shell: Shell) -> None:
    answer = shell("regimes", "northmere-health", "--fact", "severe_disruption=yes")

    assert "yes    eu-nis2-23" in answer.out
    assert "waits for personal-data-breach" in answer.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("classify", "dora-mayor"), "there is no test `dora-mayor`; did you mean `dora-major`?"),
        (("classify", "dora-major", "--fact", "critical_functions=yes", "--fact", "clients=lots"),
         "`lots` is no number and no duration"),
        (("classify", "dora-major", "--fact", "clients=-3"),
         "`-3` is no number and no duration; write for example clients=100001"),
        (("classify", "cn-reportable", "--fact", "people=many"),
         "`many` is no number and no duration; write for example people=100001"),
        (("regimes", "--fact", "persnal-data-breach=yes"),
         "no law asks the fact `persnal-data-breach`; did you mean `personal-data-breach`?"),
        (("regimes", "--fact", "risk=hgih"), "`hgih` is no risk; did you mean `high`?"),
        (("regimes", "--fact", "provider=cluod"),
         "`cluod` is no answer to `provider`; did you mean `cloud`?"),
        (("regimes", "--fact", "loss=abc"), "`abc` is no number and no duration; write for "),
        (("classify", "dora-major", "--fact", "critical=yes"),
         "`dora-major` does not ask the fact `critical`; did you mean `critical-functions`?"),
        (("classify", "dora-major", "--fact", "media=maybe"),
         "`maybe` is no answer to `media`; known are `no`, `yes`"),
        (("regimes", "northmere-heath"), "did you mean `northmere-health`?"),
    ],
)  # fmt: skip
def test_a_test_that_cannot_be_asked_is_refused_in_one_line(
    shell: Shell, words: tuple[str, ...], says: str
) -> None:
    answer = shell(*words)

    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
