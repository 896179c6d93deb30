"""How a scenario's needs meet an organisation's parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.binding import Bound, bind
from scenarios.organisation import Dataset, Organisation, Seat, Service, Vendor
from scenarios.refusals import CannotPlan, Choice
from scenarios.scenario import Need
from tests.scenarios.stories import organisation, scenario


def bound(story: list[tuple[str, str]], bank: list[tuple[str, str]], **choices: str) -> Bound:
    found = bind(scenario(*story), organisation(*bank), choices)
    assert isinstance(found, Bound)
    return found


def refused(story: list[tuple[str, str]], bank: list[tuple[str, str]], **choices: str) -> str:
    with pytest.raises(CannotPlan) as error:
        bind(scenario(*story), organisation(*bank), choices)
    return str(error.value)


NO_LEDGER = [
    ("tags: [customer-data, primary]", "tags: [primary]"),
]
NO_HOST = [("tags: [hosting]", "tags: [mail]")]
TWO_APPS = [
    ("intranet: {tags: [internal]}", "cards: {tags: [customer-facing], needs: [payments-api]}")
]


def test_the_one_part_that_fits_is_taken() -> None:
    binding = bound([], []).binding

    assert binding.slots == {
        "app": "payments-api",
        "data": "ledger",
        "host": "northcloud",
        "lead": "incident-manager",
        "tech": "duty-engineer",
        "privacy": "incident-manager",
    }


def test_of_several_that_fit_the_facilitator_chooses() -> None:
    found = bind(scenario(), organisation(*TWO_APPS), {})

    assert found == (Choice(slot="app", among=("payments-api", "cards")),)
    assert str(found[0]) == (
        "`app` fits `payments-api`, `cards`; choose with --bind app=payments-api"
    )


def test_a_choice_may_rest_on_the_data_through_another_service() -> None:
    assert bound([], TWO_APPS, app="cards").binding.slots["app"] == "cards"


def test_a_choice_that_does_not_rest_on_the_data_is_refused() -> None:
    assert refused([], [], app="intranet") == (
        "`intranet` does not need `ledger`, on which `app` rests; choose `payments-api`"
    )


def test_a_choice_of_another_kind_is_refused() -> None:
    assert refused([], [], app="ledger") == (
        "`ledger` is a dataset, and `app` needs a service; known are `intranet`, `payments-api`"
    )


def test_a_choice_that_is_misspelt_is_refused_with_what_was_meant() -> None:
    assert refused([], [], app="payment-api") == (
        "the organisation has no service `payment-api` for `app`; did you mean `payments-api`?"
    )


def test_a_choice_for_an_unknown_slot_is_refused() -> None:
    assert refused([], [], ap="payments-api") == (
        "the scenario has no slot `ap`; did you mean `app`?"
    )


def test_a_choice_may_overrule_the_tags() -> None:
    found = bound([], [("vendors:\n", "vendors:\n  postbox: {}\n")], host="postbox")

    assert found.binding.slots["host"] == "postbox"


def test_a_dataset_under_no_fitting_service_does_not_fit() -> None:
    other = [("vendors:\n", "  mail: {tags: [customer-data]}\nvendors:\n")]

    assert bound([], other).binding.slots["data"] == "ledger"


def test_what_nothing_fits_and_nothing_replaces_is_refused() -> None:
    lonely = [("tags: [customer-facing, stateful], ", "")]

    assert refused([], lonely) == (
        "nothing of `harbour-bank` fits `app`: a service tagged `customer-facing` that needs "
        "`ledger`; add it to the organisation, or write `otherwise: supply` for `app`"
    )


def test_a_role_that_nobody_holds_is_refused_with_a_seat_to_choose() -> None:
    assert refused([], [("is: technical_lead", "is: responder")]) == (
        "nothing of `harbour-bank` fits `tech`: a seat that is `technical_lead`; "
        "choose one of yours with --bind tech=incident-manager"
    )


def test_a_stand_in_gets_the_slots_name_and_joins_the_organisation() -> None:
    found = bound([], NO_LEDGER)

    assert found.binding.slots["data"] == "data"
    assert found.binding.supplied == ("data",)
    assert found.organisation.datasets["data"].tags == ("customer-data",)
    assert "data: data, a stand-in" in found.lines


def test_an_authored_stand_in_is_used_as_it_is_written() -> None:
    written = [("cast:", "stand-ins:\n  data: {dataset: {title: the books}}\ncast:")]

    assert bound(written, NO_LEDGER).organisation.datasets["data"].title == "the books"


def test_a_service_is_tied_to_the_stand_in_it_rests_on() -> None:
    needs = bound([], NO_LEDGER).organisation.services["payments-api"].needs

    assert needs == ("ledger", "data")


def test_a_service_that_is_supplied_needs_the_bound_dataset() -> None:
    supplied = [("on: $data}", "on: $data, otherwise: supply}")]
    lonely = [("tags: [customer-facing, stateful], ", "")]

    assert bound(supplied, lonely).organisation.services["app"].needs == ("ledger",)


def test_a_stand_in_does_not_take_a_name_that_is_taken() -> None:
    taken = [*NO_LEDGER, ("intranet: {", "data: {")]

    assert bound([], taken).binding.slots["data"] == "data-stand-in"


def test_in_a_small_firm_another_seat_wears_the_role() -> None:
    found = bound([], [])

    assert found.binding.slots["privacy"] == "incident-manager"
    assert found.organisation.seat_for("dpo_owner") == "incident-manager"


def test_what_names_a_dropped_slot_is_left_out_with_what_it_carried() -> None:
    found = bound([], NO_HOST)

    assert found.binding.dropped == ("host",)
    assert found.binding.left_out == ("inject slow-vendor", "question who", "vendor story host")
    assert found.binding.uncovered == ("objective press-them: nothing is left to rate it by",)


def test_a_duty_of_a_regime_that_does_not_bind_the_organisation_is_left_out() -> None:
    found = bound([], [("regimes: [uk-gdpr-33]\n", "")])

    assert found.binding.left_out == ("duty ico (uk-gdpr-33 is not its regime)",)


def test_every_slot_becomes_an_id() -> None:
    assert "$" not in bound([], []).scenario.model_dump_json()


def test_needs_in_a_circle_are_refused() -> None:
    circle = [
        ("otherwise: lead}", "otherwise: tech}"),
        ("is: technical_lead}", "is: technical_lead, otherwise: privacy}"),
    ]

    assert refused(circle, []) == (
        "the needs go in a circle: `tech` -> `privacy` -> `tech`; change one `on` or `otherwise`"
    )


def test_a_slot_that_no_need_declares_is_refused() -> None:
    assert refused([("{fail: $app}", "{fail: $ap}")], []) == (
        "`$ap` names no need; did you mean `app`?"
    )


def test_a_part_that_the_organisation_lacks_is_refused() -> None:
    assert refused([("{fail: $app}", "{fail: payment-api}")], []) == (
        "the organisation has no service `payment-api`; did you mean `payments-api`?"
    )


def test_a_scenario_of_which_nothing_would_be_left_is_refused() -> None:
    story = [
        ("otherwise: supply", "otherwise: drop"),
        ("on: $data}", "on: $data, otherwise: drop}"),
    ]
    without_press = [
        ("{metric: VEND-ESC, of: $host}", "{metric: RTO, of: $app}"),
        (", expectations: [look]", ""),
    ]

    said = refused([*story, *without_press], NO_LEDGER)

    assert said == (
        "without `data`, `app` no objectives are left; "
        "give the organisation what the scenario needs"
    )


TAGS = st.sets(st.sampled_from(["customer-facing", "customer-data", "hosting"]))
NAMES = st.sampled_from(["one", "two", "three", "four"])
OTHERWISE = st.sampled_from([None, "supply", "drop", "lead", "other", "app", "data"])
ROLES = st.sampled_from(["incident_commander", "technical_lead", "dpo_owner"])


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    datasets = draw(st.dictionaries(NAMES.map("d-{}".format), TAGS, max_size=3))
    services = draw(st.dictionaries(NAMES.map("s-{}".format), TAGS, min_size=1, max_size=3))
    needed = draw(st.lists(st.sampled_from([*datasets, *services]), max_size=3))
    vendors = draw(st.dictionaries(NAMES.map("v-{}".format), TAGS, max_size=2))
    seats = draw(st.dictionaries(NAMES.map("r-{}".format), ROLES, min_size=1, max_size=3))
    return organisation().model_copy(
        update={
            "services": {
                s: Service(tags=tuple(t), needs=tuple(needed)) for s, t in services.items()
            },
            "datasets": {d: Dataset(tags=tuple(t)) for d, t in datasets.items()},
            "vendors": {v: Vendor(tags=tuple(t)) for v, t in vendors.items()},
            "roles": {r: Seat(is_=(held,)) for r, held in seats.items()},
        }
    )


@st.composite
def needs(draw: st.DrawFn) -> dict[str, Need]:
    role = st.builds(Need, a=st.just("role"), is_=ROLES, otherwise=OTHERWISE)
    data = st.builds(Need, a=st.just("dataset"), tags=TAGS.map(tuple), otherwise=OTHERWISE)
    on = st.sampled_from([None, "$data"])
    app = st.builds(Need, a=st.just("service"), tags=TAGS.map(tuple), on=on, otherwise=OTHERWISE)
    host = st.builds(Need, a=st.just("vendor"), tags=TAGS.map(tuple), otherwise=OTHERWISE)
    kinds = {"lead": role, "tech": role, "privacy": role, "data": data, "app": app, "host": host}
    return {slot: draw(kind) for slot, kind in kinds.items()}


@given(organisations(), needs())
def test_a_binding_never_invents_an_id(bank: Organisation, wanted: dict[str, Need]) -> None:
    story = scenario().model_copy(update={"needs": wanted})

    try:
        found = bind(story, bank, {})
    except CannotPlan:
        return
    if not isinstance(found, Bound):
        assert all(len(choice.among) > 1 for choice in found)
        return

    parts = {"service": "services", "dataset": "datasets", "vendor": "vendors", "role": "roles"}
    assert found.binding.slots.keys() | set(found.binding.dropped) == wanted.keys()
    for slot, part in found.binding.slots.items():
        kind = parts[wanted[slot].a]
        assert part in getattr(found.organisation, kind)
        supplied = {found.binding.slots[s] for s in found.binding.supplied}
        assert part in getattr(bank, kind) or part in supplied
