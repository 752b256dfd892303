"""The checks of `hagukumi doctor`: each looks at one thing and says what to do."""

import asyncio
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from aioice import stun
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import Connection, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from clinic.safety.lines.model import is_stale, shipped_lines
from clinic.safety.tables import CrisisLineList, Flag
from core.audit.heads import append
from core.audit.tables import AuditEvent
from core.audit.verifying import SEALED_WITHIN
from core.clock import ServiceZone, as_utc
from core.database import Database, Dialect
from core.keys.tables import DataKey
from core.outbox.tables import OutboxJob
from people.mail.smtp import NotNow, reach
from server.mail import post_of
from server.migrations.run import alembic_config
from server.settings import Settings

_LEAST_FREE_BYTES = 1024**3
_CLOCK_TOLERANCE_SECONDS = 2.0
_STUN_SECONDS = 3.0
_SMTP_SECONDS = 10.0
_STEP_TOLERANCE = timedelta(minutes=1)


Grade = Literal["ok", "note", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `text` says what to do where something is wrong."""

    subject: str
    grade: Grade
    text: str


async def examine(settings: Settings) -> list[Finding]:
    """Run each check and return all findings."""
    findings: list[Finding] = []
    for check in (_settings, _database, _audit_heads, _redis, _mail, _alerts, _turn, _disk, _web_client):
        findings += await check(settings)
    return findings


async def _settings(settings: Settings) -> list[Finding]:
    if settings.environment == "production":
        return [Finding("settings", "ok", "production, with keys of its own")]
    return [Finding("settings", "note", "development; for people, set HAGUKUMI_ENVIRONMENT=production")]


async def _database(settings: Settings) -> list[Finding]:
    if not _place(settings).is_dir():
        return []  # The check of the disk says so, and what to do.
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.read() as session:
            connection = await session.connection()
            migrated = _migrated(settings, await connection.run_sync(_revision))
            if migrated.grade == "fault":
                return [migrated]
            return [
                migrated,
                await _clock(session, database.dialect),
                await _dead_jobs(session),
                await _audit(session),
                await _steps(session),
                await _lines(session, ServiceZone(settings.zone)),
                await _keys(session, settings),
            ]
    except (SQLAlchemyError, OSError) as error:
        return [Finding("database", "fault", f"does not answer ({type(error).__name__}); check HAGUKUMI_DATABASE_URL")]
    finally:
        await database.close()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _migrated(settings: Settings, current: str | None) -> Finding:
    head = ScriptDirectory.from_config(alembic_config(settings.database_url)).get_current_head()
    if current == head:
        return Finding("database", "ok", f"answers and is up to date ({head})")
    return Finding("database", "fault", f"is at {current}, not at {head}; run `hagukumi db upgrade`")


async def _clock(session: AsyncSession, dialect: Dialect) -> Finding:
    """Compare the clock with the database's, and with the newest job, which cannot be from the future."""
    now = datetime.now(UTC)
    if dialect == "postgresql":
        apart = abs(
            (as_utc((await session.execute(text("SELECT clock_timestamp()"))).scalar_one()) - now).total_seconds()
        )
        if apart > _CLOCK_TOLERANCE_SECONDS:
            return Finding("clock", "fault", f"is {apart:.0f} s from the database's; let chrony or ntpd set both")
    newest = await session.scalar(select(func.max(OutboxJob.created_at)))
    ahead = 0.0 if newest is None else (newest - now).total_seconds()
    if ahead > _CLOCK_TOLERANCE_SECONDS:
        return Finding("clock", "fault", f"is {ahead:.0f} s behind what was stored already; let chrony or ntpd set it")
    return Finding("clock", "ok", "agrees with what is stored")


async def _dead_jobs(session: AsyncSession) -> Finding:
    dead = await session.scalar(select(func.count()).where(OutboxJob.dead_at.is_not(None)))
    if dead:
        return Finding(
            "jobs", "fault", f"{dead} were given up; an administrator sees and revives them at /api/dead-jobs"
        )
    return Finding("jobs", "ok", "none was given up")


async def _keys(session: AsyncSession, settings: Settings) -> Finding:
    given = [key_id for key_id, _ in settings.encryption_key_pairs()]
    rows = await session.execute(select(DataKey.master_id, func.count()).group_by(DataKey.master_id))
    counts: dict[str, int] = {row[0]: row[1] for row in rows}
    missing = sorted(counts.keys() - set(given))
    if missing:
        words = f"what was sealed under {', '.join(missing)} cannot be read; put it back into HAGUKUMI_ENCRYPTION_KEYS"
        return Finding("keys", "fault", words)
    if counts.keys() - {given[0]}:
        return Finding("keys", "note", f"not all are under {given[0]}; run `hagukumi keys rotate`")
    return Finding("keys", "ok", f"are all under {given[0]}")


async def _audit(session: AsyncSession) -> Finding:
    waiting = select(func.min(AuditEvent.recorded_at)).where(AuditEvent.sequence.is_(None))
    oldest: datetime | None = await session.scalar(waiting)
    if oldest is not None and oldest < datetime.now(UTC) - SEALED_WITHIN:
        words = "holds events that nobody seals; let `hagukumi serve` or `hagukumi worker` run"
        return Finding("audit log", "note", words)
    return Finding("audit log", "ok", "is sealed; `hagukumi audit verify` looks whether it is whole")


async def _audit_heads(settings: Settings) -> list[Finding]:
    if settings.audit_heads is None:
        words = "not set: a cut tail of the audit log would not be seen; set HAGUKUMI_AUDIT_HEADS"
        return [Finding("audit heads", "note", words)]
    try:
        append(settings.audit_heads, [])
    except OSError as error:
        words = f"{settings.audit_heads} cannot be written ({error.strerror}); check HAGUKUMI_AUDIT_HEADS"
        return [Finding("audit heads", "fault", words)]
    return [Finding("audit heads", "ok", f"are appended to {settings.audit_heads}")]


async def _steps(session: AsyncSession) -> Finding:
    """Look whether the worker makes the steps of open alerts in time."""
    late = await session.scalar(
        select(func.count()).where(Flag.closed_at.is_(None), Flag.next_at < datetime.now(UTC) - _STEP_TOLERANCE)
    )
    if late:
        words = f"{late} wait for a call that is due: does a server or `hagukumi worker` run? Ring who is on duty"
        return Finding("alerts", "fault", words)
    return Finding("alerts", "ok", "no call is late")


async def _lines(session: AsyncSession, zone: ServiceZone) -> Finding:
    """Look whether somebody checked the numbers of the crisis lines, and not too long ago."""
    newest = select(CrisisLineList.checked_on).order_by(CrisisLineList.version.desc()).limit(1)
    checked_on = await session.scalar(newest)
    who = "let a coordinator check them and say so at /alerts/lines"
    if is_stale(checked_on or shipped_lines().checked_on, zone.today(datetime.now(UTC))):
        return Finding("crisis lines", "note", f"were checked more than half a year ago; {who}")
    if checked_on is None:
        return Finding("crisis lines", "note", f"are those that came with the product, and nobody reviewed them; {who}")
    return Finding("crisis lines", "ok", f"were checked on {checked_on}")


async def _alerts(settings: Settings) -> list[Finding]:
    """Look whether an alert can wake anybody whose page is closed."""
    wakes = [
        name
        for name, given in (("web push", settings.push_key), ("your telephone service", settings.alert_url))
        if given
    ]
    if wakes:
        return [Finding("alarm", "ok", f"{' and '.join(wakes)} can wake who is on duty")]
    words = "nothing wakes who is on duty: set HAGUKUMI_ALERT_URL or HAGUKUMI_PUSH_KEY"
    return [Finding("alarm", "fault" if settings.environment == "production" else "note", words)]


async def _redis(settings: Settings) -> list[Finding]:
    if settings.redis_url is None:
        return [Finding("redis", "note", "not set: one server process only; for several set HAGUKUMI_REDIS_URL")]
    redis = Redis.from_url(settings.redis_url, socket_connect_timeout=3, socket_timeout=3)
    try:
        await redis.ping()
    except (RedisError, OSError) as error:
        return [Finding("redis", "fault", f"does not answer ({type(error).__name__}); check HAGUKUMI_REDIS_URL")]
    finally:
        await redis.aclose()
    return [Finding("redis", "ok", "answers")]


async def _mail(settings: Settings) -> list[Finding]:
    server = post_of(settings).server
    if server is None:
        if settings.environment == "production":
            words = "not set: nobody gets a confirmation, a reminder or a new password; set HAGUKUMI_SMTP_HOST"
            return [Finding("mail", "fault", words)]
        return [
            Finding("mail", "note", "not set: mails are kept and shown to the administrator; see HAGUKUMI_SMTP_HOST")
        ]
    try:
        await reach(replace(server, seconds=_SMTP_SECONDS))
    except NotNow as error:
        said = f"said {error.code}" if error.code else f"does not answer ({error})"
        return [Finding("mail", "fault", f"{server.host}:{server.port} {said}; check the HAGUKUMI_SMTP settings")]
    return [Finding("mail", "ok", f"{server.host}:{server.port} takes mails")]


async def _turn(settings: Settings) -> list[Finding]:
    if not settings.turn_urls:
        # Behind the proxy this server is reached by its relay alone, so the echo of the device check is lost to all.
        words = "not set: calls fail on strict networks, and device checks may call each network blocked; "
        grade: Grade = "fault" if settings.environment == "production" else "note"
        return [Finding("turn", grade, f"{words}set HAGUKUMI_TURN_URLS")]
    return [await _reachable(url) for url in settings.turn_urls]


async def _reachable(url: str) -> Finding:
    scheme, _, rest = url.partition(":")
    address, _, query = rest.partition("?")
    host, _, port = address.rpartition(":") if ":" in address else (address, "", "")
    number = int(port) if port.isdigit() else (5349 if scheme == "turns" else 3478)
    try:
        if scheme == "turns" or "transport=tcp" in query:
            _, writer = await asyncio.wait_for(asyncio.open_connection(host, number), _STUN_SECONDS)
            writer.close()
        else:
            await asyncio.wait_for(_bind(host, number), _STUN_SECONDS)
    except (OSError, TimeoutError):
        return Finding("turn", "fault", f"{url} does not answer; is coturn running, is the port open?")
    return Finding("turn", "ok", f"{url} answers")


class _Answer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.received: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002  the base's signature
        if not self.received.done():
            self.received.set_result(None)

    def error_received(self, exc: Exception) -> None:
        if not self.received.done():
            self.received.set_exception(exc)


async def _bind(host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    transport, answer = await loop.create_datagram_endpoint(_Answer, remote_addr=(host, port))
    try:
        transport.sendto(bytes(stun.Message(stun.Method.BINDING, stun.Class.REQUEST)))
        await answer.received
    finally:
        transport.close()


def _place(settings: Settings) -> Path:
    """Return the folder of the data that this machine keeps."""
    url = make_url(settings.database_url)
    return Path(url.database).parent if url.drivername.startswith("sqlite") and url.database else Path.cwd()


async def _disk(settings: Settings) -> list[Finding]:
    place = _place(settings)
    if not place.is_dir():
        return [Finding("disk", "fault", f"there is no folder {place}; make it, or set HAGUKUMI_DATABASE_URL")]
    free = shutil.disk_usage(place).free
    if free < _LEAST_FREE_BYTES:
        return [Finding("disk", "fault", f"only {free // 1024**2} MiB are free in {place}; make room")]
    return [Finding("disk", "ok", f"{free // 1024**3} GiB are free in {place}")]


async def _web_client(settings: Settings) -> list[Finding]:
    if (settings.web_directory / "index.html").is_file():
        return [Finding("web client", "ok", f"is built in {settings.web_directory}")]
    return [Finding("web client", "fault", f"is not in {settings.web_directory}; run `npm run build` in clients/web")]
