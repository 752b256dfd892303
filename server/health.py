"""Whether the server lives, whether it can serve, what it counts, and which jobs it gave up."""

import math
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from clinic.safety.alerts.watching import late_by
from core.errors import NotFound
from core.http import Call, get, post
from core.model import Instant, Model
from core.outbox.runner import count_open, dead_jobs, revive
from core.policy import allow
from core.principal import Role
from core.redis_away import REDIS_AWAY
from core.unit_of_work import Units
from server.edge.remote import RemoteAddress

_JOBS = Gauge("hagukumi_outbox_jobs", "Jobs that wait, and jobs that were given up", ["state"])
_ALERTS = Gauge("hagukumi_alerts_late_seconds", "For how long the call of an open alert is due and was not made")
_LATE_SECONDS = 60.0
_ADMINISTRATOR = allow(Role.ADMINISTRATOR)


class DeadJob(Model):
    """A job that was given up."""

    id: UUID
    name: str
    attempts: int
    dead_at: Instant
    last_error: str | None


class DeadJobs(Model):
    """The jobs that were given up, newest first, at most a hundred."""

    jobs: list[DeadJob]


class JobPath(Model):
    """Names a job."""

    job_id: UUID


@get("/api/dead-jobs", policy=_ADMINISTRATOR)
async def list_dead_jobs(call: Call) -> DeadJobs:
    """List the jobs that were given up."""
    jobs = await dead_jobs(call.uow)
    return DeadJobs(
        jobs=[
            DeadJob(id=job.id, name=job.name, attempts=job.attempts, dead_at=job.dead_at, last_error=job.last_error)
            for job in jobs
            if job.dead_at is not None
        ]
    )


@post("/api/dead-jobs/{job_id}/revive", policy=_ADMINISTRATOR, errors=("jobs.not_found",))
async def revive_dead_job(call: Call, path: JobPath) -> None:
    """Let a job that was given up run again."""
    if not await revive(call.uow, path.job_id):
        raise NotFound("jobs.not_found", "There is no such job among those given up.")


routes = (list_dead_jobs, revive_dead_job)


class Health:
    """The addresses that a supervisor asks; open, without any data of people."""

    def __init__(
        self,
        units: Units,
        redis: Redis | None,
        remote: RemoteAddress,
        hears: Callable[[], bool],
        drains: Callable[[], bool],
    ) -> None:
        self._units = units
        self._redis = redis
        self._remote = remote
        self._hears = hears
        self._drains = drains

    def mount(self, app: web.Application) -> None:
        """Serve /healthz, /readyz, /alertz and, to this machine only, /metrics."""
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/alertz", self._alerting)
        app.router.add_get("/metrics", self._metrics)

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _ready(self, _request: web.Request) -> web.Response:
        faults = []
        try:
            async with self._units.read() as uow:
                await uow.session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            faults.append("database")
        if self._redis is not None:
            try:
                await self._redis.ping()
            except REDIS_AWAY:
                faults.append("redis")
        if self._drains():
            faults.append("draining")
        if not self._hears():
            faults.append("signaling")
        if faults:
            return web.json_response({"status": "unavailable", "faults": faults}, status=503)
        return web.json_response({"status": "ready"})

    async def _alerting(self, _request: web.Request) -> web.Response:
        """Say whether alerts are worked off, by whichever process: 503 while a call is late for more than a minute."""
        try:
            async with self._units.read() as uow:
                late = (await late_by(uow)).total_seconds()
        except (SQLAlchemyError, OSError):
            return web.json_response({"status": "unavailable", "faults": ["database"]}, status=503)
        if late > _LATE_SECONDS:
            return web.json_response({"status": "unavailable", "faults": ["alerts_late"]}, status=503)
        return web.json_response({"status": "calling"})

    async def _metrics(self, request: web.Request) -> web.Response:
        # A proxy on this machine forwards for others, whether it is named in the settings or not.
        forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        if forwarded or self._remote.of(request) not in {"127.0.0.1", "::1"}:
            raise web.HTTPNotFound
        counted: tuple[float, float] = (math.nan, math.nan)
        late = math.nan
        with suppress(SQLAlchemyError, OSError):
            async with self._units.read() as uow:
                counted = await count_open(uow)
                late = (await late_by(uow)).total_seconds()
        _ALERTS.set(late)
        _JOBS.labels("waiting").set(counted[0])
        _JOBS.labels("dead").set(counted[1])
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
