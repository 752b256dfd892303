"""One side of a call: perfect negotiation as far as aiortc goes.

aiortc gathers all candidates before it gives its description (no local trickle), takes the other's candidates one by
one, and cannot roll an offer back: the polite side then begins anew.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack
from aiortc.rtcconfiguration import RTCIceTransportPolicy
from aiortc.sdp import candidate_from_sdp

from signaling.peer.media import Pattern, Sink
from signaling.protocol.consultation import Candidate, JoinAck, Media, SessionDescription

SendSignal = Callable[[Mapping[str, Any]], Awaitable[None]]


def configuration(snapshot: JoinAck) -> RTCConfiguration:
    """Return aiortc's configuration for the servers of a snapshot; its own default would be a public server."""
    policy = RTCIceTransportPolicy.RELAY if snapshot.ice_transport_policy == "relay" else RTCIceTransportPolicy.ALL
    servers = [RTCIceServer(one.urls, one.username, one.credential) for one in snapshot.ice_servers]
    return RTCConfiguration(servers, policy)


class PeerCall:
    """The connection to one other peer; what it sends is a tone of silence and, in video, a moving shade."""

    def __init__(self, setting: RTCConfiguration, media: Media, sink: Sink, *, polite: bool, send: SendSignal) -> None:
        self._setting = setting
        self._media = media
        self._sink = sink
        self._polite = polite
        self._send = send
        self._turn = asyncio.Lock()
        self.connection = self._open()

    async def offer(self) -> None:
        """Make the first offer and send it, unless the other has been sooner."""
        async with self._turn:
            if self.connection.signalingState == "stable" and self.connection.remoteDescription is not None:
                return
            await self.connection.setLocalDescription(await self.connection.createOffer())
            await self._send_description()

    async def describe(self, description: SessionDescription) -> None:
        """Take the other's description; an offer is answered."""
        # While an offer is being made the state does not yet tell of it: the other's waits for its turn.
        async with self._turn:
            await self._describe(description)

    async def _describe(self, description: SessionDescription) -> None:
        if description.type == "offer" and self.connection.signalingState != "stable":
            if not self._polite:
                return
            await self.connection.close()
            self.connection = self._open()
        await self.connection.setRemoteDescription(RTCSessionDescription(description.sdp, description.type))
        if description.type == "offer":
            await self.connection.setLocalDescription(await self.connection.createAnswer())
            await self._send_description()

    async def candidate(self, candidate: Candidate | None) -> None:
        """Take one of the other's candidates."""
        if candidate is None or not candidate.candidate or self.connection.remoteDescription is None:
            return
        read = candidate_from_sdp(candidate.candidate.removeprefix("candidate:"))
        read.sdpMid = candidate.sdp_mid
        read.sdpMLineIndex = candidate.sdp_m_line_index
        await self.connection.addIceCandidate(read)

    async def close(self) -> None:
        """Hang up."""
        await self.connection.close()

    def _open(self) -> RTCPeerConnection:
        connection = RTCPeerConnection(self._setting)
        connection.addTrack(AudioStreamTrack())
        if self._media == "video":
            connection.addTrack(Pattern())
        connection.on("track", self._sink.take)
        return connection

    async def _send_description(self) -> None:
        local = self.connection.localDescription
        await self._send({"description": {"type": local.type, "sdp": local.sdp}})
