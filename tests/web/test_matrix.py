"""Who may do what, generated: every kind of person, every page, every command, another team's too.

The expectation stands here in words of its own, so that a slip in the rules is seen; the same
expectation is then asked of the real server.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from evidence.kinds.review import LEAD
from facilitator.access import PAGES, Thing, may
from facilitator.command_reader import commands
from facilitator.screens import Viewer
from facilitator.screens.seen import ViewerKind
from tests.web.serving import Caller, Server, code_of, open_day, participant

KINDS: tuple[ViewerKind, ...] = ("participant", "facilitator", "evaluator", "auditor")
STAFF_ONLY = {
    *("control", "preflight", "evaluate", "scorecard", "replay", "evidence", "report"),
    "programme",
}
CONTROL_ONLY = {"control", "preflight"}
NOT_FOR_AUDITORS = {"evaluate"}
FROM_ANYONE_BUT_AUDITORS = {"exercise.stop-for-real", "hotwash.add", "feedback.give"}


def viewer(kind: ViewerKind, exercise: str | None = "mine") -> Viewer:
    chair = kind == "participant"
    return Viewer(
        kind=kind,
        id=kind,
        name=kind,
        seat="duty-manager" if chair else None,
        exercise=exercise if chair else None,
    )


def may_open(kind: ViewerKind, page: str) -> bool:
    if page in CONTROL_ONLY:
        return kind == "facilitator"
    if page in STAFF_ONLY:
        return kind != "participant" and not (kind == "auditor" and page in NOT_FOR_AUDITORS)
    return True


def may_give(kind: ViewerKind, command: str) -> bool:
    if kind == "auditor":
        return False
    if command in FROM_ANYONE_BUT_AUDITORS:
        return True
    if command == "mood.observe":
        return kind in ("facilitator", "evaluator")
    giver = {"team": "participant", "control": "facilitator", "evaluator": "evaluator"}
    return giver[commands()[command].side] == kind


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_each_page_is_open_to_whom_it_is_for(kind: ViewerKind, page: str) -> None:
    thing = Thing(kind="page", name=page, exercise="mine")

    assert may(viewer(kind), "see", thing) is may_open(kind, page)


@pytest.mark.parametrize("command", sorted(commands()))
@pytest.mark.parametrize("kind", KINDS)
def test_each_command_is_taken_from_whom_it_is_for(kind: ViewerKind, command: str) -> None:
    thing = Thing(kind="command", name=command, exercise="mine")

    assert may(viewer(kind), "say", thing) is may_give(kind, command)


@pytest.mark.parametrize("command", sorted(commands()))
def test_nobody_acts_in_another_teams_exercise(command: str) -> None:
    thing = Thing(kind="command", name=command, exercise="theirs")

    assert not may(viewer("participant"), "say", thing)
    assert not may(None, "say", thing)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_nobody_looks_into_another_teams_room(page: str) -> None:
    thing = Thing(kind="page", name=page, exercise="theirs")

    assert not may(viewer("participant"), "see", thing)
    assert not may(viewer("participant"), "watch", Thing(kind="stream", exercise="theirs"))
    assert not may(None, "see", thing)


@pytest.mark.parametrize("kind", sorted(one.kind for one in LEAD))
def test_only_the_lead_evaluator_settles_and_rules_once_one_is_named(kind: str) -> None:
    thing = Thing(kind="command", name=kind, exercise="mine", lead="somebody-else")

    assert not may(viewer("evaluator"), "say", thing)


def test_control_evaluates_only_where_the_overlap_is_declared() -> None:
    plain = Thing(kind="command", name="evaluator.rate", exercise="mine")
    declared = Thing(kind="command", name="evaluator.rate", exercise="mine", overlap=True)

    assert not may(viewer("facilitator"), "say", plain)
    assert may(viewer("facilitator"), "say", declared)


def test_a_token_for_one_exercise_reaches_no_other() -> None:
    token = Viewer(kind="facilitator", id="bot", name="bot", exercise="mine")

    assert may(token, "see", Thing(kind="page", name="control", exercise="mine"))
    assert not may(token, "see", Thing(kind="page", name="control", exercise="theirs"))


@pytest.mark.parametrize("exercise", [None, "mine", "theirs"])
@pytest.mark.parametrize("kind", KINDS)
def test_only_a_facilitator_of_the_house_manages_and_no_token_for_one_exercise(
    kind: ViewerKind, exercise: str | None
) -> None:
    """A day has other teams, and tokens and accounts are the house's."""
    bound = Viewer(kind=kind, id="bot", name="bot", exercise="mine")

    assert not may(bound, "manage", Thing(kind="house", exercise=exercise))
    assert may(viewer(kind), "manage", Thing(kind="house")) is (kind == "facilitator")


@pytest.mark.parametrize("kind", KINDS)
def test_a_password_is_its_owners_and_no_programs(kind: ViewerKind) -> None:
    own = Thing(kind="account", name=kind)
    bound = Viewer(kind=kind, id=kind, name="bot", exercise="mine")

    assert may(viewer(kind), "manage", own) is (kind != "participant")
    assert not may(viewer(kind), "manage", Thing(kind="account", name="somebody-else"))
    assert not may(bound, "manage", own)


