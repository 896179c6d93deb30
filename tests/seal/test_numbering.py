"""Numbers of the programme record: whoever writes it, and from where, none is given twice."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import msgspec

from evidence import decode_leaf
from evidence.programme import ExercisePlanned, ItemOpened, Programme, RiskEntered, read_programme
from facilitator.seal import instance_key, note_next
from facilitator.store import Store

EACH = 6
ITEM = ItemOpened(
    item="", issue="No alarm.", action="Add one.", element="equipment", responsible="Platform",
    contact="platform lead", start="2026-02-01", due="2026-03-01",
)  # fmt: skip
RISK = RiskEntered(
    risk="", title="Region lost", likelihood=2, impact=5, residual_likelihood=1,
    residual_impact=4, mitigation="A second one.", owner="Platform",
)  # fmt: skip
PLAN = ExercisePlanned(
    plan="", scenario="restore", title="A restore", day="2027-03-01", lead="Platform",
    objective="RTO",
)  # fmt: skip


def programme_of(folder: Path) -> Programme:
    with Store.open(folder / "records.db") as store:
        return read_programme(decode_leaf(leaf) for leaf in store.instance_log())


def as_of_a_server(folder: Path) -> None:
    """The tables and the key are there, as in the folder of a server that runs."""
    programme_of(folder)
    instance_key(folder)


def item(known: Programme) -> ItemOpened:
    return msgspec.structs.replace(ITEM, item=known.next_item)


def risk(known: Programme) -> RiskEntered:
    return msgspec.structs.replace(RISK, risk=known.next_risk)


def plan(known: Programme) -> ExercisePlanned:
    return msgspec.structs.replace(PLAN, plan=known.next_plan)


def numbered(count: int, letter: str) -> list[str]:
    return [f"{letter}-{number}" for number in range(1, count + 1)]


def test_two_connections_that_enter_at_once_give_no_number_twice(tmp_path: Path) -> None:
    as_of_a_server(tmp_path)
    together = Barrier(2)

    def enter_all(_: int) -> None:
        with Store.open(tmp_path / "records.db") as store:
            for make in (item, risk, plan):
                together.wait(timeout=30)
                for _ in range(EACH):
                    note_next(store, make, wall=1)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(enter_all, range(2)))

    found = programme_of(tmp_path)
    assert [one.opened.item for one in found.items] == numbered(2 * EACH, "I")
    assert [one.risk for _, one in found.risks] == numbered(2 * EACH, "R")
    assert [one.entry.plan for one in found.plans] == numbered(2 * EACH, "P")
    assert sum(one.changes for one in found.plans) == 0


def test_commands_that_open_items_at_once_in_two_processes_give_no_number_twice(
    tmp_path: Path,
) -> None:
    as_of_a_server(tmp_path)
    code = (
        "import sys; from pathlib import Path; from facilitator.store import Store; "
        "from facilitator.seal import note_next; from tests.seal.test_numbering import *; "
        "store = Store.open(Path(sys.argv[1]) / 'records.db'); print('ready', flush=True); "
        "sys.stdin.readline(); "
        f"[note_next(store, item, wall=1) for _ in range({EACH})]; store.close()"
    )
    with ExitStack() as running:
        both = [
            running.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", code, str(tmp_path)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for _ in range(2)
        ]
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in both:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()

    assert [one.returncode for one in both] == [0, 0]
    items = programme_of(tmp_path).items
    assert [one.opened.item for one in items] == numbered(2 * EACH, "I")


def test_what_no_longer_holds_when_it_is_its_turn_is_not_entered(tmp_path: Path) -> None:
    def once(known: Programme) -> ItemOpened | None:
        return None if known.items else item(known)

    with Store.open(tmp_path / "records.db") as store:
        assert note_next(store, once, wall=1) is not None
        assert note_next(store, once, wall=2) is None
        assert len(store.instance_log()) == 1
