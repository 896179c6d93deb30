"""What this installation is made of: every package it needs, and the one script that it carries.

The list is of what *is* installed here, not of what was pinned: it is read from the packages
themselves.  Our extras are in it where they are installed.  A need that holds on other machines
alone, or for another Python, counts as a need here if the package it names is installed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files
from typing import Any, Final

OURS: Final = "drillroom"
_VENDOR: Final = ("web", "static", "vendor")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledPart:
    """One package, or a file carried inside ours (then with its digest)."""

    name: str
    version: str
    licence: str
    needs: tuple[str, ...] = ()
    """Names of other parts."""
    sha256: str | None = None


def installed_parts() -> tuple[InstalledPart, ...]:
    """Ours first, then the others by name."""
    found: dict[str, InstalledPart] = {}
    asked: dict[str, frozenset[str]] = {}
    waiting = [(OURS, frozenset(_extras(OURS)))]
    while waiting:
        name, extras = waiting.pop()
        package = _installed(name)
        if package is None or (name in asked and extras <= asked[name]):
            continue
        asked[name] = asked.get(name, frozenset()) | extras
        needs = [one for one in _needs(package, asked[name]) if _installed(one[0]) is not None]
        found[name] = InstalledPart(
            name=name,
            version=package.version,
            licence=_licence(package),
            needs=tuple(sorted({one for one, _ in needs} - {name})),
        )
        waiting += needs
    ours = found.pop(OURS, None)
    others = sorted([*found.values(), *_carried()], key=lambda part: part.name)
    return (ours, *others) if ours is not None else tuple(others)


def as_bill(parts: tuple[InstalledPart, ...]) -> dict[str, Any]:
    """The same as a bill of materials, CycloneDX 1.6: other programs look up known faults by it."""
    components = [_component(part) for part in parts]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**components[0], "type": "application"}},
        "components": components[1:],
        "dependencies": [
            {"ref": part.name, "dependsOn": list(part.needs)} for part in parts if not part.sha256
        ],
    }


def plain(requirement: str) -> str:
    """The package that a requirement names, as registries compare it."""
    name = re.split(r"[^A-Za-z0-9._-]", requirement.strip(), maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def _needs(package: Distribution, extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """What a package with these extras needs, each with the extras that it asks for."""
    found = []
    for one in package.requires or ():
        asks, _, only_if = one.partition(";")
        only_with = set(re.findall(r"extra\s*==\s*['\"]([^'\"]+)", only_if))
        if not only_with or only_with & extras:
            inside = re.search(r"\[([^]]*)]", asks)
            more = (part.strip() for part in inside[1].split(",")) if inside else ()
            found.append((plain(asks), frozenset(more)))
    return found


def _extras(name: str) -> tuple[str, ...]:
    package = _installed(name)
    return tuple(package.metadata.get_all("Provides-Extra") or ()) if package else ()


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _licence(package: Distribution) -> str:
    """As the package says it: an expression, its first classifier, or a name of one line."""
    said = package.metadata
    if said["License-Expression"]:
        return str(said["License-Expression"])
    classed = [one for one in said.get_all("Classifier") or () if one.startswith("License ::")]
    if classed:
        return str(classed[0]).rpartition(" :: ")[2]
    named = str(said["License"] or "")
    return named if "\n" not in named else ""


def _carried() -> tuple[InstalledPart, ...]:
    """htmx, which is built into our wheel; its notice says which version it is."""
    folder = files("facilitator").joinpath(*_VENDOR)
    script, notice = folder.joinpath("htmx.js"), folder.joinpath("THIRD-PARTY.txt")
    if not script.is_file():
        return ()
    version = notice.read_text("utf-8").split(",")[0].removeprefix("htmx ")
    digest = hashlib.sha256(script.read_bytes()).hexdigest()
    return (InstalledPart(name="htmx.org", version=version, licence="0BSD", sha256=digest),)


def _component(part: InstalledPart) -> dict[str, Any]:
    where = "npm" if part.sha256 else "pypi"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.name,
        "name": part.name,
        "version": part.version,
        "purl": f"pkg:{where}/{part.name}@{part.version}",
    }
    if part.licence:
        component["licenses"] = [{"license": {"name": part.licence}}]
    if part.sha256:
        component["hashes"] = [{"alg": "SHA-256", "content": part.sha256}]
    return component
