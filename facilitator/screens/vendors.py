"""The vendor desk: each supplier's contract, the case with it, its clocks and its ladder."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.asks_outside import answered_elsewhere
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import State, done, missed, not_yet, running, say_due, say_length
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story, VendorStory, read_story
from facilitator.screens.team import may_act
from scenarios.organisation import Vendor


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of the escalation ladder."""

    number: int
    who: str
    reached: bool
    next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One vendor and the case with it, if one is open."""

    vendor: str
    title: str
    critical: bool
    contract: tuple[tuple[str, str], ...]
    state: State
    opened_at: Millis | None
    answer: State | None
    chase: State | None
    ladder: tuple[Rung, ...]
    turns: tuple[tuple[Millis, str, str], ...]
    """At, ``us``, ``them`` or ``note``, words."""
    status: tuple[Millis, str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorsPage:
    """The context of ``vendors.html``."""

    cases: tuple[Case, ...]
    may_act: bool


def vendors_page(seen: Seen, query: Query) -> VendorsPage:
    """Fold the vendor desk: open cases first, then critical suppliers, then the rest."""
    story = read_story(seen)
    cases = [
        _case(seen, story, vendor, contract)
        for vendor, contract in seen.plan.organisation.vendors.items()
    ]
    cases.sort(key=lambda case: (case.opened_at is None, not case.critical))
    return VendorsPage(cases=tuple(cases), may_act=may_act(seen, story))


def _case(seen: Seen, whole: Story, vendor: str, authored: Vendor) -> Case:
    story = whole.vendors.get(vendor)
    opened = story is not None and story.opened_at is not None
    rung = story.rung if story is not None else 0
    return Case(
        vendor=vendor,
        title=Names(seen.plan).title(vendor),
        critical=authored.critical,
        contract=_contract(authored),
        state=_state(story),
        opened_at=story.opened_at if story is not None else None,
        answer=_answer(seen, whole, story),
        chase=say_due(story.next_chase_at, seen.clock.at)
        if story is not None and story.next_chase_at is not None and not story.helped
        else None,
        ladder=tuple(
            Rung(
                number=place,
                who=who,
                reached=place <= rung,
                next=opened and place == rung + 1,
            )
            for place, who in enumerate(authored.ladder, start=1)
        ),
        turns=tuple(reversed(story.turns)) if story is not None else (),
        status=story.status if story is not None else None,
    )


def _contract(authored: Vendor) -> tuple[tuple[str, str], ...]:
    contract = authored.contract
    given = (
        ("Answers within", contract.respond),
        ("Repairs within", contract.fix),
        ("Tells us of a breach within", contract.notify_us),
    )
    return tuple((words, say_length(span)) for words, span in given if span is not None)


def _state(story: VendorStory | None) -> State:
    if story is None or story.opened_at is None:
        return not_yet("no case")
    if story.helped:
        return done("useful answer")
    return running("case open" if not story.acknowledged else "they have it")


def _answer(seen: Seen, whole: Story, story: VendorStory | None) -> State | None:
    if story is None or story.opened_at is None or story.answer_due is None:
        return None
    if story.acknowledged:
        late = story.breached
        return missed("answered after its contract") if late else done("answered in time")
    if answered_elsewhere(seen, whole, story):
        return done("in time, to another seat")
    return say_due(story.answer_due, seen.clock.at)
