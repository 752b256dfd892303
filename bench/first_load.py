"""`python -m bench.first_load`: what a parent's phone loads before the first use, with an empty cache.

Plays tests/browser/specs/states/first-load.spec.ts against a real server and a real Chromium, with the client as
it stands built in clients/web/dist. Bytes are those on the wire: HTTP/1.1, headers included, brotli where it is sent.
What begins after the moment of the first use is not counted. The same spec holds the limits in `make test`.
Writes the figures to artefacts/first-load.json and prints them as a table.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "artefacts" / "first-load.json"
SPEC = [
    "npx",
    "--no-install",
    "playwright",
    "test",
    "specs/states/first-load.spec.ts",
    "--project=states",
    "--workers=1",
]


def main() -> int:
    """Measure and print; gives 1 when a limit is not kept."""
    FIGURES.unlink(missing_ok=True)
    played = subprocess.run(SPEC, cwd=ROOT / "tests" / "browser", capture_output=True, text=True, check=False)
    if not FIGURES.is_file():
        sys.stderr.write(played.stdout + played.stderr)
        return 1
    figures = json.loads(FIGURES.read_text())
    limit = figures["limit"]
    for page in figures["pages"]:
        sys.stdout.write(
            f"{page['name']}: {page['bytes'] / 1000:.1f} KB of {limit['bytes'] / 1000:.0f},"
            f" {page['requests']} requests of {limit['requests']}\n"
        )
        for sent in sorted(page["sent"], key=lambda one: -int(one["bytes"])):
            sys.stdout.write(f"  {sent['bytes'] / 1000:7.1f}  {sent['path']}\n")
    return 0 if played.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
