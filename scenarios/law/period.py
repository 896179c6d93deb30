"""Periods of the law as people write them: `72 hours`, `4 business days`, `1 month`.

The unit matters more than the number: an hour is elapsed time, a day belongs to a calendar, a
business day to a country, and a month is never thirty days.
"""

import re
from typing import Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from runbooks.authored import Wrong, plain_text, quoted, show_duration
from scenarios.law.local_time import HOUR_MS

Unit: TypeAlias = Literal["hours", "days", "business days", "weeks", "months", "ms"]
"""A contract's own period may be any elapsed time; then the unit is `ms`."""

MAX_NUMBER: Final = 999
EXAMPLES: Final = ["72 hours", "4 business days", "1 month", "3 to 5 days"]
_PATTERN: Final = r"^[0-9]{1,3}( to [0-9]{1,3})? (hour|day|business day|week|month)s?$"
_PERIOD: Final = re.compile(
    r"([0-9]{1,3})(?: to ([0-9]{1,3}))? (hour|day|business day|week|month)s?"
)


class Period(BaseModel):
    """So many of a unit; ``most`` is set where the rule gives a range, whose least counts."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    number: int
    unit: Unit
    most: int | None = None

    @property
    def elapsed_ms(self) -> int | None:
        """Milliseconds, where the period is elapsed time and no calendar is asked."""
        if self.unit == "ms":
            return self.number
        return self.number * HOUR_MS if self.unit == "hours" else None

    def longest(self) -> "Period":
        """The same period at the far end of its range."""
        return Period(number=self.most or self.number, unit=self.unit)

    def __str__(self) -> str:
        until = f" to {self.most}" if self.most else ""
        if self.unit == "ms":
            return show_duration(self.number)
        one = self.number == 1 and not self.most
        return f"{self.number}{until} {self.unit[:-1] if one else self.unit}"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, Period) or (isinstance(value, dict) and "unit" in value):
            return value  # from Python, or a stored plan: a file holds only text
        text = plain_text(value, "a period", "`72 hours`")
        found = _PERIOD.fullmatch(text)
        if not found:
            raise Wrong(f"{quoted(text)} is not a period", f"write for example `{EXAMPLES[1]}`")
        return {
            "number": int(found[1]),
            "unit": f"{found[3]}s",
            "most": int(found[2]) if found[2] else None,
        }

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler  # an author writes text, whatever is stored
        return {"type": "string", "pattern": _PATTERN, "examples": EXAMPLES}


def elapsed(milliseconds: int) -> Period:
    """A contract's own period."""
    return Period(number=milliseconds, unit="ms")