@dataclass(slots=True)
class Cast:
    """One person of each kind, and two teams; participants sit in the first."""

    people: dict[str, Caller]
    mine: str
    theirs: str


@pytest.fixture(scope="module")
def cast(server: Server, control: Caller) -> Iterator[Cast]:
    mine, theirs = open_day(control, teams="Red\nBlue")
    people: dict[str, Caller] = {
        "participant": participant(server, code_of(control, mine), name="Ana", seat="duty-manager"),
        "nobody": Caller(server),
    }
    for kind in ("facilitator", "evaluator", "auditor"):
        made = control.http.post(
            "/api/v1/tokens", json={"kind": kind, "exercise": mine, "label": kind}
        )
        people[kind] = Caller(server)
        people[kind].http.headers["authorization"] = f"Bearer {made.json()['token']}"
    yield Cast(people=people, mine=mine, theirs=theirs)
    for person in people.values():
        person.close()


@pytest.mark.parametrize("who", [*KINDS, "nobody"])
def test_the_server_opens_exactly_these_pages(cast: Cast, who: str) -> None:
    """Pages that are not drawn yet are not found, whoever asks."""
    from facilitator.screens import PAGES as DRAWN

    for page in sorted(set(PAGES) & set(DRAWN)):
        own = cast.people[who].http.get(f"/x/{cast.mine}/{page}").status_code
        other = cast.people[who].http.get(f"/x/{cast.theirs}/{page}").status_code
        if who == "nobody":
            assert (own, other) == (401, 401), page
        else:
            kind = next(one for one in KINDS if one == who)
            assert own == (200 if may_open(kind, page) else 403), page
            assert other == 403, page


@pytest.mark.parametrize("who", [*KINDS, "nobody"])
def test_the_server_takes_exactly_these_commands(cast: Cast, who: str) -> None:
    """An empty command of the right person is malformed; of the wrong one it is forbidden."""
    for command in sorted(commands()):
        if command in ("exercise.start", "exercise.end"):
            continue
        own = cast.people[who].do(cast.mine, command, no_such_member="x")
        other = cast.people[who].do(cast.theirs, command, no_such_member="x")
        if who == "nobody":
            assert (own["status"], other["status"]) == (404, 404), command
        else:
            kind = next(one for one in KINDS if one == who)
            assert (own["status"] != 403) is may_give(kind, command), command
            assert other["status"] in (403, 404), command


@pytest.mark.parametrize("who", [*KINDS, "nobody"])
def test_nobody_of_one_exercise_manages_the_day_or_the_house(cast: Cast, who: str) -> None:
    person = cast.people[who].http
    wanted = {"kind": "facilitator", "exercise": cast.mine, "label": "mine"}

    assert person.post("/api/v1/tokens", json=wanted).status_code in (401, 403)
    assert person.get("/api/v1/tokens").status_code in (401, 403)
    assert person.post("/days", data={"scenario": "restore"}).status_code == 403
    assert person.post(f"/x/{cast.mine}/teams", data={"name": "Late"}).status_code == 403
    assert person.post("/invitations", data={"kind": "auditor"}).status_code == 403
    assert person.post(f"/x/{cast.mine}/day", data={"results": "open"}).status_code == 403
    assert person.post(f"/x/{cast.mine}/break", data={"minutes": "5"}).status_code == 403
    assert person.post(f"/x/{cast.mine}/actions", data={"issue": "x"}).status_code == 403
    assert person.post(f"/x/{cast.mine}/actions/I-1", data={"state": "x"}).status_code == 403


READ_BY_THE_HOUSE = (
    *("", "/restore", "/restore/file", "/restore/edit", "/restore/remove"),
    *("/organisation/ours/edit", "/organisation/ours/file", "/runbook/ours/remove"),
)
WRITTEN_BY_THE_HOUSE = (
    *("", "/restore", "/restore/duplicate", "/restore/edit", "/restore/remove"),
    *("/organisation/ours/edit", "/runbook/ours/remove", "/files/unread/remove"),
)


@pytest.mark.parametrize("who", [*KINDS, "nobody"])
def test_the_library_and_the_programme_are_nobodys_who_belongs_to_one_exercise(
    cast: Cast, who: str
) -> None:
    """Tokens for one exercise included, whatever their kind."""
    person = cast.people[who].http

    assert person.get("/").headers["location"] != "/"
    for path in READ_BY_THE_HOUSE:
        answer = person.get(f"/scenarios{path}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), path
    for path in WRITTEN_BY_THE_HOUSE:
        answer = person.post(f"/scenarios{path}", data={"text": "scenario: x", "do": "save"})
        assert answer.status_code in (303, 403), path
        assert answer.headers.get("location", "/sign-in") == "/sign-in", path


@pytest.mark.parametrize("path", ["", "/events", "/scorecard", "/record"])
def test_programs_reach_what_their_token_is_for(cast: Cast, path: str) -> None:
    allowed = {"": KINDS, "/events": KINDS}.get(path, ("facilitator", "evaluator", "auditor"))

    for who, person in cast.people.items():
        own = person.http.get(f"/api/v1/exercises/{cast.mine}{path}").status_code
        other = person.http.get(f"/api/v1/exercises/{cast.theirs}{path}").status_code
        assert own == (200 if who in allowed else 401 if who == "nobody" else 403), who
        assert other in (401, 404), who
