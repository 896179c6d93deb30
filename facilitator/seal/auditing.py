"""Is the stored record still what was written?  For the auditor's page, and after a restart.

What the store refuses by its triggers, whoever owns the file can do all the same.  So this looks
at everything that is kept: the hash beside each leaf, the chain, the signed heads, the openings,
the plan.  What it cannot see is a record rewritten *together with* its heads by somebody who has
the signing key too; only a receipt from outside shows that.

A record rewritten with every hash after the change made to fit is seen at the next signed head;
the exact leaf is then known to a server that was running (``Notary.changed_leaf``) and to nobody
else, so the span between two heads is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence import Break, decode_leaf
from evidence.chain import leaf_hash
from evidence.commitments import commit, commitments_in
from evidence.merkle import Tree
from evidence.notes import BadNote, VerifierKey, open_note, origin_of, parse_checkpoint
from evidence.verifier.leaves import REDACTED
from facilitator.seal.changing import keys_of
from facilitator.store import Head, Store


def find_edit(store: Store, exercise: str) -> Break | None:
    """The first leaf of a stored record that is not what was written, if any.

    Returns:
        ``seq`` is the leaf, ``sentence`` says what is wrong with it for a person to read.

    Raises:
        UnknownExercise: There is no such exercise.
        KeyProblem: The installation's key cannot be used.
    """
    exact = min(
        (
            *_in_chain(store, exercise),
            *_in_plan(store, exercise),
            *_in_openings(store, exercise),
        ),
        key=lambda one: one.seq,
        default=None,
    )
    span = _in_heads(store, exercise)
    if span is None or (exact is not None and exact.seq < span.end):
        return exact
    return Break(seq=span.start, what=span.what, sentence=span.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Somewhere from leaf *start* to before *end*."""

    start: int
    end: int
    what: str
    sentence: str


def _in_chain(store: Store, exercise: str) -> Iterator[Break]:
    broken = store.first_break(exercise)
    if broken is not None and broken.what == "seq":
        says = f"Leaf {broken.seq} is missing: what stands in its place is another one."
        broken = Break(seq=broken.seq, what="missing", sentence=says)
    elif broken is not None and broken.what == "prev" and broken.seq > 0:
        # The hash beside the leaf before was changed with it; only the chain still tells.
        says = f"Leaf {broken.seq - 1} is not what was written: leaf {broken.seq} says so."
        broken = Break(seq=broken.seq - 1, what="prev", sentence=says)
    if broken is not None:
        yield broken


def _in_heads(store: Store, exercise: str) -> _Span | None:
    keys = keys_of(store)
    known = [key.named(origin_of(key.name, exercise)) for key in keys]
    heads = {head.size: head for head in store.heads(exercise)}
    tree, good = Tree(), 0
    for leaf in store.leaves(exercise):
        tree.append(leaf_hash(leaf))
        head = heads.get(tree.size)
        if head is None:
            continue
        if not _is_signed(head, known):
            says = f"The head over {head.size} leaves was not signed by this installation."
            return _Span(start=good, end=head.size, what="head", sentence=says)
        if head.root != tree.root():
            says = (
                f"One of the leaves {good} to {head.size - 1} is not what was written: they do "
                f"not lead to the head that was signed over {head.size} leaves."
            )
            return _Span(start=good, end=head.size, what="root", sentence=says)
        good = head.size
    newest = max(heads, default=0)
    if newest > tree.size:
        says = f"Leaf {tree.size} is missing: a head over {newest} leaves was signed."
        return _Span(start=tree.size, end=newest, what="missing", sentence=says)
    return None


def _is_signed(head: Head, keys: Sequence[VerifierKey]) -> bool:
    try:
        text, _ = open_note(head.note.encode(), keys)
    except BadNote:
        return False
    read = parse_checkpoint(text)
    return (read.origin, read.size) == (keys[0].name, head.size)


def _in_plan(store: Store, exercise: str) -> Iterator[Break]:
    first = next(store.leaves(exercise), None)
    if first is None:
        return
    pinned = decode_leaf(first).body.get("plan")
    if hashlib.sha256(store.plan(exercise)).hexdigest() != pinned:
        says = "The plan is not the one with which the record was opened (leaf 0)."
        yield Break(seq=0, what="plan", sentence=says)


def _in_openings(store: Store, exercise: str) -> Iterator[Break]:
    leaves = [decode_leaf(leaf) for leaf in store.leaves(exercise)]
    redacted = {(leaf.body["seq"], leaf.body["field"]) for leaf in leaves if leaf.kind == REDACTED}
    opened = {(one.seq, one.field): one for one in store.openings(exercise)}
    for leaf in leaves:
        for field, digest in commitments_in(dict(leaf.body), "body"):
            place = (leaf.seq, field)
            one = opened.get(place)
            if one is None and place not in redacted:
                says = f"What was typed at leaf {leaf.seq} is gone, and no redaction says why."
            elif one is not None and commit(field, one.value, one.salt).digest != digest:
                says = f"What was typed at leaf {leaf.seq} is not what was committed to."
            else:
                continue
            yield Break(seq=leaf.seq, what="opening", sentence=says)
            return
