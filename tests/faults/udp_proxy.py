"""A weak line over UDP between clients and one server, as the kernel's netem would make it.

`python -m tests.faults.udp_proxy --to HOST:PORT [--seed NUMBER]`. Its first line of output is {"port": PORT}, where the
clients find it on 127.0.0.1. Each line of input, {"up": CONDITIONS, "down": CONDITIONS} as in weak_line (either may be
missing and stays as it is), holds for what is sent from then on and is answered by what passed and was lost so far.
It ends with its input.
"""

import argparse
import asyncio
import json
import socket
import sys
from functools import partial

from tests.faults.weak_line import Conditions, Direction

Address = tuple[str, int]
LARGEST = 65_535
HOST = "127.0.0.1"


def open_socket() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setblocking(False)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    return made


class Proxy:
    """Passes on datagrams, each client's from a port of its own, so that the server tells them apart."""

    def __init__(self, server: Address, seed: int) -> None:
        self.up, self.down = Direction(seed), Direction(seed + 1)
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._front = open_socket()
        self._front.bind((HOST, 0))
        self._behind: dict[Address, socket.socket] = {}
        self._loop.add_reader(self._front, self._from_clients)

    @property
    def port(self) -> int:
        return int(self._front.getsockname()[1])

    def close(self) -> None:
        for one in (self._front, *self._behind.values()):
            self._loop.remove_reader(one)
            one.close()

    def _from_clients(self) -> None:
        while (got := _receive(self._front)) is not None:
            data, client = got
            self._pass(self.up, data, partial(self._send_up, client, data))

    def _from_server(self, client: Address, behind: socket.socket) -> None:
        while (got := _receive(behind)) is not None:
            data, _ = got
            self._pass(self.down, data, partial(_send, self._front, data, client))

    def _pass(self, way: Direction, data: bytes, send: partial[None]) -> None:
        now = self._loop.time()
        at = way.arrival(len(data), now)
        if at is not None:
            self._loop.call_at(at, send)

    def _send_up(self, client: Address, data: bytes) -> None:
        behind = self._behind.get(client)
        if behind is None:
            behind = self._behind[client] = open_socket()
            behind.bind((HOST, 0))
            self._loop.add_reader(behind, self._from_server, client, behind)
        _send(behind, data, self._server)


def _receive(one: socket.socket) -> tuple[bytes, Address] | None:
    try:
        data, sender = one.recvfrom(LARGEST)
    except (BlockingIOError, ConnectionRefusedError):
        return None
    return data, sender


def _send(one: socket.socket, data: bytes, to: Address) -> None:
    try:
        one.sendto(data, to)
    except OSError:
        # A full buffer, or nobody there: lost, as on any line.
        return


def say(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


async def serve(server: Address, seed: int) -> None:
    proxy = Proxy(server, seed)
    say({"port": proxy.port})
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    ways = {"up": proxy.up, "down": proxy.down}
    while line := await reader.readline():
        for name, conditions in json.loads(line).items():
            ways[name].conditions = Conditions(**conditions)
        say({name: {"passed": way.passed, "lost": way.lost} for name, way in ways.items()})
    proxy.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    host, _, port = options.to.rpartition(":")
    asyncio.run(serve((host, int(port)), options.seed))


if __name__ == "__main__":
    main()
