"""Hearing oneself through the server, on real sockets and with real media on this machine."""

import asyncio
import gc
import math
from array import array
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from fractions import Fraction

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack
from av import AudioFrame

from core.principal import Principal
from core.unit_of_work import Units
from signaling.echo.echo import EchoLimits
from signaling.ice import IceSettings
from tests.people.make import make_parent
from tests.signaling.client import Client
from tests.signaling.conftest import Node, running

RATE = 48_000
SAMPLES = 960
PATIENCE_SECONDS = 30
ONE_SEAT = EchoLimits(seats=1, waiting=2, delay_seconds=0.3)


@asynccontextmanager
async def echoing(units: Units, limits: EchoLimits) -> AsyncIterator[Node]:
    async with running(units, ice=IceSettings(), echo=limits) as node, asyncio.timeout(PATIENCE_SECONDS):
        yield node


@pytest.fixture
async def parents(units: Units) -> list[Principal]:
    async with units.write() as uow:
        return [await make_parent(uow, name) for name in ("はるか", "あおい", "ゆい", "さくら")]


class Tone(AudioStreamTrack):
    """A tone of 440 Hz for the first half second, then silence."""

    _sent = 0

    async def recv(self) -> AudioFrame:
        """Return the next twenty milliseconds."""
        await asyncio.sleep(SAMPLES / RATE)
        loud = self._sent < RATE // 2
        wave = (math.sin(2 * math.pi * 440 * (self._sent + at) / RATE) for at in range(SAMPLES))
        frame = AudioFrame(format="s16", layout="mono", samples=SAMPLES)
        frame.planes[0].update(array("h", (round(each * 12_000 * loud) for each in wave)).tobytes())
        frame.pts, frame.sample_rate, frame.time_base = self._sent, RATE, Fraction(1, RATE)
        self._sent += SAMPLES
        return frame


def left_channel(frame: AudioFrame) -> Iterator[int]:
    data = memoryview(bytes(frame.planes[0])[: frame.samples * 4]).cast("h")
    return iter(data[::2])


def strength(samples: list[int], hertz: int) -> float:
    """Return how much of one frequency is in the samples (0 to about 1, Goertzel's sum)."""
    angle = 2 * math.pi * hertz / RATE
    real = sum(each * math.cos(angle * at) for at, each in enumerate(samples))
    imaginary = sum(each * math.sin(angle * at) for at, each in enumerate(samples))
    return 2 * math.hypot(real, imaginary) / len(samples) / 12_000


async def offered(client: Client, peer: RTCPeerConnection) -> None:
    """Make the echo of a seat."""
    peer.addTrack(Tone())
    await peer.setLocalDescription(await peer.createOffer())
    offer = {"type": "offer", "sdp": peer.localDescription.sdp}
    answer = (await client.done("echo.offer", {"description": offer}))["description"]
    # Browsers refuse a description whose last line does not end.
    assert answer["sdp"].endswith("\r\n")
    await peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], answer["type"]))


async def until_heard(track: MediaStreamTrack) -> None:
    """Return when a tenth of a second holds the tone that was sent, and no other."""
    while True:
        samples: list[int] = []
        while len(samples) < RATE // 10:
            frame = await track.recv()
            assert isinstance(frame, AudioFrame)
            samples.extend(left_channel(frame))
        if strength(samples, 440) > 0.3:
            assert strength(samples, 600) < 0.1
            return


async def test_one_hears_ones_own_tone_again(units: Units, parents: list[Principal]) -> None:
    async with echoing(units, ONE_SEAT) as node:
        client = await node.person(parents[0])
        seat = await client.done("echo.ask", {})
        assert (seat["state"], seat["position"], seat["delay_seconds"]) == ("ready", 0, 0.3)
        assert (seat["ice_servers"], seat["ice_transport_policy"]) == ([], "all")
        peer = RTCPeerConnection(RTCConfiguration([]))
        tracks: asyncio.Queue[MediaStreamTrack] = asyncio.Queue()
        peer.on("track", tracks.put_nowait)
        await offered(client, peer)
        await until_heard(await tracks.get())
        assert await client.refused("echo.offer", await offer_of(peer)) == "echo.not_your_turn"
        await peer.close()
        # The end of the media gives the seat back by itself.
        await client.until("echo.over", lambda over: over["reason"] == "ended")
        assert (await client.done("echo.ask", {}))["position"] == 0


async def offer_of(peer: RTCPeerConnection) -> dict[str, object]:
    return {"description": {"type": "offer", "sdp": peer.localDescription.sdp}}


async def test_who_waits_moves_up_as_others_end_or_are_lost(units: Units, parents: list[Principal]) -> None:
    async with echoing(units, ONE_SEAT) as node:
        first, second, third, fourth = [await node.person(one) for one in parents]
        assert [(await one.done("echo.ask", {}))["position"] for one in (first, second, third)] == [0, 1, 2]
        waiting = await second.done("echo.ask", {})
        assert (waiting["state"], waiting["position"], waiting["ice_servers"]) == ("waiting", 1, [])
        assert await fourth.refused("echo.ask", {}) == "echo.busy"
        assert await second.refused("echo.offer", {"description": {"type": "offer", "sdp": ""}}) == "echo.not_your_turn"
        await first.done("echo.end", {})
        await first.done("echo.end", {})
        await second.until("echo.turn", lambda turn: turn["position"] == 0)
        await third.until("echo.turn", lambda turn: turn["position"] == 1)
        await second.cut()
        await third.until("echo.turn", lambda turn: turn["position"] == 0)
        assert (await third.done("echo.ask", {}))["state"] == "ready"
        assert (await fourth.done("echo.ask", {}))["position"] == 1


