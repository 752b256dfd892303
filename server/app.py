"""Puts everything together: from settings and adapters to the running application."""

import asyncio
from datetime import timedelta
from importlib.metadata import version
from typing import Any

import orjson
import structlog
from aiohttp import web
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from sqlalchemy.exc import DBAPIError

from booking.rota.runs.lost import end_lost
from clinic.encounters.attachments.addresses import FileAddresses
from clinic.encounters.attachments.api import FILE_ADDRESSES, INTAKE, REMAKER
from clinic.encounters.attachments.intake import Intake
from clinic.encounters.attachments.remaking import Remaker
from clinic.encounters.chat_writer import ChatWriter
from clinic.evaluation.reports.releasing import THRESHOLD_KEY
from core.audit.chain import AuditKeys
from core.audit.sealer import AuditSealer
from core.clock import Clock, ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.http import Key
from core.live import LiveBus
from core.outbox.listen import listen
from core.outbox.runner import JobRunner
from core.rate_limit import MemoryRateLimiter, RateLimiter, RedisRateLimiter
from core.unit_of_work import Units
from people.accounts.passwords import PasswordHasher
from people.mail.delivery import POST, Delivery
from people.push.delivery import PUSHES
from server.calling import pushes_of, telephone_of
from server.draining import ALONE_SECONDS, drain_times
from server.edge.emergency import EmergencyPage
from server.edge.mount import Edge
from server.edge.openapi import document
from server.edge.remote import RemoteAddress
from server.edge.web_client import WebClient, add_headers, security_headers
from server.health import Health
from server.jobs import JOBS, WANTED
from server.mail import post_of
from server.people import People, signing_keys
from server.routes import ROUTES
from server.settings import Settings
from signaling.echo.echo import EchoLimits
from signaling.ice import IceSettings
from signaling.server import build_signaling

