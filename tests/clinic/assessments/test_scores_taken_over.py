"""The totals that stood in the responses before the scores had a table of their own."""

import sqlite3
from uuid import uuid4

from alembic.script import ScriptDirectory

from server.migrations.run import alembic_config, upgrade

COLUMNS = "id, person_id, questionnaire, version, text_id, text_status, language, occasion, state, started_at, total"


def test_the_migration_takes_over_the_totals_of_completed_responses(tmp_path):
    path = tmp_path / "before.db"
    url = f"sqlite+aiosqlite:///{path}"
    revisions = list(ScriptDirectory.from_config(alembic_config(url)).walk_revisions())
    before = next(each.down_revision for each in revisions if each.revision.endswith("_questionnaire_scores"))
    upgrade(url, before)
    completed, skipped = uuid4().hex, uuid4().hex
    with sqlite3.connect(path) as connection:
        for response, state, total in ((completed, "completed", 0), (skipped, "skipped", None)):
            row = [response, uuid4().hex, "phq-9", "1.0.0", "en-original", "original", "en", "course_start", state]
            connection.execute(
                f"INSERT INTO questionnaire_responses ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*row, "2026-01-01 00:00:00.000000", total],
            )
    upgrade(url)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT * FROM questionnaire_scores").fetchall() == [(completed, "total", 0)]
