"""Waking a browser by web push: the real protocol, spoken to a push service on this machine."""

import base64
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from core.errors import DomainError
from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from people.accounts import sessions
from people.push import service
from people.push.delivery import Pushes
from people.push.services import is_known
from people.push.tables import PushDevice
from people.push.vapid import VapidKey, new_private_key
from tests.people.make import make_parent


@pytest.fixture
async def push_service():
    """A push service: it keeps each request, and answers with `status`."""
    requests = []

    async def take(request):
        requests.append((request.path, dict(request.headers), await request.read()))
        return web.Response(status=push.status)

    app = web.Application()
    app.router.add_post("/{token}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()

    class Push:
        origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        status = 201
        received = requests

    push = Push()
    yield push
    await runner.cleanup()


@pytest.fixture
async def reader(units):
    async with units.write() as uow:
        return await make_parent(uow)


async def register(units, principal, push_service, token="one"):
    async with units.write() as uow:
        await service.register(uow, principal, f"{push_service.origin}/{token}", (push_service.origin,))


async def wake(units, reader, push_service, key="k", private=None):
    sender = Pushes(VapidKey(private or new_private_key(), "mailto:ops@example.jp"), (push_service.origin,))
    async with units.write() as uow:
        woken = await service.wake(uow, [reader.account_id], key)
    await JobRunner(units, sender.handlers()).drain()
    return sender, woken


async def test_a_push_is_signed_for_its_service_urgent_and_empty(units, reader, push_service, clock):
    await register(units, reader, push_service)
    sender, woken = await wake(units, reader, push_service)
    assert woken == {reader.account_id}
    ((path, headers, body),) = push_service.received
    assert (path, body, headers["TTL"], headers["Urgency"]) == ("/one", b"", "3600", "high")
    scheme, _, rest = headers["Authorization"].partition(" ")
    token, public = (part.strip().partition("=")[2] for part in rest.split(","))
    assert (scheme, public) == ("vapid", sender.key.public)
    point = base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims = jwt.decode(token, key, algorithms=["ES256"], audience=push_service.origin, options={"verify_exp": False})
    assert claims["sub"] == "mailto:ops@example.jp"
    assert timedelta() < timedelta(seconds=claims["exp"] - clock.now().timestamp()) <= timedelta(hours=24)


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_forgotten(units, reader, push_service, status):
    await register(units, reader, push_service)
    push_service.status = status
    await wake(units, reader, push_service)
    async with units.read() as uow:
        assert await uow.session.scalar(select(PushDevice)) is None


async def test_a_service_that_is_away_is_asked_again(units, reader, push_service, clock):
    await register(units, reader, push_service)
    push_service.status = 503
    sender, _ = await wake(units, reader, push_service)
    push_service.status = 201
    clock.advance(timedelta(seconds=2))
    await JobRunner(units, sender.handlers()).drain()
    assert len(push_service.received) == 2
    async with units.read() as uow:
        assert (await uow.session.scalar(select(OutboxJob))).done_at is not None


async def test_one_browser_wakes_who_signed_in_last_and_nobody_once_they_say_so(units, reader, push_service):
    async with units.write() as uow:
        other = await make_parent(uow, "あおい")
    await register(units, reader, push_service)
    await register(units, other, push_service)
    _, woken = await wake(units, reader, push_service)
    assert woken == frozenset()
    async with units.write() as uow:
        await service.forget(uow, other, f"{push_service.origin}/one")
    _, woken = await wake(units, other, push_service)
    assert (woken, push_service.received) == (frozenset(), [])


async def test_ten_devices_are_enough(units, reader, push_service):
    for token in range(10):
        await register(units, reader, push_service, str(token))
    with pytest.raises(DomainError) as caught:
        await register(units, reader, push_service, "eleventh")
    assert caught.value.code == "push.too_many_devices"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com@10.0.0.1/x",
        "https://user:pw@fcm.googleapis.com/x",
        "https://evil-fcm.googleapis.com.example.jp/x",
        "https://apple.com/x",
        "https://[::1]/x",
        "file:///etc/passwd",
        "https://fcm.googleapis.com:99999/x",
    ],
)
def test_the_server_posts_to_no_address_but_a_push_services(endpoint):
    assert not is_known(endpoint)


def test_the_services_of_the_usual_browsers_are_known():
    for host in (
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "a.notify.windows.com",
    ):
        assert is_known(f"https://{host}/some/token")


async def signed_in_twice(units):
    """Return somebody in two of their browsers."""
    async with units.write() as uow:
        here = await make_parent(uow)
        session_id, _ = await sessions.open_session(uow, here.account_id, timedelta(days=1))
    return here, replace(here, session_id=session_id)


async def endpoints(units):
    async with units.read() as uow:
        return sorted(await uow.session.scalars(select(PushDevice.endpoint)))


@pytest.mark.parametrize(("way", "left"), [("sign-out", ["https://fcm.googleapis.com/1"]), ("sign-out-everywhere", [])])
async def test_who_signs_out_is_woken_in_that_browser_no_more(api, units, way, left):
    both = await signed_in_twice(units)
    for number, each in enumerate(both):
        status, _ = await api.as_(each).post(
            "/api/push/devices", json={"endpoint": f"https://fcm.googleapis.com/{number}"}
        )
        assert status == 204
    status, _ = await api.as_(both[0]).post(f"/api/auth/{way}")
    assert (status, await endpoints(units)) == (204, left)


async def test_a_browser_follows_its_reader_into_their_next_session(api, units):
    before, after = await signed_in_twice(units)
    device = {"endpoint": "https://fcm.googleapis.com/0"}
    for each in (before, after):
        await api.as_(each).post("/api/push/devices", json=device)
    await api.as_(before).post("/api/auth/sign-out")
    assert await endpoints(units) == [device["endpoint"]]
    await api.as_(after).post("/api/auth/sign-out")
    assert await endpoints(units) == []
