"""A private HAProxy for tests: the configuration of docker/, before nodes of this machine."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import machine
import services

CONFIGURATION = Path(__file__).resolve().parent.parent / "docker" / "haproxy.cfg"


@dataclass(frozen=True)
class Proxy:
    """A running proxy: its address, and what it counts."""

    url: str
    control: Path

    def counts(self, backend: str, column: str) -> list[str]:
        """A column of the proxy's own statistics for each node, in their order; such as scur or status."""
        with socket.socket(socket.AF_UNIX) as wire:
            wire.connect(str(self.control))
            wire.sendall(b"show stat\n")
            lines = b"".join(iter(lambda: wire.recv(65_536), b"")).decode().removeprefix("# ").splitlines()
        at = lines[0].split(",").index(column)
        rows = [line.split(",") for line in lines[1:] if line.startswith(f"{backend},node")]
        return [row[at] for row in rows]


def configuration(port: int, nodes: Sequence[int], control: Path) -> str:
    """The configuration with this port, these ports of nodes on this machine, and a way to ask."""
    text = CONFIGURATION.read_text()
    servers = "\n".join(f"    server node{number} 127.0.0.1:{node}" for number, node in enumerate(nodes, 1))
    text = re.sub(r"^    server-template .*$", servers, text, flags=re.MULTILINE)
    text = text.replace("bind :8080", f"bind 127.0.0.1:{port}", 1)
    text = text.replace("maxconn 10000", "maxconn 200")
    return text.replace("global\n", f"global\n    stats socket {control} mode 600\n", 1)


def ready(proxy: Proxy) -> bool:
    """Whether it answers and can be asked: its own socket gets its name only after the port is open."""
    return proxy.control.exists() and machine.answers(proxy.url)


@contextmanager
def haproxy(nodes: Sequence[int]) -> Iterator[Proxy]:
    """Runs HAProxy before nodes that listen on these ports of this machine, or will."""
    binary, user = machine.haproxy(), services.unprivileged()
    if binary is None:
        raise RuntimeError(machine.advice("This needs", [machine.HAPROXY]))
    with services.private_folder(user) as folder:
        port = services.free_port()
        proxy = Proxy(f"http://127.0.0.1:{port}", folder / "control")
        written = folder / "haproxy.cfg"
        written.write_text(configuration(port, nodes, proxy.control))
        written.chmod(0o644)
        server = services.start([binary, "-db", "-f", written], folder, user)
        try:
            services.await_ready(server, lambda: ready(proxy), folder / "log")
            yield proxy
        finally:
            server.terminate()
            server.wait()
