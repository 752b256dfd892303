"""A page of one account in one consultation, which follows the protocol as our web client does.

It mirrors clients/web/src/realtime: connection (one way back), consultation (join, timer), chat (gaps, catch-up), the
queue's delivery (one at a time, kept over a reload), receipts, withdrawals.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import aiohttp

from tests.faults.checker import WITHDRAWN, Entry, View
from tests.faults.history import History, digest_of
from tests.faults.line import Line, Refused, Unanswered
from tests.faults.log import Log

PASSING = frozenset(
    {
        "chat.unavailable",
        "server.database_unavailable",
        "server.draining",
        "socket.not_joined",
        "socket.too_many",
        "socket.too_many_connections",
    }
)
# A connect or a join that fails so is tried again as well, as in realtime/codes.ts.
OPENING = PASSING | {"server.error"}
_PAGE = 100
_RENEW_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the page waits for what, in seconds."""

    answer: float = 8.0
    attempt: float = 10.0
    probe: float = 4.0
    catch_up: float = 20.0
    again: float = 2.0
    gather: float = 0.3

    def retry(self, attempt: int, rng: random.Random) -> float:
        mean = min(1.0, 0.2 * 2**attempt) if attempt < 30 else 6.0
        return mean * (0.5 + rng.random())


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that waits in the page's queue."""

    client_id: str
    body: str


