"""The end of the server as its supervisor wishes it."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any


class Ending:
    """Listens for signals: the first SIGTERM lets clients move before the end, a second one or SIGINT does not.

    Made within the event loop.
    """

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._at_once = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._term)
        loop.add_signal_handler(signal.SIGINT, self._interrupt)

    async def asked(self) -> None:
        """Wait until the server is told to end."""
        await self._asked.wait()

    async def after(self, draining: Coroutine[Any, Any, None]) -> None:
        """Do `draining` first, or as much of it as there is time for."""
        work = asyncio.create_task(draining)
        hurry = asyncio.create_task(self._at_once.wait())
        await asyncio.wait({work, hurry}, return_when=asyncio.FIRST_COMPLETED)
        hurry.cancel()
        work.cancel()
        done = await asyncio.gather(work, hurry, return_exceptions=True)
        if isinstance(done[0], Exception):
            raise done[0]

    def _term(self) -> None:
        if self._asked.is_set():
            self._at_once.set()
        self._asked.set()

    def _interrupt(self) -> None:
        self._at_once.set()
        self._asked.set()
