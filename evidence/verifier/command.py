"""The command line of the verifier: ``python -m evidence verify``, with nothing else installed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from evidence.notes import BadNote, VerifierKey, parse_key
from evidence.receipts import MAX_RECEIPTS_BYTES, parse_receipts
from evidence.verifier.findings import Report
from evidence.verifier.heads import Kept
from evidence.verifier.verify import Asked, verify_file

WRONG_USAGE = 2


class CannotAsk(Exception):
    """An argument is not what it should be; says what would be right."""


def ask(
    key: str | None, receipts: Sequence[Path], witnesses: Sequence[str], quorum: int = 1
) -> Asked:
    """What the caller brings from outside, from the words on a command line.

    A key is given as it is, or as the name of a file that holds it.

    Raises:
        CannotAsk: A key or a receipt is none, or more witnesses are wanted than are named.
    """
    if not 1 <= quorum <= max(1, len(witnesses)):
        raise CannotAsk(
            f"--quorum: {quorum} of {len(witnesses)} witnesses cannot be; name more by --witness"
        )
    return Asked(
        key=None if key is None else _key("--key", key),
        kept=tuple(kept for path in receipts for kept in _kept(path)),
        witnesses=tuple(_key("--witness", one) for one in witnesses),
        quorum=quorum,
    )


def _key(option: str, word: str) -> VerifierKey:
    text = word
    if "+" not in word:
        try:
            text = Path(word).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            raise CannotAsk(f"{option}: {word} is neither a verifier key nor a file") from None
    try:
        return parse_key(text)
    except BadNote as error:
        raise CannotAsk(f"{option}: {error}; copy it whole from instance.vkey") from None


def _kept(path: Path) -> list[Kept]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_RECEIPTS_BYTES + 1)
        return [Kept(str(path), receipt) for receipt in parse_receipts(data)]
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CannotAsk(f"--receipt {path}: {why}") from None


def show(report: Report, *, as_json: bool) -> str:
    """The report as it is printed."""
    if as_json:
        return json.dumps(report.to_json(), ensure_ascii=False, indent=2)
    return "\n".join(report.lines())


def main(words: Sequence[str] | None = None) -> int:
    """Verify one bundle; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evidence", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    verifying = commands.add_parser("verify", help="check a bundle offline")
    verifying.add_argument("bundle", type=Path, metavar="BUNDLE")
    verifying.add_argument("--key", metavar="VKEY", help="the installation's verifier key")
    verifying.add_argument(
        "--receipt", type=Path, action="append", default=[], metavar="FILE", help="may be repeated"
    )
    verifying.add_argument(
        "--witness", action="append", default=[], metavar="VKEY", help="may be repeated"
    )
    verifying.add_argument(
        "--quorum", type=int, default=1, metavar="K", help="so many witnesses must have signed"
    )
    verifying.add_argument("--json", action="store_true", help="print one JSON document")
    asked = parser.parse_args(words)
    try:
        outside = ask(asked.key, asked.receipt, asked.witness, asked.quorum)
        report = verify_file(asked.bundle, outside)
    except CannotAsk as error:
        return _say(str(error), WRONG_USAGE)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return _say(f"{asked.bundle}: {why}; check the path", WRONG_USAGE)
    print(show(report, as_json=asked.json))
    return report.exit_code


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def run() -> NoReturn:
    """For ``python -m evidence``."""
    sys.exit(main())
