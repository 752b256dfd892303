"""Delivered, read and withdrawn, over the socket."""

import asyncio
from uuid import uuid4

from tests.signaling.conftest import Node, Room, message


async def test_what_one_has_read_is_told_to_the_other_and_to_the_own_other_devices(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, snapshot = await node.join(room.midwife, room.encounter_id)
    desk, _ = await node.join(room.midwife, room.encounter_id)
    assert snapshot["receipts"] == []
    for body in ("one", "two"):
        await parent.done("message.send", message(body))
    marked = await midwife.done("receipts.mark", {"delivered": 2, "read": 1})
    receipt = {"account_id": str(room.midwife.account_id), "delivered": 2, "read": 1}
    assert marked["receipt"] == receipt
    for client in (parent, desk):
        assert await client.until("receipts") == receipt
    # What is no news is told to nobody, and what is asked behind it is answered all the same.
    assert (await desk.done("receipts.mark", {"delivered": 1, "read": 0}))["receipt"] == receipt
    await desk.done("receipts.mark", {"delivered": 99, "read": 99})
    assert (await parent.until("receipts", lambda data: data["read"] == 2))["delivered"] == 2
    assert len(parent.all("receipts")) == 2
    assert midwife.all("receipts") == [{**receipt, "read": 2}]
    _, again = await node.join(room.parent, room.encounter_id)
    assert again["receipts"] == [{**receipt, "read": 2}]


async def test_a_withdrawal_reaches_all_as_an_entry_of_the_log_and_takes_the_text_away(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    sent = await parent.done("message.send", message("まちがえました"))
    payload = {"client_id": str(uuid4()), "sequence": sent["message"]["sequence"]}
    assert await midwife.refused("message.withdraw", payload) == "chat.message_not_found"
    entry = (await parent.done("message.withdraw", payload))["message"]
    assert (entry["sequence"], entry["withdraws"], entry["body"]) == (2, 1, "")
    assert await midwife.until("message", lambda data: data["message"]["sequence"] == 2) == {"message": entry}
    assert (await parent.done("message.withdraw", payload))["message"] == entry
    _, snapshot = await node.join(room.midwife, room.encounter_id)
    assert [(one["body"], one["withdrawn"]) for one in snapshot["messages"]] == [("", True), ("", False)]
    _, missed = await node.join(room.midwife, room.encounter_id, since=1)
    assert missed["messages"] == [entry]


async def test_a_page_begins_with_the_newest_messages_and_goes_back_page_by_page(node: Node, room: Room) -> None:
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    await asyncio.gather(*(midwife.done("message.send", message(str(number))) for number in range(1, 64)))
    parent, snapshot = await node.join(room.parent, room.encounter_id)
    assert [one["sequence"] for one in snapshot["messages"]] == list(range(14, 64))
    assert snapshot["last_sequence"] == 63
    earlier = await parent.done("messages.fetch", {"before": 14, "limit": 10})
    assert [one["sequence"] for one in earlier["messages"]] == list(range(4, 14))
    assert earlier["last_sequence"] == 63
    first = await parent.done("messages.fetch", {"before": 4})
    assert [one["sequence"] for one in first["messages"]] == [1, 2, 3]
    assert (await parent.done("messages.fetch", {"before": 1}))["messages"] == []
    # After a lost line it is what is missing, as before.
    _, again = await node.join(room.parent, room.encounter_id, since=2)
    assert [one["sequence"] for one in again["messages"]] == list(range(3, 64))


async def test_that_one_is_writing_is_told_to_the_others_and_only_so_often(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    await parent.done("typing", {})
    assert await midwife.until("typing") == {"account_id": str(room.parent.account_id)}
    answers = [await parent.call("typing", {}) for _ in range(20)]
    assert {answer["error"]["code"] for answer in answers if not answer["ok"]} == {"socket.too_many"}
    await parent.done("message.send", message("the words themselves are not held back"))
    assert parent.all("typing") == []
