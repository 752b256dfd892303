"""Prepares this machine for `make run` or `make test`: environment, node modules, web client, system packages.

Runs before any package is there, so it uses the standard library only. Each step leaves a stamp with the hash of what
it was made from and is not repeated while the hash is the same. What cannot be installed from here is named in one
line.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import machine

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WEB = ROOT / "clients" / "web"
BROWSER = ROOT / "tests" / "browser"
STAMPS = ROOT / "var" / "stamps"

NOT_SOURCES = {"node_modules", "dist", ".vite", "coverage"}


class Refused(Exception):
    """What is missing and cannot be installed from here, in one line."""


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, stdout=sys.stderr
    )
    if done.returncode != 0:
        raise Refused(f"This command failed (exit code {done.returncode}): {' '.join(map(str, command))}")


def digest(paths: Iterable[Path]) -> str:
    """The hash of the names and contents of the files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class Stamp:
    """Remembers what a step was made from; `place` lies within what the step makes, or in var/."""

    def __init__(self, place: Path, sources: Iterable[Path]) -> None:
        self.place = place
        self.hash = digest(sources)

    def fresh(self) -> bool:
        return self.place.is_file() and self.place.read_text() == self.hash

    def leave(self) -> None:
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self.place.write_text(self.hash)


def ensure_python(*, dev: bool) -> None:
    """The virtual environment with the locked packages and the command `hagukumi`."""
    if not (VENV / "bin" / "python").exists():
        say("Making the Python environment (.venv) ...")
        if not make_venv() and machine.can_install():
            machine.install([machine.VENV])
        if not (VENV / "bin" / "pip").exists() and not make_venv():
            raise Refused(machine.advice("Hagukumi needs", [machine.VENV]))
    python = VENV / "bin" / "python"
    build, runtime, development = (ROOT / f"requirements{part}.lock" for part in ("-build", "", "-dev"))
    # The development lock holds all of the runtime lock in the same versions: tests/house checks that.
    lock = development if dev else runtime
    stamp = Stamp(VENV / f".installed-{lock.name}", [lock, build])
    complete = Stamp(VENV / f".installed-{development.name}", [development, build])
    if not (stamp.fresh() or complete.fresh()):
        say(f"Installing the Python packages of {lock.name} ...")
        pip_install(python, "--require-hashes", "-r", str(build), "-r", str(lock))
        stamp.leave()
    project = Stamp(VENV / ".installed-project", [ROOT / "pyproject.toml"])
    if not (project.fresh() and (VENV / "bin" / "hagukumi").exists()):
        pip_install(python, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        project.leave()


def make_venv() -> bool:
    """Makes the virtual environment; Debian ships Python without the module that can."""
    made = subprocess.run([sys.executable, "-m", "venv", VENV], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
    return made.returncode == 0


def pip_install(python: Path, *arguments: str) -> None:
    run([python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", *arguments])


def ensure_node() -> None:
    found = {name: machine.version(name) for name in ("node", "npm")}
    for name, version in found.items():
        if version is None:
            raise Refused(f"Hagukumi needs Node.js 20.19 or later with npm: {name} was not found on the PATH.")
        if name == "node" and version < (20, 19):
            raise Refused(f"Hagukumi needs Node.js 20.19 or later; found {'.'.join(map(str, version))}.")


def ensure_modules(folder: Path) -> None:
    lock = folder / "package-lock.json"
    stamp = Stamp(folder / "node_modules" / ".installed", [lock, folder / "package.json"])
    if stamp.fresh():
        return
    say(f"Installing the packages of {folder.relative_to(ROOT)} ...")
    # Browsers come from the system, never from a test tool's own download.
    run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, env={"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"})
    stamp.leave()


def web_sources() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(WEB):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        found += [Path(folder) / name for name in files if not name.endswith(".tsbuildinfo")]
    return found


def ensure_web_build() -> None:
    stamp = Stamp(STAMPS / "web-build", web_sources())
    if stamp.fresh() and (WEB / "dist" / "index.html").is_file():
        return
    say("Building the web client ...")
    run(["npm", "run", "--silent", "build", "--", "--logLevel=warn"], cwd=WEB)
    stamp.leave()


def ensure_system(*, browser: bool) -> None:
    """What the tests need besides Python and Node: PostgreSQL, Redis, coturn, Chromium, a font with Japanese glyphs."""
    missing = machine.missing(browser=browser)
    if missing and machine.can_install():
        say(f"Installing {' '.join(part.debian for part in missing)} ...")
        machine.install(missing)
        missing = machine.missing(browser=browser)
    if missing:
        raise Refused(machine.advice("The tests need", missing))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=("run", "test", "build"))
    parser.add_argument("--only", nargs="+", choices=("python", "web", "browser"), default=("python", "web", "browser"))
    arguments = parser.parse_args()
    if arguments.purpose == "build":
        ensure_web_build()
        return
    dev = arguments.purpose == "test"
    if "web" in arguments.only:
        ensure_node()
    if dev and "browser" in arguments.only:
        ensure_system(browser=True)
    if "python" in arguments.only:
        ensure_python(dev=dev)
    if "web" in arguments.only:
        ensure_modules(WEB)
    if dev and "browser" in arguments.only:
        ensure_modules(BROWSER)
    if not dev and "web" in arguments.only:
        ensure_web_build()


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:
        say(str(refused))
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
