"""Chat over the socket: snapshot, messages in order, catch-up."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from clinic.encounters.messages import list_messages
from clinic.encounters.tables import Encounter, Message
from core.clock import ManualClock
from core.unit_of_work import Units
from tests.clinic.encounters.guests.make import make_guest
from tests.signaling.conftest import Node, Room, message


async def test_the_snapshot_holds_all_that_a_page_needs(node: Node, room: Room) -> None:
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    await midwife.done("message.send", message("こんにちは"))
    _, snapshot = await node.join(room.parent, room.encounter_id)
    assert snapshot["encounter"]["state"] == "arrived"
    assert snapshot["encounter"]["place"] is None
    assert snapshot["me"]["account_id"] == str(room.parent.account_id)
    assert snapshot["me"]["precedence"].startswith("0:")
    assert [(one["role"], one["online"], one["connections"]) for one in snapshot["participants"]] == [
        ("parent", True, 1),
        ("midwife", True, 1),
    ]
    assert [one["body"] for one in snapshot["messages"]] == ["こんにちは"]
    assert snapshot["last_sequence"] == 1
    assert snapshot["call"] == {"peers": [], "awaiting": []}
    stun, turn = snapshot["ice_servers"]
    assert stun == {"urls": ["stun:stun.example.org:3478"], "username": None, "credential": None}
    assert turn["username"].endswith(snapshot["me"]["connection_id"])
    assert turn["credential"]
    assert (snapshot["ice_seconds"], snapshot["ice_transport_policy"]) == (24 * 3600, "all")


async def test_a_long_call_asks_for_new_credentials_before_the_former_ones_expire(
    node: Node, room: Room, clock: ManualClock
) -> None:
    parent, snapshot = await node.join(room.parent, room.encounter_id)
    clock.advance(timedelta(minutes=5))
    renewed = await parent.done("ice.renew", {})
    before, after = (int(grant["ice_servers"][1]["username"].split(":")[0]) for grant in (snapshot, renewed))
    assert after - before == 5 * 60
    assert renewed["ice_seconds"] == snapshot["ice_seconds"]
    assert renewed["ice_servers"][1]["username"].endswith(snapshot["me"]["connection_id"])


async def test_the_practitioner_reads_where_the_person_is_and_the_impolite_one_is_theirs(
    node: Node, room: Room
) -> None:
    _, snapshot = await node.join(room.midwife, room.encounter_id)
    assert snapshot["encounter"]["place"] == "自宅の居間"
    assert snapshot["me"]["precedence"].startswith("1:")


async def test_a_message_reaches_the_other_and_the_own_other_devices_stamped_by_the_server(
    node: Node, room: Room
) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    tablet, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    sent = await parent.done("message.send", message(" 眠れません "))
    assert sent["message"]["author"] == {
        "account_id": str(room.parent.account_id),
        "display_name": "はな",
        "role": "parent",
    }
    for client in (midwife, tablet):
        assert await client.until("message") == {"message": sent["message"]}
    assert parent.all("message") == []


async def test_messages_of_both_sides_are_in_one_order_everywhere(node: Node, room: Room, units: Units) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    await asyncio.gather(
        *(client.done("message.send", message(f"{number}")) for number in range(25) for client in (parent, midwife))
    )
    await parent.done("messages.fetch", {"since": 0})
    async with units.read() as uow:
        found, last = await list_messages(uow, room.parent, room.encounter_id, since=0, limit=200)
    assert last == 50
    for client in (parent, midwife):
        await client.until("message", lambda data: data["message"]["sequence"] >= 49)
        fetched = await client.done("messages.fetch", {"since": 0, "limit": 200})
        assert [one["id"] for one in fetched["messages"]] == [str(one.id) for one in found]
        own = {one["message"]["id"] for one in client.all("message")}
        assert own == {str(one.id) for one in found if str(one.author.account_id) != _account(room, client, parent)}


def _account(room: Room, client: object, parent: object) -> str:
    return str((room.parent if client is parent else room.midwife).account_id)


async def test_what_one_client_sends_without_waiting_keeps_its_order(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    for number in range(40):
        await parent.sio.emit("message.send", message(str(number)), namespace=parent.namespace)
    await midwife.until("message", lambda data: data["message"]["body"] == "39")
    assert [data["message"]["body"] for data in midwife.all("message")] == [str(number) for number in range(40)]
    assert [data["message"]["sequence"] for data in midwife.all("message")] == list(range(1, 41))


async def test_after_a_lost_line_the_page_catches_up_by_number(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    await midwife.done("message.send", message("first"))
    await parent.cut()
    await midwife.until("participant", lambda data: not data["online"])
    for body in ("second", "third"):
        await midwife.done("message.send", message(body))
    again, snapshot = await node.join(room.parent, room.encounter_id, since=1)
    assert [one["body"] for one in snapshot["messages"]] == ["second", "third"]
    assert snapshot["last_sequence"] == 3
    assert (await again.done("messages.fetch", {"since": 99}))["messages"] == []


async def test_a_resend_after_a_lost_acknowledgement_is_no_second_message(node: Node, room: Room, units: Units) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    payload = message("眠れません")
    first = await parent.done("message.send", payload)
    await parent.cut()
    again, _ = await node.join(room.parent, room.encounter_id)
    assert (await again.done("message.send", payload))["message"] == first["message"]
    assert await again.refused("message.send", payload | {"body": "別の文"}) == "chat.client_id_reused"
    async with units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Message)) == 1


async def test_a_message_sent_just_before_the_line_broke_is_stored(node: Node, room: Room, units: Units) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    await parent.sio.emit("message.send", message("help"), namespace=parent.namespace)
    await parent.sio.eio.queue.join()  # it is on its way
    await parent.cut()
    assert (await midwife.until("message"))["message"]["body"] == "help"


async def test_both_see_who_is_there(node: Node, room: Room) -> None:
    midwife, snapshot = await node.join(room.midwife, room.encounter_id)
    assert [one["online"] for one in snapshot["participants"]] == [False, True]
    parent, _ = await node.join(room.parent, room.encounter_id)
    tablet, _ = await node.join(room.parent, room.encounter_id)
    await midwife.until("participant", lambda data: data["connections"] == 2)
    await tablet.close()
    await parent.close()
    gone = await midwife.until("participant", lambda data: data["connections"] == 0)
    assert gone["account_id"] == str(room.parent.account_id)
    assert gone["online"] is False


async def test_admission_and_the_end_are_told_to_both_and_only_the_practitioner_may(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    person = await node.person(room.parent)
    assert await parent.refused("encounter.admit", {}) == "auth.role_not_allowed"
    assert await midwife.refused("encounter.finish", {}) == "encounters.not_admitted"
    admitted = await midwife.done("encounter.admit", {})
    assert admitted["encounter"]["state"] == "in_progress"
    told = await parent.until("encounter")
    assert told["encounter"]["state"] == "in_progress"
    assert told["encounter"]["place"] is None
    assert (await midwife.until("encounter"))["encounter"] == admitted["encounter"]
    assert await person.until("hint") == {"topic": "encounter", "id": str(room.encounter_id)}
    await midwife.done("encounter.finish", {})
    await parent.until("encounter", lambda data: data["encounter"]["state"] == "finished")
    assert await parent.refused("message.send", message("too late")) == "encounters.finished"
    await parent.done("messages.fetch", {"since": 0})


async def test_nothing_is_done_before_joining(node: Node, room: Room) -> None:
    parent = await node.enter(room.parent, room.encounter_id)
    payloads = {
        "message.send": message("hello"),
        "message.withdraw": {"client_id": str(uuid4()), "sequence": 1},
        "receipts.mark": {"delivered": 1, "read": 1},
        "messages.fetch": {"since": 0},
        "typing": {},
        "call.enter": {"media": "voice"},
        "signal": {"to": str(uuid4()), "candidate": None},
        "media.state": {"microphone": True, "camera": False},
    }
    for event, payload in payloads.items():
        assert await parent.refused(event, payload) == "socket.not_joined"


async def test_a_page_that_only_sends_what_was_left_unsent_is_not_shown_as_there(
    node: Node, admitted: Room, units: Units
) -> None:
    midwife, _ = await node.join(admitted.midwife, admitted.encounter_id)
    courier = await node.enter(admitted.parent, admitted.encounter_id)
    snapshot = await courier.done("join", {"since": 0, "attends": False})
    assert [one["online"] for one in snapshot["participants"]] == [False, True]
    await courier.done("message.send", message("電波がなくて送れませんでした"))
    assert await courier.refused("call.enter", {"media": "voice"}) == "call.not_entered"
    await courier.close()
    # Another one is seen all the same: a guest cannot be there unseen.
    async with units.write() as uow:
        appointment_id = (await uow.session.get_one(Encounter, admitted.encounter_id)).appointment_id
        guest = await make_guest(uow, admitted.parent, admitted.midwife, appointment_id)
    hidden = await node.enter(guest, admitted.encounter_id)
    await hidden.done("join", {"since": 0, "attends": False})
    await midwife.until("participant", lambda data: data["account_id"] == str(guest.account_id))
    assert [data["account_id"] for data in midwife.all("participant")] == [str(guest.account_id)]
