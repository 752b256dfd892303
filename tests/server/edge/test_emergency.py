"""The emergency page: with the numbers of now, and there whatever is broken."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from clinic.safety.lines import lists
from clinic.safety.lines.model import LineList, shipped_lines
from core.principal import Role
from people.accounts.passwords import PasswordHasher
from server.app import build
from server.settings import Settings
from tests.people.make import make_staff

BUILT = '<h1>緊急のとき</h1><!-- lines ja despair --><a href="tel:0120279338"></a><!-- /lines -->'


@pytest.fixture
def web(tmp_path):
    (tmp_path / "index.html").touch()
    (tmp_path / "emergency.html").write_text(BUILT, encoding="utf-8")
    return tmp_path


@pytest.fixture
async def visitor(database_url, clock, web):
    settings = Settings(database_url=database_url, web_directory=web, run_jobs=False)
    application = build(settings, clock=clock, hasher=PasswordHasher(time_cost=1, memory_kib=8, parallelism=1))
    client = TestClient(TestServer(application.web))
    await client.start_server()
    yield client, application
    await client.close()
    await application.close()


async def page(client):
    async with client.get("/emergency") as answer:
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-cache"
        return await answer.text()


async def test_the_page_follows_the_list_without_a_restart(visitor):
    client, application = visitor
    assert await page(client) == BUILT
    numbers = ("0120-000-111", "0120-000-222")
    for version, number in enumerate(numbers):
        lines = [
            line.model_copy(update={"number": number}) if line.code == "yorisoi" else line
            for line in shipped_lines().lines
        ]
        async with application.units.write() as uow:
            keeper = await make_staff(uow, Role.COORDINATOR)
        async with application.units.write() as uow:
            today = uow.zone.today(uow.now)
            await lists.change(uow, keeper, LineList(lines=tuple(lines)), today, version)
        found = await page(client)
        assert f'href="tel:{number.replace("-", "")}"' in found
        assert "0120279338" not in found


async def test_the_page_is_there_though_the_database_is_not(web, clock):
    settings = Settings(
        database_url="postgresql+asyncpg://nobody@127.0.0.1:1/nothing", web_directory=web, run_jobs=False
    )
    application = build(settings, clock=clock, hasher=PasswordHasher(time_cost=1, memory_kib=8, parallelism=1))
    client = TestClient(TestServer(application.web))
    await client.start_server()
    try:
        assert await page(client) == BUILT
    finally:
        await client.close()
        await application.close()
