"""What does not fit is refused with a code; nothing is stored, and the connection stays usable."""

import asyncio
import json
import random
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from sqlalchemy import func, select

from clinic.encounters.tables import Encounter, Message
from core.unit_of_work import Units
from signaling import transport
from signaling.protocol.registry import CLIENT_EVENTS
from signaling.transport import MAX_FRAME_BYTES
from tests.signaling.client import WAIT_SECONDS, Client
from tests.signaling.conftest import Node, Room, message, report
from tests.signaling.wire import hold_little, reading, sockets

ID = str(UUID(int=1))


async def _stored(units: Units) -> tuple[int, list[Any]]:
    async with units.read() as uow:
        messages = await uow.session.scalar(select(func.count()).select_from(Message)) or 0
        states = (await uow.session.execute(select(Encounter.state, Encounter.last_sequence))).all()
        return messages, [tuple(row) for row in states]


WRONG_REPORTS: list[dict[str, Any]] = [
    {"entry": 0},
    {"entry": 1001},
    {"seconds": -1},
    {"seconds": 86_401},
    {"seconds": 1.5},
    {"setup_ms": 600_001},
    {"loss_percent": -0.1},
    {"loss_percent": 100.1},
    {"loss_percent": "NaN"},
    {"loss_percent": "Infinity"},
    {"jitter_ms": 10**30},
    {"in_kbps": -5},
    {"relayed": "yes"},
    {"transport": "192.0.2.1"},
    {"reconnects": True},
    {"rung": "cellar"},
    {"ended": "badly"},
    {"address": "192.0.2.1"},
    {"account_id": ID},
]

_MISFITS: list[tuple[str, Any]] = [
    ("message.send", None),
    ("message.send", "text"),
    ("message.send", []),
    ("message.send", {}),
    ("message.send", {"client_id": ID}),
    ("message.send", {"client_id": ID, "body": ""}),
    ("message.send", {"client_id": ID, "body": " \n\t "}),
    ("message.send", {"client_id": ID, "body": "x" * 4001}),
    ("message.send", {"client_id": ID, "body": "x" * 500_000}),
    ("message.send", {"client_id": ID, "body": 5}),
    ("message.send", {"client_id": ID, "body": "\x00"}),
    ("message.send", {"client_id": ID, "body": "lone \ud800 surrogate"}),
    ("message.send", {"client_id": 1, "body": "x"}),
    ("message.send", {"client_id": "1", "body": "x"}),
    ("message.send", {"client_id": ID, "body": "x", "sequence": 7}),
    ("message.send", {"client_id": ID, "body": "x", "author": {"role": "midwife"}}),
    ("message.withdraw", {}),
    ("message.withdraw", {"client_id": ID}),
    ("message.withdraw", {"client_id": ID, "sequence": 0}),
    ("message.withdraw", {"client_id": ID, "sequence": 10**30}),
    ("message.withdraw", {"client_id": ID, "sequence": "1"}),
    ("message.withdraw", {"client_id": ID, "sequence": 1, "body": "x"}),
    ("receipts.mark", {}),
    ("receipts.mark", {"delivered": 1}),
    ("receipts.mark", {"delivered": -1, "read": 0}),
    ("receipts.mark", {"delivered": 1, "read": 2**31}),
    ("receipts.mark", {"delivered": 1, "read": 0, "account_id": ID}),
    ("messages.fetch", {"since": -1}),
    ("messages.fetch", {"since": "0"}),
    ("messages.fetch", {"since": 1.5}),
    ("messages.fetch", {"since": True}),
    ("messages.fetch", {"since": 10**30}),
    ("messages.fetch", {"since": 0, "limit": 0}),
    ("messages.fetch", {"since": 0, "limit": 201}),
    ("messages.fetch", {}),
    ("messages.fetch", {"before": 0}),
    ("messages.fetch", {"before": 10**30}),
    ("messages.fetch", {"before": 5, "since": 1}),
    ("messages.fetch", {"before": 5, "limit": 201}),
    ("typing", {"account_id": ID}),
    ("join", {"since": None}),
    ("call.enter", {"media": "smell"}),
    ("call.enter", {}),
    ("call.leave", {"anything": 1}),
    ("ice.renew", {"anything": 1}),
    ("encounter.admit", {"encounter_id": ID}),
    ("encounter.put_back", {"encounter_id": ID}),
    ("media.state", {"microphone": 1, "camera": "off"}),
    ("media.state", {"microphone": True, "camera": False, "weak_line": "very"}),
    ("call.report", {}),
    *[("call.report", report(**wrong)) for wrong in WRONG_REPORTS],
    ("token.renew", {"token": ""}),
    ("token.renew", {"token": "x" * 5000}),
]


