"""A file that does not fit its model is explained in plain words, all of it at once."""

import json
from typing import Annotated, Literal, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, model_validator

from runbooks.authored import (
    Authored,
    AuthoredModel,
    AuthorError,
    Count,
    Duration,
    Line,
    Several,
    Switch,
    Word,
    Wrong,
    build,
    load,
    read_yaml,
    schema_of,
)


class Step(AuthoredModel):
    """One thing to do."""

    id: Word
    say: Line
    takes: Duration
    after: Several[Word] = ()
    reaching_back: Duration | None = None


class Plan(AuthoredModel):
    """A small page with one of everything."""

    plan: Word
    mood: Literal["calm", "tense", "wild"] = "calm"
    quiet: Switch = False
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=5)]
    seats: dict[Word, Count] = Field(default_factory=dict)
    first: Step | None = None
    from_: Line | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _step_ids_differ(self) -> Self:
        ids = [step.id for step in self.steps]
        for place, step in enumerate(ids):
            if step in ids[:place]:
                wrong = f"step `{step}` exists already"
                raise Wrong(wrong, "choose another id", at=("steps", place, "id"))
        return self

    @model_validator(mode="after")
    def _wild_is_never_quiet(self) -> Self:
        if self.mood == "wild" and self.quiet:
            raise ValueError("a wild plan cannot be quiet; remove `quiet`")
        return self


GOOD = """\
plan: small
steps:
  - {id: one, say: Look, takes: 5m}
  - id: two
    say: Act
    takes: 1h30m
    after: one
    reaching-back: 3h
seats: {lead: 1}
from: the library
"""


def problems_in(text: str) -> list[str]:
    try:
        load(Plan, text.encode(), name="f.yaml")
    except AuthorError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_good_file_becomes_a_frozen_model() -> None:
    plan, authored = load(Plan, GOOD.encode(), name="f.yaml")

    assert plan.steps[1] == Step(
        id="two", say="Act", takes=5_400_000, after=("one",), reaching_back=10_800_000
    )
    assert plan.seats == {"lead": 1}
    assert plan.from_ == "the library"
    assert authored.line(("steps", 1, "after")) == 7


def test_a_stored_model_loads_again_by_field_or_by_key() -> None:
    plan, _ = load(Plan, GOOD.encode(), name="f.yaml")

    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert Plan.model_validate_json(plan.model_dump_json(by_alias=True)) == plan


STEPS = "steps: [{id: a, say: b, takes: 1m}]"

WORDING = {
    "an unknown key": (
        f"plan: x\n{STEPS}\nmod: calm\n",
        ["3: unknown key `mod`; did you mean `mood`?"],
    ),
    "a key nobody knows": (
        f"plan: x\n{STEPS}\nzzz: calm\n",
        [
            "3: unknown key `zzz`; known are "
            "`first`, `from`, `mood`, `plan`, `quiet`, `seats`, `steps`"
        ],
    ),
    "a misspelt key that is needed": (
        f"pln: x\n{STEPS}\n",
        ["1: unknown key `pln`; did you mean `plan`?"],
    ),
    "the name of a field": (
        "plan: x\nsteps:\n- {id: a, say: b, takes: 1m,\n   reaching_back: 3h}\n",
        ["4: unknown key `reaching_back`; did you mean `reaching-back`?"],
    ),
    "a missing key": (STEPS, ["1: `plan` is missing; add `plan: ...`"]),
    "missing keys of an item": (
        "plan: x\nsteps:\n  - id: a\n    say: b\n  - takes: 3m\n",
        [
            "3: `takes` is missing; add `takes: ...`",
            "5: `id` is missing; add `id: ...`",
            "5: `say` is missing; add `say: ...`",
        ],
    ),
    "no mapping": (
        "plan: x\nsteps:\n  - a\n",
        ["3: item 1 of `steps` must be a mapping, not `a`; write `key: value` lines under it"],
    ),
    "no list": (
        "plan: x\nsteps: {a: b}\n",
        ["2: `steps` must be a list, not a mapping; begin each item with `- `"],
    ),
    "an empty list": ("plan: x\nsteps: []\n", ["2: `steps` has no items; write at least 1"]),
    "a long list": (
        "plan: x\nsteps: [" + "{id: a, say: b, takes: 1m}, " * 6 + "]\n",
        ["2: `steps` has 6 items; write at most 5"],
    ),
    "a word that is none of several": (
        f"plan: x\n{STEPS}\nmood: tence\n",
        ["3: `mood` cannot be `tence`; did you mean `tense`?"],
    ),
    "a word far from all": (
        f"plan: x\n{STEPS}\nmood: 7\n",
        ["3: `mood` cannot be `7`; write one of `calm`, `tense`, `wild`"],
    ),
    "a list for a word": (
        f"plan: x\n{STEPS}\nmood: [calm]\n",
        ["3: `mood` cannot be a list; write one of `calm`, `tense`, `wild`"],
    ),
    "a bad key of a mapping": (
        f"plan: x\n{STEPS}\nseats:\n  Team Lead: 1\n",
        ["4: `Team Lead` is not an id; write for example `team-lead`"],
    ),
    "a bad item among several": (
        "plan: x\nsteps:\n- {id: a, say: b, takes: 1m, after: [b,\n    C]}\n",
        ["4: `C` is not an id; write for example `c`"],
    ),
    "a rule of the whole page": (
        f"plan: x\n{STEPS}\nmood: wild\nquiet: true\n",
        ["1: a wild plan cannot be quiet; remove `quiet`"],
    ),
    "a rule that names a place": (
        "plan: x\nsteps:\n- {id: a, say: b, takes: 1m}\n- say: b\n  takes: 1m\n  id: a\n",
        ["6: step `a` exists already; choose another id"],
    ),
    "a value that is missing is said once": (
        f"plan:\n{STEPS}\n",
        ["1: `plan` has no value; write one, or remove it"],
    ),
    "a bare placeholder is said once": (
        "plan: x\nsteps: [{id: a, takes: 1m, say: {app}}]\n",
        [
            "2: `app` has no value; write `app: ...`, "
            "or put the text in quotes if `{app}` is a placeholder"
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WORDING.values(), ids=WORDING.keys())
def test_what_does_not_fit_is_said_in_plain_words(text: str, expected: list[str]) -> None:
    assert problems_in(text) == [f"f.yaml:{line}" for line in expected]


class Foreign(AuthoredModel):
    """Types of pydantic's own, which nobody should use here but somebody will."""

    whole: int = 0
    real: float = 0
    yes: bool = False
    text: str = ""
    few: Annotated[int, Field(ge=2, le=4)] = 2
    between: Annotated[int, Field(gt=2, lt=4)] = 3
    short: Annotated[str, Field(max_length=2)] = ""
    long: Annotated[str, Field(min_length=3)] = "abc"
    form: Annotated[str, Field(pattern="^a")] = "a"
    either: int | Literal["none"] = 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("whole: x", "`whole` must be a whole number, not `x`; write for example `3`"),
        ("real: x", "`real` cannot be `x`; see `drillroom schema` for what it may be"),
        ("yes: x", "`yes` must be `true` or `false`, not `x`; write one of them"),
        ("text: []", "`text` must be text, not a list; write it on one line, or after `|`"),
        ("few: 1", "`few` is too small: `1`; write at least 2"),
        ("few: 5", "`few` is too large: `5`; write at most 4"),
        ("between: 2", "`between` is too small: `2`; write more than 2"),
        ("between: 4", "`between` is too large: `4`; write less than 4"),
        ("short: abc", "`short` is too long; write at most 2 characters"),
        ("long: a", "`long` is too short; write at least 3 characters"),
        ("form: b", "`form` cannot be `b`; see `drillroom schema` for what it may be"),
        ("either: x", "`either` must be a whole number, not `x`; write for example `3`"),
    ],
)
def test_foreign_types_still_get_a_plain_sentence(text: str, sentence: str) -> None:
    with pytest.raises(AuthorError) as caught:
        load(Foreign, text.encode(), name="f.yaml")

    assert str(caught.value) == f"f.yaml:1: {sentence}"


