"""Clinical text stands neither in the database's files nor in the logs."""

import json
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from tests.clinic.assessments.make import make_counselling

PHRASES = ("ぜったいに漏れてはいけない相談", "a-phrase-planted-in-the-note", "電話で話した内容の控え")


async def dump(units):
    """Return every value of every table as text, bytes decoded as far as they go."""
    async with units.database.engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        values = []
        for table in tables:
            for row in await connection.execute(text(f'SELECT * FROM "{table}"')):
                values += [
                    value.decode("utf-8", "replace") if isinstance(value, (bytes, memoryview)) else str(value)
                    for value in row
                ]
    return "\n".join(values)


@pytest.fixture
async def units(application):
    return application.units


async def test_what_was_written_in_note_and_comment_is_sealed_and_unlogged(
    application, api, units, clock, database_url, capfd, caplog
):
    counselling = await make_counselling(units, clock)
    response = await counselling.start()
    encounter_id = await counselling.hold_session()
    counsellor = api.as_(counselling.counsellor)
    note = f"/api/encounters/{encounter_id}/note"
    fields = {"complaint": PHRASES[0], "situation": PHRASES[1], "safety": "no_concern"}
    counted = {"reasons": ["sleep"], "outcome": "follow_up"}
    draft = {**counted, "fields": fields, "asides": {"advice": PHRASES[1]}, "risk_level": "high", "version": 0}
    assert (await counsellor.put(note, json=draft))[0] == 200
    stale = {**draft, "fields": {**fields, "advice": PHRASES[1] * 2}}
    status, problem = await counsellor.put(note, json=stale)
    assert (status, problem["code"]) == (409, "records.stale_version")
    assert problem["params"]["note"]["fields"]["complaint"] == PHRASES[0]
    wrong = {**draft, "fields": {**fields, "diagnosis": PHRASES[1]}}
    assert (await counsellor.put(note, json=wrong))[0] == 422
    assert (await counsellor.put(note, json={**draft, "asides": {}, "version": 1}))[0] == 200
    assert (await counsellor.post(f"{note}/sign", json={"version": 2}))[0] == 200

    await counselling.answer(response.id, "9", 3)
    _, listed = await counsellor.get("/api/flags")
    flag = f"/api/flags/{listed['flags'][0]['id']}/acknowledge"
    assert (await counsellor.post(flag, json={"comment": PHRASES[2]}))[0] == 200
    await application.runner.drain()

    stored = await dump(units)
    logged = "".join(capfd.readouterr()) + caplog.text
    files = b""
    if database_url.startswith("sqlite"):
        path = Path(make_url(database_url).database)
        files = b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))
        assert files.startswith(b"SQLite format 3")
    for phrase in PHRASES:
        for form in (phrase, json.dumps(phrase).strip('"'), phrase[:12]):
            assert form not in stored
            assert form not in logged
            assert form.encode() not in files
