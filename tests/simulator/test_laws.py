"""The laws of the engine: what may never depend on how the caller drives it."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import Event, Millis, write_body
from evidence.kinds.control import InjectFired
from evidence.kinds.exercise import HoldExercise, JumpTo, ResumeExercise, SetPace
from scenarios.injects import Inject
from scenarios.plan import Plan
from scoring import score
from scoring.timeline import Timeline
from simulator import Chance
from tests.simulator.playing import Input, library_plan, opened, play, replay

HOUR = 3_600_000
HALF_AN_HOUR = HOUR // 2


def hold_and_resume(at: int) -> tuple[Input, ...]:
    return (
        (at, HoldExercise(), "control", None, "control"),
        (at, ResumeExercise(), "control", None, "control"),
    )


def without_places(event: Event) -> tuple[int, str, object]:
    """What happened and when, without places in the record."""
    places = ("evidence", "said", "text_in", "claim")
    told = {k: v for k, v in write_body(event.body).items() if k not in places}
    return (event.at, event.kind, told)


def story(events: list[Event]) -> list[tuple[int, str, object]]:
    """What happened, without control's own acts on the clock."""
    return [
        without_places(event)
        for event in events
        if event.origin != "control"
        and not event.kind.startswith("exercise.")
        and event.kind not in ("incident.detected",)
    ]


@settings(max_examples=6)
@given(
    seed=st.integers(0, 1_000),
    profile=st.sampled_from(["seasoned", "average", "chaotic"]),
    held_at=st.integers(1, HOUR - 1),
)
def test_replaying_the_inputs_gives_the_same_events(seed: int, profile: str, held_at: int) -> None:
    plan = library_plan()
    record = play(plan, seed=seed, profile=profile, until=HOUR, inputs=hold_and_resume(held_at))

    again = replay(plan, record, seed=seed)

    assert again == record


@settings(max_examples=6)
@given(tick=st.integers(1_000, 900_000), seed=st.integers(0, 1_000))
def test_ticking_more_often_changes_nothing(tick: int, seed: int) -> None:
    plan = library_plan()

    assert play(plan, seed=seed, until=HOUR, tick=tick) == play(plan, seed=seed, until=HOUR)


