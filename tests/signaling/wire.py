"""The two ends of a connection, below every client library: for clients that do not take in what they are sent."""

import asyncio
import socket
from typing import Any

import aiohttp

from signaling.transport import Socket
from tests.signaling.conftest import Node

_HELD_BYTES = 65_536


def sockets(node: Node) -> list[Socket]:
    """Return the server's ends of all connections."""
    return list(node.signaling._sio.eio.sockets.values())


def connection_of(websocket: aiohttp.ClientWebSocketResponse) -> Any:
    """Return the connection of a client's end, with its transport and its protocol."""
    return websocket._response.connection


def reading(websocket: aiohttp.ClientWebSocketResponse, *, goes_on: bool) -> None:
    """Let a client's end stop taking in what comes, or go on with it."""
    protocol = connection_of(websocket).protocol
    (protocol.resume_reading if goes_on else protocol.pause_reading)()


def hold_little(websocket: aiohttp.ClientWebSocketResponse, theirs: Socket) -> None:
    """Let the system keep little of what the client leaves lying, at its end and at the server's.

    By itself it takes in tens of megabytes before the server notices anything.
    """
    assert theirs._line is not None
    for line, side in ((connection_of(websocket).transport, socket.SO_RCVBUF), (theirs._line, socket.SO_SNDBUF)):
        _socket_of(line).setsockopt(socket.SOL_SOCKET, side, _HELD_BYTES)


def _socket_of(line: asyncio.Transport) -> Any:
    return line.get_extra_info("socket")
