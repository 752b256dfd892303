"""Small years for the tests, made by the command itself."""

import contextlib
import io
import logging
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from server.cli import main
from server.simulate import assumptions

# So that a small year holds everything that a large one does.
CROWDED = {
    "HIGH_DISTRESS": 0.6,
    "ITEM_9": ((10, 0.5), (0, 0.0)),
    "URGENT_CALLS": ((10, 0.4), (0, 0.0)),
    "DROPS_OUT": 0.3,
    "SEEKS_COUNSELLING": 1.0,
    "ANSWERS_END": {"completed": 0.6, "referred": 0.5, "moved": 0.5, "dropped_out": 0.35},
    "NEVER_CLOSED": 0.5,
    "NO_SHOW": 0.12,
    "NEVER_USES": 0.1,
    "TELEPHONE": 1.0,
    "EARLY": 8.0,
    "CONTACTS_A_MONTH": (0.2, 1.2),
}


@dataclass(frozen=True)
class Year:
    """A database after the command, and what the command said."""

    path: Path
    code: int
    out: str
    err: str

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.path}"

    def rows(self, query: str) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(query).fetchall()

    def one(self, query: str) -> object:
        return self.rows(query)[0][0]


def simulated(path: Path, *arguments: str, **settings: str) -> Year:
    """Run `hagukumi simulate` on a database of SQLite, within this process."""
    code, out, err = simulated_at(f"sqlite+aiosqlite:///{path}", *arguments, **settings)
    return Year(path, code, out, err)


def simulated_at(url: str, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run `hagukumi simulate` on a database; return its exit code and what it said on both ways."""
    out, err = io.StringIO(), io.StringIO()
    root = logging.getLogger()
    handlers, level, before = root.handlers[:], root.level, structlog.get_config()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        for name, value in {"database_url": url, **settings}.items():
            patch.setenv(f"HAGUKUMI_{name.upper()}", value)
        for name, value in CROWDED.items():
            patch.setattr(assumptions, name, value)
        with pytest.raises(SystemExit) as ended:
            main(["simulate", *arguments])
    root.handlers, root.level = handlers, level
    structlog.configure(**before)
    return ended.value.code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="session")
def fresh(sqlite_template, sqlite_folder):
    """Return the path of a database as the migrations leave it, each time another one."""

    def make(name: str) -> Path:
        path = sqlite_folder / f"simulated-{name}.db"
        shutil.copy(sqlite_template, path)
        return path

    return make


@pytest.fixture(scope="session")
def year(fresh) -> Year:
    """A year of fourteen people, April 2025 to March 2026."""
    return simulated(fresh("year"), "--people", "14", "--seed", "8", "--from", "2025-04-01")
