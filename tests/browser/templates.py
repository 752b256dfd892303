"""Seeded databases that the servers of one run share: the first to need one makes it, the others copy it."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

# What these leave is the same at any hour of a day; the others begin with the server's own present.
LASTING = ("demo", "course")


class Template:
    """What the lasting ones that come first among the seeds leave on a day; `rest` are those that follow."""

    def __init__(self, folder: Path, day: str, seeds: Sequence[str]) -> None:
        first = next((number for number, seed in enumerate(seeds) if seed not in LASTING), len(seeds))
        self.seeds, self.rest = tuple(seeds[:first]), tuple(seeds[first:])
        self._folder = folder / "-".join([day, *self.seeds])

    def copy(self, database: Path) -> dict[str, object] | None:
        """Make the database from it and return what the seeding left; None when there is no such template yet.

        Without seeds there is nothing to make: the database may be one that a server used before.
        """
        if not self.seeds:
            return {}
        if not self._folder.exists():
            return None
        shutil.copy(self._folder / "template.db", database)
        left: dict[str, object] = json.loads((self._folder / "left.json").read_text())
        return left

    def keep(self, database: Path, left: Mapping[str, object]) -> None:
        """Make it from a database in use, unless another server was faster."""
        part = Path(tempfile.mkdtemp(dir=self._folder.parent))
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(part / "template.db"),))
        (part / "left.json").write_text(json.dumps(left))
        try:
            part.rename(self._folder)
        except OSError:
            shutil.rmtree(part)
