"""Answer keys: fields that the record has, values that fit them, matters that a duty asks about."""

from collections.abc import Iterator

from runbooks.authored import Problem, did_you_mean
from scenarios.breach_record import BY_ID
from scenarios.check.reading import Known, ScenarioFile


def check_keys(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """What is wrong with the keys to the breach record and to awareness."""
    asked = {duty.from_.aware_of for duty in file.model.duties} - {None}
    for place, marked in enumerate(file.model.awareness):
        if marked.of not in asked:
            wrong = f"no duty asks since when the team is aware of `{marked.of}`"
            right = did_you_mean(marked.of, {str(of) for of in asked}) or "name a duty's `aware-of`"
            yield file.problem(("awareness", place, "of"), wrong, right)
    for place, entry in enumerate(file.model.breach_record):
        field = BY_ID.get(entry.field)
        if field is None:
            right = did_you_mean(entry.field, BY_ID) or "see `drillroom schema scenario`"
            wrong = f"the breach record has no field `{entry.field}`"
            yield file.problem(("breach-record", place, "field"), wrong, right)
        elif (entry.low is not None or entry.high is not None) != (field.takes == "band"):
            wrong = f"`{entry.field}` {'takes' if field.takes == 'band' else 'takes no'} numbers"
            right = "write `low` and `high`" if field.takes == "band" else "write `right` or `is`"
            yield file.problem(("breach-record", place), wrong, right)
