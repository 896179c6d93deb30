"""One played exercise and its report; tests only read them."""

from pathlib import Path

import pytest

from facilitator.cli.app import run
from facilitator.print import report_of
from facilitator.record_files import Record, read_record
from scoring.report import Report
from tests.web.conftest import browser, browser_type_launch_args

__all__ = ["browser", "browser_type_launch_args"]


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    folder = tmp_path_factory.mktemp("printed")
    assert run(["play", "restore", "--seed", "3", "--out", str(folder), "--json"]) == 0
    return read_record(folder)


@pytest.fixture(scope="session")
def report(record: Record) -> Report:
    return report_of(record)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told")
    assert run(["play", "failover", "--seed", "3", "--out", str(folder), "--json"]) == 0
    return folder
