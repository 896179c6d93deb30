"""Effects that control types, for a ruling or to set the world: read, with every name known."""

from collections.abc import Collection
from typing import Final

from pydantic import TypeAdapter, ValidationError

from scenarios.effects import Effect
from scenarios.naming import mentions
from simulator.scene import Refused, Scene
from simulator.verbs.reading import known

_EFFECTS: Final[TypeAdapter[tuple[Effect, ...]]] = TypeAdapter(tuple[Effect, ...])


def read_effects(scene: Scene, given: tuple[dict[str, str], ...]) -> tuple[Effect, ...]:
    """The effects; what is none, or is about something that is not in this plan, is refused.

    A flag and a change may be new: control writes the story from here on.
    """
    try:
        effects = _EFFECTS.validate_python(given)
    except ValidationError as error:
        first = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise Refused("bad-effect", f"The effects cannot be read: {first}.") from None
    names = _names(scene)
    for effect in effects:
        for mention in mentions(effect):
            there = [name for kind in mention.kinds for name in names.get(kind, ())]
            if any(kind in names for kind in mention.kinds):
                known(
                    mention.name.partition("~")[0],  # an older taking of a copy
                    there,
                    because="unknown-part",
                    says=f"There is no {' or '.join(mention.kinds)} `{mention.name}`",
                )
    return effects


def _names(scene: Scene) -> dict[str, Collection[str]]:
    organisation, scenario = scene.plan.organisation, scene.plan.scenario
    return {
        "service": organisation.services,
        "dataset": organisation.datasets,
        "vendor": organisation.vendors,
        "role": organisation.roles,
        "intrusion": [one.id for one in scenario.intrusions],
        "artefact": [one.id for one in scenario.artefacts],
        "copy": [copy.id for story in scenario.datasets for copy in story.copies],
    }
