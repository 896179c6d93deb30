"""A PostgreSQL server for tests: its own cluster, in a folder of its own, on a socket only.

Nothing about it is faster than it would be in earnest: it waits for its disk.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
import pytest

DATABASE: Final = "records"
ROLE: Final = "drillroom"
PASSWORD: Final = "swordfish-5"
_ADMIN: Final = "admin"
_START_S: Final = 60.0
_DIES_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG


def server_programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``; Debian has them where no path leads."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return kept[-1].parent if kept else None


class Cluster:
    """One server and its data."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.data = folder / "data"
        self._programs = programs
        self._folder = folder
        self._user = _somebody() if os.geteuid() == 0 else None  # the server refuses to be root
        self._process: subprocess.Popen[bytes] | None = None
        self._schemas = count(1)
        self._make()

    def address(self, *, user: str = ROLE, password: str = PASSWORD, schema: str = "") -> str:
        options = f"&options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql://{user}:{password}@/{DATABASE}?host={self._folder}{options}"

    @property
    def where(self) -> str:
        """As sentences name it."""
        return f"postgresql://{self._folder}/{DATABASE}"

    def new_schema(self) -> str:
        """A place where there are no tables yet."""
        schema = f"test_{next(self._schemas)}"
        self.as_admin(f"CREATE SCHEMA {schema} AUTHORIZATION {ROLE}")
        return schema

    def name_in(self, folder: Path) -> None:
        """Let the records of *folder* be kept here, in a place where there are none yet."""
        file = folder / "records.url"
        file.write_text(self.address(schema=self.new_schema()) + "\n")
        file.chmod(0o600)

    def as_admin(self, statement: str, *, database: str = DATABASE) -> list[tuple[object, ...]]:
        with psycopg.connect(
            host=str(self._folder), user=_ADMIN, password=PASSWORD, dbname=database, autocommit=True
        ) as admin:
            done = admin.execute(statement.encode())
            return done.fetchall() if done.description else []

    def table_files(self) -> Iterator[bytes]:
        """What stands in the files of the database's tables, all of it written out."""
        self.as_admin("CHECKPOINT")
        ((number,),) = self.as_admin(
            f"SELECT oid::text FROM pg_database WHERE datname = '{DATABASE}'"
        )
        return (file.read_bytes() for file in (self.data / "base" / str(number)).iterdir())

    def all_files(self) -> Iterator[bytes]:
        """Those, its journal and everything else."""
        self.as_admin("CHECKPOINT")
        return (file.read_bytes() for file in self.data.rglob("*") if file.is_file())

    def start(self) -> None:
        """Start the server; after a crash it replays its journal first."""
        ends = time.monotonic() + _START_S
        while True:
            self._process = self._run("postgres", "-D", self.data)
            while self._process.poll() is None:
                try:
                    self.as_admin("SELECT 1", database="postgres")
                    return
                except psycopg.OperationalError:
                    assert time.monotonic() < ends, self._log()
                    time.sleep(0.02)
            # What is left of a killed one may be letting go of its memory still.
            assert time.monotonic() < ends, self._log()
            time.sleep(0.05)

    def stop(self) -> None:
        """Everything is written out first, and whoever is connected is sent away."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """Nothing is written out; the next start has to find it in the journal."""
        self._end(signal.SIGQUIT)

    def kill(self) -> None:
        """Kill its first process, as the system does when memory is short."""
        self._end(signal.SIGKILL)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """It is not there, until it is again."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_START_S)
            self._process = None

    def _make(self) -> None:
        secret = self._folder / "password"
        secret.write_text(PASSWORD)
        if self._user is not None:
            shutil.chown(self._folder, self._user)
        secret.chmod(0o644)
        made = self._run(
            "initdb", "-D", self.data, "-U", _ADMIN, "--pwfile", secret, "-A", "scram-sha-256",
            "-E", "UTF8", "--locale", "C", "--no-sync",
        )  # fmt: skip
        assert made.wait(_START_S) == 0, self._log()
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"listen_addresses = ''\nunix_socket_directories = '{self._folder}'\n"
                "max_connections = 50\nshared_buffers = 16MB\nmin_wal_size = 32MB\n"
            )
        self.start()
        self.as_admin(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}'", database="postgres")
        self.as_admin(f"CREATE DATABASE {DATABASE} OWNER {ROLE}", database="postgres")

    def _run(self, program: str, *words: str | Path) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self._programs / program, *words],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                user=self._user,
                group=None if self._user is None else pwd.getpwnam(self._user).pw_gid,
                env={"LC_ALL": "C", "PATH": os.defpath},
                preexec_fn=_end_with_parent,
            )

    def _log(self) -> str:
        return (self._folder / "log").read_text()[-2_000:]


@contextmanager
def a_cluster() -> Iterator[Cluster]:
    """A server that stops with the test session, or a reason why there is none."""
    programs = server_programs()
    if programs is None:
        says = "the server of PostgreSQL is not installed: apt-get install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(says)
        pytest.skip(says)
    # Not below pytest's own folder: only whoever runs pytest may look into that.
    with tempfile.TemporaryDirectory(prefix="drillroom-pg-", dir="/tmp") as folder:
        cluster = Cluster(programs, Path(folder))
        try:
            yield cluster
        finally:
            cluster.crash()


def _somebody() -> str:
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _end_with_parent() -> None:
    """A test session that is killed leaves no server behind."""
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGINT)
