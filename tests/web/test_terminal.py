"""Playing a seat from a terminal, and links for the staff, against a server that runs."""

import os
import subprocess
import sys
from pathlib import Path

from tests.web.serving import Caller, Server, code_of, facilitator, serving

SEAT = "duty-manager"
DRILLROOM = (sys.executable, "-c", "from facilitator.cli import main; main()")


def drillroom(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command of the product to its end."""
    return subprocess.run(
        [*DRILLROOM, *arguments],
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "COLUMNS": "200"},
    )


def joining(
    server: Server, code: str, *more: str, said: str = ""
) -> subprocess.CompletedProcess[str]:
    return drillroom("join", server.url, code, "--name", "Ana", "--seat", SEAT, *more, said=said)


def test_a_seat_is_played_from_a_terminal_line_by_line(
    server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)

    played = joining(
        server,
        code_of(control, exercise),
        said="log.enter words='Two services are slow.'\nlog.enter nonsense\nno.such words=x\n\n",
    )

    assert played.returncode == 0, played.stderr
    assert f"You are Ana in the seat {SEAT}." in played.stdout
    assert "Recorded at 0:00:0" in played.stdout
    assert "`nonsense` is no member; write for example words='...'." in played.stdout
    assert "no.such" in played.stdout.splitlines()[-1]
    assert "Traceback" not in played.stderr
    events = control.http.get(f"/api/v1/exercises/{exercise}/events").json()["events"]
    kinds = [event["kind"] for event in events]
    assert kinds.count("log.enter") == 1
    assert "Two services are slow." in control.page(f"/x/{exercise}/log?as={SEAT}")


def test_a_wrong_code_a_full_seat_and_no_server_get_a_sentence_each(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    assert joining(server, code).returncode == 0

    wrong = joining(server, "ZZZ-999")
    full = joining(server, code)
    nobody = drillroom("join", "http://127.0.0.1:9", code, "--name", "Ana", "--seat", SEAT)
    no_address = drillroom("join", "nowhere", code, "--name", "Ana", "--seat", SEAT)

    assert (wrong.returncode, full.returncode) == (1, 1)
    assert "No team has that code." in wrong.stderr
    assert "Ana sits there." in full.stderr
    assert nobody.returncode == 1
    assert "no answer" in nobody.stderr
    assert no_address.returncode == 2
    assert "is no address" in no_address.stderr
    assert "Traceback" not in wrong.stderr + full.stderr + nobody.stderr + no_address.stderr


def test_whoever_names_no_seat_or_one_that_is_not_there_is_told_which_there_are(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    assert joining(server, code).returncode == 0

    none = drillroom("join", server.url, code)
    unknown = drillroom("join", server.url, code, "--seat", "duty-manger")

    for said in (none, unknown):
        assert said.returncode == 1
        assert said.stderr.startswith("Say which seat: communications, compliance-officer, duty-")
        assert "duty-manager (Ana sits there)" in said.stderr
    assert joining(server, code).returncode == 1, "nobody was seated meanwhile"


def test_an_invitation_lets_one_person_in_once_while_the_server_runs(server: Server) -> None:
    invited = drillroom(
        "invite", "evaluator", "--name", "Eve", "--data", str(server.data), "--url", server.url
    )

    assert invited.returncode == 0, invited.stderr
    link = invited.stdout.strip()
    assert link.startswith(f"{server.url}/link/")
    first = Caller(server).http.post(link, data={"name": "Eve", "password": ""})
    second = Caller(server).http.post(link, data={"name": "Eve", "password": ""})
    assert first.status_code == 303
    assert second.status_code in (403, 404, 410)


def test_an_invitation_for_nobody_we_know_or_to_nowhere_says_what_would_do(
    tmp_path: Path,
) -> None:
    nobody = drillroom("invite", "evalutor", "--data", str(tmp_path))
    nowhere = drillroom("invite", "evaluator", "--data", str(tmp_path))

    assert nobody.returncode == 2
    assert "did you mean `evaluator`" in nobody.stderr
    assert nowhere.returncode == 1
    assert "no server has kept its data here" in nowhere.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_limit_of_open_files_is_raised_at_start_and_a_lobby_beyond_it_is_refused(
    tmp_path: Path,
) -> None:
    with serving(tmp_path / "data", files=(200, 260)) as server:
        limits = Path(f"/proc/{server.process.pid}/limits").read_text()
        control = facilitator(server)
        answer = control.http.post(
            "/days",
            data={"scenario": "restore", "teams": "\n".join(f"Team {n}" for n in range(20))},
        )
        control.close()

    assert next(line for line in limits.splitlines() if "open files" in line).split()[3] == "260"
    assert answer.status_code == 422
    assert "this server has room for 132 more" in answer.text
