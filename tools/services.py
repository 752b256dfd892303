"""Private PostgreSQL and Redis servers for tests: on free ports, as an unprivileged user, gone afterwards.

Tests that stop a server use one of these, never the machine's own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import machine

READY_SECONDS = 20.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> pwd.struct_passwd | None:
    """The user to run a server as when we are root (PostgreSQL refuses root), else None."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextmanager
def private_folder(user: pwd.struct_passwd | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hagukumi-"))
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start(command: Sequence[str | Path], folder: Path, user: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    log = (folder / "log").open("ab")
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C"}
    # A group of its own: Ctrl-C reaches the tests first, which then end their servers in order.
    return subprocess.Popen(
        list(command),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        process_group=0,
        **who,
    )


def await_ready(process: subprocess.Popen[bytes], is_ready: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while not is_ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"A private server did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


@contextmanager
def postgres() -> Iterator[str]:
    """A private PostgreSQL without durability; gives its URL (superuser postgres, no password, loopback only)."""
    binaries, user = machine.postgres_folder(), unprivileged()
    if binaries is None:
        raise RuntimeError(machine.advice("This needs", [machine.POSTGRES]))
    with private_folder(user) as folder:
        data, port = folder / "data", free_port()
        make = [
            binaries / "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        if start(make, folder, user).wait() != 0:
            raise RuntimeError(f"initdb failed:\n{(folder / 'log').read_text(errors='replace')[-2000:]}")
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        server = start([binaries / "postgres", "-D", data, *options], folder, user)
        try:
            # Its port answers a while before it lets anybody in.
            asked = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            await_ready(server, lambda: subprocess.run(asked).returncode == 0, folder / "log")
            yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(2)  # SIGINT: PostgreSQL's fast shutdown
            server.wait()


@contextmanager
def redis(port: int | None = None) -> Iterator[str]:
    """A private Redis that keeps nothing on disk, on a free port or on this one; gives its URL (database 0)."""
    binary, user = machine.redis_server(), unprivileged()
    if binary is None:
        raise RuntimeError(machine.advice("This needs", [machine.REDIS]))
    with private_folder(user) as folder:
        port = port or free_port()
        options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder)]
        server = start([binary, *options], folder, user)
        try:
            await_ready(server, lambda: machine.answers(f"tcp://127.0.0.1:{port}"), folder / "log")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()
