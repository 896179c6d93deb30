"""What a package offers is what its ``__all__`` says: every name is there, and none is hidden."""

from importlib import import_module
from types import ModuleType

import pytest

PACKAGES = (
    "evidence", "runbooks", "runbooks.authored", "scenarios", "scenarios.check", "scenarios.law",
    "simulator", "scoring", "facilitator.store",
)  # fmt: skip


@pytest.mark.parametrize("name", PACKAGES)
def test_every_name_that_a_package_promises_is_there_once(name: str) -> None:
    package = import_module(name)
    promised = package.__all__

    assert [one for one in promised if not hasattr(package, one)] == []
    assert sorted(set(promised)) == sorted(promised)


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_offers_nothing_that_it_does_not_promise(name: str) -> None:
    package = import_module(name)
    offered = {
        one
        for one, value in vars(package).items()
        if not one.startswith("_")
        and not isinstance(value, ModuleType)
        and getattr(value, "__module__", "").split(".")[0] == name.split(".")[0]
    }

    assert offered - set(package.__all__) == set()
