"""What this machine offers: commands and their versions, servers that answer, Debian packages that can be installed."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

POSTGRES_URL = "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"
REDIS_URL = "redis://127.0.0.1:6379/0"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Part:
    """Something a machine can lack: what to call it, and the Debian packages that bring it."""

    name: str
    debian: str


POSTGRES = Part("PostgreSQL 13 or later", "postgresql")
REDIS = Part("Redis", "redis-server")
COTURN = Part("coturn", "coturn")
HAPROXY = Part("HAProxy 2.6 or later", "haproxy")
CHROMIUM = Part("Chromium", "chromium")
VENV = Part("Python's venv module", "python3-venv")
FONT = Part("a font with Japanese glyphs", "fonts-noto-cjk")


def version(command: str) -> tuple[int, ...] | None:
    """The version that a command on the PATH prints, or None when it is not there."""
    found = shutil.which(command)
    if found is None:
        return None
    printed = subprocess.run([found, "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    numbers = re.search(r"\d+(\.\d+)+", printed)
    return tuple(int(part) for part in numbers.group().split(".")) if numbers else None


def chromium() -> str | None:
    """The path of a Chromium or Chrome on the PATH."""
    named = os.environ.get("HAGUKUMI_TEST_CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def postgres_folder() -> Path | None:
    """The folder with initdb and pg_ctl: of the PATH, else the newest of Debian's."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: float(path.parent.parent.name), default=None)
    return newest.parent if newest else None


def redis_server() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def coturn() -> str | None:
    return shutil.which("turnserver")


def haproxy() -> str | None:
    # Debian puts it where only root's PATH looks.
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")


def answers(url: str) -> bool:
    """Whether a server accepts connections at the address."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=2):
            return True
    except OSError:
        return False


def postgres_is_ours(url: str) -> bool:
    """Whether the PostgreSQL at the address lets us in, to make databases with exclusion constraints over UUIDs."""
    client = shutil.which("psql")
    if client is None or not answers(url):
        return False
    question = (
        "select rolsuper and exists (select from pg_available_extensions where name = 'btree_gist')"
        " from pg_roles where rolname = current_user"
    )
    asked = subprocess.run(
        [client, "--no-psqlrc", "--no-password", "-tAc", question, url.replace("+asyncpg", "")],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return asked.stdout.strip() == "t"


def redis_is_open(url: str) -> bool:
    """Whether the Redis at the address answers without a password."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=2) as wire:
            wire.sendall(b"PING\r\n")
            return wire.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def has_japanese_font() -> bool:
    listed = shutil.which("fc-list")
    if listed is None:
        return False
    return bool(subprocess.run([listed, ":lang=ja", "file"], capture_output=True, text=True).stdout.strip())


def missing(*, browser: bool) -> list[Part]:
    """What the tests need and this machine lacks."""
    lacking = []
    if postgres_folder() is None and not postgres_is_ours(os.environ.get("HAGUKUMI_TEST_POSTGRES_URL", POSTGRES_URL)):
        lacking.append(POSTGRES)
    if redis_server() is None and not redis_is_open(os.environ.get("HAGUKUMI_TEST_REDIS_URL", REDIS_URL)):
        lacking.append(REDIS)
    if coturn() is None:
        lacking.append(COTURN)
    if haproxy() is None:
        lacking.append(HAPROXY)
    if browser and chromium() is None:
        lacking.append(CHROMIUM)
    if browser and not has_japanese_font():
        lacking.append(FONT)
    return lacking


def can_install() -> bool:
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(parts: list[Part]) -> None:
    """Installs Debian packages; what fails is seen by asking again what is missing."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    names = [part.debian for part in parts]
    if CHROMIUM in parts or FONT in parts:
        names.append("fontconfig")
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    for attempt in (command, ["apt-get", "update", "-qq"], command):
        done = subprocess.run(attempt, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if attempt is command and done.returncode == 0:
            return


def advice(who: str, parts: list[Part]) -> str:
    """One line that says what to install; `who` is like "The tests need"."""
    names = ", ".join(part.name for part in parts)
    packages = " ".join(part.debian for part in parts)
    return f"{who} {names}: install it (on Debian or Ubuntu: sudo apt-get install {packages})."
