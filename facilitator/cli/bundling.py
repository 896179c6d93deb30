"""`bundle`, `verify` and `change-key`: evidence goes out and is checked again."""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.verifier import Report, verify_file
from evidence.verifier.command import CannotAsk, ask
from facilitator.bundle import PROFILES, Bundle, make_bundle
from facilitator.bundle.making import At, Profile
from facilitator.bundle.replaying import replay_bundle
from facilitator.cli.alone import alone_in
from facilitator.cli.failing import NOT_FINE, WRONG_USAGE, Failed, told
from facilitator.cli.printing import print_json, printer
from facilitator.filing import write_whole
from facilitator.record_files import chosen_exercise, open_stored
from facilitator.seal import change_key
from runbooks.authored import did_you_mean, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedBundle:
    """What the arguments of `bundle` ask for."""

    exercise: str
    records: Path
    head: str
    profile: str
    to: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What somebody brings to `verify` from outside the bundle."""

    key: str | None
    receipts: tuple[Path, ...]
    witnesses: tuple[str, ...]
    quorum: int


def change_signing_key(records: Path) -> None:
    """Change the key, and print the new one for the auditors."""
    running = "stop it first, or it would go on to sign with the old key"
    with (
        told(),
        open_stored(records, alone=True) as store,
        alone_in(store.folder, otherwise=running),
    ):
        public = change_key(store, wall=time.time_ns() // 1_000_000)
    show = printer()
    show.line("Give this verifier key to everybody who pinned the old one; both are good.")
    show.line(str(public))


def write_bundle(wanted: WantedBundle, *, json: bool) -> None:
    """Make a bundle and write it whole or not at all."""
    at, profile = _head(wanted.head), _profile(wanted.profile)
    records, exercise = wanted.records, wanted.exercise
    named: str | None = exercise
    if Path(exercise).exists():
        records, named = Path(exercise), None
    elif not records.exists():
        wrong = f"there is no store {exercise}, and no folder {records} that could hold an exercise"
        raise Failed(f"{wrong} of that id; give a store, or --records", code=WRONG_USAGE)
    with told(), open_stored(records) as store:
        name = chosen_exercise(store, records, named)
        # A head for a draft is signed now; those of play were signed when they were due.
        now = time.time_ns() // 1_000_000
        bundle = make_bundle(store, name, at=at, profile=profile, wall=now)
    to = wanted.to or Path(_file_name(bundle))
    try:
        write_whole(to, bundle.data)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Failed(f"{to}: cannot be written: {why}", code=NOT_FINE) from None
    found = _as_json(bundle, to)
    if json:
        print_json(found)
        return
    show = printer()
    show.line(f"Bundle   {to}  {len(bundle.data):,} bytes, profile {bundle.profile}")
    show.line(f"Record   {bundle.exercise}  {bundle.head.size} leaves, {bundle.state}")
    show.line(f"Root     {found['root']}")
    show.line(f"SHA-256  {found['sha256']}")


def verify_bundle(path: Path, outside: Outside, *, replay: bool, json: bool) -> int:
    """Verify a bundle and say what was found; the exit code."""
    try:
        asked = ask(outside.key, outside.receipts, outside.witnesses, outside.quorum)
        report = verify_file(path, asked)
    except CannotAsk as error:
        raise Failed(str(error), code=WRONG_USAGE) from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Failed(f"{path}: {why}; check the path", code=WRONG_USAGE) from None
    if replay and report.intact:
        replay_bundle(path.read_bytes(), report)
    _say(report, json=json)
    return report.exit_code


def _say(report: Report, *, json: bool) -> None:
    if json:
        print_json(dict(report.to_json()))
        return
    show = printer()
    for line in report.lines():
        show.line(line)


def _head(word: str) -> At:
    if word in ("latest", "play"):
        return "latest" if word == "latest" else "play"
    if word.isascii() and word.isdigit() and int(word) > 0:
        return int(word)
    raise Failed(f"--head: `{word}` is none of latest, play or a size", code=WRONG_USAGE)


def _profile(word: str) -> Profile:
    match word:
        case "full" | "auditor" | "public":
            return word
    right = did_you_mean(word, PROFILES) or f"use one of {listed(PROFILES)}"
    raise Failed(f"--profile: there is no profile `{word}`; {right}", code=WRONG_USAGE)


def _file_name(bundle: Bundle) -> str:
    profile = "" if bundle.profile == "full" else f"-{bundle.profile}"
    return f"{bundle.exercise}-{bundle.head.size}{profile}.zip"


def _as_json(bundle: Bundle, to: Path) -> dict[str, Any]:
    return {
        "exercise": bundle.exercise,
        "bundle": str(to),
        "profile": bundle.profile,
        "state": bundle.state,
        "size": bundle.head.size,
        "root": bundle.head.root.hex(),
        "sha256": hashlib.sha256(bundle.data).hexdigest(),
    }
