"""500 people come in at the same moment, as after a reminder: `python -m bench.join_storm [--clients N] [--storms N]`.

One node on PostgreSQL, nothing warmed up. Each of the clients opens a WebSocket of its own, joins its consultation and
writes one message, as quickly as it is let. Meanwhile somebody asks for /readyz ten times a second, as a proxy would.
It is bounded, and ends with 1 where anybody was refused. The clients share the machine with the server.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import uuid4

import aiohttp
import uvloop

from bench import databases
from bench.chat_path_rooms import make_rooms
from bench.processes import address_of, python, started
from tests.faults.line import Line, Refused, Unanswered

PATIENCE_SECONDS = 60.0
PROBE_SECONDS = 0.1
ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts" / "bench"


@dataclass
class Storm:
    """What became of one storm; times in seconds from the moment in which all came."""

    joined: list[float] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    ready: list[float] = field(default_factory=list)
    not_ready: int = 0

    def figures(self) -> dict[str, Any]:
        """Return counts and milliseconds."""
        return {
            "joined": len(self.joined),
            "written": len(self.written),
            "refused": dict(self.refused),
            "join_ms": spread(self.joined),
            "message_ms": spread(self.written),
            "readyz_ms": spread(self.ready),
            "readyz_refused": self.not_ready,
        }


def spread(seconds: list[float]) -> dict[str, float]:
    """Return median, 99th percentile and the last, in milliseconds."""
    if len(seconds) < 2:
        return {}
    hundredths = quantiles(seconds, n=100, method="inclusive")
    values = {"p50": hundredths[49], "p99": hundredths[98], "last": max(seconds)}
    return {name: round(1000 * value, 1) for name, value in values.items()}


async def storm(http: aiohttp.ClientSession, port: int, places: list[tuple[str, str]]) -> Storm:
    """Let one client come in at each place (encounter, token), all at once."""
    told = Storm()
    awake = asyncio.Event()
    awake.set()
    lines: list[Line] = []
    begun = perf_counter()

    async def come(encounter: str, token: str) -> None:
        auth = {"token": token, "protocol": 1, "resume_key": str(uuid4())}
        try:
            line = await Line.open(http, port, encounter, auth, lambda *_: None, awake=awake, within=PATIENCE_SECONDS)
            lines.append(line)
            await line.request("join", {"since": 0}, PATIENCE_SECONDS)
            told.joined.append(perf_counter() - begun)
            words = {"client_id": str(uuid4()), "body": "こんばんは"}
            await line.request("message.send", words, PATIENCE_SECONDS)
            told.written.append(perf_counter() - begun)
        except Refused as refused:
            told.refused[refused.code] += 1
        except Unanswered as unanswered:
            told.refused[f"no answer to {unanswered}"] += 1

    async def probe() -> None:
        while True:
            asked = perf_counter()
            async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                told.not_ready += answer.status != 200
            told.ready.append(perf_counter() - asked)
            await asyncio.sleep(PROBE_SECONDS)

    probing = asyncio.create_task(probe())
    await asyncio.gather(*(come(*place) for place in places))
    probing.cancel()
    with suppress(asyncio.CancelledError):
        await probing
    for line in lines:
        line.drop()
    return told


async def measure(url: str, clients: int, storms: int) -> list[dict[str, Any]]:
    """Return the figures of each storm, each on a server that has just started."""
    rooms = await make_rooms(url, clients // 2)
    places = [(room["encounter"], token) for room in rooms for token in room["tokens"]]
    environment = {"HAGUKUMI_DATABASE_URL": url, "HAGUKUMI_PORT": "0", "HAGUKUMI_LOG_LEVEL": "error"}
    found = []
    for _ in range(storms):
        async with started(*python("server.cli", "serve", "--no-migrate"), environment=environment) as server:
            port = int((await address_of(server)).rpartition(":")[2])
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
                found.append((await storm(http, port, places)).figures())
        sys.stdout.write(json.dumps(found[-1], ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--storms", type=int, default=3)
    databases.ask_for_server(parser)
    options = parser.parse_args()
    with databases.postgresql(options.postgres) as url:
        found = uvloop.run(measure(url, options.clients, options.storms))
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    (ARTEFACTS / "join_storm.json").write_text(json.dumps(found, indent=2) + "\n")
    return int(any(figures["refused"] or figures["readyz_refused"] for figures in found))


if __name__ == "__main__":
    raise SystemExit(main())
