"""Notification law: regimes as data, and when a notice is due."""

from scenarios.law.applicability import Binding, Profile, binding
from scenarios.law.asking import Answer, ask, read_facts
from scenarios.law.classification import (
    ASKS,
    NAMES,
    TESTS,
    check_answer,
    check_facts,
    legal_tests_of,
    with_outcomes,
)
from scenarios.law.counting import Place, Start
from scenarios.law.days import Day
from scenarios.law.due import Due, due
from scenarios.law.entities import entity_kinds
from scenarios.law.local_time import LocalTime, local_time, show_utc
from scenarios.law.period import Period, elapsed
from scenarios.law.readings import Reading
from scenarios.law.regimes import Bound, Facts, Regime, Regimes, Stage, Status
from scenarios.law.standing import State, held_against, standing
from scenarios.law.trees import Asks, Node, Outcome, Reply
from scenarios.law.working_days import WorkingDays, weekends_only, working_days

__all__ = [
    # the rules as data
    "Regime",
    "Regimes",
    "Stage",
    "Status",
    "Bound",
    "Period",
    "elapsed",
    "Facts",
    "Day",
    "entity_kinds",
    # where it is counted
    "Place",
    "LocalTime",
    "local_time",
    "show_utc",
    "WorkingDays",
    "working_days",
    "weekends_only",
    # when it is due
    "Start",
    "due",
    "Due",
    "Reading",
    "standing",
    "held_against",
    "State",
    # whom a rule binds, and legal tests on facts
    "binding",
    "Binding",
    "Profile",
    "TESTS",
    "ASKS",
    "Asks",
    "check_answer",
    "legal_tests_of",
    "NAMES",
    "check_facts",
    "with_outcomes",
    "Outcome",
    "Reply",
    "Node",
    # a question as people type it
    "ask",
    "Answer",
    "read_facts",
]
