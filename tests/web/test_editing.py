"""A house writes scenarios of its own on a page: duplicate, edit, keep, bring in, take away."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from facilitator.own_library import MAX_BYTES
from scenarios import load_scenario, shelf
from tests.web.browsing import SOON, browsing
from tests.web.serving import Caller, Server, invited


@pytest.fixture
def ours(control: Caller) -> Iterator[str]:
    """The id of a copy of a library scenario, of this test alone."""
    made = control.http.post("/scenarios/restore/duplicate", data={"title": "Our window"})
    assert made.status_code == 303, made.text
    name = made.headers["location"].split("/")[2]
    yield name
    (control.server.data / "library" / f"{name}.yaml").unlink()


def text_of(server: Server, name: str) -> str:
    return (server.data / "library" / f"{name}.yaml").read_text()


def lasting(text: str, length: str) -> str:
    """The same scenario, of another length."""
    return re.sub(r"(?m)^lasts: .*$", f"lasts: {length}", text)


def base_of(control: Caller, name: str) -> str:
    found = re.search(r'name="base" value="(\w+)"', control.page(f"/scenarios/{name}/edit"))
    assert found is not None
    return found[1]


def write(
    who: Caller, name: str, text: str, *, do: str = "save", base: str = ""
) -> tuple[int, str]:
    """Press a button of the editor; the status and the words of the answer."""
    answer = who.http.post(
        f"/scenarios/{name}/edit",
        data={"text": text, "base": base or base_of(who, name), "do": do},
    )
    return answer.status_code, unescape(re.sub(r"<[^>]+>", "", answer.text))


def test_a_scenario_that_comes_with_the_product_is_duplicated_and_the_copy_edited(
    server: Server, control: Caller, ours: str
) -> None:
    before = next(one.data for one in shelf().items if one.id == "restore")

    status, said = write(control, ours, text_of(server, ours).replace("1.0", "1.1", 1))

    assert (status, "not saved" in said) == (200, False)
    assert 'version: "1.1"' in text_of(server, ours)
    assert f"scenario: {ours}\n" in text_of(server, ours)
    assert next(one.data for one in shelf().items if one.id == "restore") == before
    assert control.http.get("/scenarios/restore/edit").status_code == 404
    assert write(control, "restore", before.decode(), base="any")[0] == 404


def test_line_ends_of_a_browser_become_plain_ones(
    server: Server, control: Caller, ours: str
) -> None:
    text = text_of(server, ours)

    write(control, ours, text.replace("\n", "\r\n"))

    assert (server.data / "library" / f"{ours}.yaml").read_bytes() == text.encode()


def test_of_two_who_save_the_second_is_shown_both_and_loses_nothing(
    server: Server, control: Caller, ours: str
) -> None:
    other = invited(server, "facilitator", name="Robin")
    text, base = text_of(server, ours), base_of(control, ours)
    write(other, ours, text.replace("Copying", "Theirs"), base=base)

    status, said = write(control, ours, text.replace("Copying", "Mine"), base=base)
    kept = text_of(server, ours)
    still = control.http.post(
        f"/scenarios/{ours}/edit", data={"text": text, "both": "yes", "do": "look"}
    )
    again, _ = write(control, ours, text.replace("Copying", "Mine"))
    other.close()

    assert status == 409
    assert "Somebody else has saved meanwhile" in said
    assert "Theirs" in kept
    assert "Two versions" in still.text, "while one merges"
    assert re.search(r"taken out: .*Theirs", said)
    assert re.search(r"added: .*Mine", said)
    assert again == 200
    assert "Mine" in text_of(server, ours)


def test_a_text_that_cannot_be_read_keeps_the_last_preview_and_says_so(
    server: Server, control: Caller, ours: str
) -> None:
    good = text_of(server, ours).replace("The standby gives up", "The spare gives up")
    write(control, ours, good, do="look")

    status, said = write(control, ours, lasting(good, "[9h"), do="look")

    assert status == 200
    assert "cannot be read" in said
    assert "This is the last preview that there was" in said
    assert "The spare gives up" in said
    assert re.search(r"line \d+", said)
    assert "The spare" not in text_of(server, ours)


def test_a_slip_is_told_with_its_line_its_words_and_what_was_meant(
    server: Server, control: Caller, ours: str
) -> None:
    text = text_of(server, ours)
    line = text[: text.index("rubric: house")].count("\n") + 1

    _, said = write(control, ours, text.replace("rubric: house", "rubric: hous"), do="look")

    assert f"line {line}" in said
    assert "did you mean `house`?" in said
    assert said.count("rubric: hous") > 1, "beside the problem, not only in the field"
    assert "1 to mend" in said


def test_what_was_changed_since_the_last_save_is_compared_line_by_line(
    server: Server, control: Caller, ours: str
) -> None:
    _, said = write(control, ours, lasting(text_of(server, ours), "9h"), do="look")

    assert re.search(r"taken out: lasts: \d+h", said)
    assert "added: lasts: 9h" in said


def test_players_texts_are_shown_with_the_names_of_whoever_lives_through_it(
    control: Caller, ours: str
) -> None:
    page = control.page(f"/scenarios/{ours}/edit")
    page = page.partition("</textarea>")[2]

    assert "{" not in page
    assert "What follows what" in page
    assert "Who hears how much" in page
    item = next(one for one in shelf().items if one.id == "restore")
    injects = len(load_scenario(item.data, item.name).injects)
    assert f'<b class="num">{injects}</b> injects' in page


def test_the_id_of_a_scenario_is_not_changed_by_saving(
    server: Server, control: Caller, ours: str
) -> None:
    text = text_of(server, ours)

    status, said = write(control, ours, text.replace(f"scenario: {ours}", "scenario: ../x", 1))

    assert status == 422
    assert "small letters, digits and hyphens" in said
    assert text_of(server, ours) == text


def test_a_dry_run_of_what_cannot_be_played_says_why(control: Caller, ours: str) -> None:
    _, said = write(control, ours, f"scenario: {ours}\n", do="dry-run")

    assert "Not played: mend the problems first." in said


def test_a_file_is_taken_away_as_it_is_and_brought_in_under_another_id(
    server: Server, control: Caller
) -> None:
    data = control.http.get("/scenarios/failover/file").content
    mine = data.replace(b"scenario: failover", b"scenario: failover-of-ours", 1)

    taken = control.http.post("/scenarios", files={"file": ("a.yaml", data)})
    made = control.http.post("/scenarios", files={"file": ("../../a.yaml", mine)})

    assert data == next(one.data for one in shelf().items if one.id == "failover")
    assert taken.status_code == 422
    assert "There is a scenario `failover` already." in unescape(taken.text)
    assert made.headers["location"] == "/scenarios/failover-of-ours/edit"
    file = server.data / "library" / "failover-of-ours.yaml"
    assert file.read_bytes() == mine
    assert not list(file.parent.glob("*.part"))
    file.unlink()


def test_what_is_no_file_of_ours_or_too_large_is_not_brought_in(
    server: Server, control: Caller
) -> None:
    for data in (b"", b"\x89PNG", b"rubric: mine\n", b"scenario: Big Id\n"):
        answer = control.http.post("/scenarios", files={"file": ("a.yaml", data)})
        assert answer.status_code == 422, data
    large = control.http.post(
        "/scenarios", files={"file": ("a.yaml", b"scenario: big\n" + b"#" * MAX_BYTES)}
    )
    huge = control.http.post("/scenarios", files={"file": ("a.yaml", b"#" * 1_000_000)})

    assert large.status_code == 422
    assert "at most 256 KiB" in large.text
    assert huge.status_code == 413
    assert list((server.data / "library").glob("big*")) == []


def test_the_shelf_is_narrowed_by_a_plain_form(control: Caller, ours: str) -> None:
    def shown(query: str) -> set[str]:
        return set(re.findall(r'id="s-([a-z0-9-]+)"', control.page(f"/scenarios?{query}")))

    assert shown("") == {"breach", "failover", "restore", ours}
    assert shown("rehearses=failover") == {"failover"}
    assert shown("whose=own") == {ours}
    assert shown("q=saturday+desks") == {"breach"}
    assert shown("law=GDPR&takes=6") == {"breach", "failover", "restore", ours}
    assert shown("takes=2") == set()
    assert "Nothing like that is here" in control.page("/scenarios?q=nonesuch")
    assert shown("takes=999&whose=anybody") == shown("")


def test_an_own_file_that_does_not_read_is_on_the_shelf_and_leads_to_its_text(
    server: Server, control: Caller, ours: str
) -> None:
    write(control, ours, f"scenario: {ours}\ntitle: Half a thought\n")

    library = control.page("/scenarios")

    assert f'<a href="/scenarios/{ours}/edit">Half a thought</a>' in library
    assert "does not read yet" in library
    assert "Half a thought" in control.page(f"/scenarios/{ours}/edit")


@pytest.fixture(scope="module")
def others(server: Server) -> Iterator[dict[str, Caller]]:
    people = {
        "evaluator": invited(server, "evaluator", name="Eve"),
        "auditor": invited(server, "auditor", name="Ada"),
        "nobody": Caller(server),
    }
    yield people
    for one in people.values():
        one.close()


@pytest.mark.parametrize("who", ["evaluator", "auditor", "nobody"])
def test_only_a_facilitator_reads_and_writes_in_the_library(
    server: Server, others: dict[str, Caller], ours: str, who: str
) -> None:
    http, before = others[who].http, text_of(server, ours)
    for path in ("", "/restore", "/restore/file", f"/{ours}/edit"):
        answer = http.get(f"/scenarios{path}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), path
    sent = {"text": "scenario: x", "do": "save", "title": "x"}
    for path in ("/restore/duplicate", f"/{ours}/edit"):
        assert http.post(f"/scenarios{path}", data=sent).status_code == 403, path
    brought = http.post("/scenarios", files={"file": ("a.yaml", b"scenario: x\n")})

    assert brought.status_code == 403
    assert text_of(server, ours) == before
    assert not (server.data / "library" / "x.yaml").exists()


def put(field: Locator, text: str) -> None:
    """As one paste: typing eighty thousand letters takes a browser a minute."""
    field.evaluate(
        "(t, v) => { t.value = v; t.dispatchEvent(new Event('input', {bubbles: true})) }", text
    )


def opened(page: Page, name: str) -> Page:
    page.goto(f"/scenarios/{name}/edit")
    expect(page.locator("#h-preview")).to_be_visible()
    return page


def test_the_preview_follows_what_is_typed_and_keys_save_and_go_to_problems(
    browser: Browser, server: Server, control: Caller, ours: str
) -> None:
    with browsing(browser, server, control) as page:
        text = opened(page, ours).locator("#text")
        whole = text.input_value()
        line = whole[: whole.index("rubric: house")].count("\n") + 1

        put(text, whole.replace("rubric: house", "rubric: hous").replace("gives up", "gives in"))

        expect(page.locator("#beside")).to_contain_text("did you mean `house`?", timeout=SOON)
        expect(page.locator("#beside")).to_contain_text("The standby gives in")
        text.press("Control+Home")
        page.keyboard.press("F8")
        at = text.evaluate("t => t.value.slice(0, t.selectionStart).split('\\n').length")
        assert at == line
        page.keyboard.type("rubric: house")
        page.keyboard.press("Control+s")
        expect(page.locator("#beside")).to_contain_text("saved", timeout=SOON)
        expect(page.locator("#beside")).not_to_contain_text("not saved yet", timeout=SOON)
        expect(page.locator("#beside")).to_contain_text("Nothing is wrong with it.")
        put(text, lasting(text.input_value(), "[9h"))
        expect(page.locator("#beside")).to_contain_text("cannot be read", timeout=SOON)
        expect(page.locator("#beside")).to_contain_text("not saved yet")
    assert "The standby gives in" in text_of(server, ours)
    assert "rubric: house\n" in text_of(server, ours)
    assert "lasts: [" not in text_of(server, ours), "what is typed after a save is not saved"


def test_without_script_the_editor_is_a_form_with_three_buttons(
    browser: Browser, server: Server, control: Caller, ours: str
) -> None:
    with browsing(browser, server, control, script=False) as page:
        text = opened(page, ours).locator("#text")
        put(text, lasting(text.input_value(), "9h"))
        page.get_by_role("button", name="Look it over").click()
        expect(page.locator("#beside")).to_contain_text("for 9 h of story")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#beside")).not_to_contain_text("not saved yet")
    assert "lasts: 9h" in text_of(server, ours)


def test_what_was_typed_is_not_left_by_a_slip_and_a_lost_sign_in_says_what_to_do(
    browser: Browser, server: Server, ours: str
) -> None:
    robin = invited(server, "facilitator", name="Robin")
    with browsing(browser, server, robin, calm=False) as page:
        text = opened(page, ours).locator("#text")
        text.click()
        put(text, lasting(text.input_value(), "9h"))
        expect(page.locator("#beside")).to_contain_text("not saved yet", timeout=SOON)
        asked: list[str] = []

        def leave(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", leave)
        robin.http.post("/sign-out")

        page.keyboard.press("Control+s")

        expect(page.locator("#tried")).to_contain_text("Sign in in another tab", timeout=SOON)
        assert "lasts: 9h" in text.input_value()
        page.goto("/join")
        assert asked == ["beforeunload"]
    robin.close()
