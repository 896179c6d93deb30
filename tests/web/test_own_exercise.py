"""Whoever belongs to one exercise, a program with its token or somebody who plays, finds no other.

Every route that the server has is tried, for the own exercise and for the other team's, so a route
that is added is tried too.
"""

import re
from collections.abc import Iterator
from typing import cast

import pytest
from fastapi.routing import APIRoute

from facilitator.web.api import api
from facilitator.web.app import ROUTERS
from facilitator.web.site import Site
from tests.web.serving import Caller, Server, code_of, open_day, participant

LEAVING = {"/sign-out", "/x/{exercise}/leave"}
"""Whoever has left tries nothing more, so these come last."""
FORM = {
    "scenario": "restore",
    "teams": "Zebra",
    "title": "Mine",
    "name": "Late",
    "kind": "auditor",
    "results": "open",
    "evaluating-control": "yes",
    "lead": "nobody",
    "minutes": "5",
    "day": "2027-03-01",
    "objective": "Nothing",
    "cancel": "yes",
    "text": "scenario: x",
    "do": "save",
    "password": "three unrelated words",
    "old-password": "three other words",
}


def every_route() -> list[tuple[str, str]]:
    """Method and path of each, those that end the caller's own access last."""
    nowhere = cast(Site, None)
    routers = [("", router(nowhere).routes) for router in ROUTERS]
    found = [
        (method, f"{before}{route.path}")
        for before, routes in [*routers, ("/api/v1", api(nowhere).routes)]
        for route in routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]
    return sorted(found, key=lambda one: one[1] in LEAVING)


class House:
    """Two teams of one day, and what a facilitator of the house sees of all but the first."""

    def __init__(self, control: Caller) -> None:
        self.control = control
        self.mine, self.theirs = open_day(control, teams="Red\nZanzibar")[:2]
        self.code = code_of(control, self.theirs)
        theirs = {"kind": "auditor", "exercise": self.theirs, "label": "theirs"}
        control.http.post("/api/v1/tokens", json=theirs)
        self.token = control.http.get("/api/v1/tokens").json()[0]["id"]

    def now(self) -> list[str]:
        """The house, and the other team, in the words of its pages."""
        room = self.control.page(f"/x/{self.theirs}/control")
        arranged = re.search(r"<summary>Results and evaluators.*?</details>", room)
        assert arranged
        said = f"/api/v1/exercises/{self.theirs}/events"
        looked_at = ("/", "/scenarios", "/api/v1/tokens", said)
        return [arranged[0], *(self.control.page(path) for path in looked_at)]

    def secrets_in(self, text: str) -> list[str]:
        shown = f"{self.code[:3]}-{self.code[3:]}"
        return [one for one in ("Zanzibar", self.code, shown) if one in text]


@pytest.fixture(scope="module")
def house(control: Caller) -> House:
    return House(control)


@pytest.fixture(params=["facilitator", "evaluator", "auditor", "participant"])
def bound(request: pytest.FixtureRequest, server: Server, house: House) -> Iterator[Caller]:
    """Somebody of the first team's exercise: a program with a token, or somebody who plays."""
    if request.param == "participant":
        code = code_of(house.control, house.mine)
        caller = participant(server, code, name="Ana", seat="duty-manager")
    else:
        wanted = {"kind": request.param, "exercise": house.mine, "label": request.param}
        made = house.control.http.post("/api/v1/tokens", json=wanted)
        caller = Caller(server)
        caller.http.headers["authorization"] = f"Bearer {made.json()['token']}"
    yield caller
    caller.close()


def test_no_route_shows_or_changes_anything_outside_the_own_exercise(
    house: House, bound: Caller
) -> None:
    account = re.search(r"/accounts/([^/\"]+)/end", house.control.page("/"))
    assert account
    given = {"name": "restore", "id_": house.token, "account": account[1]}
    given |= {"form": "json", "profile": "full", "code": "WRONG0", "token": "none", "key": "none"}
    before = house.now()

    for method, route in every_route():
        for exercise in (house.theirs, house.mine):
            named = {**given, "exercise": exercise}
            if route.startswith("/x/"):
                named["name"] = "control"
            path = route
            for placeholder, value in named.items():
                path = path.replace(f"{{{placeholder}}}", value)
            wanted = {"kind": "facilitator", "exercise": exercise, "label": "more"}
            wanted |= {"cmd": f"walk-{exercise}", "do": "exercise.hold", "all": "yes"}
            if method != "POST":
                answer = bound.http.request(method, path)
            elif route.startswith("/api/"):
                answer = bound.http.post(path, json=wanted)
            else:
                answer = bound.http.post(path, data=FORM)

            assert answer.status_code < 500, (method, path)
            assert house.secrets_in(answer.text) == [], (method, path)
    assert house.now() == before


def test_pages_of_the_own_exercise_show_no_other_team(house: House, bound: Caller) -> None:
    for page in ("control", "preflight", "wall", "replay", "evaluate", "evidence", "print", "team"):
        answer = bound.http.get(f"/x/{house.mine}/{page}")

        assert answer.status_code in (200, 403), page
        assert house.secrets_in(answer.text) == [], page
        assert house.theirs not in answer.text, page
