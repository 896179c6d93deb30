"""What people call things: titles for ids, the story's clock for instants."""

from evidence import Event
from runbooks.authored import show_local
from scenarios import Plan
from scoring.wording import show_span

MAX_WHO = 31  # longer titles are cut, so that the sentences stand in one column
MAX_STEP = 70  # a step's first sentence is its name, unless it is a paragraph


class Names:
    """Titles and times of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        scenario = plan.scenario
        self.width = max(len(self._short(seat)) for seat in plan.organisation.roles) + 2
        self._expected = {e.id: e.text for inject in scenario.injects for e in inject.expects}
        self._options = {
            (question.id, option.id): option.text
            for question in scenario.questions
            for option in question.options
        } | {
            (decision.id, option.id): option.text
            for decision in scenario.decisions
            for option in decision.options
        }
        self._copies = {copy.id: copy.title for story in scenario.datasets for copy in story.copies}
        self._endings = {ending.id: ending.title for ending in scenario.endings}
        self._starts = scenario.starts

    def who(self, event: Event) -> str:
        """Who did it, or who gets to read it."""
        if event.role is not None:
            return self._short(event.role)
        if event.actor == "control":
            return "Control"
        if event.to and event.to[0].startswith("seat:"):
            return "→ " + self._short(event.to[0].removeprefix("seat:"))
        return "→ everybody" if "team" in event.to else "·"

    def _short(self, seat: str) -> str:
        """`Director of operations, member of the board` is the director of operations."""
        title = self.title(seat).split(",")[0]
        return title if len(title) <= MAX_WHO else title[: MAX_WHO - 1].rstrip() + "…"

    def clock(self, at: int) -> str:
        """An instant of exercise time as the clock on the wall shows it."""
        return self.day(at)[-5:]

    def day(self, at: int) -> str:
        """An instant with its day."""
        return show_local(self._starts.utc_ms + at, self._starts.zone)

    def span(self, span_ms: int) -> str:
        return show_span(span_ms)

    def ratio(self, num: int, den: int) -> str:
        """A pace in words."""
        return "its own pace" if num == den else f"{num}:{den}"

    def words(self, word: str) -> str:
        """An id as words, where it has no title."""
        return word.replace("-", " ").replace("_", " ")

    def title(self, part: str) -> str:
        return self._plan.organisation.title_of(part)

    def audience(self, audience: str) -> str:
        found = self._plan.organisation.communications.audience(audience)
        return found.title if found else self.words(audience)

    def choice(self, decision: str | None, choice: str) -> str:
        return self._options.get((decision or "", choice), self.words(choice))

    def answer(self, question: str, option: str) -> str:
        return self._options.get((question, option), self.words(option))

    def duty(self, duty: str) -> str:
        found = self._plan.duties.get(duty)
        return found.title if found else self.words(duty)

    def inject(self, inject: str) -> str:
        found = self._plan.injects.get(inject)
        return (found.title if found else None) or self.words(inject)

    def expectation(self, expectation: str) -> str:
        return self._expected.get(expectation, self.words(expectation))

    def ending(self, ending: str) -> str:
        return self._endings.get(ending, self.words(ending))

    def response(self, response: str) -> str:
        found = self._plan.responses.get(response)
        return found.title if found else self.words(response)

    def copy(self, point: str) -> str:
        """A recovery point: the title of the copy, and how many takings before the newest."""
        name, _, back = point.partition("~")
        title = self._copies.get(name, self.words(name))
        return f"{title}, {back} before the newest" if back else title

    def runbook(self, run: str) -> str:
        book = self._plan.books.get(run)
        return book.title if book else self.words(run)

    def step(self, run: str, step: str) -> str:
        """What the step says to do, if one short sentence says it; else its id as words."""
        book = self._plan.books.get(run)
        found = book.step(step) if book else None
        first = " ".join(found.do.split()).split(". ")[0].rstrip(".") if found else ""
        return first if 0 < len(first) <= MAX_STEP else self.words(step)

    def stop(self, run: str, condition: str) -> str:
        return self.words(condition)
