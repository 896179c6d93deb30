"""Coming in and going out: codes, seats, links, passwords."""

import re
from pathlib import Path

import pytest

from facilitator.access import People
from facilitator.cli.serving import invite
from tests.web.serving import (
    Caller,
    Server,
    code_of,
    invitation,
    invited,
    open_day,
    participant,
    serving,
)
from tests.web.watching import watching

SEAT = "duty-manager"


def test_a_team_joins_with_a_code_and_a_name(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)

    page = ana.page(f"/x/{exercise}/lobby")

    assert "Ana" in page
    assert "EXERCISE" in page


def test_a_code_may_be_typed_with_spaces_and_in_small_letters(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    typed = f" {code[:3].lower()} - {code[3:].lower()} "

    answer = Caller(server).http.post("/join", data={"code": typed})

    assert answer.status_code == 200
    assert "Your seat" in answer.text


def test_a_wrong_code_gets_a_sentence_that_does_not_say_what_exists(server: Server) -> None:
    answer = Caller(server).http.post("/join", data={"code": "ABC-234"})

    assert answer.status_code == 404
    assert "No team has that code." in answer.text


def test_the_same_wrong_code_ten_times_has_to_wait_but_the_right_one_does_not(
    server: Server, control: Caller, exercise: str
) -> None:
    caller = Caller(server)

    answers = [caller.http.post("/join", data={"code": "ZZZ-234"}) for _ in range(11)]
    right = caller.http.post("/join", data={"code": code_of(control, exercise)})

    assert [answer.status_code for answer in answers] == [404] * 10 + [429]
    assert "Too many tries went wrong. Wait" in answers[-1].text
    assert right.status_code == 200


def test_a_seat_that_is_taken_says_by_whom_and_what_would_do(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    participant(server, code, name="Ana", seat=SEAT)

    answer = Caller(server).http.post(f"/join/{code}", data={"name": "Bo", "seat": SEAT})

    assert answer.status_code == 409
    assert "Ana sits there. Choose another seat" in answer.text


def test_a_seat_whose_holder_is_gone_can_be_taken_over_and_control_sees_it(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat=SEAT)

    answer = Caller(server).http.post(
        f"/join/{code}", data={"name": "Bo", "seat": SEAT, "take-over": "yes"}
    )

    assert answer.status_code == 303
    assert ana.http.get(f"/x/{exercise}/team").status_code == 401
    seen = control.http.get(f"/api/v1/exercises/{exercise}/events").json()["events"]
    assert [event["kind"] for event in seen].count("seat.taken") == 2
    assert "seat.emptied" in [event["kind"] for event in seen]


def test_the_same_cookie_comes_back_to_the_same_seat(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat=SEAT)

    page = ana.page(f"/join/{code}")

    assert f'href="/x/{exercise}/team"' in page


def test_whoever_leaves_a_seat_is_shown_the_others_and_a_responder_plays_on(
    server: Server, control: Caller
) -> None:
    exercise = open_day(control, responders="average")[0]
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat=SEAT)
    assert "Leave this seat" in ana.page(f"/x/{exercise}/lobby")

    answer = ana.http.post(f"/x/{exercise}/leave", follow_redirects=True)

    assert "Your seat" in answer.text
    assert "taken by Ana" not in answer.text
    assert ana.http.get(f"/x/{exercise}/team").status_code == 401
    events = control.http.get(f"/api/v1/exercises/{exercise}/events?limit=500").json()["events"]
    assert [event["kind"] for event in events if event["kind"].startswith("person.")] == [
        "person.joined",
        "person.left",
    ]


def test_whoever_takes_another_seat_no_longer_holds_the_first(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat=SEAT)

    ana.http.post(f"/join/{code}", data={"name": "Ana", "seat": "platform-lead"})

    assert "Platform lead" in ana.page(f"/x/{exercise}/team")
    seats = Caller(server).page(f"/join/{code}")
    assert seats.count("taken by Ana") == 1
    ana.close()


def test_a_link_works_once(server: Server, control: Caller) -> None:
    again = Caller(server).http.post(server.link, data={"name": "Eve", "password": ""})

    assert again.status_code == 410
    assert "This link has been used or has expired." in again.text


def test_a_facilitator_invites_a_colleague_from_the_home_page(
    server: Server, control: Caller
) -> None:
    assert 'action="/invitations"' in control.page("/")

    answer = control.http.post("/invitations", data={"kind": "evaluator", "name": "Eve"})
    link = re.search(r'value="(http[^"]+/link/[^"]+)"', answer.text)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert link is not None
    eve = Caller(server)
    assert eve.http.post(link[1], data={"name": "Eve"}).status_code == 303
    assert Caller(server).http.get(link[1]).status_code == 410
    assert 'action="/invitations"' not in eve.page("/")
    assert "invited" in (server.data / "security.log").read_text()


def test_a_facilitator_ends_the_access_of_a_colleague_at_once_and_everywhere(
    server: Server, control: Caller, exercise: str
) -> None:
    eve = invited(server, "evaluator", name="Evelyn")
    page = control.page("/")
    ends = re.search(r"End the access of Evelyn<.*?action=\"(/accounts/[^\"]+/end)\"", page, re.S)
    assert ends is not None
    with watching(eve, exercise, "evaluate") as stream:
        stream.next()

        assert control.http.post(ends[1]).status_code == 303

        assert stream.closed_with() == 1012
    assert eve.http.get(f"/x/{exercise}/evaluate").status_code == 401
    assert "Evelyn" not in control.page("/")
    assert control.http.post(ends[1]).status_code == 404


def test_nobody_but_a_facilitator_ends_an_access_and_nobody_their_own(
    server: Server, control: Caller
) -> None:
    eve = invited(server, "auditor", name="Audrey")
    robin = invited(server, "facilitator", name="Robin")
    mine = re.search(r"End the access of Robin<.*?action=\"(/accounts/[^\"]+/end)\"",
                     control.page("/"), re.S)  # fmt: skip
    assert mine is not None

    refused, own = eve.http.post(mine[1]), robin.http.post(mine[1])

    assert refused.status_code == 403
    assert own.status_code == 409
    assert "when another facilitator ends it" in own.text
    assert robin.http.get("/").status_code == 200


def test_ten_colleagues_are_invited_by_pasting_their_names(control: Caller) -> None:
    names = [f"Noel {number}" for number in range(10)]

    answer = control.http.post(
        "/invitations", data={"kind": "evaluator", "name": "\n\n".join(names)}
    )

    links = re.findall(r"<label>([^<]+)<input[^>]+value=\"(http[^\"]+/link/[^\"]+)\"", answer.text)
    assert [name for name, _ in links] == names
    assert len({link for _, link in links}) == 10


def test_nobody_is_invited_to_what_there_is_not(control: Caller) -> None:
    answer = control.http.post("/invitations", data={"kind": "participant", "name": "Eve"})

    assert answer.status_code == 422
    assert "facilitator, evaluator or auditor" in answer.text


def test_looking_at_a_link_does_not_use_it_up(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        looked = [Caller(server).http.get(server.link).status_code for _ in range(3)]
        used = Caller(server).http.post(server.link, data={"name": "Kim", "password": ""})

        assert looked == [200, 200, 200]
        assert used.status_code == 303


def test_an_invitation_leads_to_the_server_of_the_folder_wherever_it_listens(
    server: Server,
) -> None:
    link = invitation(server, "auditor")

    assert link.startswith(f"{server.url}/link/")
    assert Caller(server).http.get(link).status_code == 200


@pytest.mark.parametrize("kept", ["", None])
def test_an_invitation_has_an_address_although_a_full_disk_kept_none(
    tmp_path: Path, kept: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    People.open(tmp_path / "people.db").close()
    if kept is not None:
        (tmp_path / "address").write_text(kept)

    invite("auditor", name="", data=tmp_path, url=None)

    assert capsys.readouterr().out.startswith("http://127.0.0.1:8000/link/")


@pytest.mark.parametrize(
    ("kind", "whose"),
    [
        ("log.enter", "the team"),
        ("ready", "the team"),
        ("evaluator.observe", "an evaluator"),
        ("rating.settle", "the lead evaluator"),
    ],
)
def test_staff_who_press_what_is_somebody_elses_are_told_whose_it_is(
    control: Caller, exercise: str, kind: str, whose: str
) -> None:
    refused = control.do(exercise, kind, words="x")

    assert refused["says"] == f"Only {whose} can do this; nothing was done."


def test_a_participant_who_says_how_a_team_seems_is_told_who_does(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    refused = ana.do(exercise, "mood.observe", mood="stuck")
    ana.close()

    assert refused["says"] == "Only control or an evaluator can do this; nothing was done."


def test_whoever_opens_what_is_not_theirs_reads_whose_it_is(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    others = open_day(control)[0]

    staffs = ana.http.get(f"/x/{exercise}/scorecard")
    another = ana.http.get(f"/x/{others}/team")

    assert "This page is for auditors, evaluators and facilitators only." in staffs.text
    assert "This page is another team&#39;s, or not open to you now." in another.text
    ana.close()


def test_whoever_has_set_a_password_can_sign_in_again(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        caller = Caller(server)
        weak = caller.http.post(server.link, data={"name": "Kim", "password": "password1234"})
        good = {"name": "Kim", "password": "three unrelated words"}
        caller.http.post(server.link, data=good)
        signed_in = Caller(server).http.post("/sign-in", data=good)
        wrong = Caller(server).http.post(
            "/sign-in", data={"name": "Kim", "password": "three other words"}
        )

        assert weak.status_code == 422
        assert "guessed first" in weak.text
        assert signed_in.status_code == 303
        assert "HttpOnly" in signed_in.headers["set-cookie"]
        assert "SameSite=lax" in signed_in.headers["set-cookie"]
        assert wrong.status_code == 403
        assert "do not belong together" in wrong.text


def test_signing_out_ends_the_sign_in_on_the_server(server: Server, control: Caller) -> None:
    exercise = open_day(control)[0]
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    cookie = dict(ana.http.cookies)

    out = ana.http.post("/sign-out")
    ana.http.cookies.update(cookie)

    assert out.headers["clear-site-data"] == '"storage"'

    assert ana.http.get(f"/x/{exercise}/team").status_code == 401


def test_an_exercise_that_has_ended_takes_nobody_in(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    assert control.start(exercise)["ok"]
    assert control.do(exercise, "exercise.end")["ok"]

    answer = Caller(server).http.get(f"/join/{code}")

    assert answer.status_code == 410
    assert "This exercise has ended." in answer.text


def test_every_page_at_the_door_says_that_it_is_an_exercise(server: Server) -> None:
    caller = Caller(server)

    for path in ("/join", "/sign-in", "/no-such-page"):
        answer = caller.http.get(path)
        assert re.search(r"<title>.*EXERCISE.*</title>", answer.text), path
