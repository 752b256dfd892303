"""A running node: the real socket server on aiohttp, with the real sign-in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from clinic.encounters.chat_writer import ChatWriter
from core.principal import Principal
from core.unit_of_work import Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from people.accounts.passwords import PasswordHasher
from people.accounts.sign_in import SignIn
from signaling.echo.echo import EchoLimits
from signaling.ice import IceSettings
from signaling.server import Signaling, build_signaling
from signaling.sign_in import Authenticated
from tests.clinic.encounters.make import make_consultation
from tests.signaling.client import CONSULTATION, PERSON, Client, auth_of

TOKENS = AccessTokens([SigningKey("test", b"a key of the tests, of thirty-two bytes")])
ICE = IceSettings(("stun:stun.example.org:3478",), ("turn:turn.example.org:3478",), "secret")


@dataclass
class Node:
    """A running socket server and its clients."""

    url: str
    signaling: Signaling
    units: Units
    clients: list[Client] = field(default_factory=list)

    def token(self, principal: Principal) -> str:
        """Return a fresh access token."""
        token, _ = TOKENS.issue(principal.account_id, principal.session_id, principal.role, self.units.clock.now())
        return token

    async def person(self, principal: Principal) -> Client:
        """Connect somebody to /person."""
        return await self.connect(PERSON, auth_of(self.token(principal)))

    async def enter(self, principal: Principal, encounter_id: UUID, resume_key: UUID | None = None) -> Client:
        """Connect somebody to a consultation, without joining."""
        return await self.connect(CONSULTATION, auth_of(self.token(principal), resume_key), f"encounter={encounter_id}")

    async def join(
        self, principal: Principal, encounter_id: UUID, resume_key: UUID | None = None, since: int = 0
    ) -> tuple[Client, Any]:
        """Connect somebody to a consultation and join; returns the snapshot too."""
        client = await self.enter(principal, encounter_id, resume_key)
        return client, await client.done("join", {"since": since})

    async def connect(self, namespace: str, auth: Any, query: str = "") -> Client:
        """Connect with any handshake."""
        client = Client(namespace)
        self.clients.append(client)
        return await client.connect(self.url, auth, query)


@dataclass(frozen=True)
class Room:
    """A consultation: a parent who waits, and the midwife."""

    parent: Principal
    midwife: Principal
    encounter_id: UUID


@asynccontextmanager
async def running(
    units: Units,
    redis_url: str | None = None,
    channel: str = "unused",
    ice: IceSettings = ICE,
    echo: EchoLimits | None = None,
) -> AsyncIterator[Node]:
    """Run a node on a free port."""
    sign_in = SignIn(TOKENS, PasswordHasher())

    async def authenticate(token: str) -> Authenticated:
        async with units.read() as uow:
            principal = await sign_in.authenticate(uow, token)
            return Authenticated(principal, sign_in.tokens.read(token, uow.now).expires_at)

    signaling = build_signaling(
        units=units,
        authenticate=authenticate,
        chat=ChatWriter(units),
        ice=ice,
        echo=echo,
        redis_url=redis_url,
        redis_channel=channel,
    )
    app = web.Application()
    signaling.attach(app)
    async with AsyncExitStack() as stack:
        server = TestServer(app)
        await server.start_server()
        stack.push_async_callback(server.close)
        await signaling.start()
        stack.push_async_callback(signaling.stop)
        node = Node(str(server.make_url("")).rstrip("/"), signaling, units)
        try:
            yield node
        finally:
            for client in node.clients:
                await client.close()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The embedded database: what stores is tested on both where it is written; two nodes share PostgreSQL."""
    return sqlite_url


@pytest.fixture
async def node(units: Units) -> AsyncIterator[Node]:
    async with running(units) as started:
        yield started


@pytest.fixture
async def room(units: Units) -> Room:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow)
    return Room(parent, midwife, encounter.id)


@pytest.fixture
async def admitted(units: Units) -> Room:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow, admitted=True)
    return Room(parent, midwife, encounter.id)


def report(**changed: Any) -> dict[str, Any]:
    """Return the payload of call.report: a good call that goes on."""
    told: dict[str, Any] = {
        "entry": 1,
        "seconds": 60,
        "setup_ms": 420,
        "loss_percent": 0.4,
        "jitter_ms": 6,
        "round_trip_ms": 38,
        "in_kbps": 900,
        "out_kbps": 850,
        "relayed": False,
        "transport": "udp",
        "reconnects": 0,
        "rung": "full",
        "ended": None,
    }
    return told | changed


def message(body: str, client_id: UUID | None = None) -> dict[str, str]:
    """Return the payload of message.send."""
    return {"client_id": str(client_id or uuid4()), "body": body}
