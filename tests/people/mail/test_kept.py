"""Without a mail server the administrator reads in development what would have been sent; nobody does otherwise."""

from dataclasses import replace

import pytest

from core.principal import Role
from people.mail.delivery import POST
from people.mail.kinds import MailKind
from people.mail.service import send
from tests.fixtures.application import Api
from tests.people.make import make_parent, make_staff


@pytest.fixture
async def administrator(units):
    async with units.write() as uow:
        parent = await make_parent(uow)
        await send(uow, parent.account_id, MailKind.PASSWORD_RESET, "reset", {"path": "/new-password#secret"})
        return await make_staff(uow, Role.ADMINISTRATOR)


async def test_the_administrator_reads_kept_mails_in_development(api: Api, administrator):
    await api.application.runner.drain()
    status, answer = await api.as_(administrator).get("/api/kept-mails")
    assert status == 200
    [mail] = answer["mails"]
    assert (mail["kind"], mail["calendar"]) == ("password_reset", False)
    assert "http://localhost:8080/new-password#secret" in mail["text"]


@pytest.mark.parametrize("of", ["production", "a mail server"])
async def test_nobody_reads_mails_in_production_or_where_they_are_sent(api: Api, administrator, post_office, of):
    adapters = api.application.adapters
    post = adapters[POST]
    adapters[POST] = replace(post, readable=False) if of == "production" else replace(post, server=post_office.server)
    status, problem = await api.as_(administrator).get("/api/kept-mails")
    assert (status, problem["code"]) == (404, "mail.not_kept")