class Client:
    """One page and the person before it. `queue` outlives a reload, all else does not."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        encounter_id: str,
        account_id: str,
        *,
        token: Callable[[], str],
        port: Callable[[], int],
        history: History,
        rng: random.Random,
        timing: Timing,
    ) -> None:
        self.encounter_id = encounter_id
        self.account_id = account_id
        self.queue: deque[Unsent] = deque()
        self.views: list[View] = []
        self.log = Log()
        self.line: Line | None = None
        self.joined = False
        self.code = ""
        self._http = http
        self._token = token
        self._port = port
        self._history = history
        self._rng = rng
        self._timing = timing
        self._awake = asyncio.Event()
        self._awake.set()
        self._wake = asyncio.Event()
        self._written = asyncio.Event()
        self._behind = asyncio.Event()
        self._open_page()

    def _open_page(self) -> None:
        self._resume_key = self._new_id()
        self.log = Log()
        self._arrived: dict[Entry, None] = {}
        self._last_known = 0
        self._loaded = False
        self._withdrawing: dict[int, str] = {}
        self._told = (0, 0)

    # What the person does

    def write(self, body: str) -> None:
        """Write a message; it is in the queue from now on."""
        message = Unsent(self._new_id(), body)
        self._note("invoke", client_id=message.client_id, digest=digest_of(body))
        self.queue.append(message)
        self._written.set()

    async def withdraw(self, sequence: int) -> bool:
        """Withdraw an own message; false where the line did not carry it or the server refused it for the moment."""
        if self.line is None or not self.joined:
            return False
        client_id = self._withdrawing.get(sequence)
        asked = {"client_id": client_id or self._new_id(), "withdraws": sequence, "digest": digest_of("")}
        if client_id is None:
            self._withdrawing[sequence] = asked["client_id"]
            self._note("invoke", **asked)
        payload = {"client_id": asked["client_id"], "sequence": sequence}
        try:
            answer = await self.line.request("message.withdraw", payload, self._timing.answer)
        except Unanswered:
            return False
        except Refused as refused:
            if refused.code not in PASSING:
                self._note("refusal", code=refused.code, **asked)
            return refused.code not in PASSING
        self._note("ack", sequence=answer["message"]["sequence"], **asked)
        self._take([answer["message"]])
        return True

    async def finish(self) -> bool:
        """End the consultation, as its practitioner; false where it has to be tried again."""
        if self.line is None or not self.joined:
            return False
        try:
            await self.line.request("encounter.finish", {}, self._timing.answer)
        except (Unanswered, Refused):
            return False
        return True

    def reload(self) -> None:
        """The page is gone from one moment to the next, and another one opens."""
        self._note("reload")
        self._keep_view(final=False)
        self._open_page()
        if self.line is not None:
            self.line.drop()

    def fall_asleep(self) -> None:
        """The phone sleeps: nothing is read, nothing is sent."""
        self._note("sleep")
        self._awake.clear()

    def wake(self) -> None:
        """The page is in front again: it does not wait for the next attempt, and asks for what it missed."""
        self._awake.set()
        self._wake.set()
        self._behind.set()

    def own_messages(self) -> list[int]:
        """Return the numbers of the own messages on the page that stand."""
        return [
            entry.sequence
            for entry in self.log.entries.values()
            if entry.author == self.account_id and entry.withdraws is None and entry.digest is not WITHDRAWN
        ]

    async def read_all(self) -> None:
        """Fetch every earlier page, as a person who scrolls to the top."""
        while self.log.start > 0:
            if self.line is None or not self.joined:
                await asyncio.sleep(self._timing.gather)
                continue
            with suppress(Unanswered, Refused):
                before = {"before": self.log.start + 1, "limit": _PAGE}
                answer = await self.line.request("messages.fetch", before, self._timing.probe)
                self._admit(answer["messages"], self.log.take_earlier)
        self._keep_view(final=True)

    # What the page does

    async def live(self) -> None:
        """Be connected, until cancelled."""
        attempt = 0
        try:
            while not self.code:
                await self._awake.wait()
                try:
                    line = await self._connect()
                except (Unanswered, Refused) as error:
                    if isinstance(error, Refused) and error.code not in OPENING:
                        self._shut_out(error.code)
                        return
                    await self._rest(self._timing.retry(attempt, self._rng))
                    attempt += 1
                    continue
                attempt = 0
                try:
                    await self._use(line)
                finally:
                    line.drop()
                    self.line, self.joined = None, False
                await self._rest(self._timing.retry(0, self._rng))
        finally:
            if self.line is not None:
                self.line.drop()

    async def _rest(self, seconds: float) -> None:
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _connect(self) -> Line:
        auth = {"token": self._token(), "protocol": 1, "resume_key": self._resume_key}
        return await Line.open(
            self._http,
            self._port(),
            self.encounter_id,
            auth,
            self._hear,
            awake=self._awake,
            within=self._timing.attempt,
        )

    async def _use(self, line: Line) -> None:
        self.line = line
        work = [asyncio.create_task(part(line)) for part in (self._serve, self._renew)]
        over = asyncio.create_task(line.over.wait())
        try:
            await asyncio.wait([over, work[0]], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (over, *work):
                task.cancel()
            done = await asyncio.gather(over, *work, return_exceptions=True)
        for error in done:
            if isinstance(error, Exception) and not isinstance(error, Unanswered):
                raise error

    async def _serve(self, line: Line) -> None:
        await self._join(line)
        parts = [asyncio.create_task(part(line)) for part in (self._deliver, self._follow, self._tell_receipts)]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_EXCEPTION)
            for part in done:
                part.result()
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    async def _join(self, line: Line) -> None:
        while True:
            try:
                answer = await line.request("join", {"since": self.log.complete}, self._timing.answer)
            except Refused as refused:
                if refused.code not in OPENING:
                    self._shut_out(refused.code)
                    raise Unanswered("join") from None
                await asyncio.sleep(self._timing.again)
                continue
            break
        self._last_known = max(self._last_known, answer["last_sequence"])
        self._admit(answer["messages"], self.log.begin_with)
        self._loaded = self.joined = True
        own = next((one for one in answer["receipts"] if one["account_id"] == self.account_id), None)
        self._told = (own["delivered"], own["read"]) if own else (0, 0)
        if self.log.has_gap(self._last_known):
            self._behind.set()

    async def _deliver(self, line: Line) -> None:
        while True:
            await self._awake.wait()
            if not self.queue:
                self._written.clear()
                await self._written.wait()
                continue
            message = self.queue[0]
            told = {"client_id": message.client_id, "digest": digest_of(message.body)}
            try:
                payload = {"client_id": message.client_id, "body": message.body}
                answer = await line.request("message.send", payload, self._timing.answer)
            except Refused as refused:
                if refused.code in PASSING:
                    await asyncio.sleep(self._timing.again)
                    continue
                self._note("refusal", code=refused.code, **told)
                self._forget(message.client_id)
                continue
            self._note("ack", sequence=answer["message"]["sequence"], **told)
            self._forget(message.client_id)
            self._take([answer["message"]])

    async def _follow(self, line: Line) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._timing.catch_up):
                    await self._behind.wait()
            await self._awake.wait()
            self._behind.clear()
            with suppress(Refused):
                await self._fetch_all(line)

    async def _fetch_all(self, line: Line) -> None:
        while True:
            since = self.log.complete
            answer = await line.request("messages.fetch", {"since": since, "limit": _PAGE}, self._timing.probe)
            self._last_known = max(self._last_known, answer["last_sequence"])
            self._admit(answer["messages"], self.log.take)
            if self.log.complete == since or not self.log.has_gap(self._last_known):
                return

    async def _tell_receipts(self, line: Line) -> None:
        while True:
            await asyncio.sleep(self._timing.gather)
            await self._awake.wait()
            delivered = self._newest_of_others()
            if delivered <= self._told[0]:
                continue
            try:
                payload = {"delivered": delivered, "read": delivered}
                receipt = (await line.request("receipts.mark", payload, self._timing.answer))["receipt"]
            except Refused:
                await asyncio.sleep(self._timing.again)
                continue
            self._told = (receipt["delivered"], receipt["read"])
            self._note("marked", delivered=receipt["delivered"], read=receipt["read"])

    async def _renew(self, line: Line) -> None:
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            with suppress(Refused):
                await line.request("token.renew", {"token": self._token()}, self._timing.answer)

    def _newest_of_others(self) -> int:
        number = self.log.complete
        while number > self._told[0] and number > self.log.start:
            if self.log.entries[number].author != self.account_id:
                return number
            number -= 1
        return 0

    def _hear(self, event: str, data: Any) -> None:
        if event == "message":
            self._take([data["message"]])

    def _take(self, messages: Sequence[Any]) -> None:
        self._last_known = max(self._last_known, *(message["sequence"] for message in messages))
        self._admit(messages, self.log.take)
        if self._loaded and self.log.has_gap(self._last_known):
            self._behind.set()

    def _admit(self, messages: Sequence[Any], into: Callable[[Sequence[Entry]], None]) -> None:
        entries = [_entry(message) for message in messages]
        self._arrived.update(dict.fromkeys(entries))
        into(entries)
        waiting = {message.client_id: message for message in self.queue}
        for entry in entries:
            # What comes from the log is stored, whether or not its acknowledgement ever came.
            if (found := waiting.get(entry.client_id)) is not None:
                told = {"client_id": entry.client_id, "digest": digest_of(found.body)}
                self._note("ack", sequence=entry.sequence, **told)
                self._forget(entry.client_id)

    def _forget(self, client_id: str) -> None:
        for message in self.queue:
            if message.client_id == client_id:
                self.queue.remove(message)
                return

    def _keep_view(self, *, final: bool) -> None:
        shown = self.log.shown()
        self.views.append(View(self.encounter_id, self.account_id, final, list(self._arrived), shown))

    def _shut_out(self, code: str) -> None:
        self.code = code
        self._note("shut_out", code=code)

    def _note(self, kind: Any, **of: Any) -> None:
        self._history.note(kind, encounter=self.encounter_id, author=self.account_id, **of)

    def _new_id(self) -> str:
        return str(UUID(int=self._rng.getrandbits(128), version=4))


def _entry(message: Any) -> Entry:
    digest = WITHDRAWN if message["withdrawn"] else digest_of(message["body"])
    author = message["author"]["account_id"]
    return Entry(message["sequence"], message["client_id"], author, digest, message["withdraws"])
