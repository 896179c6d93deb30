"""Passes: how long they let somebody in, and what is kept of them."""

import resource
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from facilitator.access import NotKept, NotLetIn, People, new_code, read_code, show_code
from facilitator.access.codes import ALPHABET
from facilitator.access.limits import WINDOW_S, Bucket, Limit, TooMany
from facilitator.access.passwords import WeakPassword, check_password, hash_password, is_password
from facilitator.access.people import IDLE_S, LINK_S, PARTICIPANT_S
from facilitator.access.security_log import SecurityLog

GOOD = "three unrelated words"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> Iterator[People]:
    found = People.open(tmp_path / "people.db", now=clock)
    yield found
    found.close()


def test_a_link_that_has_expired_says_what_to_do(people: People, clock: Clock) -> None:
    secret = people.invite(kind="evaluator", name="Sam")
    clock.now += LINK_S + 1

    with pytest.raises(NotLetIn, match="ask whoever runs the server for a new link"):
        people.use_link(secret, name="Sam", password=None)


def test_a_link_works_once(people: People) -> None:
    secret = people.invite(kind="evaluator", name="Sam")
    people.use_link(secret, name="Sam", password=GOOD)

    with pytest.raises(NotLetIn):
        people.use_link(secret, name="Eve", password=None)


def test_a_sign_in_that_nobody_uses_ends(people: People, clock: Clock) -> None:
    secret = people.use_link(people.invite(kind="auditor", name="A"), name="A", password=None)
    assert people.viewer(secret) is not None
    clock.now += IDLE_S + 1

    assert people.viewer(secret) is None


def test_every_sign_in_ends_some_day_however_busy_it_is(people: People, clock: Clock) -> None:
    _, secret = people.seat_participant(exercise="x", seat="s", name="Ana")
    for _ in range(PARTICIPANT_S // 3600):
        assert people.viewer(secret) is not None
        clock.now += 3600

    assert people.viewer(secret) is None


def test_somebody_who_is_no_longer_on_the_staff_is_let_in_nowhere(people: People) -> None:
    secret = people.use_link(people.invite(kind="facilitator", name="K"), name="K", password=GOOD)
    viewer = people.viewer(secret)
    assert viewer is not None
    token = people.token(viewer.id, label="bot", exercise=None, lasts_s=3600)

    people.end_account(viewer.id)

    assert people.viewer(secret) is None
    assert people.viewer(token, "token") is None
    with pytest.raises(NotLetIn):
        people.sign_in("K", GOOD)


def test_a_cookie_is_no_token_and_a_token_no_cookie(people: People) -> None:
    participant, secret = people.seat_participant(exercise="x", seat="s", name="Ana")
    token = people.token(participant.id, label="t", exercise="x", lasts_s=60)

    assert people.viewer(secret, "token") is None
    assert people.viewer(token) is None


def test_what_lets_people_in_is_not_in_the_file_and_the_file_is_its_owners(
    people: People, tmp_path: Path
) -> None:
    secret = people.use_link(people.invite(kind="auditor", name="A"), name="A", password=GOOD)
    people.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert secret.encode() not in kept
    assert GOOD.encode() not in kept
    assert b"$argon2id$" in kept
    assert stat.S_IMODE((tmp_path / "people.db").stat().st_mode) == 0o600


def test_a_wrong_name_and_a_wrong_password_are_told_alike(people: People) -> None:
    people.use_link(people.invite(kind="auditor", name="A"), name="A", password=GOOD)
    said = set()
    for name, password in (("A", "three other words"), ("B", GOOD)):
        with pytest.raises(NotLetIn) as refused:
            people.sign_in(name, password)
        said.add(str(refused.value))

    assert len(said) == 1


@pytest.mark.parametrize(
    "password", ["short", "password1234", "qwertyuiop12", "111111111111", "kim kim kim kim"]
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_password(password, name="kim")


def test_a_long_password_of_plain_words_is_fine_and_is_kept_as_argon2id() -> None:
    check_password(GOOD, name="kim")

    hashed = hash_password(GOOD)

    assert hashed.startswith("$argon2id$")
    assert is_password(GOOD, hashed)
    for nearly in (GOOD + "!", GOOD + " ", GOOD.upper(), GOOD[:-1]):
        assert not is_password(nearly, hashed)


def test_a_name_that_looks_like_a_statement_is_a_name(people: People, tmp_path: Path) -> None:
    name = "x'); DROP TABLE account; --"
    account = people.make_account(kind="auditor", name=name)

    with closing(People.open(tmp_path / "people.db")) as again:
        assert again.account(account.id) == account


def test_codes_have_no_letters_that_are_mistaken_for_others() -> None:
    assert not set("01OIL") & set(ALPHABET)
    codes = {new_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(read_code(show_code(code)) == code for code in codes)


def test_what_is_no_code_is_none() -> None:
    assert read_code("ABC-10O") is None
    assert read_code("") is None
    assert read_code("ABC-2345" * 1_000) is None


def test_only_what_went_wrong_counts_and_a_minute_later_it_is_forgotten(clock: Clock) -> None:
    limit = Limit(3, clock=clock)
    for _ in range(3):
        limit.check("office")
        limit.wrong("office")

    with pytest.raises(TooMany, match=r"Wait 61 seconds|Wait 60 seconds"):
        limit.check("office")
    limit.check("home")
    clock.now += WINDOW_S
    limit.check("office")


def test_a_bucket_lets_a_burst_through_and_then_a_steady_rate(clock: Clock) -> None:
    bucket = Bucket(2, 5, clock=clock)
    for _ in range(5):
        bucket.take("ana")
    with pytest.raises(TooMany):
        bucket.take("ana")
    clock.now += 1

    bucket.take("ana")
    bucket.take("ana")


def test_what_could_not_be_written_down_has_not_happened(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "people.db"
    people = People.open(file, now=clock)
    link = people.invite(kind="evaluator", name="Sam")
    sits = people.seat_participant(exercise="x", seat="lead", name="Ana")[0]

    with closing(sqlite3.connect(file)) as somebody:
        somebody.execute(
            "CREATE TRIGGER full BEFORE INSERT ON pass BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
        somebody.commit()
        with pytest.raises(NotKept) as failure:
            people.use_link(link, name="Sam", password=None)
        with pytest.raises(NotKept):
            people.seat_participant(exercise="x", seat="scribe", name="Bea")
        somebody.execute("DROP TRIGGER full")
        somebody.commit()

    assert str(failure.value).startswith("Nothing was changed: it could not be written down")
    assert people.participants_of("x") == (sits,)
    assert people.viewer(people.use_link(link, name="Sam", password=None)) is not None
    people.close()


def test_lines_of_the_security_log_that_a_full_disk_did_not_take_are_not_lost(
    tmp_path: Path,
) -> None:
    file = tmp_path / "security.log"
    log = SecurityLog(file)
    log.write("refused", who="1.2.3.4", where="/first")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 9, hard))
    try:
        log.write("refused", who="1.2.3.4", where="/second")
        log.write("refused", who="1.2.3.4", where="/third")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    log.write("refused", who="1.2.3.4", where="/fourth")
    log.close()

    lines = file.read_bytes().splitlines()
    assert [orjson.loads(line)["where"] for line in lines] == [
        *("/first", "/second", "/third", "/fourth")
    ]
