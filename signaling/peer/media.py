"""What a headless peer sends, and how it takes in what it receives."""

import asyncio
from contextlib import suppress

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack, VideoStreamTrack
from av import VideoFrame

_WIDTH, _HEIGHT = 160, 120


class Pattern(VideoStreamTrack):
    """A small picture whose brightness changes with each frame, at 30 frames a second."""

    async def recv(self) -> VideoFrame:
        """Return the next frame."""
        pts, time_base = await self.next_timestamp()
        frame = VideoFrame(width=_WIDTH, height=_HEIGHT, format="yuv420p")
        shade = (pts // 3000) % 256
        for plane in frame.planes:
            plane.update(bytes([shade]) * plane.buffer_size)
        frame.pts = pts
        frame.time_base = time_base
        return frame


class Sink:
    """Takes every frame of the tracks it is given, since their queues know no bound, and counts them by kind.

    With `total` they are counted there too.
    """

    def __init__(self, total: "Sink | None" = None) -> None:
        self._total = total
        self.frames = {"audio": 0, "video": 0}
        self._news = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, track: MediaStreamTrack) -> None:
        """Receive a track until it ends."""
        task = asyncio.create_task(self._drain(track))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def until(self, kind: str, frames: int) -> None:
        """Return when `frames` more of "audio" or "video" have been received and decoded."""
        async with self._news:
            wanted = self.frames[kind] + frames
            await self._news.wait_for(lambda: self.frames[kind] >= wanted)

    async def close(self) -> None:
        """Receive no more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _drain(self, track: MediaStreamTrack) -> None:
        with suppress(MediaStreamError):
            while True:
                await track.recv()
                await self.count(track.kind)
                if self._total is not None:
                    await self._total.count(track.kind)

    async def count(self, kind: str) -> None:
        """Count a frame of "audio" or "video"."""
        async with self._news:
            self.frames[kind] += 1
            self._news.notify_all()
