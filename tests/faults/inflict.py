"""Inflicts the faults of a plan on a cluster and its clients, and ends them."""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from tests.faults.client import Client
from tests.faults.cluster import Cluster, Node
from tests.faults.history import History
from tests.faults.nemesis import PLACES, Fault
from tests.faults.proxy import Link, Proxy

T = TypeVar("T")


class Inflicter:
    """Works off a plan; when it returns, every fault is over and all processes run."""

    def __init__(self, cluster: Cluster, clients: Sequence[Client], history: History, seed: int) -> None:
        self._cluster = cluster
        self._clients = clients
        self._history = history
        self._rng = random.Random(f"{seed}:faults")

    async def run(self, faults: Sequence[Fault], enough: asyncio.Event) -> None:
        """Inflict them; what has not begun when it is `enough` does not come any more.

        A server takes its time to come back, on a busy machine above all: what comes next at the same place comes as
        much later, so that its rest is never less than planned.
        """
        async with asyncio.TaskGroup() as group:
            for place in PLACES:
                group.create_task(self._at_place([fault for fault in faults if fault.place == place], enough))

    async def _at_place(self, faults: Sequence[Fault], enough: asyncio.Event) -> None:
        ended = 0.0
        for fault in faults:
            with suppress(TimeoutError):
                async with asyncio.timeout(fault.at - ended):
                    await enough.wait()
                    return
            self._history.note("fault_begin", what=fault.kind)
            await self._act(fault)
            self._history.note("fault_end", what=fault.kind)
            ended = fault.ends

    async def _act(self, fault: Fault) -> None:
        match fault.kind:
            case "kill node" | "stop node" | "refuse node":
                await self._on_node(self._cluster.nodes[int(fault.pick * len(self._cluster.nodes))], fault)
            case "redis down" | "redis hung" | "redis cut":
                await self._on_redis(fault)
            case "database full":
                await self._fill_disk(fault)
            case "reload" | "sleep":
                await self._on_clients(fault)
            case "cut" | "delay" | "black hole":
                await self._on_lines(fault)
            case _:
                await self._on_database(fault)

    async def _on_node(self, node: Node, fault: Fault) -> None:
        if fault.kind == "kill node":
            await node.kill()
            await asyncio.sleep(fault.seconds)
            await node.start()
        elif fault.kind == "stop node":
            node.hang(True)
            await asyncio.sleep(fault.seconds)
            node.hang(False)
        else:
            node.proxy.refuses = True
            node.proxy.cut()
            await asyncio.sleep(fault.seconds)
            node.proxy.refuses = False

    async def _on_redis(self, fault: Fault) -> None:
        redis, proxy = _there(self._cluster.redis), _there(self._cluster.redis_proxy)
        if fault.kind == "redis down":
            redis.stop()
            await asyncio.sleep(fault.seconds)
            await asyncio.to_thread(redis.start)
        elif fault.kind == "redis hung":
            redis.hang(True)
            await asyncio.sleep(fault.seconds)
            redis.hang(False)
        else:
            await self._again_and_again(fault.seconds, proxy.cut)

    async def _on_database(self, fault: Fault) -> None:
        postgres, proxy = _there(self._cluster.postgres), _there(self._cluster.database_proxy)
        if fault.kind == "database read-only":
            await postgres.refuse_writes(True)
            await asyncio.sleep(fault.seconds)
            await postgres.refuse_writes(False)
        elif fault.kind == "database cut":
            await self._again_and_again(fault.seconds, proxy.cut)
        elif fault.kind == "database half-open":
            for link in proxy.links:
                link.swallowed = True
            await asyncio.sleep(fault.seconds)
        else:
            await asyncio.to_thread(postgres.stop, at_once=fault.kind == "database crashed")
            await asyncio.sleep(fault.seconds)
            await asyncio.to_thread(postgres.start)

    async def _fill_disk(self, fault: Fault) -> None:
        disk, node = _there(self._cluster.disk), self._cluster.nodes[0]
        disk.fill(node.pid)
        await asyncio.sleep(fault.seconds)
        disk.free(node.pid)

    async def _on_clients(self, fault: Fault) -> None:
        some = self._rng.sample(list(self._clients), max(1, round(fault.share * len(self._clients))))
        for client in some:
            client.reload() if fault.kind == "reload" else client.fall_asleep()
        await asyncio.sleep(fault.seconds)
        if fault.kind == "sleep":
            for client in some:
                client.wake()

    async def _on_lines(self, fault: Fault) -> None:
        if fault.kind == "cut":
            await self._again_and_again(fault.seconds, lambda: [link.cut() for link in self._some_lines(fault.share)])
            return
        chosen = self._some_lines(fault.share)
        for link in chosen:
            if fault.kind == "black hole":
                # For good: a line that was forgotten on the way does not come back.
                link.swallowed = True
            else:
                link.delay = self._rng.uniform(0.05, 1.0)
        proxies = [node.proxy for node in self._cluster.nodes]
        if fault.kind == "delay":
            _set_delay(proxies, 0.3)
        await asyncio.sleep(fault.seconds)
        _set_delay(proxies, 0.0)
        for link in chosen:
            link.delay = 0.0

    def _some_lines(self, share: float) -> list[Link]:
        lines = [link for node in self._cluster.nodes for link in node.proxy.links]
        return self._rng.sample(lines, min(len(lines), max(1, round(share * len(lines)))))

    async def _again_and_again(self, seconds: float, act: Callable[[], Any]) -> None:
        for _ in range(4):
            act()
            await asyncio.sleep(seconds / 4)


def _set_delay(proxies: Sequence[Proxy], delay: float) -> None:
    for proxy in proxies:
        proxy.delay = delay


def _there(part: T | None) -> T:
    if part is None:
        raise ValueError("the plan has a fault for which this cluster has nothing")
    return part
