"""The server's side of one echo."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack

from signaling.echo.delayed import DelayedAudio
from signaling.echo.offer import Unreadable, accepted
from signaling.protocol.consultation import IceServer

_CLOSE_SECONDS = 5.0


class EchoPeer:
    """One peer connection that says again what it hears; `on_end` is called, perhaps twice, when it is over."""

    def __init__(self, servers: list[IceServer], delay: float, seconds: float, on_end: Callable[[], None]) -> None:
        # Without a list of ours the library would ask a public server.
        setting = RTCConfiguration([RTCIceServer(one.urls, one.username, one.credential) for one in servers])
        self._connection = RTCPeerConnection(setting)
        self._voice = DelayedAudio(delay, seconds, on_end)
        self._on_end = on_end
        self._hearing: asyncio.Task[None] | None = None
        self._connection.on("track", self._hear)
        self._connection.on("connectionstatechange", self._changed)

    async def answer(self, offer: str) -> str:
        """Return the answer to an offer, with all candidates of this side; raises Unreadable."""
        sdp = accepted(offer)
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
            self._connection.addTrack(self._voice)
            await self._connection.setLocalDescription(await self._connection.createAnswer())
        except Exception as error:
            # The library's reader raises whatever the text makes it stumble over.
            raise Unreadable from error
        answer: str = self._connection.localDescription.sdp
        return answer

    async def close(self) -> None:
        """Hang up and forget what was heard."""
        if self._hearing is not None:
            self._hearing.cancel()
        self._voice.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._connection.close()

    def _hear(self, track: MediaStreamTrack) -> None:
        if self._hearing is None:
            self._hearing = asyncio.create_task(self._voice.hear(track), name="echo")

    def _changed(self) -> None:
        if self._connection.connectionState in {"failed", "closed"}:
            self._on_end()
