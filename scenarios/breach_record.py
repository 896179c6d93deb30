"""The breach record: which fields it has and what each may hold.

Suspected and confirmed breaches have the same record; one that turns out to be none is kept.
Values stand open where the vocabulary is closed; words and exact people are sealed.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Takes: TypeAlias = Literal["words", "values", "band", "instant", "decision", "seat", "parts"]
"""What a field holds in the open, beside its words: nothing, some of a closed vocabulary, a range
of people or records, an instant or a span of them, a decision with owner and instant, a seat, or
ids of the organisation."""

Status: TypeAlias = Literal["suspected", "confirmed", "dismissed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachField:
    id: str
    asks: str
    takes: Takes = "words"
    values: tuple[str, ...] = ()
    many: bool = False
    """Whether several values may stand together."""


_YES_NO: Final = ("yes", "no", "unknown")
_DATA: Final = (
    "identity", "contact", "credentials", "financial", "health", "special-category", "children",
    "location", "communications", "employment", "other",
)  # fmt: skip
_SOURCES: Final = (
    "monitoring", "user-report", "staff", "processor", "third-party", "data-subject", "authority",
    "press", "other",
)  # fmt: skip
_POSITIONS: Final = ("controller", "processor", "both", "unknown")

FIELDS: Final = (
    BreachField(id="incident-id", asks="Incident identifier"),
    BreachField(id="detected-at", asks="When was it detected?", takes="instant"),
    BreachField(id="possible-start", asks="When may it have started?", takes="instant"),
    BreachField(id="source", asks="Who or what reported it?", takes="values", values=_SOURCES),
    BreachField(id="coordinator", asks="Who coordinates?", takes="seat"),
    BreachField(id="affected", asks="Which systems, customers, tenants or datasets are affected?",
                takes="parts", many=True),
    BreachField(id="personal-data", asks="May personal data be involved?", takes="values",
                values=("yes", "no", "possible", "unknown")),
    BreachField(id="data-types", asks="Which types of data, how sensitive?", takes="values",
                values=_DATA, many=True),
    BreachField(id="subjects", asks="About how many people or records?", takes="band"),
    BreachField(id="containment", asks="Containment actions"),
    BreachField(id="recovery", asks="Recovery actions"),
    BreachField(id="evidence-reviewed", asks="Evidence reviewed"),
    BreachField(id="impact", asks="Impact assessment", takes="values",
                values=("no-risk", "risk", "high-risk", "unknown")),
    BreachField(id="dpo-involvement", asks="How is the data protection owner involved?",
                takes="values", values=("not-yet", "informed", "consulted", "advised")),
    BreachField(id="position", asks="Are we controller, processor or both?", takes="values",
                values=_POSITIONS),
    BreachField(id="controller-contact", asks="Who is the controller's contact, where we process?",
                takes="parts", many=True),
    BreachField(id="contract-requirement", asks="What does a contract ask us to tell, and when?",
                takes="parts", many=True),
    BreachField(id="personal-data-breach", asks="Is it a personal data breach?", takes="values",
                values=_YES_NO),
    BreachField(id="authority-contact", asks="Should the authority be contacted?", takes="values",
                values=_YES_NO),
    BreachField(id="authority-decision", asks="The decision about the authority, and why",
                takes="decision", values=("notify", "do-not-notify", "not-yet")),
    BreachField(id="subject-contact", asks="Should customers or people be contacted?",
                takes="values", values=_YES_NO),
    BreachField(id="communications", asks="What was sent, or deliberately not sent?",
                takes="values", values=("sent", "not-sent"), many=True),
    BreachField(id="residual-risk", asks="Residual risk and follow-up", takes="values",
                values=("none", "low", "medium", "high", "unknown")),
    BreachField(id="review", asks="Where is the review?"),
)  # fmt: skip
"""The 24 fields, in the order of the record.  Source: doctrine section 1, rows 2.38 to 2.61."""

BESIDE: Final = (
    BreachField(id="customer", asks="Which customer is it?", takes="parts", many=True),
    BreachField(id="communications-owner",
                asks="Who owns the word to authority, customers, people and suppliers?",
                takes="seat"),
    BreachField(id="evidence-store", asks="Where is the evidence kept?", takes="parts"),
)  # fmt: skip
"""Asked with the six questions, and no fields of the record itself (doctrine row 2.66)."""

SIX_QUESTIONS: Final = (
    "position",
    "customer",
    "contract-requirement",
    "controller-contact",
    "communications-owner",
    "evidence-store",
)
"""Which position, customer, contract and contact, who speaks, and where the evidence is kept."""

BY_ID: Final = {field.id: field for field in (*FIELDS, *BESIDE)}
COUNTED: Final = frozenset(field.id for field in FIELDS)


def status_of(personal_data_breach: str | None) -> Status:
    """What a record is about, from its field of that name; none is ever thrown away."""
    if personal_data_breach == "yes":
        return "confirmed"
    return "dismissed" if personal_data_breach == "no" else "suspected"
