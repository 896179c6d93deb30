"""Mutants that change nothing anybody could notice, each with its reason.

They are named by file, line and change.  The line is its text, so an entry goes when the line
does; one that stands for nothing any more is an error of whoever changed the line.
"""

from typing import Final

from mutation.mutants import Mutant

EQUIVALENT: Final[dict[str, dict[tuple[str, str], str]]] = {
    "evidence/clocks.py": {
        ("self._begin(at, 0, 1)", "1  ->  2"): "of a jump only the nought before it is read",
    },
    "facilitator/live/pacing.py": {
        (
            "return Millis(self._anchor_at + max(0, gone) * self._num // (self._den * NS))",
            "0  ->  1",
        ): "a nanosecond is no millisecond at any pace that can be set",
    },
    "evidence/canonical.py": {
        (
            "_MAX_DIGITS = len(str(MAX_INTEGER)) + 1  "
            "# with the sign; longer never reaches int(), which is slow",
            "1  ->  2",
        ): "a number with one digit more is refused by its range",
        (
            "_MAX_KNOWN_KEYS = 4_096  "
            "# the vocabulary has a few hundred keys; a flood of others is not kept",
            "4096  ->  4097",
        ): "how many keys are remembered is seen by no caller",
        (
            "if len(_known_keys) < _MAX_KNOWN_KEYS:",
            "len(_known_keys) < _MAX_KNOWN_KEYS  ->  len(_known_keys) <= _MAX_KNOWN_KEYS",
        ): "how many keys are remembered is seen by no caller",
        (
            'ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False',
            "False  ->  True",
        ): "what holds itself was refused as too deep before",
        (
            "if kind is str or kind is bool or item is None:",
            "kind is str or kind is bool or item is None  ->  "
            "kind is str and kind is bool and (item is None)",
        ): "a short way: the call below comes to the same",
        (
            "if kind is int and -MAX_INTEGER <= item <= MAX_INTEGER:",
            "-MAX_INTEGER <= item <= MAX_INTEGER  ->  -MAX_INTEGER < item <= MAX_INTEGER",
        ): "a short way: the call below comes to the same",
        (
            'if text.count("[") + text.count("{") <= MAX_DEPTH:',
            "text.count('[') + text.count('{') <= MAX_DEPTH  ->  "
            "text.count('[') + text.count('{') < MAX_DEPTH",
        ): "a short way: counting level by level comes to the same",
    },
    "evidence/merkle.py": {
        (
            "if start > 0:  # else the earlier tree is itself a subtree, and its root is known",
            "0  ->  1",
        ): "a right part never begins at 1: the left of two leaves is no earlier tree",
    },
    "evidence/verifier/container.py": {
        (
            "if content + entry.packed > len(view):",
            "content + entry.packed > len(view)  ->  content + entry.packed >= len(view)",
        ): "what reaches the end of the file leaves no room for a directory, and is refused",
        (
            "content = stream.decompress(packed, entry.size + 1)",
            "1  ->  2",
        ): "one byte more than declared is enough to see that there are more",
    },
    "evidence/verifier/heads.py": {
        (
            'return int(digits) if right and name == f"{HEADS}{digits}.note" else -1',
            "1  ->  2",
        ): "any size that no head can have will do",
    },
    "evidence/verifier/leaves.py": {
        ("_WINDOW = 16 * MAX_BYTES", "16  ->  17"): "how much is read at once changes no leaf",
        ("yield bytes(MAX_BYTES + 1)", "1  ->  2"): "it is too long by one byte or by two",
        (
            'if b"$" in data and _MARK in data:  # the first alone is found much faster',
            "b'$' in data and _MARK in data  ->  b'$' in data or _MARK in data",
        ): "a short way past leaves in which nothing is sealed",
    },
    "evidence/verifier/openings.py": {
        ('last = (-1, "")', "1  ->  2"): "any place before the first leaf will do",
    },
    "scenarios/law/local_time.py": {
        (
            "_FAR: Final = 2**62",
            "62  ->  63",
        ): "any instant far beyond all others will do",
    },
    "scoring/communications.py": {
        (
            "if event.seq < seq and body.how == how and version in (None, body.version)",
            "event.seq < seq  ->  event.seq <= seq",
        ): "the leaf of a publication is no review, approval or withdrawal",
        (
            "called = [b.level for e, b in case.timeline.of(SeverityCalled) if e.seq <= event.seq]",
            "e.seq <= event.seq  ->  e.seq < event.seq",
        ): "the leaf of a publication calls no severity",
        (
            'yield counted(key, 0, 0, rubric=rubric, formula="", cites=cites, '
            "excluded=tuple(excluded),",
            "0  ->  1",
        ): "how many of none is not looked at",
    },
    "scoring/coordination.py": {
        (
            'return counted("DISTINCT", 0, 0, rubric=case.plan.rubric, formula="",',
            "0  ->  1",
        ): "how many of none is not looked at",
        (
            'return counted("DISTINCT", 0, 0, rubric=case.plan.rubric, formula="", '
            "excluded=excluded,",
            "0  ->  1",
        ): "how many of none is not looked at",
        (
            "if body.role in ROLES and detected.seq < event.seq <= timeline.until.seq",
            "detected.seq < event.seq <= timeline.until.seq  ->  detected.seq <= "
            "event.seq <= timeline.until.seq",
        ): "the leaf of the detection assigns no role",
        (
            "if excuse is not None and detected.seq < excuse[0] <= timeline.until.seq:",
            "detected.seq < excuse[0] <= timeline.until.seq  ->  detected.seq <= "
            "excuse[0] <= timeline.until.seq",
        ): "the leaf of the detection raises no exception",
    },
    "scoring/decisions.py": {
        (
            'return counted("DEC-COMP", 0, 0, rubric=rubric, formula="", cites=(), '
            "excluded=excluded,",
            "0  ->  1",
        ): "how many of none is not looked at",
        (
            "for lag, (_, body) in zip(lags, recorded, strict=True)",
            "True  ->  False",
        ): "the lags are made of the same list, one for each",
        (
            'target=Target(value=show_share(0), bound="at-most", named="good '
            'practice: none at all"),',
            "0  ->  1",
        ): "one part of a million is printed as none",
    },
    "scoring/exceptions.py": {
        (
            'target=Target(value=show_share(0), bound="at-most", named="good practice: '
            'all reviewed"),',
            "0  ->  1",
        ): "one part of a million is printed as none",
    },
    "scoring/legal.py": {
        (
            "if found.called.seq <= met.seq:",
            "found.called.seq <= met.seq  ->  found.called.seq < met.seq",
        ): "a decision is never the event that shows a fact",
    },
    "scoring/checked.py": {
        (
            "passed = [seq for seq, ok in did.validations "
            "if ok and (limit is None or seq < limit)]",
            "seq < limit  ->  seq <= limit",
        ): "the leaf of a start is no validation",
        (
            "given = [approval for approval in did.approvals if approval[0] < did.began]",
            "approval[0] < did.began  ->  approval[0] <= did.began",
        ): "the leaf of a start is no approval",
        (
            "checks = [(seq, ok) for seq, name, ok in run.checks "
            "if name == needed and seq < began]",
            "seq < began  ->  seq <= began",
        ): "the leaf of a start is no check",
    },
    "scoring/procedure.py": {
        ("0,", "0  ->  1"): "one part of a million is printed as none",
        (
            "0 if ignored is not None else WHOLE,",
            "0  ->  1",
        ): "one part of a million is printed as none",
        (
            "total: Ppm = sum(weights[key] * value for key, value in values.items()) // whole if "
            "whole else 0",
            "0  ->  1",
        ): "one part of a million is printed as none",
    },
    "scoring/credit.py": {
        (
            "return rating if _ORDER[rating] <= _ORDER[cap] else cap",
            "_ORDER[rating] <= _ORDER[cap]  ->  _ORDER[rating] < _ORDER[cap]",
        ): "of two that are equal either will do",
    },
    "scenarios/law/standing.py": {
        (
            "if found.at is None or found.latest is None:",
            "found.at is None or found.latest is None  ->  "
            "found.at is None and found.latest is None",
        ): "neither is ever there without the other",
    },
    "scoring/review/agreed.py": {
        (
            "return (first, second) if RATINGS.index(first) <= RATINGS.index(second) else "
            "(second, first)",
            "RATINGS.index(first) <= RATINGS.index(second)  ->  "
            "RATINGS.index(first) < RATINGS.index(second)",
        ): "of two that are equal either may come first",
    },
    "scoring/recovery.py": {
        (
            "restores = [(e, b) for e, b in restores if e.seq < validated.seq] or restores",
            "e.seq < validated.seq  ->  e.seq <= validated.seq",
        ): "the leaf of a validation is no restore",
    },
    "scoring/runs.py": {
        (
            "return self.finished is not None and self.finished.seq <= seq",
            "self.finished.seq <= seq  ->  self.finished.seq < seq",
        ): "no leaf begins one step and finishes another",
        (
            "if passed and seq > met[0]",
            "seq > met[0]  ->  seq >= met[0]",
        ): "the leaf of a stop condition is no validation",
        (
            "in_force = started[0] > met[0] and (over is None or started[0] < over)",
            "started[0] > met[0]  ->  started[0] >= met[0]",
        ): "the leaf of a start shows no stop condition",
        (
            "in_force = started[0] > met[0] and (over is None or started[0] < over)",
            "started[0] < over  ->  started[0] <= over",
        ): "the leaf of a start settles nothing",
        (
            "return event.seq > max(runs[body.run].step(body.step).reopened, default=-1)",
            "event.seq > max(runs[body.run].step(body.step).reopened, default=-1)  ->  "
            "event.seq >= max(runs[body.run].step(body.step).reopened, default=-1)",
        ): "no leaf reopens a step and finishes it",
        (
            "over = min((*settled, *(seq for seq in self.stops if seq > met[0])), default=None)",
            "seq > met[0]  ->  seq >= met[0]",
        ): "the leaf of a stop condition is no stop",
        (
            "return event.seq > max(runs[body.run].step(body.step).reopened, default=-1)",
            "1  ->  2",
        ): "no leaf has a number below nought",
    },
    "scoring/severity.py": {
        (
            "for at, seq, change in sorted(changes, key=lambda one: one[:2]):",
            "2  ->  3",
        ): "no two leaves are one",
        (
            "if seq <= detected.seq:",
            "seq <= detected.seq  ->  seq < detected.seq",
        ): "the leaf of the detection calls no severity",
        (
            "if called > band.mildest:",
            "called > band.mildest  ->  called >= band.mildest",
        ): "at the edge of the band the distance is nothing, and so is its cost",
        (
            "if called < band.worst:",
            "called < band.worst  ->  called <= band.worst",
        ): "at the edge of the band the distance is nothing, and so is its cost",
        (
            "raised = sum(b < a for a, b in moves)",
            "b < a  ->  b <= a",
        ): "a move is between two levels that differ",
        (
            "then = _of_case(case, righted) or 0",
            "0  ->  1",
        ): "where a stretch is righted, something that could be lost was not",
        (
            "if band is not None and at > since:",
            "at > since  ->  at >= since",
        ): "a piece of no time is left out at the end",
        (
            "if band is not None and until.at > since:",
            "until.at > since  ->  until.at >= since",
        ): "a piece of no time is left out at the end",
    },
}


def why_equal(mutant: Mutant) -> str | None:
    """Why nobody could notice this mutant, if that is so."""
    return EQUIVALENT.get(mutant.file, {}).get((mutant.text, mutant.change))


def stale(mutants: list[Mutant]) -> list[tuple[str, str]]:
    """Entries about the files of these mutants that stand for none of them."""
    known = {(mutant.file, mutant.text, mutant.change) for mutant in mutants}
    files = {mutant.file for mutant in mutants}
    return [
        entry
        for file in sorted(files)
        for entry in EQUIVALENT.get(file, {})
        if (file, *entry) not in known
    ]
