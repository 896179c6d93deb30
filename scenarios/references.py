"""How a scenario names things: ``$slot`` for a need, a plain id for its own parts."""

from typing import Annotated

from pydantic import StringConstraints

Ref = Annotated[str, StringConstraints(pattern=r"^\$?[a-z0-9][a-z0-9-]{0,63}$")]
"""A need (``$app``), or after binding the organisation's own id."""

StepRef = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9-]{0,63}$")
]
"""``runbook/step``."""
