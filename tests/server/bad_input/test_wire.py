"""Bytes that are no request at all, sent to the listening port."""

import asyncio

import pytest
from aiohttp.test_utils import TestServer

from server.edge import mount

CITY = b"GET /api/city HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
SECRET = b"zb7q-unspoken"
BAD = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + SECRET + b"\r\n\r\n",
    "another method": b"BREW /" + SECRET + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address too long": b"GET /api/city?q=" + SECRET * 1000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a header too long": b"GET /api/city HTTP/1.1\r\nHost: x\r\nCookie: " + SECRET * 1000 + b"\r\n\r\n",
    "a header name too long": b"GET /api/city HTTP/1.1\r\nHost: x\r\n" + SECRET * 1000 + b": x\r\n\r\n",
    "a header without a colon": b"GET /api/city HTTP/1.1\r\nHost: x\r\n" + SECRET + b"\r\n\r\n",
    "a header with a NUL": b"GET /api/city HTTP/1.1\r\nHost: x\r\nX-A: " + SECRET + b"\0\r\n\r\n",
    "two lengths": b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\n{}",
    "a length and chunks": b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a negative length": b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a chunk that is none": b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + SECRET,
}
UNFINISHED = (
    b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    b'{"email": "'
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing gets as far as the database."""
    return sqlite_url


async def ask(server: TestServer, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(sent)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


async def test_what_is_no_request_is_answered_with_400_and_the_server_goes_on(application, caplog, capsys):
    async with TestServer(application.web) as server:
        for name, sent in BAD.items():
            answer = await ask(server, sent)
            assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400")), (name, answer[:200])
        assert (await ask(server, CITY)).startswith(b"HTTP/1.1 200")


async def test_a_body_that_comes_too_slowly_is_not_waited_for(application, monkeypatch):
    monkeypatch.setattr(mount, "_BODY_SECONDS", 0.3)
    async with TestServer(application.web) as server:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(UNFINISHED)
        async with asyncio.timeout(10):
            answer = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        assert answer.startswith(b"HTTP/1.1 400")
        assert (await ask(server, CITY)).startswith(b"HTTP/1.1 200")


async def test_a_client_that_goes_away_in_the_middle_of_its_body_is_no_error_of_ours(application, capsys):
    async with TestServer(application.web) as server:
        _, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(UNFINISHED)
        await writer.drain()
        writer.transport.abort()
        assert (await ask(server, CITY)).startswith(b"HTTP/1.1 200")
    printed = capsys.readouterr()
    assert "request_failed" not in printed.out + printed.err
