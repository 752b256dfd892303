"""Every event of the protocol meets a broken client: none can be added without it."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import TypeAdapter

from clinic.encounters.reading import show
from core.clock import ManualClock
from core.unit_of_work import Units
from signaling.dispatch import MAX_WAITING
from signaling.pace import Meter
from signaling.protocol.registry import CLIENT_EVENTS, CONSULTATION, PERSON, ClientEvent, Namespace
from tests.signaling.client import Client
from tests.signaling.conftest import Node, Room, message, report

ANYBODY = str(UUID(int=1))
_STATE = {"microphone": True, "camera": True}
GOOD: dict[tuple[Namespace, str], Any] = {
    (PERSON, "token.renew"): {"token": "x"},
    (PERSON, "echo.ask"): {},
    (PERSON, "echo.offer"): {"description": {"type": "offer", "sdp": "v=0"}},
    (PERSON, "echo.end"): {},
    (CONSULTATION, "join"): {"since": 0, "attends": True},
    (CONSULTATION, "message.send"): message("x"),
    (CONSULTATION, "message.withdraw"): {"client_id": ANYBODY, "sequence": 1},
    (CONSULTATION, "receipts.mark"): {"delivered": 1, "read": 1},
    (CONSULTATION, "messages.fetch"): {"since": 0, "limit": 10},
    (CONSULTATION, "typing"): {},
    (CONSULTATION, "encounter.admit"): {},
    (CONSULTATION, "encounter.put_back"): {},
    (CONSULTATION, "encounter.finish"): {},
    (CONSULTATION, "call.enter"): {"media": "video"},
    (CONSULTATION, "call.await"): {"media": "video"},
    (CONSULTATION, "call.leave"): {},
    (CONSULTATION, "signal"): {"to": ANYBODY, "description": {"type": "offer", "sdp": "v=0"}},
    (CONSULTATION, "media.state"): _STATE,
    (CONSULTATION, "ice.renew"): {},
    (CONSULTATION, "call.report"): report(),
    (CONSULTATION, "token.renew"): {"token": "x"},
}
# Beside those that only refuse for the sender's role.
_OF_PRACTITIONERS = {"encounter.admit", "encounter.put_back", "encounter.finish"}
_DEEP: Any = 1
for _ in range(200):
    _DEEP = [_DEEP]
_STRANGE: list[Any] = [None, True, -1, 1e308, 2**63, "", "\x00", "x" * 70_000, [], [[]], {"a": {}}, _DEEP]


def events(namespace: Namespace) -> list[ClientEvent]:
    return [event for event in CLIENT_EVENTS if event.namespace == namespace]


def good(event: ClientEvent) -> Any:
    return GOOD[event.namespace, event.name]


def misfits(event: ClientEvent) -> list[Any]:
    """Return the good payload with one thing wrong at a time, each one that the models do not take."""
    right = good(event)
    wrong: list[Any] = [None, True, 7, 1.5, "", "text", [], [right], _DEEP, {**right, "account_id": ANYBODY}]
    wrong += [{**right, "__proto__": {}}, {**right, "x" * 60_000: 1}, {f"n{number}": 1 for number in range(2000)}]
    for name in right:
        wrong.append({key: value for key, value in right.items() if key != name})
        wrong += [{**right, name: strange} for strange in _STRANGE]
    # No argument is as good as an empty one.
    return [each for each in wrong if not _fits(event.reader, {} if each is None else each)]


def _fits(reader: TypeAdapter[Any], payload: Any) -> bool:
    try:
        reader.validate_json(json.dumps(payload), strict=True)
    except ValueError:
        return False
    return True


async def test_there_is_a_good_payload_for_every_event() -> None:
    assert GOOD.keys() == {(event.namespace, event.name) for event in CLIENT_EVENTS}
    for event in CLIENT_EVENTS:
        assert _fits(event.reader, good(event)), event.name
        assert len(misfits(event)) > 8


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every event be sent as often as a test wants."""
    monkeypatch.setattr("signaling.pace.Meter.hit", lambda *_: None)


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("namespace", [PERSON, CONSULTATION])
async def test_what_no_event_takes_is_refused_and_the_connection_goes_on(
    node: Node, admitted: Room, namespace: Namespace
) -> None:
    client, _ = await node.join(admitted.midwife, admitted.encounter_id)
    if namespace == PERSON:
        client = await node.person(admitted.midwife)
    for event in events(namespace):
        for payload in misfits(event):
            answer = await client.call(event.name, payload)
            assert not answer["ok"], (event.name, str(payload)[:80])
            assert answer["error"]["code"] == "request.invalid", (event.name, str(payload)[:80])
            assert "x" * 50 not in json.dumps(answer)
        assert await client.refused(event.name, good(event), good(event)) == "request.invalid"
    assert await client.refused("token.renew", {"token": "x"}) == "auth.token_invalid"


async def test_nothing_but_joining_and_renewing_is_answered_before_the_join(
    node: Node, admitted: Room, units: Units
) -> None:
    inside, _ = await node.join(admitted.parent, admitted.encounter_id)
    outside = await node.enter(admitted.midwife, admitted.encounter_id)
    for event in events(CONSULTATION):
        if event.name not in {"join", "token.renew"}:
            assert await outside.refused(event.name, good(event)) == "socket.not_joined", event.name
    await inside.done("messages.fetch", {"since": 0})
    assert inside.heard == []


