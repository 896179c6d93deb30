"""The verb key of a mapping says what it is; the other keys are its arguments."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field

from runbooks.authored import (
    AuthoredModel,
    AuthorError,
    Duration,
    Several,
    Word,
    load,
    one_key_union,
    schema_of,
)


class Flag(AuthoredModel):
    flag: Word


class Health(AuthoredModel):
    service: Word
    is_: Literal["down", "up"] = Field(alias="is")


class Stop(AuthoredModel):
    stop: Word
    service: Word
    grace_period: Duration = 0


class AnyOf(AuthoredModel):
    any_of: tuple[Condition, ...] = Field(alias="any", min_length=1)


Condition = Annotated[Flag | Health | Stop | AnyOf, one_key_union("condition")]
AnyOf.model_rebuild()


class Page(AuthoredModel):
    when: Condition
    then: Several[Condition] = ()


def read(text: str) -> Page:
    return load(Page, text.encode(), name="f.yaml")[0]


def refused(text: str) -> list[str]:
    with pytest.raises(AuthorError) as caught:
        read(text)
    return [str(problem).removeprefix("f.yaml:") for problem in caught.value.problems]


def test_the_verb_decides_at_any_depth() -> None:
    page = read("when: {any: [{flag: smoke}, {any: [{is: down, service: app}]}]}")

    nested = AnyOf(any_of=(Health(service="app", is_="down"),))
    assert page.when == AnyOf(any_of=(Flag(flag="smoke"), nested))


@pytest.mark.parametrize("text", ["{stop: a, service: b}", "{service: b, stop: a}"])
def test_of_two_verbs_the_one_that_knows_all_keys_is_meant(text: str) -> None:
    assert read(f"when: {text}").when == Stop(stop="a", service="b")


def test_one_condition_may_stand_for_a_list() -> None:
    page = read("when: {flag: a}\nthen: {flag: b}")

    assert page.then == (Flag(flag="b"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when: {flga: x}", ["1: unknown condition `flga`; did you mean `flag`?"]),
        (
            "when:\n  until: x\n  servise: y",
            ["3: unknown condition `servise`; did you mean `service`?"],
        ),
        (
            "when:\n  until: x",
            ["2: unknown condition `until`; write one of `flag`, `service`, `stop`, `any`"],
        ),
        ("when: smoke", ["1: a condition belongs here, not `smoke`; write `{flag: ...}`"]),
        ("when: [a]", ["1: a condition belongs here, not a list; write `{flag: ...}`"]),
        (
            "when: {}",
            ["1: this condition is empty; write one of `flag`, `service`, `stop`, `any`"],
        ),
        ("when:\n  service: x\n  is: dwn", ["3: `is` cannot be `dwn`; did you mean `down`?"]),
        (
            "when:\n  service: x\n  was: up",
            [
                "1: `is` is missing; add `is: ...`",
                "3: unknown key `was`; known are `is`, `service`",
            ],
        ),
        (
            "when:\n  any:\n    - flag: ok\n    - any:\n      - flga: x",
            ["5: unknown condition `flga`; did you mean `flag`?"],
        ),
        ("when:\n  any: []", ["2: `any` has no items; write at least 1"]),
        (
            "when: {flag: a}\nthen:\n  - flag: b\n  - flag: B",
            ["4: `B` is not an id; write for example `b`"],
        ),
        (
            "when: {any_of: [{flag: a}]}",
            ["1: unknown key `any_of`; did you mean `any`?"],
        ),
    ],
)
def test_what_is_no_condition_is_said_where_it_stands(text: str, expected: list[str]) -> None:
    assert refused(text) == expected


def test_a_stored_union_loads_again_by_field_or_by_key() -> None:
    page = read("when: {any: [{stop: a, service: b, grace-period: 5m}]}")

    assert Page.model_validate_json(page.model_dump_json()) == page
    assert Page.model_validate_json(page.model_dump_json(by_alias=True)) == page


def test_editors_are_offered_every_kind() -> None:
    when = schema_of(Page)["properties"]["when"]

    assert when == {
        "anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in ("Flag", "Health", "Stop", "AnyOf")]
    }
