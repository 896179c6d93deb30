"""Promises that cannot all be kept: targets looser than contracts, backups rarer than an RPO."""

from collections.abc import Iterator
from itertools import pairwise

from runbooks.authored import Path, Problem, show_duration
from scenarios.check.reading import OrganisationFile
from scenarios.organisation import Targets


def check_promises(file: OrganisationFile) -> Iterator[Problem]:
    """Every target of ours that is looser than what we owe."""
    yield from _targets(file)
    yield from _levels(file)
    yield from _vendors(file)
    yield from _backups(file)


def strictest(promise: int | Targets | None) -> int | None:
    """The strictest of what was promised, in milliseconds."""
    if isinstance(promise, Targets):
        found = promise.strictest()
        return found[1] if found else None
    return promise


def _contract(promise: int | Targets | None) -> int | None:
    return promise.contract if isinstance(promise, Targets) else promise


def _targets(file: OrganisationFile) -> Iterator[Problem]:
    promised: list[tuple[Path, int | Targets | None]] = [
        (("services", name, "rto"), service.rto) for name, service in file.model.services.items()
    ]
    promised += [
        (("datasets", name, "rpo"), dataset.rpo) for name, dataset in file.model.datasets.items()
    ]
    for path, promise in promised:
        if not isinstance(promise, Targets) or promise.contract is None:
            continue
        if promise.support_promise is not None and promise.support_promise > promise.contract:
            yield file.problem(
                (*path, "support-promise"),
                f"support promises {show_duration(promise.support_promise)} for `{path[1]}`, "
                f"and the contract says {show_duration(promise.contract)}",
                "promise what the contract says, or less time",
            )


def _levels(file: OrganisationFile) -> Iterator[Problem]:
    levels = sorted(enumerate(file.model.severity.levels), key=lambda item: item[1].level)
    owed = [
        (limit, name)
        for name, service in file.model.services.items()
        if (limit := _contract(service.rto)) is not None
    ]
    place, worst = levels[0]
    if owed and worst.resolve is not None and worst.resolve > min(owed)[0]:
        limit, name = min(owed)
        yield file.problem(
            ("severity", "levels", place, "resolve"),
            f"{worst.name} may take {show_duration(worst.resolve)}, "
            f"and the contract for `{name}` says {show_duration(limit)}",
            "resolve the worst level within the strictest contract",
        )
    for (_, worse), (where, milder) in pairwise(levels):
        for key in ("respond", "resolve"):
            slow, quick = getattr(worse, key), getattr(milder, key)
            if slow is not None and quick is not None and slow > quick:
                yield file.problem(
                    ("severity", "levels", where, key),
                    f"{milder.name} is to {key} sooner than {worse.name}",
                    "give the worse level the shorter time",
                )


def _vendors(file: OrganisationFile) -> Iterator[Problem]:
    """A warning, because which service rests on which vendor is not written anywhere."""
    owed = [
        (limit, name)
        for name, service in file.model.services.items()
        if (limit := _contract(service.rto)) is not None
    ]
    for name, vendor in file.model.vendors.items():
        respond = vendor.contract.respond
        if owed and vendor.critical and respond is not None and respond > min(owed)[0]:
            limit, service = min(owed)
            yield file.warning(
                ("vendors", name, "contract", "respond"),
                f"critical vendor `{name}` may take {show_duration(respond)} to respond, "
                f"and the contract for `{service}` says {show_duration(limit)}",
                "agree a shorter response, or know how to go on without it",
            )


def _backups(file: OrganisationFile) -> Iterator[Problem]:
    for name, dataset in file.model.datasets.items():
        limit = strictest(dataset.rpo)
        if limit is None or (dataset.replica_lag is not None and dataset.replica_lag <= limit):
            continue
        if dataset.backup is not None and dataset.backup > limit:
            yield file.warning(
                ("datasets", name, "backup"),
                f"a backup every {show_duration(dataset.backup)} cannot keep "
                f"an RPO of {show_duration(limit)} for `{name}`",
                "back up more often, or add a replica",
            )
