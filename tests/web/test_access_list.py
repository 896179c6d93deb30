"""The auditor's page says who is let in, when that ended, and what was taken away."""

import re

from tests.web.serving import Caller, Server, invited, open_day


def rows(page: str, heading: str) -> list[str]:
    """The lines of one panel, as they are read."""
    panel = re.search(rf'id="{heading}".*?</section>', page, re.DOTALL)
    assert panel, heading
    found = re.findall(r"<li[^>]*>(.*?)</li>", panel[0], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in found]


def test_an_auditor_reads_who_is_let_in_and_when_that_ended(
    server: Server, control: Caller
) -> None:
    mine, theirs = open_day(control, teams="Red\nBlue")[:2]
    auditor, gone = (
        invited(server, "auditor", name="Robin"),
        invited(server, "evaluator", name="Al"),
    )
    end = re.search(r"/accounts/[^/\"]+/end", control.page("/").partition("of Al<")[2])
    assert end
    assert control.http.post(end[0]).status_code == 303
    for label, exercise in (("watcher", mine), ("elsewhere", theirs)):
        wanted = {"kind": "evaluator", "exercise": exercise, "label": label}
        control.http.post("/api/v1/tokens", json=wanted)
    gone.close()

    listed = rows(auditor.page(f"/x/{mine}/evidence"), "h-let-in")

    assert "Robin auditor" in listed
    assert "Kim facilitator" in listed
    assert any(
        re.fullmatch(r"Al evaluator ended \d{4}-\d\d-\d\d \d\d:\d\d UTC", one) for one in listed
    )
    assert any(one.startswith("watcher evaluator, a program until ") for one in listed)
    assert not any("elsewhere" in one for one in listed)
    auditor.close()


def test_an_auditor_reads_what_was_taken_away_and_by_whom(
    server: Server, control: Caller, exercise: str
) -> None:
    auditor = invited(server, "auditor", name="Robin")
    assert "Nothing yet." in auditor.page(f"/x/{exercise}/evidence")
    control.start(exercise)
    control.do(exercise, "exercise.end")

    control.http.get(f"/api/v1/exercises/{exercise}/record")
    assert auditor.http.get(f"/x/{exercise}/bundle/auditor.zip").status_code == 200
    control.http.get(f"/x/{exercise}/report.json")
    taken = rows(auditor.page(f"/x/{exercise}/evidence"), "h-taken")

    said = [re.sub(r" [\d-]+ [\d:]+ UTC$", "", one) for one in taken]
    assert said == ["Report as JSON Kim", "Bundle, auditor Robin", "Record Kim"]
    auditor.close()