def digest_under(hash_seed: int, seed: int) -> str:
    """What an hour of play comes to in an interpreter of its own with this hash seed."""
    program = (
        "from tests.simulator.playing import library_plan, play\n"
        "import hashlib\n"
        f"events = play(library_plan(), seed={seed}, until=3600000)\n"
        "print(hashlib.sha256(repr(events).encode()).hexdigest())\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@settings(max_examples=3)
@given(
    hash_seeds=st.sets(st.integers(1, 2**32 - 1), min_size=2, max_size=2),
    seed=st.integers(0, 1_000),
)
def test_hash_seeds_change_nothing(hash_seeds: set[int], seed: int) -> None:
    assert len({digest_under(hash_seed, seed) for hash_seed in hash_seeds}) == 1


def with_inject(plan: Plan, inject: Inject) -> Plan:
    """The plan with one inject more, made anew: a copy would keep what the plan has worked out."""
    parts = {name: getattr(plan, name) for name in Plan.model_fields}
    scenario = plan.scenario.model_copy(update={"injects": (*plan.scenario.injects, inject)})
    return Plan(**{**parts, "scenario": scenario})


EARLY = [i.id for i in library_plan().scenario.injects if i.at is not None and i.at < HALF_AN_HOUR]
WORDS_OF_IDS = st.from_regex(r"[a-z]{1,6}-extra", fullmatch=True)
"""Before, among and behind the ids of the story, so that the order of ids is tried too."""


@settings(max_examples=8)
@given(
    id_=WORDS_OF_IDS,
    after=st.sampled_from(EARLY),
    seed=st.integers(0, 1_000),
)
def test_adding_an_inject_changes_no_other_draw(id_: str, after: str, seed: int) -> None:
    plan = library_plan()
    drawn = {"uniform": {"from": "1m", "to": "9m"}}
    words = {"to": ["communications"], "by": "chat", "text": "Anybody there?"}
    extra = Inject.model_validate({"id": id_, "after": after, "plus": drawn, **words})

    before = play(plan, seed=seed, profile=None, until=HOUR)
    after_it = play(with_inject(plan, extra), seed=seed, profile=None, until=HOUR)

    kept = [told for told in story(after_it) if id_ not in str(told[2])]
    assert len(kept) < len(story(after_it)), "the added inject came"
    assert kept == story(before)


@given(seed=st.integers(), key=st.text(max_size=20), other=st.text(max_size=20))
def test_a_draw_depends_on_its_own_key_alone(seed: int, key: str, other: str) -> None:
    chance, fresh = Chance(seed), Chance(seed)
    chance.unit("other", other)

    assert chance.unit("vendor", key) == fresh.unit("vendor", key)
    assert 0 < chance.unit("vendor", key) < 1


ACTS_ON_THE_CLOCK = ("exercise.hold", "exercise.held", "exercise.resume", "exercise.resumed")


def instants(plan: Plan, events: list[Event]) -> list[tuple[int, int]]:
    """Exercise and played time of every other leaf, and so of every difference between two."""
    clock = Timeline(events, plan.organisation).clock
    return [
        (event.at, clock.played(event.at))
        for event in events
        if event.kind not in ACTS_ON_THE_CLOCK
    ]


def figures(part: object) -> object:
    """A scorecard, or a part of it, without places in the record and without notes of holds."""
    if isinstance(part, dict):
        told = {name: figures(inner) for name, inner in part.items()}
        return {name: told[name] for name in told if name not in ("cites", "excluded")}
    return [figures(inner) for inner in part] if isinstance(part, list) else part


@settings(max_examples=10)
@given(
    held_at=st.lists(st.integers(1, HOUR - 1), min_size=1, max_size=4).map(sorted),
    paced_at=st.integers(0, HOUR - 1),
    pace=st.integers(1, 12),
    profile=st.sampled_from(["seasoned", "average", "chaotic"]),
    seed=st.integers(0, 1_000),
)
def test_a_hold_anywhere_changes_no_exercise_or_played_difference(
    held_at: list[int], paced_at: int, pace: int, profile: str, seed: int
) -> None:
    plan = library_plan()
    faster: Input = (paced_at, SetPace(num=pace), "control", None, "control")
    holds = [one for at in held_at for one in hold_and_resume(at)]
    inputs = tuple(sorted([faster, *holds], key=lambda one: one[0]))

    held = play(plan, seed=seed, profile=profile, until=HOUR, inputs=inputs)
    free = play(plan, seed=seed, profile=profile, until=HOUR, inputs=(faster,))

    assert story(held) == story(free)
    assert instants(plan, held) == instants(plan, free)
    cards = [score(plan, events).to_json() for events in (held, free)]
    assert figures(cards[0]) == figures(cards[1])


@settings(max_examples=8)
@given(middle=st.integers(1, HALF_AN_HOUR - 1), seed=st.integers(0, 1_000))
def test_two_jumps_equal_one(middle: int, seed: int) -> None:
    plan = library_plan()

    def jumps(*to: int) -> list[Event]:
        exercise, events = opened(plan, seed=seed, profile=None)
        for instant in to:
            events += exercise.receive(JumpTo(to=Millis(instant)), at=exercise.now)
        events += exercise.advance(to=Millis(HALF_AN_HOUR + 60_000))
        return events

    assert story(jumps(middle, HALF_AN_HOUR)) == story(jumps(HALF_AN_HOUR))


HIDDEN: tuple[dict[str, object], ...] = (
    {"raise": "unseen"},
    {"corrupt": "merchant-ledger", "reaching-back": "3h"},
    {"delay": "stonefell-cloud", "by": "90m"},
)
"""Truths that nobody in the room is told when they come about."""


@settings(max_examples=8)
@given(
    at=st.integers(1, HOUR - 1),
    does=st.sampled_from(HIDDEN),
    profile=st.sampled_from(["seasoned", "average", "chaotic"]),
    seed=st.integers(0, 1_000),
)
def test_a_hidden_truth_changes_no_responder_until_something_shows(
    at: int, does: dict[str, object], profile: str, seed: int
) -> None:
    plan = library_plan()
    hidden = Inject.model_validate({"id": "zzz-hidden", "at": at, "does": [does]})

    without = play(plan, seed=seed, profile=profile, until=HOUR)
    with_it = play(with_inject(plan, hidden), seed=seed, profile=profile, until=HOUR)

    shown = first_difference(shown_to_team(without), shown_to_team(with_it))
    assert acts(with_it, before=shown) == acts(without, before=shown)


def shown_to_team(events: list[Event]) -> list[tuple[int, str, object]]:
    """What anybody in the room could see, apart from what follows from responders' own acts."""
    own: set[int] = set()
    shown = []
    for event in events:
        if event.origin == "responder" or event.cause in own:
            own.add(event.seq)
        elif event.origin == "world" and event.to != ("control",):
            shown.append(without_places(event))
    return shown


def first_difference(
    one: list[tuple[int, str, object]], other: list[tuple[int, str, object]]
) -> int:
    """The instant from which on two accounts are not the same."""
    for here, there in zip(one, other, strict=False):
        if here != there:
            return min(here[0], there[0])
    longer = max(one, other, key=len)
    return longer[min(len(one), len(other))][0] if len(one) != len(other) else HOUR + 1


def acts(events: list[Event], *, before: int) -> list[tuple[int, str, str | None]]:
    """What responders did before an instant."""
    return [
        (event.at, event.kind, event.role)
        for event in events
        if event.origin == "responder" and event.at < before
    ]


def test_an_inject_precedes_a_command_at_the_same_millisecond() -> None:
    plan = library_plan()
    first = min(i.at for i in plan.scenario.injects if i.at)
    exercise, _ = opened(plan, profile=None)

    events = exercise.receive(HoldExercise(), at=Millis(first))

    kinds = [event.kind for event in events]
    assert kinds.index(InjectFired.kind) < kinds.index(HoldExercise.kind)
