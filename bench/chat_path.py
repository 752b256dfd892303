"""What a chat message costs the server: receive, authorise, store, give to the other, acknowledge.

Run `python -m bench.chat_path [--quick] [--only PART]`. Each server runs in a process of its own, as in production and
with its data in PostgreSQL; the clients run in another. The baseline is bare python-socketio without any store (see
bench.chat_path_baseline), in the same minute: each round measures every server once, one after the other. The first
round warms up and is not counted.

- `load`: CPU time a message of all server processes, and the time from sending to the acknowledgement and to the
  other's page, for one connection that writes one by one, and for 100 and 1,000 that write at a fixed rate (open loop).
  "two nodes" has each consultation's sides on different nodes, the worst case, and counts both. PostgreSQL's and
  Redis's CPU time stands beside it.
- `history`: the same with consultations that hold no, 1,000 or 100,000 earlier messages; the baseline is none.
- `memory`: what each of 2,000 joined, silent connections keeps resident.

CPU time is what the kernel says of the processes (schedstat). Prints tables and writes artefacts/bench/chat-path.json.
"""

import argparse
import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench import databases
from bench.chat_path_rooms import make_rooms
from bench.processes import address_of, backends, cpu_seconds, free_port, python, resident_bytes, started, used_between

ROUNDS = 5
# One connection may send 100 messages in ten seconds.
ONE_BY_ONE = 90
_QUIET_SECONDS = 10.5
_WARM_CONNECTIONS = 50


@dataclass
class Target:
    """Servers that act as one, and the consultations that the clients hold on them."""

    name: str
    urls: list[str]
    servers: list[int]
    database: str = ""
    redis: list[int] = field(default_factory=list)
    rooms: list[dict[str, Any]] = field(default_factory=list)


class Clients:
    """The process of the clients."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def order(self, **what: Any) -> dict[str, Any]:
        """Give an order and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        answer = await self._process.stdout.readline()
        if not answer:
            raise SystemExit("the clients ended")
        found: dict[str, Any] = json.loads(answer)
        return found

    async def connect(self, target: Target) -> None:
        """Join both sides of the target's consultations."""
        await self.order(do="connect", target=target.name, urls=target.urls, rooms=target.rooms)

    async def measure(self, target: Target, messages: int, rate: float | None) -> dict[str, Any]:
        """Send, and return the figures with the CPU microseconds a message of everything behind."""
        before = _used(target)
        figures = await self.order(do="send", target=target.name, messages=messages, rate=rate)
        after = _used(target)
        figures["cpu_us"] = {
            name: round(used_between(before[name], after[name]) / messages * 1e6, 1) for name in before
        }
        if figures["acked"] != messages or figures["delivered"] != messages:
            raise SystemExit(f"{target.name}: not every message arrived: {figures}")
        return figures


def _used(target: Target) -> dict[str, dict[Path, float]]:
    database = backends(target.database) if target.database else []
    return {
        "server": cpu_seconds(target.servers),
        "postgresql": cpu_seconds(database),
        "redis": cpu_seconds(target.redis),
    }


@asynccontextmanager
async def clients() -> AsyncIterator[Clients]:
    """Run the clients."""
    async with started(*python("bench.chat_path_load")) as process:
        yield Clients(process)


@asynccontextmanager
async def baseline() -> AsyncIterator[Target]:
    """Run the baseline."""
    async with started(*python("bench.chat_path_baseline")) as process:
        yield Target("baseline", [await address_of(process)], [process.pid])


@asynccontextmanager
async def nodes(name: str, url: str, count: int, redis: tuple[str, int] | None = None) -> AsyncIterator[Target]:
    """Run nodes of ours; with `redis`, its address and process, they act as one."""
    environment = {
        "HAGUKUMI_DATABASE_URL": url,
        "HAGUKUMI_PORT": "0",
        "HAGUKUMI_LOG_LEVEL": "error",
        # As in production, where a worker of its own does this.
        "HAGUKUMI_RUN_JOBS": "false",
        **({"HAGUKUMI_REDIS_URL": redis[0]} if redis else {}),
    }
    async with AsyncExitStack() as stack:
        serve = python("server.cli", "serve", "--no-migrate")
        running = [await stack.enter_async_context(started(*serve, environment=environment)) for _ in range(count)]
        addresses = [await address_of(each) for each in running]
        database = url.rsplit("/", 1)[-1]
        yield Target(name, addresses, [each.pid for each in running], database, [redis[1]] if redis else [])


