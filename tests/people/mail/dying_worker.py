"""A worker that is killed, as by the machine, at a chosen point of sending its first mail.

Usage: python -m tests.people.mail.dying_worker DATABASE_URL SMTP_PORT begun|claimed|accepted
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta

from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.outbox.runner import JobRunner
from core.unit_of_work import Units
from people.mail import delivery
from people.mail.delivery import Delivery, Post
from people.mail.smtp import SmtpServer
from server.settings import Settings

LEASE = timedelta(seconds=1)


def die(*_args, **_kwargs):
    """End as `kill -9` ends a process: no handler, no rollback, no goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)


async def work(url: str, port: str, point: str) -> None:
    """Work off the outbox and die: before the mail is claimed, before the server is called, when it has accepted."""
    vault = Vault(Settings().encryption_key_pairs())
    units = Units(Database(url, pool_size=2), SystemClock(), ServiceZone(), vault, LiveBus())
    if point == "begun":
        Delivery._begin = die
    elif point == "claimed":
        delivery.handed_over = die
    elif point == "accepted":
        delivery._end = die
    else:
        raise ValueError(point)
    server = SmtpServer("127.0.0.1", int(port), encryption="none", seconds=30)
    post = Post("https://hagukumi.example", "no-reply@city.example", server=server)
    await JobRunner(units, Delivery(post).handlers(), lease=LEASE).run()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
