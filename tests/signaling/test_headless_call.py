"""A whole consultation between two headless peers, through the real server and without a browser."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from clinic.encounters.tables import Encounter
from core.unit_of_work import Units
from signaling.ice import IceSettings
from signaling.peer.peer import HeadlessPeer, RefusedByServer
from signaling.protocol.consultation import Media
from tests.clinic.encounters.guests.make import make_guest
from tests.signaling.conftest import Node, Room, running

_PATIENCE_SECONDS = 60


@pytest.fixture
async def node(units: Units) -> AsyncIterator[Node]:
    """A node that names no relay: both peers are on this machine."""
    async with running(units, ice=IceSettings()) as started:
        yield started


@pytest.mark.parametrize(("media", "kinds"), [("video", ("audio", "video")), ("voice", ("audio",))])
async def test_two_peers_meet_talk_and_write(node: Node, room: Room, media: Media, kinds: tuple[str, ...]) -> None:
    parent = HeadlessPeer(node.url, room.encounter_id, node.token(room.parent))
    midwife = HeadlessPeer(node.url, room.encounter_id, node.token(room.midwife))
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await parent.connect()
        await midwife.connect()
        with pytest.raises(RefusedByServer, match=r"encounters.not_admitted"):
            await parent.enter_call(media)
        await parent.send("もう入ってもいいですか")
        await midwife.admit()
        await parent.until_state("in_progress")
        await parent.enter_call(media)
        await midwife.enter_call(media)
        for kind in kinds:
            for peer in (parent, midwife):
                await peer.sink.until(kind, 20)
        for number in range(5):
            await asyncio.gather(parent.send(f"parent {number}"), midwife.send(f"midwife {number}"))
        for peer in (parent, midwife):
            await peer.until_message(11)
            await peer.sink.until("audio", 5)
        if media == "voice":
            assert parent.sink.frames["video"] == midwife.sink.frames["video"] == 0
        await midwife.finish()
        await parent.until_state("finished")
        await parent.close()
        await midwife.close()
    assert parent.messages == midwife.messages
    assert [message.sequence for message in parent.messages] == list(range(1, 12))


async def test_both_enter_at_the_same_moment(node: Node, admitted: Room) -> None:
    peers = [
        HeadlessPeer(node.url, admitted.encounter_id, node.token(one)) for one in (admitted.parent, admitted.midwife)
    ]
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await asyncio.gather(*(peer.connect() for peer in peers))
        await asyncio.gather(*(peer.enter_call("voice") for peer in peers))
        for peer in peers:
            await peer.sink.until("audio", 10)
        await peers[0].hang_up()
        await asyncio.gather(*(peer.close() for peer in peers))


async def test_four_people_all_hear_each_other(node: Node, units: Units, admitted: Room) -> None:
    async with units.write() as uow:
        encounter = await uow.session.get_one(Encounter, admitted.encounter_id)
        guests = [
            await make_guest(uow, admitted.parent, admitted.midwife, encounter.appointment_id, name)
            for name in ("父", "ばあば")
        ]
    people = [admitted.parent, admitted.midwife, *guests]
    peers = [HeadlessPeer(node.url, admitted.encounter_id, node.token(one)) for one in people]
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await asyncio.gather(*(peer.connect() for peer in peers))
        # All at the same moment: every pair has to agree on who yields.
        await asyncio.gather(*(peer.enter_call("voice") for peer in peers))
        for own, peer in zip(people, peers, strict=True):
            for other in people:
                if other is not own:
                    await peer.hears(other.account_id, 5)
        await asyncio.gather(*(peer.close() for peer in peers))
