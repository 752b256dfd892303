"""`hagukumi serve` and `hagukumi worker`: they start, say where they are, and end cleanly when they are told to."""

import asyncio
import os
import re
import signal
import socket
from datetime import timedelta

import aiohttp
import pytest
from redis.asyncio import Redis

from core.clock import SystemClock
from core.database import Database
from core.principal import Role
from core.unit_of_work import Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from server.settings import Settings
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_encounter
from tests.fixtures.proxy import services
from tests.people.make import make_parent, make_practitioner
from tests.server.cli.process import WAIT_SECONDS, finish, run, running
from tests.signaling.client import CONSULTATION, PERSON, Client, auth_of

TOKENS = AccessTokens([SigningKey(kid, secret.encode()) for kid, secret in Settings().token_key_pairs()])


@pytest.fixture
def clock() -> SystemClock:
    """The process lives in the present."""
    return SystemClock()


async def test_serve_ends_cleanly_while_people_are_connected(database_url, units):
    by = signal.SIGINT if units.database.dialect == "sqlite" else signal.SIGTERM
    async with units.write() as uow:
        parent = await make_parent(uow)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        booked = await make_appointment(uow, parent, midwife, uow.now + timedelta(minutes=5))
        encounter = await make_encounter(uow, booked)
        token = TOKENS.issue(parent.account_id, parent.session_id, parent.role, uow.now)[0]
    async with running("serve", database_url=database_url, port=0) as server:
        url = re.search(r"http://\S+", await server.line("http://localhost:"))[0]
        clients = [Client(PERSON), Client(CONSULTATION)]
        await clients[0].connect(url, auth_of(token))
        await clients[1].connect(url, auth_of(token), f"encounter={encounter.id}")
        await clients[1].done("join", {"since": 0})
        ended = await server.end(by)
        for client in clients:
            await client.close()
    assert (ended.code, "Traceback" in ended.out) == (0, False), ended.out


async def test_readyz_says_why_a_node_is_not_to_be_given_anybody(sqlite_url, clock, zone, vault, live):
    database = Database(sqlite_url)
    async with Units(database, clock, zone, vault, live).write() as uow:
        parent = await make_parent(uow)
        token = TOKENS.issue(parent.account_id, parent.session_id, parent.role, uow.now)[0]
    await database.close()
    with services.redis() as redis_url:
        async with Redis.from_url(redis_url) as redis:
            redis_process = (await redis.info("server"))["process_id"]
        settings = {"database_url": sqlite_url, "redis_url": redis_url, "drain_seconds": 30, "port": 0}
        async with running("serve", **settings) as server, aiohttp.ClientSession() as http:
            url = re.search(r"http://\S+", await server.line("http://localhost:"))[0]
            await until_ready_says(http, url, 200, {"status": "ready"})
            os.kill(redis_process, signal.SIGSTOP)
            try:
                deaf = {"status": "unavailable", "faults": ["redis", "signaling"]}
                await until_ready_says(http, url, 503, deaf)
                async with http.get(f"{url}/healthz") as alive:
                    assert alive.status == 200
            finally:
                os.kill(redis_process, signal.SIGCONT)
            await until_ready_says(http, url, 200, {"status": "ready"})
            # Who is connected holds it up.
            client = Client(PERSON)
            await client.connect(url, auth_of(token))
            server.process.send_signal(signal.SIGTERM)
            await until_ready_says(http, url, 503, {"status": "unavailable", "faults": ["draining"]})
            await client.close()
            ended = await finish(server.process)
    assert (ended.code, "Traceback" in ended.out) == (0, False), ended.out


async def until_ready_says(http, url, status, said):
    """Ask again and again; what else it says meanwhile does not matter."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            async with http.get(f"{url}/readyz") as answer:
                if (answer.status, await answer.json()) == (status, said):
                    return
            await asyncio.sleep(0.1)


async def test_worker_ends_cleanly(database_url):
    async with running("worker", database_url=database_url) as worker:
        await worker.line("working")
        ended = await worker.end(signal.SIGTERM)
    assert (ended.code, "Traceback" in ended.out) == (0, False), ended.out


async def test_a_second_serve_on_the_same_port_says_so_in_one_line(sqlite_url):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = await run("serve", database_url=sqlite_url, port=port)
    said = [line for line in ended.err.splitlines() if not line.startswith("{")]
    assert ended.code == 1
    assert len(said) == 1, said
    assert said[0].startswith(f"hagukumi serve: cannot listen on 127.0.0.1:{port} (Address already in use); ")
    assert "HAGUKUMI_PORT" in said[0]


async def test_serve_without_its_database_says_so_in_one_line():
    ended = await run("serve", database_url="postgresql+asyncpg://nobody@127.0.0.1:1/none", port=0)
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1, ended.err
    assert "hagukumi doctor" in ended.err