async def test_a_seat_is_lost_without_an_offer_and_when_its_time_is_over(
    units: Units, parents: list[Principal]
) -> None:
    brief = EchoLimits(seats=1, offer_seconds=0.2, seat_seconds=0.6, delay_seconds=0.1)
    async with echoing(units, brief) as node:
        idle, busy, last = [await node.person(one) for one in parents[:3]]
        for one in (idle, busy, last):
            await one.done("echo.ask", {})
        assert (await idle.until("echo.over"))["reason"] == "time"
        await busy.until("echo.turn", lambda turn: turn["position"] == 0)
        peer = RTCPeerConnection(RTCConfiguration([]))
        await offered(busy, peer)
        assert (await busy.until("echo.over"))["reason"] == "time"
        await last.until("echo.turn", lambda turn: turn["position"] == 0)
        await peer.close()


_HALF = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"


@pytest.mark.parametrize("sdp", ["", "v=0", _HALF, "\U0001f476" * 1000, "m=audio"])
async def test_an_offer_that_cannot_be_read_is_refused_and_frees_the_seat(
    units: Units, parents: list[Principal], sdp: str
) -> None:
    async with echoing(units, ONE_SEAT) as node:
        first, second = [await node.person(one) for one in parents[:2]]
        await first.done("echo.ask", {})
        await second.done("echo.ask", {})
        offer = {"description": {"type": "offer", "sdp": sdp}}
        assert await first.refused("echo.offer", offer) == "echo.offer_unreadable"
        await second.until("echo.turn", lambda turn: turn["position"] == 0)
        assert await first.refused("echo.offer", offer) == "echo.not_your_turn"


async def test_an_account_has_one_place_and_its_newest_page_has_it(units: Units, parents: list[Principal]) -> None:
    async with echoing(units, ONE_SEAT) as node:
        here, there = [await node.person(parents[0]) for _ in range(2)]
        other = await node.person(parents[1])
        await here.done("echo.ask", {})
        await other.done("echo.ask", {})
        assert (await there.done("echo.ask", {}))["position"] == 1
        assert (await here.until("echo.over"))["reason"] == "elsewhere"
        assert (await other.until("echo.turn"))["position"] == 0


async def test_where_no_seat_is_offered_it_is_said(units: Units, parents: list[Principal]) -> None:
    async with echoing(units, EchoLimits(seats=0)) as node:
        client = await node.person(parents[0])
        assert await client.refused("echo.ask", {}) == "echo.off"


async def test_a_node_that_stops_tells_those_who_hear_themselves(units: Units, parents: list[Principal]) -> None:
    async with echoing(units, ONE_SEAT) as node:
        client = await node.person(parents[0])
        # It is still there when the node stops.
        node.clients.remove(client)
        await client.done("echo.ask", {})
        peer = RTCPeerConnection(RTCConfiguration([]))
        await offered(client, peer)
    assert (await client.until("echo.over"))["reason"] == "stopping"
    await client.close()
    await peer.close()


def _hostile(written: str) -> list[str]:
    """Return what a browser wrote, and then with something in it that no browser writes."""
    media = "m=audio"
    return [
        written.replace("a=setup:actpass", "a=setup:passive"),
        written + "a=candidate:1 1 udp 1 203.0.113.9 99999 typ host\r\n" * 500,
        written + "a=candidate:1 1 udp 1 ::ffff:127.0.0.1 1 typ host\r\n",
        written + "a=extmap:70000 urn:ietf:params:rtp-hdrext:sdes:mid\r\n" * 500,
        written + "a=rtpmap:300 opus/48000/2\r\n",
        written + "a=ssrc:99999999999999 cname:x\r\n",
        written + "a=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=often\r\n",
        written + "a=fmtp:97 minptime=10\r\n",
        written + "a=rtpmap:96 opus/48000/2\r\n" * 1000,
        written.replace(media, "m=audio 9 RTP/AVP 0\r\n" * 2000 + media),
        written.replace("a=mid:0", "a=mid:1"),
        written.replace("a=fingerprint:sha-256", "a=fingerprint:sha-0"),
        written.replace("a=ice-ufrag:", "a=ice-ufrag:" + "x" * 60_000),
    ]


async def test_an_offer_made_to_harm_is_answered_or_refused_and_nothing_breaks_behind_it(
    units: Units, parents: list[Principal]
) -> None:
    broken: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: broken.append(context["message"]))
    peer = RTCPeerConnection(RTCConfiguration([]))
    peer.addTrack(AudioStreamTrack())
    await peer.setLocalDescription(await peer.createOffer())
    async with echoing(units, ONE_SEAT) as node:
        for sdp in _hostile(peer.localDescription.sdp):
            client = await node.person(parents[0])
            await client.done("echo.ask", {})
            answer = await client.call("echo.offer", {"description": {"type": "offer", "sdp": sdp}})
            assert answer["ok"] or answer["error"]["code"] in {"echo.offer_unreadable", "request.invalid"}, sdp[-80:]
            await client.done("echo.end", {})
            await client.close()
    await peer.close()
    gc.collect()
    assert broken == []
