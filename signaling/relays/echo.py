"""A call in small through a relay: one peer speaks, the other says it back, and neither may go another way."""

from contextlib import AsyncExitStack

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack
from aiortc.rtcconfiguration import RTCIceTransportPolicy

from signaling.peer.media import Sink


async def hear_oneself(url: str, username: str, password: str, frames: int) -> None:
    """Return when `frames` frames of one's own sound came back over the relay; waits for ever where none does."""
    # A fresh server each: aiortc keeps what it is given.
    caller, answerer = (
        RTCPeerConnection(
            RTCConfiguration([RTCIceServer([url], username, password)], RTCIceTransportPolicy.RELAY),
        )
        for _ in range(2)
    )
    sink = Sink()

    def say_back(track: MediaStreamTrack) -> None:
        answerer.addTrack(track)

    async with AsyncExitStack() as stack:
        for close in (sink.close, caller.close, answerer.close):
            stack.push_async_callback(close)
        caller.addTrack(AudioStreamTrack())
        caller.on("track", sink.take)
        answerer.on("track", say_back)
        await caller.setLocalDescription(await caller.createOffer())
        await answerer.setRemoteDescription(caller.localDescription)
        await answerer.setLocalDescription(await answerer.createAnswer())
        await caller.setRemoteDescription(answerer.localDescription)
        await sink.until("audio", frames)
