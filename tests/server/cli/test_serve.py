"""`hagukumi serve` and `hagukumi worker`: they start, say where they are, and end cleanly when they are told to."""

import re
import signal
import socket
from datetime import timedelta

import pytest

from core.clock import SystemClock
from core.principal import Role
from people.accounts.access_tokens import AccessTokens, SigningKey
from server.settings import Settings
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_encounter
from tests.people.make import make_parent, make_practitioner
from tests.server.cli.process import run, running
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
