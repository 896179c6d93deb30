"""A plan is frozen: the same from the same files, everywhere and always."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.canonical import decode, encode
from runbooks import load_runbook
from scenarios.plan import Plan
from scenarios.planning import draw_cast, make_plan, offsets_around, plan_from_library
from scenarios.refusals import CannotPlan
from scenarios.shelf import library_regimes, library_rubric
from tests.scenarios.stories import RUNBOOK, organisation, scenario, spoilt

BOOK = load_runbook(RUNBOOK.encode(), "book.yaml")


def plan(*changes: tuple[str, str], bank: tuple[tuple[str, str], ...] = ()) -> Plan:
    return plan_from_library(scenario(*changes), organisation(*bank), choices={}, runbooks=[BOOK])


def test_a_plan_loads_again_from_what_it_writes() -> None:
    made = plan()

    again = Plan.model_validate(json.loads(json.dumps(made.to_json())))

    assert again == made
    assert again.digest == made.digest


def test_a_plan_has_canonical_bytes() -> None:
    written = encode(plan().to_json())

    assert decode(written, limit=len(written))


def test_the_digest_depends_neither_on_the_process_nor_on_hash_order() -> None:
    program = "from tests.scenarios.test_planning import plan; print(plan().digest, end='')"

    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }

    assert digests == {plan().digest}


def test_placeholders_are_words() -> None:
    made = plan()

    assert made.injects["alarm"].text == f"Errors on Payments, says {made.cast['clerk']}."
    assert made.injects["quiet"].text == "It is quiet at Harbour Bank."
    assert made.injects["slow-vendor"].text == "northcloud has your ticket."
    assert made.scenario.summary == "The ledger of Payments is damaged, and northcloud is slow."


def test_a_word_about_a_slot_with_nothing_in_it_is_the_slots_own() -> None:
    made = plan(bank=(("tags: [hosting]", "tags: [mail]"),))

    assert made.scenario.summary == "The ledger of Payments is damaged, and host is slow."


def test_a_speaker_that_is_a_vendor_is_named_by_its_id() -> None:
    assert plan().injects["slow-vendor"].from_ == "northcloud"


def test_only_what_is_in_use_goes_into_the_plan() -> None:
    made = plan()

    assert tuple(made.books) == ("mend-ledger",)
    assert tuple(made.laws) == ("uk-gdpr-33",)


def test_a_step_whose_response_was_left_out_is_done_by_hand() -> None:
    made = plan(
        ("by: $tech, takes: 10m", "by: $lead, takes: 10m"),
        ("does: {recover: $app}", "does: {vendor-fixes: $host}"),
        ("says: Mended.", 'says: "{host} mended it."'),
        ("when: {response: mend, is: worked}", "when: {detected: true}"),
        bank=(("tags: [hosting]", "tags: [mail]"),),
    )

    step = made.books["mend-ledger"].step("mend")
    assert step is not None
    assert step.uses is None


def test_another_member_of_the_cast_changes_nobody_elses_name() -> None:
    alone = draw_cast(scenario(), organisation())

    more = draw_cast(scenario(("  clerk:", "  aunt: {is: an aunt}\n  clerk:")), organisation())

    assert more["clerk"] == alone["clerk"]
    assert more["aunt"] != alone["clerk"]


def test_another_organisation_has_other_people() -> None:
    other = organisation(("organisation: harbour-bank", "organisation: mill-bank"))

    assert draw_cast(scenario(), other) != draw_cast(scenario(), organisation())


def test_a_choice_that_is_left_is_refused() -> None:
    two = (("intranet: {tags: [internal]}", "cards: {tags: [customer-facing], needs: [ledger]}"),)

    with pytest.raises(CannotPlan) as error:
        plan(bank=two)

    assert str(error.value) == (
        "`app` fits `payments-api`, `cards`; choose with --bind app=payments-api"
    )


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ([("says {clerk}", "says {clark}")],
         "`{clark}` stands for nothing; did you mean `clerk`?"),
        ([("runbook: mend-ledger, run-by", "runbook: mend-ledgr, run-by")],
         "there is no runbook `mend-ledgr`; did you mean `mend-ledger`?"),
        ([("lasts: 110m", "lasts: 110m\nrubric: strict")],
         "there is no rubric `strict`; write `rubric: house`"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(changes: list[tuple[str, str]], line: str) -> None:
    with pytest.raises(CannotPlan) as error:
        plan(*changes)

    assert str(error.value) == line


def test_a_regime_that_nobody_knows_is_refused() -> None:
    with pytest.raises(CannotPlan) as error:
        plan(
            ("regime: uk-gdpr-33", "regime: uk-gdpr-3"),
            bank=(("regimes: [uk-gdpr-33]", "regimes: [uk-gdpr-3]"),),
        )

    assert str(error.value) == "there is no regime `uk-gdpr-3`; did you mean `uk-gdpr-33`?"


def test_a_line_that_grows_too_long_is_refused() -> None:
    long = "An ending about {app} " + "x" * 170

    with pytest.raises(CannotPlan) as error:
        plan(
            ("title: Mended,", f'title: "{long}",'),
            bank=(("title: Payments,", "title: Payments and everything that hangs on them,"),),
        )

    assert str(error.value) == (
        "`An ending about {app} xxxxxxxxxxxxxxxxx…` has 229 characters once its placeholders "
        "are filled; shorten it to 200"
    )


def test_the_offsets_of_the_zone_are_frozen_for_more_than_a_year() -> None:
    zone = ZoneInfo("Europe/London")
    starts = int(datetime(2026, 10, 24, 7, 35, tzinfo=zone).timestamp() * 1000)

    offsets = offsets_around(starts, "Europe/London")

    instants = [datetime.fromtimestamp(at / 1000, zone).isoformat() for at, _ in offsets]
    assert instants == [
        "2026-10-22T01:00:00+01:00",
        "2026-10-25T01:00:00+00:00",
        "2027-03-28T02:00:00+01:00",
        "2027-10-31T01:00:00+00:00",
        "2028-03-26T02:00:00+01:00",
    ]
    assert [minutes for _, minutes in offsets] == [60, 0, 60, 0, 60]


@settings(max_examples=25)
@given(
    st.integers(1_577_836_800_000 // 60_000, 2_208_988_800_000 // 60_000),
    st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"]),
    st.integers(-2 * 1440, 400 * 1440 - 1),
)
def test_the_frozen_offsets_are_the_zones_at_every_minute(
    starts: int, zone: str, minutes: int
) -> None:
    start, at = starts * 60_000, (starts + minutes) * 60_000

    frozen = [east for since, east in offsets_around(start, zone) if since <= at][-1]

    offset = datetime.fromtimestamp(at // 1000, ZoneInfo(zone)).utcoffset()
    assert offset == timedelta(minutes=frozen)


def test_days_without_work_are_weekends_and_what_the_calendar_says() -> None:
    calendar = (
        "zone: Europe/London",
        "zone: Europe/London\ncalendar: {country: GB, also-closed: [2026-12-25], "
        "open-after-all: [2026-11-21]}",
    )

    closed = plan(bank=(calendar,)).closed_days

    assert closed[:3] == ("2026-11-22", "2026-11-28", "2026-11-29")
    assert "2026-12-25" in closed


ORDERS = st.permutations(range(4))


@settings(max_examples=10)
@given(ORDERS)
def test_a_plan_does_not_depend_on_the_order_of_what_it_is_given(order: list[int]) -> None:
    others = [
        load_runbook(spoilt(RUNBOOK, ("mend-ledger", f"other-{n}")).encode(), "b") for n in range(3)
    ]
    books = [BOOK, *others]
    rubric = library_rubric("house")
    assert rubric is not None

    made = make_plan(
        scenario(),
        organisation(),
        [books[place] for place in order],
        rubric,
        library_regimes(),
        choices={},
    )

    assert made.digest == plan().digest
