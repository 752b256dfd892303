"""`hagukumi doctor`: says what is well, what is not and what to do, and ends with 1 where something is not."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from clinic.safety.tables import CrisisLineList
from core.principal import Role
from people.push.vapid import new_private_key
from server.doctor import _alerts, _lines, _mail, _turn
from server.settings import Settings
from tests.fixtures.database import POSTGRES_URL, REDIS_URL
from tests.people.make import make_staff

NOBODY = "127.0.0.1:1"


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A folder with a built web client."""
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "index.html").touch()
    return folder


@pytest.fixture
def silent_turn() -> Iterator[str]:
    """A TURN server that hears everything and says nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as turn:
        turn.bind(("127.0.0.1", 0))
        yield f"turn:127.0.0.1:{turn.getsockname()[1]}"


@pytest.fixture
def turn() -> Iterator[str]:
    """A TURN server that takes connections."""
    with socket.socket() as turn:
        turn.bind(("127.0.0.1", 0))
        turn.listen()
        yield f"turn:127.0.0.1:{turn.getsockname()[1]}?transport=tcp"


def faults(out: str) -> dict[str, str]:
    """Return what is wrong, by its subject."""
    lines = [line.removeprefix("FAULT ").partition(": ") for line in out.splitlines() if line.startswith("FAULT")]
    return {subject: text for subject, _, text in lines}


def test_where_all_is_well_it_ends_with_0(hagukumi, database_url, web, turn):
    code, out, err = hagukumi(
        "doctor",
        database_url=database_url,
        redis_url=REDIS_URL,
        web_directory=web,
        turn_urls=turn,
        turn_secret="x" * 32,
    )
    assert (code, err) == (0, "")
    lines = dict(line.split(": ", 1) for line in out.splitlines())
    assert {"ok    database", "ok    clock", "ok    redis", "ok    turn", "ok    disk", "ok    web client"} <= {*lines}
    assert "up to date" in lines["ok    database"]


def test_a_database_that_is_down_is_a_fault(hagukumi, web):
    code, out, err = hagukumi("doctor", database_url=f"postgresql+asyncpg://x@{NOBODY}/x", web_directory=web)
    assert (code, err) == (1, "")
    assert faults(out).keys() == {"database"}
    assert "HAGUKUMI_DATABASE_URL" in faults(out)["database"]


def test_a_database_that_is_not_there_is_a_fault(hagukumi, web):
    url = make_url(POSTGRES_URL).set(database="there_is_none").render_as_string(hide_password=False)
    code, out, err = hagukumi("doctor", database_url=url, web_directory=web)
    assert (code, err) == (1, "")
    assert faults(out).keys() == {"database"}


def test_a_database_that_is_not_migrated_is_a_fault(hagukumi, web, tmp_path):
    (tmp_path / "data").mkdir()
    url = f"sqlite+aiosqlite:///{tmp_path}/data/new.db"
    code, out, _ = hagukumi("doctor", database_url=url, web_directory=web)
    assert code == 1
    assert "hagukumi db upgrade" in faults(out)["database"]
    assert hagukumi("db", "upgrade", database_url=url)[0] == 0
    assert hagukumi("doctor", database_url=url, web_directory=web)[0] == 0


def test_a_folder_that_is_missing_is_a_fault(hagukumi, web, tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/nowhere/x.db"
    code, out, _ = hagukumi("doctor", database_url=url, web_directory=web)
    assert code == 1
    assert faults(out).keys() == {"disk"}
    assert f"{tmp_path}/nowhere" in faults(out)["disk"]
    assert not (tmp_path / "nowhere").exists()


def test_a_redis_that_is_down_is_a_fault(hagukumi, sqlite_url, web):
    code, out, _ = hagukumi("doctor", database_url=sqlite_url, redis_url=f"redis://{NOBODY}/0", web_directory=web)
    assert code == 1
    assert "HAGUKUMI_REDIS_URL" in faults(out)["redis"]


def test_a_turn_server_that_is_silent_or_away_is_a_fault(hagukumi, sqlite_url, web, silent_turn, monkeypatch):
    code, out, _ = hagukumi(
        "doctor",
        database_url=sqlite_url,
        web_directory=web,
        turn_urls=f"{silent_turn},turn:{NOBODY},turns:{NOBODY}",
        turn_secret="x" * 32,
    )
    assert code == 1
    said = [line for line in out.splitlines() if "FAULT turn" in line]
    assert len(said) == 3
    assert all("is coturn running" in line for line in said)


def test_a_web_client_that_is_not_built_is_a_fault(hagukumi, sqlite_url, tmp_path):
    code, out, _ = hagukumi("doctor", database_url=sqlite_url, web_directory=tmp_path)
    assert code == 1
    assert "npm run build" in faults(out)["web client"]


def test_a_mail_server_that_is_away_is_a_fault(hagukumi, sqlite_url, web):
    sender = {"smtp_host": "127.0.0.1", "smtp_port": 1, "mail_from": "no-reply@city.example"}
    code, out, _ = hagukumi("doctor", database_url=sqlite_url, web_directory=web, **sender)
    assert code == 1
    assert "HAGUKUMI_SMTP" in faults(out)["mail"]


async def test_a_mail_server_that_takes_us_in_is_well(post_office):
    settings = Settings(
        smtp_host="127.0.0.1",
        smtp_port=post_office.port,
        smtp_encryption="none",
        mail_from="no-reply@city.example",
        web_directory=Path("nowhere"),
    )
    assert [(finding.grade, finding.subject) for finding in await _mail(settings)] == [("ok", "mail")]


@pytest.mark.parametrize(("check", "setting"), [(_mail, "HAGUKUMI_SMTP_HOST"), (_turn, "HAGUKUMI_TURN_URLS")])
async def test_production_without_a_mail_server_or_a_relay_is_a_fault(check, setting):
    settings = Settings.model_construct(**{**Settings().__dict__, "environment": "production"})
    [finding] = await check(settings)
    assert finding.grade == "fault"
    assert setting in finding.text


@pytest.mark.parametrize(
    ("channels", "grade"),
    [
        ({}, "fault"),
        ({"alert_url": "https://calls.example.jp/hagukumi", "alert_secret": "x" * 32}, "ok"),
        ({"push_key": new_private_key(), "push_subject": "mailto:ops@example.jp"}, "ok"),
    ],
)
async def test_in_production_something_has_to_wake_who_is_on_duty(channels, grade):
    settings = Settings.model_construct(**{**Settings().__dict__, "environment": "production", **channels})
    (finding,) = await _alerts(settings)
    assert (finding.subject, finding.grade) == ("alarm", grade)


async def test_crisis_lines_that_nobody_checked_for_half_a_year_are_noted(units, zone):
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)

    async def said():
        async with units.read() as uow:
            return await _lines(uow.session, zone)

    assert "nobody reviewed them" in (await said()).text
    today = zone.today(datetime.now(UTC))
    for version, days in enumerate((184, 182), start=1):
        async with units.write() as uow:
            uow.session.add(
                CrisisLineList(
                    version=version,
                    content={},
                    checked_on=today - timedelta(days=days),
                    changed_at=uow.now,
                    changed_by=coordinator.account_id,
                )
            )
        found = await said()
        assert (found.grade, "half a year" in found.text) == (("note", True) if days == 184 else ("ok", False))
