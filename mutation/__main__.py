"""Run mutants: each in a child process that imports the changed module, and runs the tests.

A mutant is killed when a test fails, or when the tests take far longer than they should.  The
children are forked from a process that has imported what is slow to import, so each costs little
more than its tests.
"""

import argparse
import hashlib
import importlib.abc
import importlib.util
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Final

import pytest

from mutation.equivalent import stale, why_equal
from mutation.mutants import Mutant, mutants_of, unchanged
from mutation.targets import TARGETS, Target

ROOT: Final = Path(__file__).parent.parent
PATIENCE_S: Final = 60
"""Seconds of processor time, far more than any target's tests take; a mutant may loop for ever.
On a busy machine a mutant that only waited its turn must not count as killed."""

_LAYERS: Final = (
    "evidence", "runbooks", "scenarios", "simulator", "scoring", "facilitator", "tests",
)  # fmt: skip
"""Our packages; none imports a later one, so a change concerns its own package and what follows."""


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a mutant's source, and leaves all others to the usual way."""

    def __init__(self, mutant: Mutant) -> None:
        self._source = mutant.source
        self._file = str(ROOT / mutant.file)
        self._name = mutant.file.removesuffix(".py").replace("/", ".")

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=self._file)

    def exec_module(self, module: object) -> None:
        exec(compile(self._source, self._file, "exec"), vars(module))


def main() -> int:
    wanted = _arguments()
    target = TARGETS[wanted.what]
    modules = wanted.module or target.modules
    mutants = [mutant for file in modules for mutant in mutants_of(ROOT, file)]
    if entries := stale(mutants):
        raise SystemExit(f"mutation/equivalent.py names what is not there: {entries}")
    chosen = _sample(mutants, wanted.at_most)
    print(f"{wanted.what}: {len(chosen)} of {len(mutants)} mutants", flush=True)
    _warm_up(target)
    same = [unchanged(ROOT, module) for module in modules]
    for mutant, killed in _tried(same, target, workers=wanted.workers):
        if killed:
            raise SystemExit(f"{mutant.file} was not changed and was killed: nothing is shown")
    alive = equal = 0
    for place, (mutant, killed) in enumerate(_tried(chosen, target, workers=wanted.workers), 1):
        why = why_equal(mutant)
        if not killed:
            alive, equal = alive + (why is None), equal + (why is not None)
            print(f"alive  {mutant}" if why is None else f"equal  {mutant}: {why}", flush=True)
        if place % 50 == 0:
            print(f"{place} tried, {place - alive - equal} killed", flush=True)
    able = len(chosen) - equal
    print(
        f"{wanted.what}: {able - alive} of {able} killed, {100 * (able - alive) // able} %; "
        f"{equal} more change nothing"
    )
    return 0 if 100 * (able - alive) >= wanted.at_least * able else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("what", choices=sorted(TARGETS))
    parser.add_argument("--module", action="append", help="only this file; may be repeated")
    parser.add_argument("--at-most", type=int, default=400, help="try a sample of this many")
    parser.add_argument("--workers", type=int, default=2, help="try so many at once")
    parser.add_argument("--at-least", type=int, default=90, help="fail below this many per cent")
    return parser.parse_args()


def _sample(mutants: Sequence[Mutant], at_most: int) -> list[Mutant]:
    """The same sample for the same code, spread over all of it."""
    by_chance = sorted(mutants, key=lambda m: hashlib.sha256(str(m).encode()).digest())
    kept = set(map(str, by_chance[:at_most]))
    return [mutant for mutant in mutants if str(mutant) in kept]


def _warm_up(target: Target) -> None:
    """See that the tests pass as long as nothing is changed, and import what children keep."""
    child = os.fork()
    if child == 0:
        os._exit(_run(target.tests))
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise SystemExit("the tests fail already, without any mutant")
    _run(("--collect-only", "-qq", *target.tests))


def _tried(
    mutants: Sequence[Mutant], target: Target, *, workers: int
) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant as it ends, and whether a test killed it."""
    running: dict[int, Mutant] = {}
    waiting = list(reversed(mutants))
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            running[_begin(mutant, target)] = mutant
        child, status = os.wait()
        yield running.pop(child), status != 0


def _begin(mutant: Mutant, target: Target) -> int:
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE_S, PATIENCE_S))  # ends the child
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        _forget(mutant)
        sys.meta_path.insert(0, _Changed(mutant))
        nearest = _nearest(mutant, target)
        os._exit((nearest and _run(nearest)) or _run(target.tests))
    return child


def _forget(mutant: Mutant) -> None:
    """Have everything that may know the changed module imported afresh."""
    concerned = _LAYERS[_LAYERS.index(mutant.file.split("/")[0]) :]
    for name in [name for name in sys.modules if name.split(".")[0] in concerned]:
        del sys.modules[name]


def _nearest(mutant: Mutant, target: Target) -> tuple[str, ...]:
    """The tests that bear the module's name: most mutants end there, and soon."""
    stem = Path(mutant.file).stem
    files = sorted(file for test in target.tests for file in (ROOT / test).rglob("test_*.py"))
    return tuple(str(file) for file in files if stem in file.stem)


def _run(tests: Sequence[str]) -> int:
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header"]
    return int(pytest.main([*options, "--rootdir", str(ROOT), *tests]))


if __name__ == "__main__":
    sys.exit(main())
