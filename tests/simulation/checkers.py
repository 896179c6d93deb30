"""What must hold of every history, whatever went wrong.  Each checker is a fold of the history.

A checker returns sentences about what does not hold, and none if all is well.  Its name is what
is reported, so it says the promise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from evidence import PlayedClock, decode_leaf
from tests.simulation.history import History
from tests.simulation.leaving import same_figures

Checker: TypeAlias = Callable[[History], Iterator[str]]


def acknowledged_means_stored(history: History) -> Iterator[str]:
    """Whoever was told that their command is recorded finds it there, at that very place."""
    commands = _commands(history)
    for answer in history.answers:
        if answer.seq >= answer.durable:
            yield f"{answer.cmd} was acknowledged at leaf {answer.seq}, of which {answer.durable} \
were safe"
        if commands.get(answer.cmd, [None])[0] != answer.seq:
            yield f"{answer.cmd} was acknowledged at leaf {answer.seq} and is not there"


def one_command_is_one_act(history: History) -> Iterator[str]:
    """A command that was sent many times is in the record once."""
    for cmd, seqs in _commands(history).items():
        if len(seqs) > 1:
            yield f"{cmd} is in the record at leaves {seqs}"


def the_record_has_no_gap(history: History) -> Iterator[str]:
    """Numbers run from 0 without a gap, the chain is whole, exercise time never runs back."""
    assert history.left is not None
    if history.left.first_break:
        yield history.left.first_break
    leaves = [decode_leaf(leaf) for leaf in history.left.leaves]
    for place, leaf in enumerate(leaves):
        if leaf.seq != place:
            yield f"leaf {leaf.seq} stands in place {place}"
        if place and leaf.at < leaves[place - 1].at:
            yield f"leaf {place} is of an earlier instant than the one before it"


def no_more_is_played_than_time_has_passed(history: History) -> Iterator[str]:
    """Exercise time moves by play, at the pace, and by jumps, and never by itself."""
    if history.fresh is None:
        return
    clock = PlayedClock()
    for event in history.fresh.events:
        clock.apply(event.at, event.body)
    played = clock.played(history.fresh.events[-1].at)
    if played > history.lasted_ms:
        yield f"{played} ms were played in the {history.lasted_ms} ms that passed"


def shown_means_stored(history: History) -> Iterator[str]:
    """A frame is handed to a socket only when its event is safe."""
    if history.fresh is None:
        return
    seats = {session.client: session.seat for session in history.sessions}
    for frame in history.shown:
        visible = history.fresh.visible[seats[frame.client]]
        if frame.number > len(visible):
            yield f"{frame.client} was shown event {frame.number}, and there are {len(visible)}"
        elif visible[frame.number - 1] >= frame.durable:
            yield (
                f"{frame.client} was shown leaf {visible[frame.number - 1]} when "
                f"{frame.durable} were safe"
            )


def every_view_is_the_fold_of_a_prefix(history: History) -> Iterator[str]:
    """What a client was sent, over all its sockets, is what a fresh fold of the record shows."""
    if history.fresh is None:
        return
    for session in history.sessions:
        whole = history.fresh.views[session.seat]
        last = session.since
        for number, text in session.frames:
            if number != last + 1:
                yield f"{session.client} was sent event {number} after event {last}"
            if not 1 <= number <= len(whole) or text != whole[number - 1]:
                yield f"{session.client} was sent another event {number} than the record has"
            last = number


def a_running_process_holds_what_the_record_says(history: History) -> Iterator[str]:
    """Events, frames and pages are the same in a process that read everything anew."""
    live, fresh = history.live, history.fresh
    if live is None or fresh is None:
        return
    if live.events != fresh.events:
        yield f"{len(live.events)} events in memory are not the {len(fresh.events)} of the record"
    for seat in fresh.views:
        if live.visible[seat] != fresh.visible[seat]:
            yield f"the view of {seat or 'control'} holds other leaves"
        elif live.views[seat] != fresh.views[seat]:
            yield f"the view of {seat or 'control'} draws other cards"
    for page in fresh.pages:
        if live.pages[page] != fresh.pages[page]:
            yield f"the page {page[1]} of {page[0] or 'control'} is another one"


def the_bundle_verifies(history: History) -> Iterator[str]:
    """An auditor finds the bundle intact, with every receipt that anybody was given."""
    assert history.left is not None
    for failure in history.left.report.failures:
        yield f"check {failure.check}, {failure.where}: {failure.says}"


def the_record_comes_out_again(history: History) -> Iterator[str]:
    """Replaying the inputs gives every other leaf as it is stored."""
    assert history.left is not None
    if history.left.diverged_at is not None:
        yield f"replay diverges at leaf {history.left.diverged_at}"
    if history.left.missing:
        yield f"{history.left.missing} leaves that come out in replay are not stored"


def the_score_of_the_record_is_the_score_live(history: History) -> Iterator[str]:
    """The figures that the room showed are those that the bundle holds."""
    assert history.left is not None
    for seen in (history.live, history.fresh):
        if seen is not None and not same_figures(seen.score, history.left.scorecard):
            yield "the scorecard live is not the one in the bundle"


def the_score_is_kept_at_the_seal(history: History) -> Iterator[str]:
    """The digest of the sealed play's scorecard is in the instance log, and comes out again."""
    assert history.left is not None
    kinds = [decode_leaf(leaf).kind for leaf in history.left.leaves]
    if "exercise.ended" in kinds and not history.left.scores:
        yield "play was sealed, and the digest of its scorecard was never kept"
    for kept in history.left.scores:
        if not kept.same:
            yield f"the scorecard at {kept.size} leaves comes out otherwise than was kept"


def it_comes_alive_again(history: History) -> Iterator[str]:
    """When faults have ended the exercise goes on, can be ended, and nobody waits."""
    if history.alive:
        yield history.alive
    for sentence in history.broken:
        yield f"the room is broken: {sentence}"
    unanswered = set(history.sent) - {answer.cmd for answer in history.answers}
    if unanswered and not history.alive and not history.broken:
        yield f"nobody answered {', '.join(sorted(unanswered))}"


def no_error_goes_unhandled(history: History) -> Iterator[str]:
    """Nothing fails where nobody looks."""
    yield from history.unhandled


CHECKERS: Final[tuple[Checker, ...]] = (
    acknowledged_means_stored,
    one_command_is_one_act,
    the_record_has_no_gap,
    no_more_is_played_than_time_has_passed,
    shown_means_stored,
    every_view_is_the_fold_of_a_prefix,
    a_running_process_holds_what_the_record_says,
    the_bundle_verifies,
    the_record_comes_out_again,
    the_score_of_the_record_is_the_score_live,
    the_score_is_kept_at_the_seal,
    it_comes_alive_again,
    no_error_goes_unhandled,
)


def found_in(history: History) -> tuple[str, ...]:
    """What does not hold: the name of the checker and its first sentences."""
    return tuple(
        f"{checker.__name__}: {sentence}"
        for checker in CHECKERS
        for sentence in list(checker(history))[:3]
    )


def _commands(history: History) -> dict[str, list[int]]:
    assert history.left is not None
    found: dict[str, list[int]] = defaultdict(list)
    for seq, leaf in enumerate(history.left.leaves):
        cmd = decode_leaf(leaf).cmd
        if cmd is not None:
            found[cmd].append(seq)
    return found
