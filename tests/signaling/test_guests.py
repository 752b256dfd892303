"""Guests on a consultation's socket: inside as soon as they are let in, visible to all, outside at once."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from clinic.encounters.guests import service
from core.principal import Principal, Role
from core.unit_of_work import Units
from tests.clinic.encounters.guests.make import make_guest, make_supervisor, redeem
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_practitioner
from tests.signaling.client import PERSON, Refused
from tests.signaling.conftest import Node, message


@dataclass(frozen=True)
class Talk:
    parent: Principal
    counsellor: Principal
    encounter_id: UUID
    appointment_id: UUID


@pytest.fixture
async def talk(units: Units) -> Talk:
    async with units.write() as uow:
        parent, counsellor, encounter = await make_consultation(uow, "counselling", Role.COUNSELLOR, admitted=True)
        return Talk(parent, counsellor, encounter.id, encounter.appointment_id)


async def _guest(units: Units, talk: Talk, name: str = "ばあば") -> Principal:
    async with units.write() as uow:
        return await make_guest(uow, talk.parent, talk.counsellor, talk.appointment_id, name)


async def test_a_guest_waits_outside_and_hears_when_they_are_let_in(node: Node, units: Units, talk: Talk) -> None:
    async with units.write() as uow:
        invitation = await service.invite(
            uow, talk.parent, talk.appointment_id, "ばあば", service.GuestKind.GRANDPARENT
        )
        grandmother = await redeem(uow, invitation.token)
    page = await node.person(grandmother)
    with pytest.raises(Refused, match=r"encounters.not_found"):
        await node.enter(grandmother, talk.encounter_id)
    async with units.write() as uow:
        await service.admit(uow, talk.counsellor, invitation.guest.id)
    await page.until("hint", lambda hint: hint["topic"] == "guests")
    await node.join(grandmother, talk.encounter_id)


async def test_a_guest_gets_no_place_and_no_message_from_before(node: Node, units: Units, talk: Talk) -> None:
    parent, _ = await node.join(talk.parent, talk.encounter_id)
    await parent.done("message.send", message("前のこと"))
    guest, snapshot = await node.join(await _guest(units, talk), talk.encounter_id)
    assert (snapshot["messages"], snapshot["last_sequence"], snapshot["hidden_until"]) == ([], 1, 1)
    assert snapshot["encounter"]["place"] is None
    assert snapshot["encounter"]["episode_id"] is None
    fetched = await guest.done("messages.fetch", {"since": 0})
    assert fetched["messages"] == []
    await parent.done("message.send", message("いまのこと"))
    assert (await guest.until("message"))["message"]["sequence"] == 2


async def test_what_changes_is_told_to_guests_without_what_is_not_theirs(node: Node, units: Units, talk: Talk) -> None:
    async with units.write() as uow:
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        await make_supervisor(uow, talk.parent, talk.counsellor, talk.appointment_id, psychiatrist)
    counsellor, _ = await node.join(talk.counsellor, talk.encounter_id)
    clients = [await node.join(who, talk.encounter_id) for who in (await _guest(units, talk), psychiatrist)]
    await counsellor.done("encounter.finish", {})
    assert (await counsellor.until("encounter"))["encounter"]["place"] is not None
    for client, _ in clients:
        told = (await client.until("encounter"))["encounter"]
        assert (told["state"], told["place"], told["episode_id"]) == ("finished", None, None)
        await client.gone.wait()


async def test_a_psychiatrist_is_refused_without_consent_and_seen_by_all_from_the_first_moment(
    node: Node, units: Units, talk: Talk
) -> None:
    async with units.write() as uow:
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        assert psychiatrist.practitioner_id is not None
        asked = await service.ask_supervisor(uow, talk.counsellor, talk.appointment_id, psychiatrist.practitioner_id)
    with pytest.raises(Refused, match=r"encounters.not_found"):
        await node.enter(psychiatrist, talk.encounter_id)
    parent, _ = await node.join(talk.parent, talk.encounter_id)
    counsellor, _ = await node.join(talk.counsellor, talk.encounter_id)
    async with units.write() as uow:
        await service.agree(uow, talk.parent, asked.id)
    present, snapshot = await node.join(psychiatrist, talk.encounter_id)
    account = str(psychiatrist.account_id)
    for client in (parent, counsellor):
        seen = await client.until("participant", lambda data: data["account_id"] == account)
        assert (seen["role"], seen["online"]) == ("psychiatrist", True)
    assert account in [one["account_id"] for one in snapshot["participants"]]
    for event in ("encounter.admit", "encounter.finish"):
        assert await present.refused(event, {}) == "encounters.not_found"
    async with units.write() as uow:
        await service.end(uow, talk.parent, asked.id)
    await present.until("closed", lambda data: data == {"reason": "visit_over"})
    await present.gone.wait()
    with pytest.raises(Refused, match=r"encounters.not_found"):
        await node.enter(psychiatrist, talk.encounter_id)


async def test_who_is_put_out_is_outside_at_once_and_stays_there(node: Node, units: Units, talk: Talk) -> None:
    guest = await _guest(units, talk)
    client, snapshot = await node.join(guest, talk.encounter_id)
    parent, _ = await node.join(talk.parent, talk.encounter_id)
    await parent.done("call.enter", {"media": "video"})
    await client.done("call.enter", {"media": "video"})
    async with units.write() as uow:
        [standing] = await service.list_guests(uow, talk.counsellor, talk.appointment_id)
        await service.end(uow, talk.counsellor, standing.id)
    await client.gone.wait()
    left = {"connection_id": snapshot["me"]["connection_id"], "reason": "left"}
    await parent.until("call.left", lambda data: data == left)
    await parent.until("participant", lambda data: data["online"] is False)
    for namespace in ("consultation", PERSON):
        with pytest.raises(Refused, match=r"auth.signed_out"):
            await (node.person(guest) if namespace == PERSON else node.enter(guest, talk.encounter_id))


async def test_who_lost_their_place_between_connecting_and_joining_hears_nothing(
    node: Node, units: Units, talk: Talk
) -> None:
    async with units.write() as uow:
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        guest_id = await make_supervisor(uow, talk.parent, talk.counsellor, talk.appointment_id, psychiatrist)
    client = await node.enter(psychiatrist, talk.encounter_id)
    async with units.write() as uow:
        # As on a node that does not hear the others just then.
        uow.events.clear()
        await service.end(uow, talk.parent, guest_id)
        uow.events.clear()
    assert await client.refused("join", {"since": 0}) == "encounters.not_found"
    parent, _ = await node.join(talk.parent, talk.encounter_id)
    await parent.done("message.send", message("もう二人だけです"))
    assert await client.refused("messages.fetch", {"since": 0}) == "socket.not_joined"
    assert client.heard == []


async def test_who_was_put_out_enters_no_call_from_a_node_that_does_not_hear_of_it(
    node: Node, units: Units, talk: Talk
) -> None:
    client, _ = await node.join(await _guest(units, talk), talk.encounter_id)
    parent, _ = await node.join(talk.parent, talk.encounter_id)
    await parent.done("call.enter", {"media": "video"})
    async with units.write() as uow:
        [standing] = await service.list_guests(uow, talk.counsellor, talk.appointment_id)
        await service.end(uow, talk.parent, standing.id)
        uow.events.clear()
    assert await client.refused("call.enter", {"media": "video"}) == "encounters.not_found"
    _, snapshot = await node.join(talk.counsellor, talk.encounter_id)
    assert [one["account_id"] for one in snapshot["call"]["peers"]] == [str(talk.parent.account_id)]


async def test_of_any_two_in_a_call_exactly_one_yields(node: Node, units: Units, talk: Talk) -> None:
    people = [talk.parent, talk.counsellor, await _guest(units, talk), await _guest(units, talk, "父")]
    snapshots: list[Any] = []
    for who in people:
        client, snapshot = await node.join(who, talk.encounter_id)
        await client.done("call.enter", {"media": "video"})
        snapshots.append(snapshot)
    precedences = [snapshot["me"]["precedence"] for snapshot in snapshots]
    assert len(set(precedences)) == 4
    assert max(precedences) == precedences[1]
    seen = {peer["connection_id"]: peer["precedence"] for peer in snapshots[3]["call"]["peers"]}
    assert seen == {one["me"]["connection_id"]: one["me"]["precedence"] for one in snapshots[:3]}


async def test_only_the_practitioner_shares_a_screen(node: Node, units: Units, talk: Talk) -> None:
    parent, _ = await node.join(talk.parent, talk.encounter_id)
    counsellor, theirs = await node.join(talk.counsellor, talk.encounter_id)
    guest, _ = await node.join(await _guest(units, talk), talk.encounter_id)
    shared = {"microphone": True, "camera": False, "screen": True}
    for client in (parent, guest, counsellor):
        await client.done("call.enter", {"media": "video"})
    for client in (parent, guest):
        assert await client.refused("media.state", shared) == "call.screen_not_allowed"
    await counsellor.done("media.state", shared)
    told = await parent.until("media.state", lambda data: data["screen"])
    assert told["from"] == theirs["me"]["connection_id"]
    _, snapshot = await node.join(talk.parent, talk.encounter_id)
    assert [peer["screen"] for peer in snapshot["call"]["peers"] if peer["connection_id"] == told["from"]] == [True]


async def test_who_is_put_out_in_the_middle_of_a_call_reaches_nobody_however_they_go_on(
    node: Node, units: Units, talk: Talk
) -> None:
    guest = await _guest(units, talk)
    client, hers = await node.join(guest, talk.encounter_id)
    parent, theirs = await node.join(talk.parent, talk.encounter_id)
    for one in (client, parent):
        await one.done("call.enter", {"media": "video"})
    to = theirs["me"]["connection_id"]
    sent = [
        ("message.send", message("まだいます")),
        ("signal", {"to": to, "description": {"type": "offer", "sdp": "v=0"}}),
        ("media.state", {"microphone": True, "camera": True}),
        ("call.enter", {"media": "video"}),
        ("typing", {}),
    ]
    stop = asyncio.Event()

    async def go_on() -> None:
        while not stop.is_set():
            for name, payload in sent:
                if client.gone.is_set():
                    return
                await client.sio.emit(name, payload, namespace=client.namespace)
            await asyncio.sleep(0)

    going_on = asyncio.create_task(go_on())
    await parent.until("signal")
    async with units.write() as uow:
        [standing] = await service.list_guests(uow, talk.counsellor, talk.appointment_id)
        await service.end(uow, talk.counsellor, standing.id)
    await client.gone.wait()
    stop.set()
    await asyncio.gather(going_on, return_exceptions=True)
    # Behind all that was told of the guest before.
    await parent.until("participant", lambda data: data["account_id"] == str(guest.account_id) and not data["online"])
    parent.heard.clear()
    last = (await parent.done("messages.fetch", {"since": 0}))["last_sequence"]
    _, snapshot = await node.join(talk.counsellor, talk.encounter_id)
    assert snapshot["call"]["peers"] == [peer for peer in snapshot["call"]["peers"] if peer["connection_id"] == to]
    assert snapshot["last_sequence"] == last
    about = hers["me"]["connection_id"]
    assert [data for name, data in parent.heard if about in str(data) or name in {"message", "signal", "typing"}] == []
