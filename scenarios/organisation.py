"""Who plays: an organisation's services, data, vendors, seats and policies, written once.

People and how to reach them live in a separate contacts file, so that an organisation can be
shared and a contacts file need not be.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from runbooks.authored import (
    AuthoredModel,
    Count,
    Distribution,
    Duration,
    Line,
    Several,
    Switch,
    Text,
    Word,
    ZoneName,
    plain_text,
)
from runbooks.roles import RoleName
from scenarios.law import Day, Profile, entity_kinds
from scenarios.severity import SeverityPolicy


def _read_entity(value: object) -> object:
    text = plain_text(value, "a kind of entity", "`payment-institution`")
    entity_kinds((text,))
    return text


EntityKind: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_entity),
    WithJsonSchema({"type": "string", "examples": ["payment-institution", "essential-entity"]}),
]


class Seat(AuthoredModel):
    """One place at the table, under the organisation's own name for it."""

    is_: Several[RoleName] = Field(alias="is")
    """Library roles that this seat holds by default."""
    title: Line | None = None


class Targets(AuthoredModel):
    """What was promised, to whom.  The strictest binds and is named."""

    contract: Duration | None = None
    support_promise: Duration | None = None
    customer_expectation: Duration | None = None

    def strictest(self) -> tuple[str, int] | None:
        """Name and milliseconds of the strictest promise, or ``None`` without any."""
        given = [
            (value, order, name)
            for order, (name, value) in enumerate(
                (
                    ("contract", self.contract),
                    ("support promise", self.support_promise),
                    ("customer expectation", self.customer_expectation),
                )
            )
            if value is not None
        ]
        if not given:
            return None
        value, _, name = min(given)
        return name, value


class Service(AuthoredModel):
    title: Line | None = None
    tags: Several[Word] = ()
    needs: Several[Word] = ()
    """Services and datasets without which this one is down."""
    leans_on: Several[Word] = ()
    """Services and datasets without which this one is degraded."""
    users: Count = 0
    rto: Duration | Targets | None = None
    """A bare duration is a contract's."""


class Dataset(AuthoredModel):
    title: Line | None = None
    tags: Several[Word] = ()
    backup: Duration | None = None
    restore_takes: Distribution | None = None
    """How long a restore takes here, for copies of which the scenario does not say."""
    replica_lag: Duration | None = None
    rpo: Duration | Targets | None = None
    personal_data: Switch = False
    special_categories: Switch = False
    subjects: Count = 0
    megabytes: Count = 0
    position: Literal["controller", "processor", "both"] = "controller"


class Contract(AuthoredModel):
    respond: Duration | None = None
    fix: Duration | None = None
    notify_us: Duration | None = None


class Vendor(AuthoredModel):
    title: Line | None = None
    tags: Several[Word] = ()
    contract: Contract = Contract()
    ladder: tuple[Line, ...] = ()
    """Who to escalate to, lowest rung first."""
    critical: Switch = False


class Audience(AuthoredModel):
    """Whom one tells, and what must happen to a message before it goes out."""

    id: Word
    title: Line
    external: Switch = True
    channels: Several[Word]
    reviewed_by: RoleName | None = None
    approved_by: Several[RoleName] = ()
    """Library roles, any of which may approve; nobody approves their own."""
    every: Duration | None = None
    """Longest time between updates once it has been told of an incident."""
    first_within: Duration | None = None
    contains: tuple[Word, ...] = ()
    """Content points that a message to it must cover."""


class CommsPolicy(AuthoredModel):
    version: Line
    audiences: tuple[Audience, ...] = Field(min_length=1)

    def audience(self, audience: str) -> Audience | None:
        return next((a for a in self.audiences if a.id == audience), None)


class Calendar(AuthoredModel):
    """Where business days are counted; asked when the plan is made, then frozen into it."""

    country: Line
    region: Line | None = None
    also_closed: tuple[Day, ...] = ()
    open_after_all: tuple[Day, ...] = ()

    @property
    def name(self) -> str:
        """``DE``, or ``DE-BE`` with its region."""
        return f"{self.country}-{self.region}" if self.region else self.country


class Organisation(AuthoredModel):
    organisation: Word
    title: Line
    version: Line = "1"
    about: Text | None = None
    sector: Word
    entity: Several[EntityKind] = ()
    """What the laws call it: `payment-institution`, `essential-entity`."""
    jurisdictions: Several[Line] = ()
    zone: ZoneName
    calendar: Calendar | None = None
    roles: dict[Word, Seat] = Field(min_length=1, max_length=40)
    services: dict[Word, Service] = Field(min_length=1, max_length=200)
    datasets: dict[Word, Dataset] = Field(default={}, max_length=200)
    vendors: dict[Word, Vendor] = Field(default={}, max_length=200)
    regimes: tuple[Word, ...] = ()
    severity: SeverityPolicy
    communications: CommsPolicy
    exceptions: tuple[Line, ...] = (
        "EX-URGENT",
        "EX-UNAVAIL",
        "EX-TOOL",
        "EX-SAFETY",
        "EX-LEGAL",
        "EX-NA",
        "EX-VENDOR",
        "EX-SIM",
    )
    commander_may_coordinate: Switch = False
    distinct_roles_from: Count = 6
    """Head count from which coordinator, technical lead and comms owner must be three people."""

    @property
    def profile(self) -> Profile:
        """What the laws ask to know whether they bind it."""
        held = {
            position
            for dataset in self.datasets.values()
            if dataset.personal_data
            for position in (("controller", "processor") if dataset.position == "both"
                             else (dataset.position,))
        }  # fmt: skip
        return Profile(
            jurisdictions=frozenset(self.jurisdictions),
            entities=frozenset(entity_kinds(self.entity)),
            sector=self.sector,
            positions=frozenset(held),
            agreements=frozenset(self.regimes),
        )

    @property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """What the laws ask about whoever notifies."""
        return {"entity": entity_kinds(self.entity)} if self.entity else {}

    def seat_for(self, role: str) -> str | None:
        """The seat that holds a library *role*: the first in file order, or ``None``."""
        return next((seat for seat, held in self.roles.items() if role in held.is_), None)

    def title_of(self, part: str) -> str:
        """What people call a part of the organisation."""
        for parts in (self.services, self.datasets, self.vendors, self.roles):
            found = parts.get(part)
            if found is not None:
                return found.title or part.replace("-", " ")
        return part.replace("-", " ")


class Contact(AuthoredModel):
    seat: Word
    name: Line
    reach: tuple[Line, ...] = Field(min_length=1)
    """How to reach them, best first: ``phone +44 ...``, ``mail ...``."""
    checked: Line | None = None


class Contacts(AuthoredModel):
    """Who sits where and how to reach them.  Kept apart; never in a plan or a record."""

    contacts: Word
    """The organisation's id."""
    people: tuple[Contact, ...] = ()
