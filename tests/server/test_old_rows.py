"""Migrations over rows that were there before them."""

import asyncio
import sqlite3

import pytest
from alembic import command
from sqlalchemy.engine import make_url

from core.database import Database
from core.unit_of_work import Units
from server.migrations.run import alembic_config, upgrade
from tests.clinic.encounters.make import make_consultation

BEFORE_URGENT = "0034_note_templates"


async def test_encounters_that_were_there_stay_whole_when_one_needs_no_appointment_any_more(
    sqlite_url, clock, zone, vault, live
):
    database = Database(sqlite_url, pool_size=1)
    units = Units(database, clock, zone, vault, live)
    async with units.write() as uow:
        await make_consultation(uow, admitted=True)
    await database.close()
    await asyncio.to_thread(command.downgrade, alembic_config(sqlite_url), BEFORE_URGENT)
    path = make_url(sqlite_url).database
    with sqlite3.connect(path) as old:
        before = old.execute("SELECT id, appointment_id, person_id, state FROM encounters").fetchall()
        assert len(before) == 1
        with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
            old.execute("UPDATE encounters SET appointment_id = NULL")
    await asyncio.to_thread(upgrade, sqlite_url)
    with sqlite3.connect(path) as new:
        assert new.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert new.execute("PRAGMA foreign_key_check").fetchall() == []
        assert new.execute("SELECT id, appointment_id, person_id, state FROM encounters").fetchall() == before
        new.execute("UPDATE encounters SET appointment_id = NULL")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            new.execute(
                "INSERT INTO encounters SELECT replace(id, substr(id, 1, 8), 'ffffffff'), NULL,"
                f" {', '.join(_others(new))} FROM encounters"
            )


def _others(database):
    names = [row[1] for row in database.execute("PRAGMA table_info(encounters)")]
    assert names[:2] == ["id", "appointment_id"]
    return names[2:]
