"""Real server processes on what a run owns: several with PostgreSQL and Redis, or one with SQLite."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.unit_of_work import Units
from server.migrations.run import upgrade
from server.settings import Settings
from tests.faults import standing
from tests.faults.proxy import Proxy

ROOT = Path(__file__).resolve().parents[2]
_READY_SECONDS = 60.0
_DISK_MEBIBYTES = 256


class Nursery:
    """Starts servers; see nursery.py."""

    def __init__(self) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("HAGUKUMI_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            env=clean,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    def bear(self, environment: dict[str, str], log: Path) -> int:
        """Return the process id of a new server."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"environment": environment, "log": str(log)}) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@dataclass
class Node:
    """A server process behind a proxy. It comes back on the same port."""

    environment: dict[str, str]
    port: int
    proxy: Proxy
    log: Path
    nursery: Nursery
    pid: int = 0

    async def start(self) -> None:
        """Start it and return when it answers."""
        self.pid = self.nursery.bear(self.environment, self.log)
        async with aiohttp.ClientSession() as http, asyncio.timeout(_READY_SECONDS):
            while True:
                with suppress(aiohttp.ClientError, OSError):
                    async with http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                        if answer.status == 200:
                            return
                if not self.lives:
                    raise RuntimeError(f"A server did not start:\n{self.log.read_text()[-2000:]}")
                await asyncio.sleep(0.05)

    @property
    def lives(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    async def kill(self) -> None:
        """Kill it from one moment to the next."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        while self.lives:  # noqa: ASYNC110  nothing tells of the end of another's child
            await asyncio.sleep(0.01)

    def hang(self, hangs: bool) -> None:
        """Let it stand still with its connections open, or go on."""
        os.kill(self.pid, signal.SIGSTOP if hangs else signal.SIGCONT)


@dataclass
class Cluster:
    """What a run plays on. `units` reach the database beside all proxies."""

    units: Units
    nodes: list[Node] = field(default_factory=list)
    postgres: standing.Postgres | None = None
    redis: standing.Redis | None = None
    disk: standing.Disk | None = None
    database_proxy: Proxy | None = None
    redis_proxy: Proxy | None = None


@asynccontextmanager
async def several_nodes(count: int) -> AsyncIterator[Cluster]:
    """Run `count` servers on a PostgreSQL and a Redis of their own, each reached through a proxy."""
    async with AsyncExitStack() as stack:
        nursery = Nursery()
        stack.callback(nursery.close)
        postgres = stack.enter_context(standing.postgres())
        redis = stack.enter_context(standing.redis())
        await asyncio.to_thread(upgrade, postgres.url())
        database_proxy, redis_proxy = Proxy(postgres.port), Proxy(redis.port)
        for proxy in (database_proxy, redis_proxy):
            await proxy.start()
            stack.push_async_callback(proxy.stop)
        cluster = Cluster(
            await _units(stack, postgres.url()),
            postgres=postgres,
            redis=redis,
            database_proxy=database_proxy,
            redis_proxy=redis_proxy,
        )
        reached = {
            "HAGUKUMI_DATABASE_URL": postgres.url(database_proxy.port),
            "HAGUKUMI_REDIS_URL": f"redis://127.0.0.1:{redis_proxy.port}/0",
        }
        await _add_nodes(stack, cluster, count, nursery, reached)
        yield cluster


@asynccontextmanager
async def one_node() -> AsyncIterator[Cluster]:
    """Run one server on a SQLite database on a small disk."""
    async with AsyncExitStack() as stack:
        nursery = Nursery()
        stack.callback(nursery.close)
        disk = stack.enter_context(standing.disk(_DISK_MEBIBYTES))
        url = f"sqlite+aiosqlite:///{disk.folder}/hagukumi.db"
        await asyncio.to_thread(upgrade, url)
        cluster = Cluster(await _units(stack, url), disk=disk)
        await _add_nodes(stack, cluster, 1, nursery, {"HAGUKUMI_DATABASE_URL": url})
        yield cluster


async def _add_nodes(
    stack: AsyncExitStack, cluster: Cluster, count: int, nursery: Nursery, reached: dict[str, str]
) -> None:
    logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hagukumi-logs-")))
    for number in range(count):
        port = standing.services.free_port()
        environment = {**reached, "HAGUKUMI_PORT": str(port), "HAGUKUMI_LOG_LEVEL": "warning"}
        proxy = Proxy(port)
        await proxy.start()
        stack.push_async_callback(proxy.stop)
        cluster.nodes.append(Node(environment, port, proxy, logs / f"node-{number}", nursery))
    await asyncio.gather(*(node.start() for node in cluster.nodes))


async def _units(stack: AsyncExitStack, url: str) -> Units:
    database = Database(url, pool_size=2)
    stack.push_async_callback(database.close)
    settings = Settings()
    vault = Vault(settings.encryption_key_pairs())
    return Units(database, SystemClock(), ServiceZone(settings.zone), vault, LiveBus())
