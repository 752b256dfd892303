"""Generates the web client's types: of the socket protocol from its models, of the HTTP API from its OpenAPI document.

With --check it writes nothing and exits 1 when a generated file is stale.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "clients" / "web"
API = WEB / "src" / "generated" / "api.ts"


def api_types() -> str:
    """The TypeScript of the OpenAPI document, as openapi-typescript writes it."""
    document = subprocess.run(
        [sys.executable, "-m", "server.cli", "openapi"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "openapi.json"), Path(folder, "api.ts")
        source.write_bytes(document)
        command = ["npx", "--no-install", "openapi-typescript", str(source), "--output", str(target)]
        subprocess.run(command, cwd=WEB, check=True, stdout=subprocess.DEVNULL)
        return target.read_text()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    protocol = [sys.executable, "-m", "signaling.protocol.generate", *(["--check"] if check else [])]
    stale = subprocess.run(protocol, cwd=ROOT).returncode != 0
    types = api_types()
    if not check:
        API.parent.mkdir(parents=True, exist_ok=True)
        API.write_text(types)
    elif not API.is_file() or API.read_text() != types:
        stale = True
        sys.stderr.write(f"{API.relative_to(ROOT)} is stale: run make protocol.\n")
    return int(stale)


if __name__ == "__main__":
    raise SystemExit(main())
