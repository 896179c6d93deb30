"""What takes a processor for seconds: done once for who asks at once, and not too often for one."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from facilitator.access.limits import HEAVY_BURST
from tests.web.serving import Caller, Server, code_of, invited, participant

PLAYING_S = 600
"""Two hundred plays take a quarter of a minute of a processor that does nothing else."""
MORE_THAN_ALLOWED = 60
MORE_AT_ONCE = 2 * HEAVY_BURST


def ended(control: Caller, exercise: str) -> None:
    control.start(exercise)
    assert control.do(exercise, "exercise.end")["ok"]


def test_two_who_ask_at_once_for_simulated_teams_beside_get_them_from_the_same_plays(
    server: Server, control: Caller, exercise: str
) -> None:
    ended(control, exercise)
    eve = invited(server, "evaluator", name="Eve")

    def ask(caller: Caller) -> tuple[str, float]:
        answer = caller.http.get(f"/x/{exercise}/report?beside=yes", timeout=PLAYING_S)
        return answer.text, time.monotonic()

    since = time.monotonic()
    with ThreadPoolExecutor(2) as both:
        (one, first), (other, second) = both.map(ask, (control, eve))

    assert "200" in one
    assert "200" in other
    taken = max(first, second) - since
    assert abs(first - second) < taken / 4, "one waited for plays of its own"
    eve.close()


def test_who_asks_for_much_work_too_often_waits_and_is_told_how_long_and_nobody_else_does(
    server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    kim = invited(server, "facilitator", name="Robin")
    preview = f"/x/{exercise}/control?jump=20m"

    answers = [kim.http.get(preview)]
    while answers[-1].status_code == httpx.codes.OK and len(answers) < MORE_THAN_ALLOWED:
        answers.append(kim.http.get(preview))

    refused = answers[-1]
    assert len(answers) > 10
    assert refused.status_code == httpx.codes.TOO_MANY_REQUESTS
    assert 1 <= int(refused.headers["retry-after"]) <= 10
    assert "you have asked for a lot of it. Wait" in refused.text
    assert kim.http.get(f"/x/{exercise}/control").status_code == httpx.codes.OK
    assert control.http.get(preview).status_code == httpx.codes.OK
    kim.close()


def test_a_file_that_is_asked_for_many_times_at_once_is_made_once_and_counts_once(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    control.start(exercise)
    assert control.do(exercise, "exercise.hold")["ok"]

    def take(_: int) -> int:
        return ana.http.get(f"/x/{exercise}/breach.pdf?t=0", timeout=PLAYING_S).status_code

    with ThreadPoolExecutor(MORE_AT_ONCE) as many:
        codes = list(many.map(take, range(MORE_AT_ONCE)))

    assert set(codes) == {httpx.codes.OK}
    ana.close()
