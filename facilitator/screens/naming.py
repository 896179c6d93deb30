"""What people call things on a page: titles for ids, short names for seats, steps and roles.

For participants' pages it names only what a team may know: its own house, and what was shown.
"""

from typing import Final

from runbooks.authored import show_local
from runbooks.roles import LIBRARY_ROLES
from scenarios import Plan

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
        """A sentence of the score with decisions as they were asked instead of their ids."""
        for one in self._plan.scenario.decisions:
            says = says.replace(f"{one.id}:", f'"{" ".join(one.ask.split())}":')
        return says

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

    def local(self, at: int) -> str:
        """An instant in the story's own time: ``Tue 24 Nov 23:17``."""
        starts = self._plan.scenario.starts
        return show_local(starts.utc_ms + at, starts.zone)