async def test_a_payload_that_does_not_fit_is_refused_and_the_connection_goes_on(
    node: Node, room: Room, units: Units
) -> None:
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    before = await _stored(units)
    for event, payload in _MISFITS:
        answer = await midwife.call(event, payload)
        assert answer["error"]["code"] == "request.invalid", (event, payload)
        assert "x" * 50 not in json.dumps(answer), "what was given is not repeated"
    assert await _stored(units) == before
    await midwife.done("message.send", message("still here"))


async def test_more_than_one_argument_and_unknown_events_are_refused(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    assert await parent.refused("messages.fetch", {"since": 0}, {"since": 1}) == "request.invalid"
    for name in ("no.such.event", "", "*", "message", "hint", "x" * 10_000):
        assert await parent.refused(name, {}) == "socket.unknown_event"
    person = await node.person(room.parent)
    assert await person.refused("message.send", message("elsewhere")) == "socket.unknown_event"


async def test_a_client_cannot_play_the_servers_own_events(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    environ = {"QUERY_STRING": f"encounter={room.encounter_id}"}
    auth = {"token": node.token(room.midwife), "protocol": 1}
    assert await parent.refused("connect", environ, auth) == "socket.unknown_event"
    assert await parent.refused("connect") == "socket.unknown_event"
    for arguments in ((), ("transport close",), ("x", "y", "z")):
        assert await parent.refused("disconnect", *arguments) == "socket.unknown_event"
    await parent.done("message.send", message("still the parent"))
    assert (await midwife.until("message"))["message"]["author"]["role"] == "parent"


async def test_a_flood_is_slowed_down_with_a_code_and_harms_nobody(node: Node, room: Room, units: Units) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    answers = await asyncio.gather(*(parent.call("message.send", message(str(number))) for number in range(400)))
    refused = [answer["error"] for answer in answers if not answer["ok"]]
    assert refused
    assert {error["code"] for error in refused} == {"socket.too_many"}
    assert all(error["params"]["retry_after"] >= 1 for error in refused)
    assert (await _stored(units))[0] == len(answers) - len(refused)
    await midwife.done("message.send", message("I am not slowed down"))
    await parent.done("messages.fetch", {"since": 0})


async def test_an_account_has_a_bounded_number_of_connections(node: Node, room: Room) -> None:
    from signaling.connections import MAX_OF_ACCOUNT
    from tests.signaling.client import Refused

    for _ in range(MAX_OF_ACCOUNT):
        await node.person(room.parent)
    with pytest.raises(Refused) as refused:
        await node.person(room.parent)
    assert refused.value.code == "socket.too_many_connections"
    await node.clients[0].close()
    await node.person(room.midwife)


_FRAMES = [
    "",
    "x",
    "9",
    "4",
    "42",
    "42/consultation,",
    "42/consultation,{",
    "42/consultation,[",
    "42/consultation,[]",
    "42/consultation,{}",
    "42/consultation,7",
    "42/consultation,null",
    "42/consultation,[null]",
    "42/consultation,[{}]",
    "42/consultation,[[1]]",
    '42/consultation,1["message.send",' + "[" * 5000 + "]" * 5000 + "]",
    '42/consultation,["message.send",{"body":"\\ud800"}]',
    "42/consultation," + "9" * 200 + "[]",
    "42/nowhere,[]",
    "43/consultation,1[]",
    "43/consultation,[]",
    "44/consultation,{}",
    "45/consultation,[]",
    '451-/consultation,["message.send",{"_placeholder":true,"num":0}]',
    '459999999999999-/consultation,["x"]',
    "46/consultation,[]",
    "40/consultation,{}",
    "40/elsewhere,{}",
    "40",
    "bAAAA",
    "1",
    "0{}",
    "2probe",
    "3",
    "5",
    "6",
    "4" + "[" * 100_000,
    "2" + "[" * 100_000,
]


async def _raw(node: Node, room: Room) -> tuple[aiohttp.ClientSession, aiohttp.ClientWebSocketResponse]:
    """Open a consultation by hand, below every client library."""
    session = aiohttp.ClientSession()
    url = f"{node.url}/socket.io/?EIO=4&transport=websocket&encounter={room.encounter_id}"
    others = sockets(node)
    websocket = await session.ws_connect(url)
    await websocket.receive_str()
    [theirs] = [each for each in sockets(node) if each not in others]
    hold_little(websocket, theirs)
    auth = {"token": node.token(room.parent), "protocol": 1}
    await websocket.send_str("40/consultation," + json.dumps(auth))
    assert (await websocket.receive_str()).startswith("40/consultation")
    return session, websocket


@pytest.mark.parametrize("binary", [False, True])
async def test_no_frame_however_broken_harms_the_server_or_the_others(
    node: Node, room: Room, units: Units, binary: bool
) -> None:
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    before = await _stored(units)
    for frame in _FRAMES:
        session, websocket = await _raw(node, room)
        async with session:
            await (
                websocket.send_bytes(frame.encode("utf-8", "surrogatepass")) if binary else websocket.send_str(frame)
            )
            await websocket.close()
    assert await _stored(units) == before
    await midwife.done("message.send", message("still here"))


async def test_malformed_json_leaves_the_connection_usable(node: Node, room: Room) -> None:
    session, websocket = await _raw(node, room)
    async with session:
        broken = ("1{", "2[", '3["join"', "4[]", "5" + "[" * 100_000)
        for frame in ("x", "", "b!", "4" + "[" * 100_000, *(f"42/consultation,{one}" for one in broken)):
            await websocket.send_str(frame)
        await websocket.send_str('451-/consultation,["message.send",{"_placeholder":true,"num":0}]')
        await websocket.send_bytes(b"4")
        await websocket.send_str('42/consultation,6["join",{"since":0}]')
        for number in range(1, 6):
            answer = await websocket.receive_str()
            (refusal,) = json.loads(answer.removeprefix(f"43/consultation,{number}"))
            assert refusal["error"]["code"] == "request.invalid"
        assert json.loads((await websocket.receive_str()).removeprefix("43/consultation,6"))[0]["ok"] is True


async def test_a_frame_beyond_all_measure_ends_its_own_connection_only(node: Node, room: Room) -> None:
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    session, websocket = await _raw(node, room)
    async with session:
        await websocket.send_str('42/consultation,1["message.send",{"body":"' + "x" * MAX_FRAME_BYTES + '"}]')
        while (await websocket.receive()).type not in {
            aiohttp.WSMsgType.CLOSE,
            aiohttp.WSMsgType.CLOSED,
            aiohttp.WSMsgType.ERROR,
        }:
            pass
    await midwife.done("message.send", message("still here"))


async def test_a_client_that_never_reads_is_cut_off_and_costs_little(
    node: Node, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "SEND_SECONDS", 0.5)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    await asyncio.gather(*(midwife.done("message.send", message("長" * 4000)) for _ in range(50)))
    session, websocket = await _raw(node, room)
    async with session:
        reading(websocket, goes_on=False)
        await websocket.send_str('42/consultation,["join",{"since":0}]')
        for number in range(400):
            await websocket.send_str(f'42/consultation,{number}["messages.fetch",{{"since":0,"limit":200}}]')
        async with asyncio.timeout(WAIT_SECONDS):
            while len(node.signaling._connections) > 1:
                await midwife.call("a round trip", {})
        await midwife.done("message.send", message("still here"))


async def test_only_websockets_are_served(node: Node) -> None:
    async with aiohttp.ClientSession() as session:
        for query in ("EIO=4&transport=polling", "EIO=3&transport=websocket", ""):
            async with session.get(f"{node.url}/socket.io/?{query}") as response:
                assert response.status == 400
        async with session.get(
            f"{node.url}/socket.io/?EIO=4&transport=websocket", headers={"Origin": "https://elsewhere.example"}
        ) as response:
            assert response.status == 400


def _strange(chance: random.Random, depth: int = 0) -> Any:
    """Return any JSON there may be, near the right payloads and far from them."""
    scalars: list[Any] = [None, True, False, 0, -1, 2**53, 1e308, "", "x", "\x00", "眠れ", "x" * 5000, ID, str(uuid4())]
    if depth > 3 or chance.random() < 0.4:
        return chance.choice(scalars)
    if chance.random() < 0.3:
        return [_strange(chance, depth + 1) for _ in range(chance.randrange(4))]
    keys = ["since", "limit", "client_id", "body", "media", "to", "description", "candidate", "type", "sdp", "sdpMid"]
    keys += ["sequence", "delivered", "read", "before"]
    keys += ["microphone", "camera", "token", "from", "", "__proto__"]
    return {chance.choice(keys): _strange(chance, depth + 1) for _ in range(chance.randrange(4))}


@pytest.mark.parametrize("seed", range(4))
async def test_seeded_nonsense_is_answered_and_stores_nothing(node: Node, room: Room, units: Units, seed: int) -> None:
    chance = random.Random(seed)
    parent, _ = await node.join(room.parent, room.encounter_id)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    before = await _stored(units)
    names = [event.name for event in CLIENT_EVENTS if event.name != "encounter.admit"] + ["nothing"]
    clients: list[Client] = [parent, midwife]
    answers = await asyncio.gather(
        *(
            chance.choice(clients).call(chance.choice(names), *(_strange(chance) for _ in range(chance.randrange(3))))
            for _ in range(250)
        )
    )
    codes = {answer["error"]["code"] for answer in answers if not answer["ok"]}
    assert codes <= {
        "request.invalid",
        "socket.unknown_event",
        "socket.too_many",
        "auth.role_not_allowed",
        "auth.token_invalid",
        "encounters.not_admitted",
        "chat.message_not_found",
        "call.not_entered",
        "call.peer_gone",
    }
    assert await _stored(units) == before
    # The one event that was left out: both connections are still heard.
    assert await parent.refused("encounter.admit", {}) == "auth.role_not_allowed"
    await midwife.done("encounter.admit", {})