_JOBS_SECONDS = 10.0
_SAYING_SECONDS = 0.2
_LATE_SECONDS = 1.0
_RETRY_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Application:
    """The application, built and not yet started; `web` is its aiohttp application."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        lease: timedelta,
        hasher: PasswordHasher | None = None,
        limiter: RateLimiter | None = None,
        ice: IceSettings | None = None,
    ) -> None:
        self.settings = settings
        self.database = Database(settings.database_url, settings.database_pool)
        self.live = LiveBus()
        self.units = Units(
            self.database, clock, ServiceZone(settings.zone), Vault(settings.encryption_key_pairs()), self.live
        )
        post = post_of(settings)
        self.sealer = AuditSealer(self.units, AuditKeys(settings.audit_key_pairs()), settings.audit_heads)
        pushes = pushes_of(settings)
        self.runner = JobRunner(
            self.units,
            {**JOBS, **Delivery(post, WANTED).handlers(), **pushes.handlers(), **telephone_of(settings).handlers()},
            lease=lease,
        )
        self._redis = _redis(settings.redis_url) if settings.redis_url else None
        if limiter is None:
            limiter = RedisRateLimiter(self._redis) if self._redis else MemoryRateLimiter()
        self.people = People(settings, self.units, hasher)
        self._tasks: list[asyncio.Task[None]] = []
        self._jobs_seconds = _JOBS_SECONDS
        self.signaling = build_signaling(
            units=self.units,
            authenticate=self.people.authenticate_socket,
            chat=ChatWriter(self.units),
            ice=ice or ice_of(settings),
            echo=EchoLimits(seats=settings.echo_seats),
            redis_url=settings.redis_url,
            allowed_origins=[settings.public_url] if settings.environment == "production" else None,
        )
        self.adapters: dict[Key[Any], Any] = {
            **self.people.adapters(),
            POST: post,
            PUSHES: pushes,
            INTAKE: Intake(),
            REMAKER: Remaker(),
            THRESHOLD_KEY: settings.small_cells,
            FILE_ADDRESSES: FileAddresses(signing_keys(settings)),
        }
        remote = RemoteAddress(settings.trusted_proxies)
        edge = Edge(self.units, self.people.authenticate, limiter, remote, self.adapters)
        self.web = web.Application()
        self.web.on_response_prepare.append(add_headers(security_headers(settings.public_url)))
        self.web.router.add_get("/api/openapi.json", _openapi)
        edge.mount(self.web, ROUTES)
        draining = self.signaling.draining
        Health(self.units, self._redis, remote, self.signaling.heard, lambda: draining.begun).mount(self.web)
        self.signaling.attach(self.web)
        WebClient(settings.web_directory, EmergencyPage(self.units).now).mount(self.web)

    async def start(self) -> None:
        """Begin to serve sockets and, unless set otherwise, to work off the outbox."""
        await self.signaling.start()
        if self.settings.run_jobs:
            await self.start_jobs()

    async def start_jobs(self) -> None:
        """Begin to work off the outbox and to seal the audit log, and end what another process left under way."""
        self._tasks.append(asyncio.create_task(self.runner.run(), name="outbox"))
        self._tasks.append(asyncio.create_task(self.sealer.run(), name="audit sealer"))
        self._tasks.append(asyncio.create_task(self._end_lost_runs(), name="lost runs"))
        self._tasks.append(asyncio.create_task(self._begin_repeating(), name="repeating jobs"))
        if self.database.dialect == "postgresql":
            hearing = listen(self.settings.database_url, self.runner.wake)
            self._tasks.append(asyncio.create_task(hearing, name="outbox listener"))

    async def _end_lost_runs(self) -> None:
        try:
            async with self.units.write() as uow:
                await end_lost(uow)
        except (DBAPIError, OSError) as error:
            # The next run that begins does it.
            _log.warning("lost_runs_not_ended", error=type(error).__name__)

    async def _begin_repeating(self) -> None:
        while True:
            try:
                await self.runner.begin_repeating()
            except (DBAPIError, OSError) as error:
                _log.warning("repeating_jobs_not_begun", error=type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return

    async def drain(self) -> None:
        """Take nothing new and bring the clients to leave; returns when they have, or when they had their time.

        With Redis there are other nodes to move to. Without, it is only said that the server goes, and soon comes back.
        """
        draining = self.signaling.draining
        draining.begin()
        self.runner.stop()
        if self._redis is None:
            await draining.move(ALONE_SECONDS)
            await asyncio.sleep(_SAYING_SECONDS)
            return
        times = drain_times(self.settings.drain_seconds)
        self._jobs_seconds = times.ending
        await asyncio.sleep(times.notice)
        await draining.move(times.moving)
        if not await draining.until_gone(times.moving + _LATE_SECONDS):
            _log.warning("clients_stayed")

    async def stop_jobs(self) -> None:
        """Finish the jobs in the hand and take no more; what takes too long is given back for others."""
        self.runner.stop()
        self.sealer.stop()
        if not self._tasks:
            return
        # The outbox and the sealer come to an end by themselves.
        await asyncio.wait(self._tasks[:2], timeout=self._jobs_seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self.runner.release()

    async def stop(self) -> None:
        """Let sockets go and the outbox rest."""
        await self.signaling.stop()
        await self.stop_jobs()

    async def close(self) -> None:
        """Close what is connected."""
        self.people.close()
        if self._redis is not None:
            await self._redis.aclose()
        await self.database.close()


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    lease: timedelta = timedelta(seconds=30),
    hasher: PasswordHasher | None = None,
    limiter: RateLimiter | None = None,
    ice: IceSettings | None = None,
) -> Application:
    """Build the application; nothing connects before `start`. Called within the event loop that will run it."""
    return Application(settings, clock or SystemClock(), lease, hasher, limiter, ice)


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI document of the HTTP interface."""
    return document(ROUTES, version("hagukumi"))


async def _openapi(_request: web.Request) -> web.Response:
    return web.Response(body=orjson.dumps(openapi_document()), content_type="application/json")


def _redis(url: str) -> Redis:
    # Those who ask it go on without it, so it may not keep them waiting.
    return Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0))


def ice_of(settings: Settings) -> IceSettings:
    """Return the relays that the settings name."""
    return IceSettings(
        stun_urls=settings.stun_urls,
        turn_urls=settings.turn_urls,
        turn_secret=settings.turn_secret.get_secret_value() if settings.turn_secret else None,
        turn_lifetime=timedelta(seconds=settings.turn_seconds),
        relay_only=settings.relay_only,
    )
