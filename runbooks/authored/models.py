"""From an authored file to a frozen model, or to all its problems in plain words.

A model says what a file may hold; pydantic checks it; this module turns every complaint into
a problem with the line that the author wrote. No word of pydantic's ever reaches an author.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_validator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from runbooks.authored.problems import AuthorError, Problem
from runbooks.authored.reader import survey_yaml
from runbooks.authored.tree import Authored, Path
from runbooks.authored.wording import SeenModels, problems_of

M = TypeVar("M", bound=BaseModel)


def kebab(name: str) -> str:
    """The key that an author writes for a field: `reaching_back` is `reaching-back`."""
    return name.strip("_").replace("_", "-")


class AuthoredModel(BaseModel):
    """What one mapping in a file may hold: frozen, no unknown keys, keys in kebab-case.

    A file must use the kebab-case keys. Python may use field names, and gives durations as
    milliseconds.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=kebab,
        validate_by_alias=True,
        validate_by_name=True,
        hide_input_in_errors=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _remember_what_was_tried(cls, value: object, info: ValidationInfo) -> object:
        """Note which model a mapping was read as, so that its known keys can be suggested."""
        if isinstance(info.context, SeenModels) and isinstance(value, dict):
            info.context.note(value, cls)
        return value


def build(model: type[M], authored: Authored) -> M:
    """Read a whole file as *model*.

    Raises:
        AuthorError: The file does not fit the model; every problem is in it.
    """
    return _build(model, authored, ())


def load(model: type[M], data: bytes, *, name: str) -> tuple[M, Authored]:
    """Read the bytes of a file as *model*, reporting the problems of both steps at once.

    Returns:
        The model, and the file as written, whose lines later checks cite.

    Raises:
        AuthorError: The file cannot be used; every problem that could be found is in it.
    """
    survey = survey_yaml(data, name=name)
    if survey.authored is None:
        raise AuthorError(survey.problems)
    return _build(model, survey.authored, survey.problems, survey.spoilt), survey.authored


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a file, with which editors complete and check what an author writes."""
    schema = model.model_json_schema(schema_generator=_EditorSchema)
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


class _EditorSchema(GenerateJsonSchema):
    """An optional key may be absent but never empty, and defaults are shown only as written."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:
        """A key speaks for itself; a title made from it says nothing more."""
        del schema
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        json_schema = super().default_schema(schema)
        if not isinstance(json_schema.get("default"), bool | str):
            json_schema.pop("default", None)
        return json_schema


def _build(
    model: type[M],
    authored: Authored,
    already: tuple[Problem, ...],
    spoilt: frozenset[Path] = frozenset(),
) -> M:
    seen = SeenModels()
    try:
        built = model.model_validate(authored.tree, by_alias=True, by_name=False, context=seen)
    except ValidationError as error:
        found = problems_of(error, authored, seen, spoilt)
        raise AuthorError((*already, *found)) from None
    if already:
        raise AuthorError(already)
    return built