def test_a_file_with_ten_problems_reports_all_ten() -> None:
    text = """\
plan: Big Plan
mood: tence
quiet: yes
steps:
  - {id: one, say: Look, takes: 5}
  - id: two
    sya: Act
    takes: [1h]
    takes: 1h
  - three
seats: {lead: -1}
first: {id: x, say: , takes: 1m}
"""

    found = problems_in(text)

    assert found == [
        "f.yaml:1: `Big Plan` is not an id; write for example `big-plan`",
        "f.yaml:2: `mood` cannot be `tence`; did you mean `tense`?",
        "f.yaml:3: `yes` is neither `true` nor `false`; write `true`",
        "f.yaml:5: `5` has no unit; write `5s` or `5m`",
        "f.yaml:7: unknown key `sya`; did you mean `say`?",
        "f.yaml:8: a duration belongs here, not a list; write for example `15m`",
        "f.yaml:9: `takes` is written twice; keep this one or the one on line 8",
        "f.yaml:10: item 3 of `steps` must be a mapping, not `three`; "
        "write `key: value` lines under it",
        "f.yaml:11: `-1` is not a whole number; write digits only, such as `12`",
        "f.yaml:12: `say` has no value; write `say: ...`, "
        "or put the text in quotes if `{say}` is a placeholder",
    ]


KEYS = st.sampled_from(["plan", "steps", "mood", "seats", "first", "id", "takes", "after", "fixed"])
NODES = st.recursive(
    st.sampled_from(["a", "5m", "5", "calm", "{here}", "true", "~"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, NODES, max_size=6))
def test_any_tree_becomes_a_model_or_problems_without_jargon(tree: dict[str, object]) -> None:
    # JSON is YAML, and quotes every value.
    found = problems_in(json.dumps(tree))

    for word in ("validat", "pydantic", "Input should", "type=", "tuple", "dict", "str"):
        assert not any(word in line for line in found)


def test_a_file_read_before_can_be_built_later() -> None:
    authored = read_yaml(GOOD.encode(), name="f.yaml")

    assert build(Plan, authored).plan == "small"


def test_later_checks_cite_the_lines_of_the_file() -> None:
    authored: Authored = read_yaml(GOOD.encode(), name="f.yaml")

    problem = authored.problem(("steps", 1, "after"), "no step `won`", "did you mean `one`?")

    assert str(problem) == "f.yaml:7: no step `won`; did you mean `one`?"


def test_editors_are_offered_the_keys_that_authors_write() -> None:
    schema = schema_of(Plan)

    step = schema["$defs"]["Step"]
    assert schema["required"] == ["plan", "steps"]
    assert schema["additionalProperties"] is False
    assert list(step["properties"]) == ["id", "say", "takes", "after", "reaching-back"]
    assert "from" in schema["properties"]
    assert schema["properties"]["first"] == {"$ref": "#/$defs/Step"}
    assert [form["type"] for form in step["properties"]["after"]["anyOf"]] == ["string", "array"]
