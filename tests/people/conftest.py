"""A server of people's routes alone, and browsers that call it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.clock import ManualClock
from core.http import Key
from core.live import LiveBus, LiveEvent
from core.principal import Principal
from core.rate_limit import MemoryRateLimiter
from core.unit_of_work import Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from people.accounts.passwords import PasswordHasher
from people.accounts.sign_in import SIGN_IN, SignIn
from people.api import routes
from people.city import CITY, City, District
from people.consents.catalogue import CONSENTS
from people.registration.city_code import CITY_CODE, CityCode
from server.edge.mount import Edge
from server.edge.remote import RemoteAddress
from tests.people.make import CATALOGUE

COOKIE = "hagukumi_refresh"
PASSWORD = "naranja-river-42"
KEY = SigningKey("k1", b"a signing key of the tests, 32 bytes at least")


@dataclass
class Answer:
    """What the server answered."""

    status: int
    body: Any
    cookies: dict[str, Morsel[str]]

    @property
    def code(self) -> str:
        code: str = self.body["code"]
        return code


@dataclass
class Browser:
    """One browser: it keeps its cookies, unless one is given to a call, and the token of its sign-in."""

    client: TestClient[web.Request, web.Application]
    token: str | None = None
    remote: str = "192.0.2.1"

    async def call(self, method: str, path: str, json: Any = None, cookie: str | None = None) -> Answer:
        headers = {"X-Forwarded-For": self.remote}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if cookie is not None:
            self.client.session.cookie_jar.clear()
            headers["Cookie"] = f"{COOKIE}={cookie}"
        async with self.client.request(method, path, json=json, headers=headers) as response:
            body = None if response.status == 204 else await response.json(content_type=None)
            return Answer(response.status, body, dict(response.cookies))

    async def get(self, path: str) -> Answer:
        return await self.call("GET", path)

    async def post(self, path: str, json: Any = None, cookie: str | None = None) -> Answer:
        return await self.call("POST", path, json, cookie)

    async def patch(self, path: str, json: Any) -> Answer:
        return await self.call("PATCH", path, json)

    async def delete(self, path: str) -> Answer:
        return await self.call("DELETE", path)

    async def register(self, **changes: Any) -> Answer:
        """Register and keep the token."""
        answer = await self.post("/api/auth/register", registration(**changes))
        if answer.status == 201:
            self.token = answer.body["access_token"]
        return answer

    async def sign_in(self, email: str = "hana@example.com", password: str = PASSWORD) -> Answer:
        """Sign in and keep the token."""
        answer = await self.post("/api/auth/sign-in", {"email": email, "password": password})
        if answer.status == 200:
            self.token = answer.body["access_token"]
        return answer

    def refresh_token(self) -> str:
        """Return the refresh token in the cookie jar."""
        for cookie in self.client.session.cookie_jar:
            if cookie.key == COOKIE:
                return cookie.value
        raise AssertionError("no refresh token")


@dataclass
class House:
    """The running server, its sign-in, what it published, and a way to open browsers."""

    units: Units
    clock: ManualClock
    sign_in: SignIn
    open_browser: Callable[[], Awaitable[Browser]]
    events: list[LiveEvent] = field(default_factory=list)

    async def browser_of(self, principal: Principal) -> Browser:
        """Open a browser in which a principal is signed in."""
        browser = await self.open_browser()
        browser.token, _ = self.sign_in.tokens.issue(
            principal.account_id, principal.session_id, principal.role, self.clock.now()
        )
        return browser

    def signed_out(self, account_id: object) -> list[dict[str, Any]]:
        """Return what was published about sign-outs of an account."""
        topic = f"account:{account_id}"
        return [dict(event.data) for event in self.events if event.topic == topic and event.name == "signed_out"]


def registration(**changes: Any) -> dict[str, Any]:
    """Return the registration of a pregnant parent of one child, changed as told."""
    return {
        "city_code": "Hagukumi-2026",
        "email": "hana@example.com",
        "password": PASSWORD,
        "display_name": "はな",
        "locale": "ja",
        "pregnant_due": "2027-03-01",
        "children": [{"birth_month": "2024-05"}],
        "other_tie": None,
        "district": "kita",
        "telephone": {"number": "090-1234-5678", "may_ring": True, "may_leave_message": False},
        "emergency_contact": {"name": "たろう", "telephone": "03-1234-5678", "relation": "夫"},
        "consents": [
            {"kind": "terms", "version": "2026-11-1"},
            {"kind": "sensitive_data", "version": "2026-11-1"},
        ],
        **changes,
    }


@pytest.fixture(scope="session")
def hasher() -> PasswordHasher:
    """A hasher that costs next to nothing."""
    return PasswordHasher(time_cost=1, memory_kib=8, parallelism=1)


@pytest.fixture
def sign_in(hasher: PasswordHasher) -> SignIn:
    return SignIn(AccessTokens([KEY]), hasher, secure_cookie=False, staff_idle=timedelta(hours=12))


@pytest.fixture
def city() -> City:
    return City("はぐくみ市", "Hagukumi City", (District("kita", "北", "Kita"), District("chuo", "中央", "Chuo")))


@pytest.fixture
async def house(units: Units, clock: ManualClock, live: LiveBus, sign_in: SignIn, city: City) -> AsyncIterator[House]:
    adapters: dict[Key[Any], Any] = {
        SIGN_IN: sign_in,
        CITY: city,
        CITY_CODE: CityCode("hagukumi-2026"),
        CONSENTS: CATALOGUE,
    }
    app = web.Application()
    edge = Edge(units, sign_in.authenticate, MemoryRateLimiter(), RemoteAddress(["127.0.0.0/8"]), adapters)
    edge.mount(app, routes)
    server = TestServer(app)
    clients: list[TestClient[web.Request, web.Application]] = []

    async def open_browser() -> Browser:
        client = TestClient(server)
        await client.start_server()
        clients.append(client)
        return Browser(client)

    house = House(units, clock, sign_in, open_browser)

    async def note(event: LiveEvent) -> None:
        house.events.append(event)

    live.subscribe(note)
    yield house
    for client in clients:
        await client.session.close()
    await server.close()


@pytest.fixture
async def browser(house: House) -> Browser:
    """A browser in which nobody is signed in."""
    return await house.open_browser()
