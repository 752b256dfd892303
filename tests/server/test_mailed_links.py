"""The links that are sent by mail, from the request to a real mail server and back through the routes."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from core.clock import ManualClock
from people.accounts.passwords import PasswordHasher
from server.app import Application, build
from server.settings import Settings
from tests.fixtures.application import Api
from tests.fixtures.smtp import PostOffice
from tests.server.bad_input.good.people import EMAIL, PASSWORD, PERSON

NEW_PASSWORD = "みかん 畑の 朝焼け"


@pytest.fixture
async def application(database_url: str, clock: ManualClock, post_office: PostOffice) -> AsyncIterator[Application]:
    settings = Settings(
        database_url=database_url,
        database_pool=5,
        run_jobs=False,
        smtp_host=post_office.server.host,
        smtp_port=post_office.server.port,
        smtp_encryption="none",
        mail_from="はぐくみ <no-reply@city.example>",
    )
    application = build(settings, clock=clock, hasher=PasswordHasher(time_cost=1, memory_kib=8, parallelism=1))
    await application.start()
    yield application
    await application.stop()
    await application.close()


@pytest.fixture
async def api(application: Application) -> AsyncIterator[Api]:
    async with TestClient(TestServer(application.web)) as client:
        yield Api(application, client)


async def link(application: Application, post_office: PostOffice, page: str) -> str:
    """Return the token of the newest mail, which leads to `page`."""
    await application.runner.drain()
    found = re.search(rf"http://localhost:8080/{page}#([\w-]+)", post_office.received[-1].text)
    assert found, post_office.received[-1].text
    return found[1]


async def registered(api: Api) -> None:
    status, _ = await api.post("/api/auth/register", json=PERSON)
    assert status == 201


async def ask(api: Api, email: str) -> tuple[int, Any]:
    return await api.post("/api/auth/password-reset-requests", json={"email": email})


async def test_who_registers_gets_one_mail_whose_link_confirms_the_address(api, application, post_office):
    await registered(api)
    token = await link(application, post_office, "confirm-address")
    assert (len(post_office.received), post_office.received[0].recipient) == (1, EMAIL)
    assert await api.post("/api/auth/address-confirmation", json={"token": token}) == (204, None)


async def test_to_an_unconfirmed_address_goes_nothing_but_the_confirmation(api, application, post_office):
    await registered(api)
    await link(application, post_office, "confirm-address")
    assert await ask(api, EMAIL) == (202, None)
    token = await link(application, post_office, "confirm-address")
    assert len(post_office.received) == 2
    await api.post("/api/auth/address-confirmation", json={"token": token})
    await ask(api, EMAIL)
    await link(application, post_office, "new-password")


async def test_the_mailed_link_sets_a_new_password(api, application, post_office):
    await registered(api)
    token = await link(application, post_office, "confirm-address")
    await api.post("/api/auth/address-confirmation", json={"token": token})
    await ask(api, f" {EMAIL.upper()} ")
    token = await link(application, post_office, "new-password")
    body = {"token": token, "password": NEW_PASSWORD}
    assert await api.post("/api/auth/password-reset", json=body) == (204, None)
    status, problem = await api.post("/api/auth/sign-in", json={"email": EMAIL, "password": PASSWORD})
    assert (status, problem["code"]) == (401, "auth.invalid_credentials")
    status, _ = await api.post("/api/auth/sign-in", json={"email": EMAIL, "password": NEW_PASSWORD})
    assert status == 200


async def test_an_unknown_address_gets_the_same_answer_and_no_mail(api, application, post_office):
    await registered(api)
    await application.runner.drain()
    post_office.received.clear()
    known, unknown = await ask(api, EMAIL), await ask(api, "nobody@example.com")
    assert known == unknown == (202, None)
    await application.runner.drain()
    assert [each.recipient for each in post_office.received] == [EMAIL]


async def test_the_link_into_another_browser_comes_by_mail_once_the_address_is_confirmed(api, application, post_office):
    status, me = await api.post("/api/auth/register", json=PERSON)
    mine = {"Authorization": f"Bearer {me['access_token']}"}
    ask = {"path": "/api/me/handover/mail", "json": {"path": "/"}, "headers": mine}
    status, problem = await api.post(**ask)
    assert (status, problem["code"]) == (409, "people.address_unconfirmed")
    token = await link(application, post_office, "confirm-address")
    await api.post("/api/auth/address-confirmation", json={"token": token})
    assert await api.post(**ask) == (202, None)
    token = await link(application, post_office, "open")
    status, opened = await api.post("/api/auth/handover/redeem", json={"token": token})
    assert (status, opened["path"], opened["signed_in"]["me"]["email"]) == (200, "/", EMAIL)
