"""The signed call of the operator's telephone service, spoken to a service on this machine."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from aiohttp import web
from sqlalchemy import select

from clinic.safety import flags
from clinic.safety.alerts.webhook import Telephone
from clinic.safety.jobs import handlers
from clinic.safety.kinds import CallState, Channel
from clinic.safety.tables import AlertCall
from core.outbox.runner import JobRunner
from core.principal import Role
from tests.booking.make import make_duty
from tests.clinic.assessments.make import make_counselling

SECRET = b"a secret that both of them know!!"


@pytest.fixture
async def exchange():
    """A telephone service: it keeps each request, and answers with `status`."""

    async def take(request):
        calls.received.append((dict(request.headers), await request.read()))
        return web.Response(status=calls.status, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_post("/{path}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()

    class Calls:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/calls"
        status = 202
        received = []  # noqa: RUF012

    calls = Calls()
    calls.received = []
    yield calls
    await runner.cleanup()


@pytest.fixture
async def counselling(units, clock):
    counselling = await make_counselling(units, clock)
    async with units.write() as uow:
        who, begins = counselling.counsellor.practitioner_id, clock.now()
        await make_duty(uow, who, begins, begins + timedelta(hours=8), role=Role.COUNSELLOR)
    return counselling


def runner(counselling, exchange):
    return JobRunner(counselling.units, {**handlers, **Telephone(exchange.url, SECRET).handlers()})


async def states(counselling):
    async with counselling.units.read() as uow:
        query = select(AlertCall.state).where(AlertCall.channel == Channel.WEBHOOK).order_by(AlertCall.id)
        return list(await uow.session.scalars(query))


async def raise_alert(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 2)


async def test_who_is_on_duty_is_rung_by_a_signed_call_that_says_nothing_of_the_person(counselling, exchange):
    await raise_alert(counselling)
    await runner(counselling, exchange).drain()
    ((headers, body),) = exchange.received
    signed = headers["Hagukumi-Timestamp"].encode() + b"." + body
    assert headers["Hagukumi-Signature"] == "v1=" + hmac.new(SECRET, signed, hashlib.sha256).hexdigest()
    assert int(headers["Hagukumi-Timestamp"]) == int(counselling.clock.now().timestamp())
    said = json.loads(body)
    assert said["recipient"]["account_id"] == str(counselling.counsellor.account_id)
    assert (said["audience"], said["drill"], said["turn"]) == ("duty_counsellor", False, 0)
    person = counselling.parent
    assert not any(word in body.decode() for word in ("はな", "phq", str(person.person_id), str(person.account_id)))
    assert await states(counselling) == [CallState.DELIVERED]


@pytest.mark.parametrize("status", [500, 404, 302])
async def test_a_call_that_was_not_taken_is_made_again_as_the_same(counselling, exchange, status):
    exchange.status = status
    await raise_alert(counselling)
    await runner(counselling, exchange).drain()
    assert await states(counselling) == [CallState.FAILED]
    exchange.status = 200
    counselling.clock.advance(timedelta(seconds=2))
    await runner(counselling, exchange).drain()
    first, second = (headers["Hagukumi-Delivery"] for headers, _ in exchange.received)
    assert first == second
    assert await states(counselling) == [CallState.DELIVERED]


async def test_nobody_is_rung_of_an_alert_that_was_taken_on_meanwhile(counselling, exchange):
    await raise_alert(counselling)
    await JobRunner(counselling.units, handlers).drain()
    async with counselling.units.write() as uow:
        (flag,) = await flags.list_open(uow, counselling.psychiatrist)
        await flags.acknowledge(uow, counselling.psychiatrist, flag.id, None)
    await runner(counselling, exchange).drain()
    assert exchange.received == []


async def test_without_a_telephone_service_the_board_says_that_nobody_was_rung(counselling):
    await raise_alert(counselling)
    await JobRunner(counselling.units, {**handlers, **Telephone().handlers()}).drain()
    assert await states(counselling) == [CallState.UNREACHABLE]