async def test_in_the_middle_of_a_call_nothing_is_done_for_a_token_that_is_over_until_it_is_renewed(
    node: Node, admitted: Room, clock: ManualClock
) -> None:
    parent, _ = await node.join(admitted.parent, admitted.encounter_id)
    midwife, hers = await node.join(admitted.midwife, admitted.encounter_id)
    person = await node.person(admitted.midwife)
    for client in (parent, midwife):
        await client.done("call.enter", {"media": "video"})
    await person.done("echo.ask", {})
    clock.advance(timedelta(minutes=10))
    await parent.done("token.renew", {"token": node.token(admitted.parent)})
    parent.heard.clear()
    for client, namespace in ((midwife, CONSULTATION), (person, PERSON)):
        for event in events(namespace):
            if event.name != "token.renew":
                assert await client.refused(event.name, good(event)) == "auth.token_expired", event.name
        for wrong in ("x", node.token(admitted.parent)):
            assert not (await client.call("token.renew", {"token": wrong}))["ok"]
    assert parent.heard == []
    for client in (midwife, person):
        await client.done("token.renew", {"token": node.token(admitted.midwife)})
    # The call went on meanwhile.
    await parent.done("signal", {"to": hers["me"]["connection_id"], "candidate": None})
    await midwife.until("signal")
    await person.done("echo.end", {})


@pytest.fixture
def timeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all happen in one window of each pace, however slow the machine is."""
    hit = Meter.hit
    monkeypatch.setattr(Meter, "hit", lambda meter, name, pace, _now: hit(meter, name, pace, 0.0))


@pytest.mark.usefixtures("timeless")
async def test_a_flood_of_any_event_is_slowed_down_with_a_code_and_the_others_go_on(node: Node, admitted: Room) -> None:
    other, _ = await node.join(admitted.midwife, admitted.encounter_id)
    for namespace in (CONSULTATION, PERSON):
        flooder = await _fresh(node, admitted, namespace)
        for event in events(namespace):
            count = event.pace.allowed + 3
            answers: list[Any] = []
            while len(answers) < count:
                some = min(count - len(answers), MAX_WAITING // 2)
                answers += await asyncio.gather(*(flooder.call(event.name, good(event)) for _ in range(some)))
            codes = [None if answer["ok"] else answer["error"]["code"] for answer in answers]
            # One was the join itself.
            assert "socket.too_many" not in codes[: event.pace.allowed - 1], event.name
            assert codes[event.pace.allowed :] == ["socket.too_many"] * 3, event.name
            assert all(answer["error"]["params"]["retry_after"] >= 1 for answer in answers[event.pace.allowed :])
            await other.done("messages.fetch", {"since": 0, "limit": 1})


async def _fresh(node: Node, room: Room, namespace: Namespace) -> Client:
    if namespace == PERSON:
        return await node.person(room.parent)
    return (await node.join(room.parent, room.encounter_id))[0]


@pytest.mark.usefixtures("unhurried")
async def test_after_the_end_and_after_a_step_back_no_event_reaches_the_call(
    node: Node, admitted: Room, units: Units
) -> None:
    parent, theirs = await node.join(admitted.parent, admitted.encounter_id)
    midwife, hers = await node.join(admitted.midwife, admitted.encounter_id)
    for client in (parent, midwife):
        await client.done("call.enter", {"media": "video"})
    calls = {
        "call.enter": {"media": "video"},
        "signal": {"to": hers["me"]["connection_id"], "description": {"type": "offer", "sdp": "v=0"}},
        "media.state": _STATE,
    }
    await midwife.done("encounter.put_back", {})
    await parent.until("call.left", lambda left: left["connection_id"] == theirs["me"]["connection_id"])
    midwife.heard.clear()
    for name, payload in calls.items():
        assert await parent.refused(name, payload) in {"encounters.not_admitted", "call.not_entered"}, name
    await midwife.done("encounter.admit", {})
    await midwife.done("encounter.finish", {})
    for name, payload in calls.items():
        assert await parent.refused(name, payload) in {"encounters.finished", "call.not_entered"}, name
    assert await parent.refused("message.send", message("x")) == "encounters.finished"
    for name in _OF_PRACTITIONERS:
        assert await parent.refused(name, {}) == "auth.role_not_allowed"
    await midwife.done("messages.fetch", {"since": 0})
    assert {name for name, _ in midwife.heard} <= {"encounter"}
    async with units.read() as uow:
        assert (await show(uow, admitted.parent, admitted.encounter_id)).state == "finished"


async def test_a_resume_key_that_somebody_saw_opens_nobody_elses_place(node: Node, admitted: Room) -> None:
    key = uuid4()
    parent, theirs = await node.join(admitted.parent, admitted.encounter_id, key)
    _, hers = await node.join(admitted.midwife, admitted.encounter_id, key)
    assert theirs["me"]["connection_id"] != hers["me"]["connection_id"]
    await parent.done("message.send", message("still mine"))
