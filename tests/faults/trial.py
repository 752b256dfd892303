"""One run: pairs write to each other while faults come and go; then all is repaired, and everything is compared."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import aiohttp

from core.principal import Principal
from tests.faults.checker import Violation, check
from tests.faults.client import Client, Timing
from tests.faults.cluster import Cluster, one_node, several_nodes
from tests.faults.history import History
from tests.faults.inflict import Inflicter
from tests.faults.nemesis import ONE_NODE, SEVERAL_NODES, Fault, Kind, plan
from tests.faults.pairs import Pair, Tokens, make_pairs, read_last, read_logs

_POLL_SECONDS = 0.1
_LOOK_SECONDS = 2.0
_WITHDRAWN = 0.03
_LONG = 0.005
_LAST_WORDS = 4
_PATIENCE = 30


@dataclass(frozen=True)
class Trial:
    """What is run. `nodes` 0: one server on SQLite. Faults, of the kinds in `also` too, take up to `longest` seconds;
    `set_lengths` see nemesis.

    On a machine that bears it the messages take `seconds`. Faults come for so long, or in rounds of `round_seconds` for
    as long as people write, one round in any case. At the end everything has to arrive: it is waited for until nothing
    has moved for `settle_seconds`.
    """

    seed: int
    nodes: int
    pairs: int
    messages: int
    seconds: float
    longest: float
    timing: Timing = field(default_factory=Timing)
    set_lengths: Mapping[Kind, Sequence[float]] = field(default_factory=dict)
    round_seconds: float | None = None
    settle_seconds: float = 90.0
    also: tuple[Kind, ...] = ()

    def plan(self, number: int = 0) -> list[Fault]:
        """Return the faults of a round."""
        kinds = (*(SEVERAL_NODES if self.nodes else ONE_NODE), *self.also)
        return plan(
            self.seed + number,
            self.round_seconds or self.seconds,
            kinds,
            longest=self.longest,
            set_lengths=self.set_lengths,
        )

    def cluster(self) -> AbstractAsyncContextManager[Cluster]:
        return several_nodes(self.nodes) if self.nodes else one_node()


@dataclass
class Outcome:
    """What came of a run; `violations` is empty when nothing was lost, doubled or reordered."""

    trial: Trial
    history: History
    violations: list[Violation] = field(default_factory=list)
    seconds: float = 0.0
    logs: list[str] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, object]:
        faults: dict[str, int] = {}
        for event in self.history.events:
            if event.kind == "fault_begin":
                faults[event.what] = faults.get(event.what, 0) + 1
        acked = {event.client_id for event in self.history.events if event.kind == "ack"}
        return {
            "seed": self.trial.seed,
            "nodes": self.trial.nodes or 1,
            "database": "postgresql" if self.trial.nodes else "sqlite",
            "pairs": self.trial.pairs,
            "written": self.history.count("invoke"),
            "acknowledged": len(acked),
            "refused": self.history.count("refusal"),
            "reloads": self.history.count("reload"),
            "faults": faults,
            "violations": [str(one) for one in self.violations],
            "seconds": round(self.seconds, 1),
        }


async def run(trial: Trial) -> Outcome:
    """Run it. Raises only when the machine does not give what a run needs."""
    outcome = Outcome(trial, History())
    begun = time.monotonic()
    async with trial.cluster() as cluster:
        pairs = await make_pairs(cluster.units, trial.pairs)
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        async with aiohttp.ClientSession(connector=connector) as http:
            await _Play(trial, cluster, pairs, http, outcome).run()
        outcome.logs = [node.log.read_text(errors="replace") for node in cluster.nodes]
    outcome.seconds = time.monotonic() - begun
    return outcome


class _Play:
    def __init__(
        self, trial: Trial, cluster: Cluster, pairs: list[Pair], http: aiohttp.ClientSession, outcome: Outcome
    ) -> None:
        self._trial = trial
        self._cluster = cluster
        self._pairs = pairs
        self._outcome = outcome
        self._http = http
        self._said = asyncio.Event()
        self._tokens = Tokens(cluster.units)
        self._ports = random.Random(trial.seed)
        self._clients = [
            (self._client(pair, pair.parent, 2 * at), self._client(pair, pair.practitioner, 2 * at + 1))
            for at, pair in enumerate(pairs)
        ]

    async def run(self) -> None:
        everybody = [client for both in self._clients for client in both]
        living = [asyncio.create_task(client.live()) for client in everybody]
        inflicter = Inflicter(self._cluster, everybody, self._outcome.history, self._trial.seed)
        try:
            async with asyncio.TaskGroup() as group:
                breaking = group.create_task(self._break(inflicter))
                talks = [group.create_task(self._talk(at)) for at in range(len(self._clients))]
                await asyncio.wait(talks)
                self._said.set()
                await breaking
            await self._settle(everybody)
            # Nobody acts any more: what was told before stands in the database by now.
            for task in living:
                task.cancel()
            await asyncio.wait(living)
            logs = await read_logs(self._cluster.units, self._pairs)
            views = [view for client in everybody for view in client.views]
            self._outcome.violations += check(self._outcome.history.events, logs, views)
        finally:
            for task in living:
                task.cancel()
            ends = await asyncio.gather(*living, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception):
                raise end
        for number, node in enumerate(self._cluster.nodes):
            if not node.lives:
                self._broken("server ended", f"node {number}", node.log.read_text()[-500:])

    async def _break(self, inflicter: Inflicter) -> None:
        # The first round is whole.
        await inflicter.run(self._trial.plan(), asyncio.Event())
        number = 0
        while self._trial.round_seconds and not self._said.is_set():
            number += 1
            await inflicter.run(self._trial.plan(number), self._said)

    async def _settle(self, everybody: list[Client]) -> None:
        """Wait, bounded, until nothing is on its way and everybody has everything."""
        if not await self._arrives(lambda: _true(not any(client.queue for client in everybody))):
            for client in everybody:
                if client.queue:
                    self._broken("not sent", client.encounter_id, f"{client.account_id}: {len(client.queue)} wait")
        # What was connected before the database's restarts no longer is.
        await self._cluster.units.database.close()
        last = await read_last(self._cluster.units)

        def behind() -> list[Client]:
            return [client for client in everybody if client.log.complete < last[client.encounter_id]]

        await self._arrives(lambda: _true(not behind()))
        for client in behind():
            detail = f"{client.account_id}: {client.log.complete} of {last[client.encounter_id]}"
            self._broken("not caught up", client.encounter_id, detail)
        reading = [asyncio.create_task(client.read_all()) for client in everybody if not client.code]
        if not await self._arrives(lambda: _true(all(task.done() for task in reading))):
            self._broken("not caught up", "all", "earlier pages could not be read")
            for task in reading:
                task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)

    async def _talk(self, at: int) -> None:
        """Two people write; in every third consultation the practitioner ends it while they still do."""
        ends = at % 3 == 2
        seconds = self._trial.seconds * (0.6 if ends else 0.95)
        share = self._trial.messages // (2 * self._trial.pairs)
        parent, practitioner = self._clients[at]
        rngs = [random.Random(f"{self._trial.seed}:{at}:{side}") for side in range(2)]
        await asyncio.gather(
            *(self._write(one, rng, share, seconds) for one, rng in zip((parent, practitioner), rngs, strict=True))
        )
        if ends:
            await self._arrives(lambda: _true(not parent.queue and not practitioner.queue))
            for number in range(_LAST_WORDS):
                parent.write(f"終わりに {number}")
                practitioner.write(f"ではまた {number}")
            await self._arrives(practitioner.finish)

    async def _write(self, client: Client, rng: random.Random, count: int, seconds: float) -> None:
        regrets: list[int] = []
        for number in range(count):
            await asyncio.sleep(rng.expovariate(count / seconds))
            # Nobody writes on and on while nothing leaves; so a slow machine takes longer, and plays the same.
            await self._arrives(lambda: _true(len(client.queue) < _PATIENCE))
            client.write(f"{number} " + "眠れません。" * (660 if rng.random() < _LONG else rng.randrange(1, 12)))
            if rng.random() < _WITHDRAWN and (own := client.own_messages()):
                regrets.append(rng.choice(own))
            if regrets and await client.withdraw(regrets[0]):
                regrets.pop(0)

    def _client(self, pair: Pair, principal: Principal, number: int) -> Client:
        return Client(
            self._http,
            pair.encounter_id,
            str(principal.account_id),
            token=lambda: self._tokens.of(principal),
            port=lambda: self._ports.choice(self._cluster.nodes).proxy.port,
            history=self._outcome.history,
            rng=random.Random(f"{self._trial.seed}:{number}"),
            timing=self._trial.timing,
        )

    async def _arrives(self, done: Callable[[], Awaitable[bool]]) -> bool:
        """Ask until it is so, for as long as anything moves or is broken; gives whether it is."""
        moved, since, looked = -1, time.monotonic(), 0.0
        while not await done():
            now = time.monotonic()
            if now - looked > _LOOK_SECONDS:
                looked = now
                if (moves := self._moves()) != moved:
                    moved, since = moves, now
                elif now - since > self._trial.settle_seconds:
                    return False
            await asyncio.sleep(_POLL_SECONDS)
        return True

    def _moves(self) -> int:
        """Return what grows with everything that happens."""
        views = sum(client.log.complete - client.log.start for both in self._clients for client in both)
        return len(self._outcome.history.events) + views

    def _broken(self, rule: str, where: str, detail: str) -> None:
        self._outcome.violations.append(Violation(rule, where, detail))


async def _true(value: bool) -> bool:
    return value
