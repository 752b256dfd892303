"""What the servers stand on, private to a run and stopped and started at will: PostgreSQL, Redis, a small disk."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import asyncpg

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import machine
import services

_MEBIBYTE = 2**20


class Postgres:
    """A PostgreSQL cluster that keeps what it committed when its processes are killed, though not at a power cut."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._folder = folder
        self._binaries = binaries
        self._user = services.unprivileged()
        self.port = services.free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        how = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]
        made = services.start([self._binaries / "initdb", "-D", self._folder / "data", *how], self._folder, self._user)
        if made.wait() != 0:
            raise RuntimeError(f"initdb failed:\n{(self._folder / 'log').read_text(errors='replace')[-2000:]}")

    def start(self) -> None:
        """Start it and return when it lets people in."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self._folder),
            # The machine goes on, so what was given to the kernel is safe; the commit itself is waited for.
            "fsync": "off",
            "max_connections": "200",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [self._binaries / "postgres", "-D", self._folder / "data", *options]
        self._process = services.start(command, self._folder, self._user)
        asked = [self._binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        services.await_ready(
            self._process, lambda: subprocess.run(asked, check=False).returncode == 0, self._folder / "log"
        )

    def stop(self, *, at_once: bool = False) -> None:
        """Stop it: clients are sent away, or `at_once` all is dropped as in a crash."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            self._process.wait()
            self._process = None

    async def refuse_writes(self, refuses: bool) -> None:
        """Let it take no writes, as a database does whose disk is full, or take them again."""
        connection = await asyncpg.connect(host="127.0.0.1", port=self.port, user="postgres", database="postgres")
        try:
            await connection.execute("SET default_transaction_read_only = off")
            await connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if refuses else 'off'}")
            await connection.execute("SELECT pg_reload_conf()")
        finally:
            await connection.close()

    def url(self, port: int | None = None) -> str:
        """Return its URL, or that of a proxy before it."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{port or self.port}/postgres"


@contextmanager
def postgres() -> Iterator[Postgres]:
    binaries = machine.postgres_folder()
    if binaries is None:
        raise RuntimeError(machine.advice("The fault tests need", [machine.POSTGRES]))
    with services.private_folder(services.unprivileged()) as folder:
        cluster = Postgres(folder, binaries)
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop(at_once=True)


class Redis:
    """A Redis that keeps nothing on disk."""

    def __init__(self, folder: Path, binary: str) -> None:
        self._folder = folder
        self._binary = binary
        self._user = services.unprivileged()
        self.port = services.free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        keeps = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._process = services.start([self._binary, *keeps, "--dir", self._folder], self._folder, self._user)
        services.await_ready(
            self._process, lambda: machine.answers(f"tcp://127.0.0.1:{self.port}"), self._folder / "log"
        )

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self, hangs: bool) -> None:
        """Let it stand still with its connections open, or go on."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP if hangs else signal.SIGCONT)


@contextmanager
def redis() -> Iterator[Redis]:
    binary = machine.redis_server()
    if binary is None:
        raise RuntimeError(machine.advice("The fault tests need", [machine.REDIS]))
    with services.private_folder(services.unprivileged()) as folder:
        server = Redis(folder, binary)
        server.start()
        try:
            yield server
        finally:
            server.stop()


class Disk:
    """A folder that can be full: a small file system where the machine lets us mount one.

    Elsewhere `limit` is the way: then no file of the process may grow, which SQLite meets as an error of the disk.
    """

    def __init__(self, folder: Path, mounted: bool) -> None:
        self.folder = folder
        self._mounted = mounted
        self._ballast = folder / "ballast"

    def fill(self, process: int) -> None:
        """Leave no room for the process."""
        if self._mounted:
            with self._ballast.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"\0" * 4096)
                except OSError:
                    return
        else:
            largest = max(path.stat().st_size for path in self.folder.iterdir())
            hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(process, resource.RLIMIT_FSIZE, (largest, hard))

    def free(self, process: int) -> None:
        """Give the room back."""
        self._ballast.unlink(missing_ok=True)
        if not self._mounted:
            hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def disk(mebibytes: int) -> Iterator[Disk]:
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="hagukumi-disk-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        mounted = False
        if os.geteuid() == 0:
            how = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes * _MEBIBYTE}", "hagukumi-faults", str(folder)]
            mounted = subprocess.run(how, check=False, stderr=subprocess.DEVNULL).returncode == 0
        if mounted:
            stack.callback(subprocess.run, ["umount", "-l", str(folder)])
        yield Disk(folder, mounted)
