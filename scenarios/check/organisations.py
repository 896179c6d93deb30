"""An organisation's own references: what services need, which regimes bind it, who sits where."""

from collections.abc import Iterator, Mapping
from datetime import date

from runbooks.authored import Path, Problem, Wrong, did_you_mean
from scenarios.check.reading import ADD_OR_NAME, OrganisationFile, Read
from scenarios.law import Regimes, binding, working_days
from scenarios.organisation import Contacts, Organisation


def check_parts(file: OrganisationFile, regimes: Regimes) -> Iterator[Problem]:
    """Unknown references and circles inside one organisation."""
    organisation = file.model
    yield from _ids(file)
    known = [*organisation.services, *organisation.datasets]
    for name, service in organisation.services.items():
        for key, named in (("needs", service.needs), ("leans-on", service.leans_on)):
            for place, part in enumerate(named):
                if part not in known:
                    right = did_you_mean(part, known) or ADD_OR_NAME
                    wrong = f"unknown service or dataset `{part}`"
                    yield file.problem(("services", name, key, place), wrong, right)
    yield from _circles(file)
    rules = [rule.id for rule in regimes.rules]
    for place, regime in enumerate(organisation.regimes):
        if regime not in rules:
            right = did_you_mean(regime, rules) or "see the list of regimes"
            yield file.problem(("regimes", place), f"unknown regime `{regime}`", right)
    yield from _bound_by(file, regimes)
    yield from _calendar(file)


def _ids(file: OrganisationFile) -> Iterator[Problem]:
    """Services, datasets, vendors and seats share one space of ids."""
    first: dict[str, str] = {}
    for kind in ("services", "datasets", "vendors", "roles"):
        for name in getattr(file.model, kind):
            if name in first:
                wrong = f"`{name}` stands under `{first[name]}` as well"
                yield file.problem((kind, name), wrong, "rename one of the two")
            first.setdefault(name, kind)
    seen: set[str] = set()
    for place, audience in enumerate(file.model.communications.audiences):
        if audience.id in seen:
            path: Path = ("communications", "audiences", place, "id")
            yield file.problem(path, f"there are two audiences `{audience.id}`", "rename one")
        seen.add(audience.id)


def _circles(file: OrganisationFile) -> Iterator[Problem]:
    services = file.model.services
    told: set[str] = set()
    for start in services:
        waiting: list[tuple[str, ...]] = [(start,)]
        seen: set[str] = set()
        while waiting:
            way = waiting.pop()
            service = services.get(way[-1])
            for needed in (*service.needs, *service.leans_on) if service else ():
                if needed == start and not told & set(way):
                    told |= set(way)
                    circle = " -> ".join(f"`{name}`" for name in (*way, start))
                    yield file.problem(
                        ("services", start),
                        f"the services need one another in a circle: {circle}",
                        "take one need out",
                    )
                elif needed not in seen:
                    seen.add(needed)
                    waiting.append((*way, needed))


def _bound_by(file: OrganisationFile, regimes: Regimes) -> Iterator[Problem]:
    """Regimes that bind an organisation as it describes itself, and those that it lists."""
    organisation = file.model
    if not organisation.regimes or not organisation.entity:
        return  # left out: they follow from the rest; no entity: too little is known to say
    for found in binding(regimes.rules, organisation.profile, {}):
        listed = found.regime in organisation.regimes
        if listed and found.verdict == "no":
            place = organisation.regimes.index(found.regime)
            wrong = f"`{found.regime}` does not bind it: {found.because}"
            yield file.warning(("regimes", place), wrong, "remove it, or say more about yourself")
        elif not listed and found.verdict != "no":
            wrong = f"`{found.regime}` is not listed: it {found.because}"
            yield file.warning(("regimes",), wrong, "add it, or leave `regimes` out")


def _calendar(file: OrganisationFile) -> Iterator[Problem]:
    calendar = file.model.calendar
    if calendar is None:
        return
    try:
        working_days(calendar.name, first=date(2026, 1, 1), last=date(2026, 1, 1))
    except Wrong as error:
        yield file.problem(("calendar",), error.wrong, error.right)


def check_contacts(
    file: Read[Contacts], organisations: Mapping[str, Organisation]
) -> Iterator[Problem]:
    """Contacts for seats that the organisation has."""
    organisation = organisations.get(file.model.contacts)
    if organisation is None:
        right = did_you_mean(file.model.contacts, organisations) or "check its file along"
        yield file.warning(("contacts",), f"unknown organisation `{file.model.contacts}`", right)
        return
    for place, person in enumerate(file.model.people):
        if person.seat not in organisation.roles:
            right = did_you_mean(person.seat, organisation.roles) or ADD_OR_NAME
            yield file.problem(("people", place, "seat"), f"unknown seat `{person.seat}`", right)
