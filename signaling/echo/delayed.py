"""What was heard, said again a little later. It is kept in memory for that time and nowhere else."""

import asyncio
from collections import deque
from collections.abc import Callable

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame

# Browsers send fifty frames a second; a frame has ten milliseconds at least.
_FRAMES_A_SECOND = 100


class DelayedAudio(MediaStreamTrack):
    """An audio track that gives each frame of another one `delay` seconds after it came.

    So nobody hears themselves while they speak: a loudspeaker near the microphone cannot howl, and echo cancellation,
    which takes out what the loudspeaker plays, does not take out the own voice.

    Above a hundred frames a second over `seconds` it calls `on_flood`, once.
    """

    kind = "audio"

    def __init__(self, delay: float, seconds: float, on_flood: Callable[[], None]) -> None:
        super().__init__()
        self._delay = delay
        self._left = round(seconds * _FRAMES_A_SECOND)
        self._on_flood = on_flood
        self._frames: deque[tuple[float, AudioFrame]] = deque(maxlen=round((delay + 1) * _FRAMES_A_SECOND))
        self._news = asyncio.Event()

    async def hear(self, track: MediaStreamTrack) -> None:
        """Take every frame of a track until it ends: its own queue knows no bound."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if not isinstance(frame, AudioFrame):
                continue
            self._left -= 1
            if self._left == 0:
                self._on_flood()
            self._frames.append((loop.time() + self._delay, frame))
            self._news.set()

    async def recv(self) -> AudioFrame:
        """Return the next frame when its time has come."""
        while not self._frames:
            self._news.clear()
            await self._news.wait()
        due, frame = self._frames.popleft()
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        return frame
