"""Resolves the Python dependencies into the lock files: with hashes, for every platform, without download addresses.

requirements-dev.lock is the whole truth; requirements.lock (what the server runs on) and requirements-build.lock (what
builds the wheel) are cut from it in the same versions. Without --upgrade, versions stay unless pyproject.toml asks for
others.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")


def compile_lock(target: str, *sources: str, given: str | None = None) -> None:
    uv = Path(sys.executable).parent / "uv"
    command = [uv, "pip", "compile", *sources, *OPTIONS, "--output-file", target]
    subprocess.run(command, cwd=ROOT, check=True, input=given, text=True, stdout=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    upgrade = ("--upgrade",) if parser.parse_args().upgrade else ()
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    build.append("editables")  # hatchling asks for it when it installs the project in place, without naming it
    whole = "requirements-dev.lock"
    compile_lock(whole, "pyproject.toml", "--group", "dev", *upgrade)
    compile_lock("requirements.lock", "pyproject.toml", "--constraints", whole, *upgrade)
    compile_lock("requirements-build.lock", "-", "--constraints", whole, *upgrade, given="\n".join(build))


if __name__ == "__main__":
    main()