@asynccontextmanager
async def own_redis() -> AsyncIterator[tuple[str, int]]:
    """Run a Redis that nobody else uses; gives its address and its process."""
    port = free_port()
    async with started("redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "") as process:
        assert process.stdout is not None
        async for line in process.stdout:
            if b"Ready to accept connections" in line:
                break
        yield f"redis://127.0.0.1:{port}/0", process.pid


async def measure_load(url: str, *, quick: bool) -> dict[str, Any]:
    """Return the figures of each server by load, a list of rounds each."""
    loads = {"1": (ONE_BY_ONE, None), "100": (3200, 800.0), "1000": (6000, 1500.0)}
    if quick:
        loads = {"1": (ONE_BY_ONE, None), "100": (1600, 800.0)}
    rooms = await make_rooms(url, max(map(int, loads)) // 2 or 1)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        redis = await enter(own_redis())
        targets = [await enter(baseline()), await enter(nodes("one node", url, 1))]
        targets.append(await enter(nodes("two nodes", url, 2, redis)))
        found: dict[str, Any] = {}
        for name, (messages, rate) in loads.items():
            for target in targets:
                target.rooms = rooms[: max(1, int(name) // 2)]
            found[name] = await _rounds(targets, messages, rate, 2 if quick else ROUNDS)
        return found


async def measure_history(url: str, *, quick: bool) -> dict[str, Any]:
    """Return the figures of one node by the length of the consultations' history, a list of rounds each."""
    lengths = (0, 1000) if quick else (0, 1000, 100_000)
    rooms = {length: await make_rooms(url, 5, length) for length in lengths}
    async with nodes("one node", url, 1) as node:
        targets = [
            Target(f"{length} earlier", node.urls, node.servers, node.database, rooms=rooms[length])
            for length in lengths
        ]
        return {"10": await _rounds(targets, 300, 70.0, 2 if quick else ROUNDS)}


async def _rounds(targets: list[Target], messages: int, rate: float | None, rounds: int) -> dict[str, Any]:
    found: dict[str, Any] = {target.name: [] for target in targets}
    async with clients() as writing:
        for target in targets:
            await writing.connect(target)
        for number in range(rounds + 1):
            for target in targets:
                figures = await writing.measure(target, messages, rate)
                if number:
                    found[target.name].append(figures)
            if rate is None or len(targets[0].rooms) < 10:
                await asyncio.sleep(_QUIET_SECONDS)
    return found


async def measure_memory(url: str, *, quick: bool) -> dict[str, Any]:
    """Return the KiB a connection by server."""
    count = 400 if quick else 2000
    rooms = await make_rooms(url, (count + _WARM_CONNECTIONS) // 2)
    found = {}
    for server in (baseline(), nodes("one node", url, 1)):
        async with server as target, clients() as silent:
            target.rooms = rooms[: _WARM_CONNECTIONS // 2]
            await silent.connect(target)
            before = resident_bytes(target.servers[0])
            target.rooms = rooms[_WARM_CONNECTIONS // 2 :]
            await silent.connect(target)
            kib = (resident_bytes(target.servers[0]) - before) / 1024 / (2 * len(target.rooms))
            found[target.name] = {"connections": 2 * len(target.rooms), "kib_each": round(kib, 1)}
    return found


def _middle(values: list[float]) -> str:
    return f"{median(values):.0f} ({min(values):.0f} to {max(values):.0f})"


def _table(found: dict[str, Any]) -> str:
    """Return the table of rounds; ratios are to the first server, round by round."""
    head = (
        f"{'connections':<12}{'server':<16}{'us CPU a message':>22}{'ratio':>22}{'PostgreSQL':>11}{'Redis':>7}"
        f"{'ack p50, p99 ms':>18}{'other p50, p99 ms':>19}"
    )
    lines = [head]
    for load, servers in found.items():
        first = next(iter(servers.values()))
        for name, rounds in servers.items():
            cpu = [each["cpu_us"]["server"] for each in rounds]
            ratios = [own / base["cpu_us"]["server"] for own, base in zip(cpu, first, strict=True)]
            middle = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            beside = {key: median(each["cpu_us"][key] for each in rounds) for key in ("postgresql", "redis")}
            times = "".join(
                f"{median(each[key]['p50'] for each in rounds):>{width}.1f}"
                f"{median(each[key]['p99'] for each in rounds):>7.1f}"
                for key, width in (("ack_ms", 11), ("delivery_ms", 12))
            )
            lines.append(
                f"{load:<12}{name:<16}{_middle(cpu):>22}{middle:>22}"
                f"{beside['postgresql']:>11.0f}{beside['redis']:>7.0f}{times}"
            )
    return "\n".join(lines)


def _memory_table(found: dict[str, Any]) -> str:
    return "\n".join(
        f"{each['connections']:<12}{name:<16}{each['kib_each']:>6.1f} KiB a connection" for name, each in found.items()
    )


Measure = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
PARTS: dict[str, tuple[Measure, Callable[[dict[str, Any]], str]]] = {
    "load": (measure_load, _table),
    "history": (measure_history, _table),
    "memory": (measure_memory, _memory_table),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and connections, in a minute or two")
    parser.add_argument("--only", choices=PARTS, help="this part only")
    parser.add_argument("--out", type=Path, default=Path("artefacts/bench/chat-path.json"))
    databases.ask_for_server(parser)
    options = parser.parse_args()
    results: dict[str, Any] = {"cores": os.cpu_count(), "load_average": os.getloadavg()}
    for part, (measure, table) in PARTS.items():
        if options.only in {None, part}:
            with databases.postgresql(options.postgres) as url:
                results[part] = asyncio.run(measure(url, quick=options.quick))
            print(f"{part}\n{table(results[part])}\n", flush=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
