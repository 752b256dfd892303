"""The caller's browsers that may be woken, over HTTP."""

from typing import Annotated

from pydantic import StringConstraints

from core.http import Call, RateLimit, get, post
from core.model import Model
from core.policy import SIGNED_IN
from people.push import service
from people.push.delivery import PUSHES


class PushKeyOut(Model):
    """The key with which a browser asks its push service for an address; None where nobody can be woken."""

    key: str | None


class PushDeviceIn(Model):
    """The address that the browser's push service gave."""

    endpoint: Annotated[str, StringConstraints(min_length=8, max_length=1000, pattern=r"^https?://\S+$")]


@get("/api/push/key", policy=SIGNED_IN)
async def show_key(call: Call) -> PushKeyOut:
    """Give the public key of this service for web push."""
    key = call.get(PUSHES).key
    return PushKeyOut(key=None if key is None else key.public)


@post(
    "/api/push/devices",
    policy=SIGNED_IN,
    errors=("push.service_unknown", "push.too_many_devices"),
    limit=RateLimit("push", 20, 60),
)
async def register(call: Call, body: PushDeviceIn) -> None:
    """Let this browser be woken for me."""
    await service.register(call.uow, call.principal, body.endpoint, call.get(PUSHES).services)


@post("/api/push/devices/forget", policy=SIGNED_IN, limit=RateLimit("push", 20, 60))
async def forget(call: Call, body: PushDeviceIn) -> None:
    """Wake this browser for me no more."""
    await service.forget(call.uow, call.principal, body.endpoint)


routes = (show_key, register, forget)
