"""Find everything that is wrong with authored files, before anybody plays them."""

from scenarios.check.bound import BindingReport, check_binding
from scenarios.check.files import (
    Checked,
    check_organisation,
    check_scenario,
    check_sources,
)
from scenarios.check.reading import Known, Read

__all__ = [
    # check files
    "check_sources",
    "Checked",
    "BindingReport",
    # check models that were read already
    "check_scenario",
    "check_organisation",
    "check_binding",
    "Known",
    "Read",
]
