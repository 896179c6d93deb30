"""What is meant to happen: scenarios, organisations, the binding of the two, and frozen plans."""

from scenarios.binding import Bound, bind
from scenarios.check import BindingReport, Checked, check_sources
from scenarios.controls import STRENGTHS, Artefact, Control, Controls, Framework, Strength
from scenarios.law import Regime, Regimes
from scenarios.load import (
    FILE_KINDS,
    FileKind,
    kind_of,
    load_contacts,
    load_controls,
    load_organisation,
    load_regimes,
    load_rubric,
    load_scenario,
    schema_for,
)
from scenarios.organisation import Contacts, Organisation
from scenarios.plan import Binding, Plan
from scenarios.planning import make_plan, plan_from_library
from scenarios.refusals import CannotPlan, Choice, Refusal
from scenarios.rubric import Rubric
from scenarios.scenario import Scenario
from scenarios.shelf import (
    Item,
    Shelf,
    library_controls,
    library_regimes,
    library_rubric,
    library_runbooks,
    shelf,
)

__all__ = [
    # what authors write
    "Scenario",
    "Organisation",
    "Contacts",
    "Rubric",
    "Regime",
    "Regimes",
    "Controls",
    "Framework",
    "Control",
    "Artefact",
    "Strength",
    "STRENGTHS",
    # reading it
    "FileKind",
    "FILE_KINDS",
    "kind_of",
    "load_scenario",
    "load_organisation",
    "load_contacts",
    "load_rubric",
    "load_regimes",
    "load_controls",
    "schema_for",
    # what comes with the product
    "Item",
    "Shelf",
    "shelf",
    "library_runbooks",
    "library_rubric",
    "library_regimes",
    "library_controls",
    # checking it
    "check_sources",
    "Checked",
    "BindingReport",
    # binding and planning
    "bind",
    "Bound",
    "Binding",
    "Choice",
    "Refusal",
    "CannotPlan",
    "make_plan",
    "plan_from_library",
    "Plan",
]
