"""A worker that is killed, as by the machine, at a chosen point of its first job.

Usage: python -m tests.clinic.safety.dying_worker DATABASE_URL begun|written|done
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta

from clinic.safety.jobs import handlers
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.outbox.runner import JobRunner
from core.unit_of_work import Units

LEASE = timedelta(seconds=1)


def die():
    """End as `kill -9` ends a process: no handler, no rollback, no goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)


async def work(url, point):
    """Work off the outbox and die: when the job is begun, when its rows are written, or when it is done."""
    vault = Vault([("worker", b"a key of thirty-two bytes in all")])
    units = Units(Database(url, pool_size=2), SystemClock(), ServiceZone(), vault, LiveBus())

    def dying(handler):
        async def run(uow, payload):
            if point == "begun":
                die()
            await handler(uow, payload)
            await uow.session.flush()
            if point == "written":
                die()

        return run

    runner = JobRunner(units, {name: dying(handler) for name, handler in handlers.items()}, lease=LEASE)
    if point == "done":
        await runner.drain()
        die()
    await runner.run()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
