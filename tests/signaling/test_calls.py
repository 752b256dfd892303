"""Calls: nobody before admission, signals only to the other in the same call, lost lines."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_consultation, make_encounter
from tests.people.make import make_parent
from tests.signaling.client import Client
from tests.signaling.conftest import Node, Room, message

OFFER = {"type": "offer", "sdp": "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"}


async def _in_call(node: Node, room: Room) -> tuple[Client, str, Client, str]:
    """Return both clients, each in the call, and their connection ids."""
    parent, theirs = await node.join(room.parent, room.encounter_id)
    midwife, hers = await node.join(room.midwife, room.encounter_id)
    await parent.done("call.enter", {"media": "video"})
    await midwife.done("call.enter", {"media": "video"})
    return parent, theirs["me"]["connection_id"], midwife, hers["me"]["connection_id"]


async def test_nobody_is_heard_or_seen_before_admission(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, hers = await node.join(room.midwife, room.encounter_id)
    for client in (parent, midwife):
        assert await client.refused("call.enter", {"media": "voice"}) == "encounters.not_admitted"
    to = hers["me"]["connection_id"]
    assert await parent.refused("signal", {"to": to, "description": OFFER}) == "call.not_entered"
    assert await parent.refused("media.state", {"microphone": True, "camera": True}) == "call.not_entered"
    _, snapshot = await node.join(room.parent, room.encounter_id)
    assert snapshot["call"] == {"peers": [], "awaiting": []}
    assert midwife.all("signal") == midwife.all("call.entered") == []


async def test_the_practitioner_knows_who_waits_and_an_offer_may_follow_the_admission_at_once(
    node: Node, room: Room
) -> None:
    parent, theirs = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    to = theirs["me"]["connection_id"]
    await parent.done("call.await", {"media": "voice"})
    awaited = (await midwife.until("call.awaited"))["peer"]
    assert (awaited["connection_id"], awaited["media"], awaited["camera"]) == (to, "voice", False)
    _, again = await node.join(room.midwife, room.encounter_id)
    assert again["call"] == {"peers": [], "awaiting": [awaited]}
    _, other = await node.join(room.parent, room.encounter_id)
    assert other["call"] == {"peers": [], "awaiting": []}
    # Before the door is open nothing goes through it.
    assert await midwife.refused("signal", {"to": to, "description": OFFER}) == "call.not_entered"
    await midwife.done("encounter.admit")
    assert (await midwife.done("call.enter", {"media": "video"}))["peers"] == []
    await midwife.done("signal", {"to": to, "description": OFFER})
    assert (await parent.until("signal"))["description"] == OFFER
    assert [name for name, _ in parent.heard if name in {"encounter", "call.entered", "signal"}] == [
        "encounter",
        "call.entered",
        "signal",
    ]


async def test_who_waits_no_longer_is_not_waited_for(node: Node, room: Room) -> None:
    parent, theirs = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    to = theirs["me"]["connection_id"]
    await parent.done("call.await", {"media": "voice"})
    await parent.done("call.leave")
    assert (await midwife.until("call.left"))["connection_id"] == to
    await midwife.done("encounter.admit")
    await midwife.done("call.enter", {"media": "video"})
    assert await midwife.refused("signal", {"to": to, "description": OFFER}) == "call.peer_gone"
    await parent.done("call.await", {"media": "voice"})
    await parent.sio.disconnect()
    assert (await midwife.until("call.left"))["connection_id"] == to


async def test_who_enters_learns_who_is_there_and_the_others_learn_of_them(node: Node, admitted: Room) -> None:
    parent, theirs = await node.join(admitted.parent, admitted.encounter_id)
    midwife, hers = await node.join(admitted.midwife, admitted.encounter_id)
    assert (await parent.done("call.enter", {"media": "voice"}))["peers"] == []
    peer = {
        "connection_id": theirs["me"]["connection_id"],
        "account_id": str(admitted.parent.account_id),
        "precedence": theirs["me"]["precedence"],
        "media": "voice",
        "microphone": True,
        "camera": False,
        "weak_line": False,
        "screen": False,
    }
    assert (await midwife.done("call.enter", {"media": "video"}))["peers"] == [peer]
    entered = await parent.until("call.entered")
    assert entered["peer"]["connection_id"] == hers["me"]["connection_id"]
    assert entered["peer"]["camera"] is True


async def test_signals_reach_the_other_in_order_and_stamped(node: Node, admitted: Room) -> None:
    parent, parent_id, midwife, midwife_id = await _in_call(node, admitted)
    await parent.done("signal", {"to": midwife_id, "description": OFFER})
    for number in range(30):
        candidate: dict[str, Any] = {
            "candidate": f"candidate:{number} 1 udp 1 192.0.2.1 9 typ host",
            "sdpMid": "0",
            "sdpMLineIndex": 0,
            "usernameFragment": None,
        }
        await parent.sio.emit("signal", {"to": midwife_id, "candidate": candidate}, namespace=parent.namespace)
    await parent.done("signal", {"to": midwife_id, "candidate": None})
    await midwife.until("signal", lambda data: data.get("candidate", "") is None)
    signals = midwife.all("signal")
    assert {one["from"] for one in signals} == {parent_id}
    assert signals[0]["description"] == OFFER
    assert [one["candidate"]["candidate"].split()[0] for one in signals[1:-1]] == [
        f"candidate:{number}" for number in range(30)
    ]
    assert signals[1]["candidate"]["sdpMid"] == "0"


async def test_no_signal_leaves_its_consultation(node: Node, admitted: Room, units: Units) -> None:
    parent, parent_id, _, _ = await _in_call(node, admitted)
    async with units.write() as uow:
        other, midwife, encounter = await make_consultation(uow, admitted=True)
    victim, _, _, victim_id = await _in_call(node, Room(other, midwife, encounter.id))
    for to in (victim_id, str(uuid4()), parent_id):
        assert await parent.refused("signal", {"to": to, "description": OFFER}) == "call.peer_gone"
    await victim.done("messages.fetch", {"since": 0})
    assert victim.all("signal") == []


async def test_muting_is_told_to_the_other_and_to_who_comes_later(node: Node, admitted: Room) -> None:
    parent, parent_id, midwife, _ = await _in_call(node, admitted)
    await parent.done("media.state", {"microphone": False, "camera": True})
    assert await midwife.until("media.state") == {
        "from": parent_id,
        "microphone": False,
        "camera": True,
        "weak_line": False,
        "screen": False,
    }
    _, snapshot = await node.join(admitted.midwife, admitted.encounter_id)
    muted = {peer["connection_id"]: peer["microphone"] for peer in snapshot["call"]["peers"]}
    assert muted[parent_id] is False


async def test_hanging_up_is_told_and_ends_the_signals(node: Node, admitted: Room) -> None:
    parent, parent_id, midwife, _ = await _in_call(node, admitted)
    await parent.done("call.leave", {})
    await parent.done("call.leave", {})
    assert await midwife.until("call.left") == {"connection_id": parent_id, "reason": "left"}
    assert await midwife.refused("signal", {"to": parent_id, "description": OFFER}) == "call.peer_gone"
    await midwife.done("messages.fetch", {"since": 0})
    assert len(midwife.all("call.left")) == 1


async def test_a_lost_line_is_told_as_such_and_the_page_comes_back_under_its_id(node: Node, admitted: Room) -> None:
    key = uuid4()
    parent, before = await node.join(admitted.parent, admitted.encounter_id, key)
    midwife, _ = await node.join(admitted.midwife, admitted.encounter_id)
    await parent.done("call.enter", {"media": "video"})
    await midwife.done("call.enter", {"media": "video"})
    await parent.cut()
    lost = await midwife.until("call.left")
    assert lost == {"connection_id": before["me"]["connection_id"], "reason": "lost"}
    again, after = await node.join(admitted.parent, admitted.encounter_id, key)
    assert after["me"]["connection_id"] == before["me"]["connection_id"]
    await again.done("call.enter", {"media": "video"})
    await midwife.until("call.entered", lambda data: data["peer"]["connection_id"] == before["me"]["connection_id"])


async def test_a_page_that_reconnects_before_its_old_line_is_missed_stays_in_the_call(
    node: Node, admitted: Room
) -> None:
    key = uuid4()
    parent, before = await node.join(admitted.parent, admitted.encounter_id, key)
    midwife, _ = await node.join(admitted.midwife, admitted.encounter_id)
    await parent.done("call.enter", {"media": "video"})
    again, after = await node.join(admitted.parent, admitted.encounter_id, key)
    await parent.gone.wait()
    entered = await midwife.done("call.enter", {"media": "video"})
    assert [peer["connection_id"] for peer in entered["peers"]] == [before["me"]["connection_id"]]
    to = before["me"]["connection_id"]
    await midwife.done("signal", {"to": to, "description": OFFER})
    assert (await again.until("signal"))["description"] == OFFER
    assert midwife.all("call.left") == []
    assert after["participants"][0]["connections"] == 1


async def test_nobody_else_comes_back_under_the_id_of_a_page(node: Node, admitted: Room) -> None:
    key = uuid4()
    _, theirs = await node.join(admitted.parent, admitted.encounter_id, key)
    _, hers = await node.join(admitted.midwife, admitted.encounter_id, key)
    assert theirs["me"]["connection_id"] != hers["me"]["connection_id"]


async def test_the_second_device_takes_the_call_over(node: Node, admitted: Room) -> None:
    parent, parent_id, midwife, _ = await _in_call(node, admitted)
    phone, snapshot = await node.join(admitted.parent, admitted.encounter_id)
    entered = await phone.done("call.enter", {"media": "voice"})
    assert [peer["account_id"] for peer in entered["peers"]] == [str(admitted.midwife.account_id)]
    for client in (midwife, parent):
        assert await client.until("call.left") == {"connection_id": parent_id, "reason": "replaced"}
    new = snapshot["me"]["connection_id"]
    await midwife.until("call.entered", lambda data: data["peer"]["connection_id"] == new)
    await midwife.done("signal", {"to": new, "description": OFFER})
    await phone.until("signal")


async def test_the_end_of_the_consultation_ends_its_call(node: Node, admitted: Room) -> None:
    parent, parent_id, midwife, midwife_id = await _in_call(node, admitted)
    await midwife.done("encounter.finish", {})
    for left in (parent_id, midwife_id):
        await parent.until("call.left", lambda data, left=left: data == {"connection_id": left, "reason": "ended"})
    assert await parent.refused("call.enter", {"media": "voice"}) == "encounters.finished"
    assert await parent.refused("signal", {"to": midwife_id, "description": OFFER}) == "call.not_entered"


async def test_who_is_put_back_is_in_no_call_until_they_are_admitted_again_and_the_text_stays(
    node: Node, admitted: Room
) -> None:
    parent, parent_id, midwife, midwife_id = await _in_call(node, admitted)
    answer = await midwife.done("encounter.put_back", {})
    assert answer["encounter"]["state"] == "arrived"
    for left in (parent_id, midwife_id):
        await parent.until("call.left", lambda data, left=left: data == {"connection_id": left, "reason": "put_back"})
    seen = await parent.until("encounter", lambda data: data["encounter"]["state"] == "arrived")
    assert seen["encounter"]["put_back_at"] is not None
    assert await parent.refused("call.enter", {"media": "voice"}) == "encounters.not_admitted"
    assert await midwife.refused("signal", {"to": parent_id, "description": OFFER}) == "call.not_entered"
    await parent.done("message.send", message("まだいます"))
    await midwife.until("message")
    again = (await midwife.done("encounter.admit", {}))["encounter"]
    assert again["revision"] > seen["encounter"]["revision"]
    assert (await parent.done("call.enter", {"media": "video"}))["peers"] == []


async def test_who_waits_hears_at_once_whether_the_practitioner_is_still_with_somebody(
    node: Node, room: Room, units: Units
) -> None:
    async with units.write() as uow:
        other = await make_parent(uow, "さき")
        later = await make_appointment(uow, other, room.midwife, uow.now - timedelta(minutes=35))
        waiting = await make_encounter(uow, later)
    parent, snapshot = await node.join(other, waiting.id)
    assert snapshot["encounter"]["practitioner_busy"] is False
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    for event, busy in (("admit", True), ("put_back", False), ("admit", True), ("finish", False)):
        parent.heard.clear()
        await midwife.done(f"encounter.{event}", {})
        seen = (await parent.until("encounter"))["encounter"]
        assert (seen["id"], seen["practitioner_busy"]) == (str(waiting.id), busy)


_MISFITS: list[dict[str, Any]] = [
    {"description": OFFER},
    {"to": "not an id", "description": OFFER},
    {"to": str(uuid4())},
    {"to": str(uuid4()), "description": OFFER, "candidate": None},
    {"to": str(uuid4()), "description": {"type": "shout", "sdp": ""}},
    {"to": str(uuid4()), "description": {"type": "offer", "sdp": "x" * 65_537}},
    {"to": str(uuid4()), "candidate": {"candidate": "x" * 2049}},
    {"to": str(uuid4()), "candidate": {"candidate": "", "sdpMLineIndex": -1}},
    {"to": str(uuid4()), "from": str(uuid4()), "candidate": None},
]


async def test_a_signal_that_makes_no_sense_is_refused(node: Node, admitted: Room) -> None:
    parent, _, _, _ = await _in_call(node, admitted)
    for payload in _MISFITS:
        assert await parent.refused("signal", payload) == "request.invalid", payload
