"""A room: one exercise being played live, by people who watch.

The room owns the engine.  Its task sleeps until something is due, lets the world move, and takes
what people say from its inbox; nothing polls.  Rules:

1. Append before show: views and whoever asked hear of an event when it is durable.
2. When the record cannot be written, the room stands still and takes nothing; when it can be
   written again, the room is in a hold.
3. A fault of ours ends the task of this room and of no other.  Control is told in a sentence, and
   chooses to stop or to go on by hand.
4. The same command id again gets the answer of the first time, and with other content none.
5. After EndEx the review takes what is said, in the same record.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import orjson

from evidence import Event, Millis, Opening
from evidence.kinds.exercise import (
    ExerciseEnded,
    ExerciseOpened,
    OutageEnded,
)
from facilitator.live.answers import Answers
from facilitator.live.audience import Audience
from facilitator.live.drafts import Drafts
from facilitator.live.embargoes import Embargoes
from facilitator.live.keeping import RETRY_S, Batch, Keeper
from facilitator.live.orders import Done, Order, RoomStopped, Waiting, done_of
from facilitator.live.pacing import CHANGES_CLOCK, Clocks, shown_clock
from facilitator.live.playing import Playing
from facilitator.live.scoring import scored, scored_after_all
from facilitator.live.views import Cards, MakeCard, View
from facilitator.live.witness import Witness
from facilitator.resuming import Resumed
from facilitator.seal import KeyProblem, Notary
from facilitator.sealing import SealedWords
from facilitator.store import Part, Store, StoreError, StoreFailed
from scenarios import Plan
from simulator import Exercise

_BEHIND: Final = '{"stale":["banner"],"say":"The engine is some seconds behind."}'
_CAUGHT_UP: Final = '{"stale":["banner"],"say":"The engine has caught up."}'


class Room:
    """One exercise, its clock, its record and everyone who watches.

    Attributes:
        events: The durable record.
        words: What people typed, as :data:`facilitator.screens.Words`.
        fault: Why nothing is taken now, in a sentence; ``None`` while all is well.
        audience: Everyone who watches.
        drafts: What they are writing, and have not said.
        broken: The engine is out of play; control stops, or goes on by hand.
        on_fault: Called when the room has stopped, or goes on again.
        on_shown: Called when events have been shown to whoever watches this room.
    """

    def __init__(
        self,
        *,
        name: str,
        plan: Plan,
        store: Store,
        witness: Witness,
        clocks: Clocks,
        make_card: Callable[["Room"], MakeCard],
    ) -> None:
        self.name = name
        self.plan = plan
        self._playing = Playing(plan, clocks)
        self.pacer, self.pulse = self._playing.pacer, self._playing.pulse
        self.events: list[Event] = []
        self.words: dict[tuple[int, str], str] = {}
        self.fault: str | None = None
        self.broken = False
        self.on_fault: Callable[[Room], None] = lambda room: None
        self.on_shown: Callable[[Room, Sequence[Event]], None] = lambda room, events: None
        self._store = store
        self._witness = witness
        self.audience = Audience(Cards(make_card(self)))
        self.drafts = Drafts(self.audience, plan)
        self._inbox: deque[Waiting] = deque()
        self._answers = Answers()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._scoring: asyncio.Task[None] | None = None

    # From outside

    @property
    def exercise(self) -> Exercise:
        """The engine.  Ask it; only this room's task may move it."""
        return self._playing.exercise

    @property
    def opened(self) -> ExerciseOpened:
        body = self.events[0].body
        assert isinstance(body, ExerciseOpened)
        return body

    @property
    def notary(self) -> Notary:
        """Who signs the heads of this record."""
        return self._keeper.recorder.notary

    def begin(
        self, resumed: Resumed, openings: Sequence[Opening], *, broken: str | None = None
    ) -> None:
        """Start the room's task where the record ends.  After this you must :meth:`close`.

        With *broken*, the sentence that says why, only show what there is.
        """
        fresh = self._playing.begin(resumed, known=len(self.events))
        self._embargoes = Embargoes(self.exercise)
        self._keeper = Keeper(
            self._store,
            self.name,
            resumed.recorder,
            witness=self._witness,
            durable=self._show,
            stuck=self._stand_still,
            free=self._go_on,
        )
        self.fault, self.broken = broken, broken is not None
        self.words = {(one.seq, one.field): str(one.value) for one in openings}
        self._publish(fresh)
        if resumed.stored and self.exercise.ended:
            work = scored_after_all(self._store, self.name, self.plan, tuple(self.events))
            self._scoring = asyncio.create_task(work)
        if broken is None:
            self._task = asyncio.create_task(self._run(), name=f"room {self.name}")
            self._task.add_done_callback(self._ended)

    async def close(self) -> None:
        """Stop the task; what is on its way to the disk is finished by the store."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self._keeper.close()
        if self._scoring is not None:
            await asyncio.wait([self._scoring], timeout=RETRY_S)
            self._scoring.cancel()

    async def do(self, order: Order) -> Done:
        """Hand in a command; the answer when it is durable.

        Raises:
            RoomStopped: The room takes nothing now.
            OtherContent: The id was used before, for something else.
            StoreError: It was not stored; the same id may be sent again.
        """
        before = self._answers.lately(order)
        if before is not None:
            return await asyncio.shield(before)
        seq = self._answers.recorded(order, self.events, self.words)
        if seq is not None:
            return self._outcome(seq)
        if self.fault is not None:
            raise RoomStopped(self.fault)
        waiting = self._answers.expect(order)
        self._inbox.append(waiting)
        self._wake.set()
        return await asyncio.shield(waiting.answer)

    def play_to(self, at: Millis) -> None:
        """Play on to *at* without waiting, as a play without people does; the clock follows.

        Whoever opens the first page of a demonstration finds work under way.
        """
        for events in self._playing.until(at):
            self._keep(events)
        self.tell_clock()
        self._wake.set()

    def has_taken(self, cmd: str) -> bool:
        """Whether a command of this id is in the record, or on its way into it."""
        return self._answers.has(cmd)

    def view(self, seat: str | None) -> View:
        """The view of a seat, or of control (``None``)."""
        return self.audience.view(seat, epoch=self.opened.plan[:8], events=self.events)

    def sign_silence(self, *, wall: int) -> None:
        """Let the record be signed if nothing has been added to it for ten minutes."""
        self._keeper.sign_silence(wall=wall)

    def tell_clock(self) -> None:
        """Send everyone a new anchor for their countdowns."""
        text = orjson.dumps({"clock": shown_clock(self.pacer.clock())}).decode()
        self.audience.tell(text)

    # The task

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._catch_up()
            while self._inbox:
                self._take(self._inbox.popleft())
            self._keep(self._playing.mark(loop.time()))
            self._embargoes.tell(self.audience, now=self.pacer.now())
            due = self._playing.next_due(self._embargoes.next_at())
            wait_s = self._playing.wait_s(due)
            timer = loop.call_later(wait_s, self._wake.set) if self.pacer.moves else None
            await self._wake.wait()
            self._wake.clear()
            if timer is not None:
                timer.cancel()
            was_behind = self.pulse.behind
            self._playing.note_punctual(due)
            if self.pulse.behind != was_behind:
                self.audience.tell_staff(_BEHIND if self.pulse.behind else _CAUGHT_UP)

    def _catch_up(self) -> None:
        for events in self._playing.due():
            self._keep(events)

    def _take(self, waiting: Waiting) -> None:
        part: Part = "review" if self.exercise.ended else "play"
        self._keep(self._playing.take(waiting.order), waiting, part=part)
        self._catch_up()

    # Append, then show

    def _keep(
        self,
        events: tuple[Event, ...],
        waiting: Waiting | None = None,
        *,
        part: Part = "play",
    ) -> None:
        if not events:
            return
        words: tuple[tuple[int, SealedWords], ...] = ()
        if waiting is not None:
            seq = next(event.seq for event in events if event.cmd == waiting.order.cmd)
            words = tuple((seq, one) for one in waiting.order.words)
        self._keeper.keep(Batch(events, words, waiting, part))

    def _show(self, batch: Batch) -> None:
        self.words.update({(seq, one.field): one.value for seq, one in batch.words})
        self._publish(batch.events)
        if any(isinstance(event.body, ExerciseEnded) for event in batch.events):
            self.drafts.clear()
            played, last = tuple(self.events), batch.leaves[-1]
            work = scored(self._store, self.name, self.plan, played, last=last)
            self._scoring = asyncio.create_task(work)
        waiting: Waiting | None = batch.token
        if waiting is not None and not waiting.answer.done():
            assert batch.receipt is not None, "only durable batches are shown"
            waiting.answer.set_result(done_of(waiting.order.cmd, batch.events, batch.receipt))

    def _publish(self, events: Sequence[Event]) -> None:
        self.events.extend(events)
        self._answers.note(events)
        self.audience.show(events)
        self.on_shown(self, events)
        if any(isinstance(event.body, CHANGES_CLOCK) for event in events):
            self.tell_clock()

    def _outcome(self, seq: int) -> Done:
        """The answer that an earlier command was given, from the record."""
        consequences = self.events[seq : seq + 50]
        return done_of(self.events[seq].cmd or "", consequences, self.notary.receipt)

    # When something goes wrong

    def _stand_still(self, error: Exception, pending: Sequence[Batch]) -> None:
        if isinstance(error, StoreFailed):
            self.fault = f"{error} Until it can be, the exercise stands still and takes nothing."
        else:
            self.broken = True
            says = str(error)
            if not isinstance(error, (StoreError, KeyProblem)):
                says = f"The record cannot be kept ({type(error).__name__}: {error})."
            self.fault = f"{says} The exercise stands still; call whoever runs this server."
        self._playing.stop()
        for batch in pending:
            if batch.token is not None:
                self._answers.fail(batch.token, error)
        self._refuse_inbox()
        self.tell_clock()
        self.on_fault(self)

    def _go_on(self, stood_ms: int) -> None:
        if not self.broken:
            self.fault = None
        if self.exercise.state.started_at is not None and not self.exercise.ended:
            ended = OutageEnded(away_ms=stood_ms, because="append-failed")
            try:
                self._keep(self._playing.tell(ended))
            except Exception as error:  # the engine's; the disk is the keeper's
                if self._task is not None:
                    self._task.cancel()
                self._engine_failed(error)
                return
        self.on_fault(self)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """The task has ended: the room was closed, or the engine has failed."""
        if task.cancelled():
            return
        error = task.exception()
        assert error is not None, "a room's task never returns"
        self._engine_failed(error)

    def _engine_failed(self, error: BaseException) -> None:
        self.broken = True
        self._playing.stop()
        self.fault = (
            f"The simulation of this team has failed ({type(error).__name__}: {error}). What is "
            "recorded is safe. Stop this exercise, or go on by hand."
        )
        on_their_way = {batch.token.answer for batch in self._keeper.pending if batch.token}
        self._answers.fail_all(RoomStopped(self.fault), but=on_their_way)
        self._inbox.clear()
        self.tell_clock()
        self.on_fault(self)

    def _refuse_inbox(self) -> None:
        assert self.fault is not None, "nothing is refused without a reason"
        for waiting in self._inbox:
            self._answers.fail(waiting, RoomStopped(self.fault))
        self._inbox.clear()
