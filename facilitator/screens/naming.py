"""What people call things on a page: titles for ids, short names for seats, steps and roles.

For participants' pages it names only what a team may know: its own house, and what was shown.
"""

import re
from typing import Final

from runbooks.authored import show_local
from runbooks.roles import LIBRARY_ROLES
from scenarios import Plan, library_regimes

ROLE_WORDS: Final = {
    "incident_commander": "incident lead",
    "incident_coordinator": "coordinator",
    "comms_owner": "communications",
    "dpo_owner": "privacy lead",
    "legal_compliance_reviewer": "legal review",
    "management_body_rep": "management board",
    "runbook_approver": "approver",
}
"""Shorter than the library's word, where there is a shorter one."""
_NAMED: Final = re.compile(r"`([a-z0-9-]+)`|\b([a-z0-9]+(?:-[a-z0-9]+)+|[a-z0-9]+(?=:))")
"""An id in a sentence of the score: quoted, before what was found of it, or with a hyphen."""
_ID: Final = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b")


class Names:
    """Titles and times of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def title(self, part: str) -> str:
        title = self._plan.organisation.title_of(part)
        return title[:1].upper() + title[1:]

    def seat(self, seat: str | None) -> str:
        """A seat's short title: what stands before the comma."""
        if seat is None:
            return "Control"
        return self.title(seat).split(",")[0]

    def role(self, role: str) -> str:
        return ROLE_WORDS.get(role, role.replace("_", " "))

    def duty_of_role(self, role: str) -> str:
        return LIBRARY_ROLES.get(role, "")

    def audience(self, audience: str) -> str:
        found = self._plan.organisation.communications.audience(audience)
        return found.title if found else audience.replace("-", " ")

    def choice(self, asked: str, option: str) -> str:
        """The words of an option that was taken."""
        scenario = self._plan.scenario
        taken = {(q.id, o.id): o.text for q in scenario.questions for o in q.options}
        taken |= {(d.id, o.id): o.text for d in scenario.decisions for o in d.options}
        return taken.get((asked, option), option.replace("-", " "))

    def spoken(self, says: str) -> str:
        """A sentence of the score with decisions as they were asked, and duties by their title."""
        asked = {one.id: f'"{" ".join(one.ask.split())}"' for one in self._plan.scenario.decisions}
        titles = {**{id_: duty.title for id_, duty in self._plan.duties.items()}, **asked}

        def words(found: re.Match[str]) -> str:
            title = titles.get(found[1] or found[2])
            return title if title is not None else found[0]

        return _NAMED.sub(words, says)

    def duty(self, duty: str) -> str:
        found = self._plan.duties.get(duty)
        return found.title if found else duty.replace("-", " ")

    def response(self, response: str) -> str:
        found = self._plan.responses.get(response)
        return found.title if found else response.replace("-", " ")

    def runbook(self, run: str) -> str:
        book = self._plan.books.get(run)
        return book.title if book else run.replace("-", " ")

    def step(self, run: str, step: str) -> str:
        book = self._plan.books.get(run)
        return book.called(step) if book else step.replace("-", " ")

    def slot(self, slot: str) -> str:
        """What the story needs there: its own sentence, or the role."""
        need = self._plan.scenario.needs.get(slot)
        words = (need.says or self.role(need.is_ or "")) if need is not None else ""
        words = words or slot.replace("-", " ")
        return words[:1].upper() + words[1:]

    def left_out(self, line: str) -> str:
        """A line about what does not fit this organisation, with titles instead of ids."""

        def words(found: re.Match[str]) -> str:
            regime = library_regimes().regime(found[0])
            return regime.title if regime is not None else found[0].replace("-", " ")

        return _ID.sub(words, line)

    def local(self, at: int) -> str:
        """An instant in the story's own time: ``Tue 24 Nov 23:17``."""
        starts = self._plan.scenario.starts
        return show_local(starts.utc_ms + at, starts.zone)
