"""Shapes that authors find natural and pydantic does not know: verbs, and one or several.

A condition or an effect is a mapping whose verb key names its kind: `{flag: x}`,
`{corrupt: $data, reaching-back: 3h}`. A field may hold one value or a list of them.

    class Flag(AuthoredModel):
        flag: Word                                   # the first field is the verb

    class AnyOf(AuthoredModel):
        any_of: tuple[Condition, ...] = Field(alias="any")

    Condition = Annotated[Flag | AnyOf, one_key_union("condition")]
    AnyOf.model_rebuild()
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from runbooks.authored.problems import Wrong, did_you_mean, listed, quoted
from runbooks.authored.wording import known_keys

T = TypeVar("T")


def one_key_union(what: str, *, bare: str | None = None) -> _ByVerb:
    """Read a mapping as the model whose verb key it holds.

    The verb key of a model is its first field. Where a mapping holds the verbs of several
    models, the one that knows all its keys is meant, else the one written first.

    Args:
        what: What the author calls it, for messages: "condition", "effect".
        bare: The verb that is meant where only text is written in place of a mapping.
    """
    return _ByVerb(what, bare)


@dataclass(frozen=True, slots=True)
class _ByVerb:
    what: str
    bare: str | None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        models: tuple[type[BaseModel], ...] = get_args(source) or (source,)
        verbs = _Verbs(self.what, self.bare, models)
        choices = {_tag(model): handler.generate_schema(model) for model in models}
        union = core_schema.tagged_union_schema(choices, verbs.tag_of)
        return core_schema.no_info_before_validator_function(verbs.check, union)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        forms = handler(schema)["oneOf"]
        if self.bare:
            of_verb = (handler.resolve_ref_schema(form)["properties"] for form in forms)
            forms = [next(p[self.bare] for p in of_verb if self.bare in p), *forms]
        return {"anyOf": forms}


class _Verbs:
    """Finds the model that a mapping means."""

    def __init__(self, what: str, bare: str | None, models: tuple[type[BaseModel], ...]) -> None:
        self.what = what
        self.bare = bare
        self.models = {_verb(model): model for model in models}
        assert len(self.models) == len(models), f"two kinds of {what} share a verb"
        # Python, and plans stored by it, may use the names of fields.
        self.names = {next(iter(model.model_fields)): model for model in models} | self.models

    def check(self, value: object) -> object:
        """Pass on what has a verb; say what is wrong with anything else."""
        if isinstance(value, BaseModel):
            return value
        if isinstance(value, str) and self.bare:
            return {self.bare: value}
        if not isinstance(value, dict):
            found = quoted(value) if isinstance(value, str) else "a list"
            wrong = f"{_a(self.what)} belongs here, not {found}"
            raise Wrong(wrong, f"write `{{{next(iter(self.models))}: ...}}`")
        if not self._meant(value):
            raise self._unknown(value)
        return value

    def tag_of(self, value: Any) -> str | None:
        if isinstance(value, BaseModel):
            return _tag(type(value))
        model = self._meant(value) if isinstance(value, dict) else None
        return _tag(model) if model else None

    def _meant(self, mapping: dict[str, object]) -> type[BaseModel] | None:
        present = [self.names[key] for key in mapping if key in self.names]
        fitting = [m for m in present if mapping.keys() <= {*known_keys(m), *m.model_fields}]
        return next(iter(fitting or present), None)

    def _unknown(self, mapping: dict[str, object]) -> Wrong:
        one_of = f"write one of {listed(self.models)}"
        for key in mapping:
            guess = did_you_mean(key, self.models)
            if guess.startswith("did"):
                return Wrong(f"unknown {self.what} {quoted(key)}", guess, at=(key,))
        if not mapping:
            return Wrong(f"this {self.what} is empty", one_of)
        first = next(iter(mapping))
        return Wrong(f"unknown {self.what} {quoted(first)}", one_of, at=(first,))


def _verb(model: type[BaseModel]) -> str:
    return known_keys(model)[0]


def _tag(model: type[BaseModel]) -> str:
    # Brackets, lest the tag be taken for the key itself where an error is located.
    return f"<{model.__name__}>"


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


@dataclass(frozen=True, slots=True)
class _OneOrMore:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        as_list = handler(schema)
        return {"anyOf": [as_list["items"], as_list]}


def _as_list(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Several = Annotated[tuple[T, ...], _OneOrMore()]
