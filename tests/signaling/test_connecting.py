"""Who may connect, and for how long."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from clinic.encounters.tables import Encounter
from core.clock import ManualClock
from core.live import LiveEvent
from core.principal import Role
from core.unit_of_work import Units
from people.accounts import service as accounts
from people.accounts import sessions
from people.accounts.access_tokens import AccessTokens, SigningKey
from people.consents import service as consents
from people.consents.kinds import ConsentKind
from signaling.connections import Connection
from signaling.handshake import Handshake
from signaling.server import TOKEN_GRACE
from tests.people.make import make_parent, make_practitioner, make_staff
from tests.signaling.client import CONSULTATION, PERSON, Refused, auth_of
from tests.signaling.conftest import Node, Room


async def test_everyone_who_is_signed_in_has_a_connection_for_hints(node: Node, units: Units) -> None:
    async with units.write() as uow:
        principals = [await make_parent(uow), await make_staff(uow, Role.OFFICER)]
    for principal in principals:
        assert (await node.person(principal)).sio.connected


@pytest.mark.parametrize("namespace", [PERSON, CONSULTATION])
async def test_a_forged_or_expired_token_opens_nothing(
    node: Node, room: Room, clock: ManualClock, namespace: str
) -> None:
    forger = AccessTokens([SigningKey("test", b"another key that nobody has given out")])
    forged, _ = forger.issue(room.parent.account_id, room.parent.session_id, Role.PARENT, clock.now())
    expired = node.token(room.parent)
    clock.advance(timedelta(minutes=11))
    query = f"encounter={room.encounter_id}"
    for token, code in ((forged, "auth.token_invalid"), ("x", "auth.token_invalid"), (expired, "auth.token_expired")):
        with pytest.raises(Refused) as refused:
            await node.connect(namespace, auth_of(token), query)
        assert refused.value.code == code


async def test_a_handshake_that_makes_no_sense_is_refused_with_a_code(node: Node) -> None:
    for auth in (None, [], "token", {"token": 1}, {"token": "", "protocol": 1}, {"protocol": 1}):
        with pytest.raises(Refused) as refused:
            await node.connect(PERSON, auth)
        assert refused.value.code == "request.invalid"


async def test_a_client_of_another_version_is_told_which_are_supported(node: Node, room: Room) -> None:
    auth = auth_of(node.token(room.parent), protocol=99) | {"something": "new"}
    with pytest.raises(Refused) as refused:
        await node.connect(PERSON, auth)
    assert refused.value.code == "protocol.unsupported"
    assert refused.value.params == {"supported": [1]}


async def test_only_the_two_of_a_consultation_can_connect_to_it(node: Node, room: Room, units: Units) -> None:
    async with units.write() as uow:
        partner = await make_parent(uow, name="partner", household=room.parent)
        colleague = await make_practitioner(uow, Role.MIDWIFE, name="another")
        office = [await make_staff(uow, role) for role in (Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR)]
    for stranger, code in [
        (partner, "encounters.not_found"),
        (colleague, "encounters.not_found"),
        *[(one, "auth.role_not_allowed") for one in office],
    ]:
        with pytest.raises(Refused) as refused:
            await node.enter(stranger, room.encounter_id)
        assert refused.value.code == code


async def test_a_consultation_that_is_not_there_is_not_found(node: Node, room: Room) -> None:
    for query in ("", "encounter=", "encounter=no-id", f"encounter={uuid4()}", "encounter=%00"):
        with pytest.raises(Refused) as refused:
            await node.connect(CONSULTATION, auth_of(node.token(room.parent)), query)
        assert refused.value.code == "encounters.not_found"


async def test_who_withdrew_the_consent_is_asked_for_it_before_writing(node: Node, room: Room, units: Units) -> None:
    assert room.parent.person_id is not None
    async with units.write() as uow:
        await consents.withdraw(uow, room.parent.person_id, ConsentKind.SENSITIVE_DATA)
    with pytest.raises(Refused) as refused:
        await node.enter(room.parent, room.encounter_id)
    assert refused.value.code == "consent.required"


async def test_a_withdrawn_consent_ends_the_writing_with_the_token(
    node: Node, room: Room, units: Units, clock: ManualClock
) -> None:
    assert room.parent.person_id is not None
    parent, _ = await node.join(room.parent, room.encounter_id)
    async with units.write() as uow:
        await consents.withdraw(uow, room.parent.person_id, ConsentKind.SENSITIVE_DATA)
    assert await parent.refused("token.renew", {"token": node.token(room.parent)}) == "consent.required"
    clock.advance(timedelta(minutes=10))
    assert await parent.refused("messages.fetch", {"since": 0}) == "auth.token_expired"


async def test_an_expired_token_is_refused_until_it_is_renewed(node: Node, room: Room, clock: ManualClock) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    clock.advance(timedelta(minutes=10))
    assert await parent.refused("messages.fetch", {"since": 0}) == "auth.token_expired"
    renewed = await parent.done("token.renew", {"token": node.token(room.parent)})
    assert renewed["expires_at"].endswith("Z")
    await parent.done("messages.fetch", {"since": 0})


async def test_a_connection_is_not_renewed_with_another_account(node: Node, room: Room) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    assert await parent.refused("token.renew", {"token": node.token(room.midwife)}) == "request.invalid"
    await parent.done("messages.fetch", {"since": 0})


async def test_who_does_not_renew_is_let_go_after_a_grace(node: Node, room: Room, clock: ManualClock) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    person = await node.person(room.parent)
    clock.advance(timedelta(minutes=10) + TOKEN_GRACE)
    await node.signaling.sweep()
    assert await parent.until("closed") == {"reason": "token_expired"}
    assert await person.until("signed_out") == {"reason": "token_expired"}
    await parent.gone.wait()
    await person.gone.wait()


async def test_whoever_is_being_let_in_is_waited_for_and_who_only_opens_a_line_is_not(
    node: Node, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    knocked, may_come = asyncio.Event(), asyncio.Event()
    opened = Handshake.open

    async def slowly(*given: Any) -> Connection:
        knocked.set()
        await may_come.wait()
        return await opened(*given)

    monkeypatch.setattr(Handshake, "open", slowly)
    async with aiohttp.ClientSession() as session:
        silent = await session.ws_connect(f"{node.url}/socket.io/?EIO=4&transport=websocket")
        coming = asyncio.create_task(node.join(room.parent, room.encounter_id))
        await knocked.wait()
        for _ in range(2):
            await node.signaling.sweep()
        while (await silent.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
    may_come.set()
    parent, _ = await coming
    await parent.done("messages.fetch", {"since": 0})


@pytest.mark.parametrize("namespace", [PERSON, CONSULTATION])
async def test_who_is_signed_out_while_being_let_in_stays_outside(
    node: Node, room: Room, units: Units, monkeypatch: pytest.MonkeyPatch, namespace: str
) -> None:
    opened = Handshake.open

    async def and_sign_out(*given: Any) -> Connection:
        connection = await opened(*given)
        async with units.write() as uow:
            await sessions.revoke_all(uow, room.parent.account_id, sessions.Revocation.SIGNED_OUT_EVERYWHERE)
        return connection

    monkeypatch.setattr(Handshake, "open", and_sign_out)
    with pytest.raises(Refused) as refused:
        await node.connect(namespace, auth_of(node.token(room.parent)), f"encounter={room.encounter_id}")
    assert refused.value.code == "auth.signed_out"


async def test_another_end_does_not_keep_out_who_is_being_let_in(
    node: Node, room: Room, units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Handshake.open

    async def and_end_others(*given: Any) -> Connection:
        connection = await opened(*given)
        async with units.write() as uow:
            other, _ = await sessions.open_session(uow, room.parent.account_id, timedelta(days=1))
            await sessions.revoke(uow, room.parent.account_id, other, sessions.Revocation.SIGNED_OUT)
            await sessions.revoke_all(uow, room.midwife.account_id, sessions.Revocation.SIGNED_OUT_EVERYWHERE)
        return connection

    monkeypatch.setattr(Handshake, "open", and_end_others)
    parent, _ = await node.join(room.parent, room.encounter_id)
    await parent.done("messages.fetch", {"since": 0})


async def test_whose_page_is_connected_is_noted_as_seen_and_an_open_page_of_the_practitioner_says_nothing(
    node: Node, room: Room, units: Units, clock: ManualClock
) -> None:
    async def noted() -> datetime | None:
        await node.signaling.note_seen()
        async with units.read() as uow:
            return (await uow.session.get_one(Encounter, room.encounter_id)).seen_at

    await node.join(room.midwife, room.encounter_id)
    assert await noted() is None
    parent, _ = await node.join(room.parent, room.encounter_id)
    clock.advance(timedelta(seconds=30))
    seen = clock.now()
    assert await noted() == seen
    clock.advance(timedelta(seconds=29))
    assert await noted() == seen
    await parent.close()
    while node.signaling._seated(room.encounter_id, room.parent.account_id):  # noqa: ASYNC110  it is told by the kernel
        await asyncio.sleep(0)
    clock.advance(timedelta(minutes=1))
    assert await noted() == seen


async def test_blocking_an_account_closes_its_connections(node: Node, room: Room, units: Units) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    person = await node.person(room.parent)
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    async with units.write() as uow:
        await accounts.block(uow, room.parent.account_id)
    assert await parent.until("closed") == {"reason": "blocked"}
    assert await person.until("signed_out") == {"reason": "blocked"}
    await parent.gone.wait()
    with pytest.raises(Refused) as refused:
        await node.enter(room.parent, room.encounter_id)
    assert refused.value.code == "auth.account_blocked"
    await midwife.done("messages.fetch", {"since": 0})


async def test_signing_out_closes_the_connections_of_that_browser_only(node: Node, room: Room, units: Units) -> None:
    async with units.write() as uow:
        session_id, _ = await sessions.open_session(uow, room.parent.account_id, timedelta(days=1))
    here = await node.person(room.parent)
    elsewhere = await node.person(
        type(room.parent)(room.parent.account_id, room.parent.role, session_id, room.parent.person_id)
    )
    async with units.write() as uow:
        await sessions.revoke(uow, room.parent.account_id, session_id, sessions.Revocation.SIGNED_OUT)
    assert await elsewhere.until("signed_out") == {"reason": "signed_out"}
    await elsewhere.gone.wait()
    await node.units.live.publish(LiveEvent(f"account:{room.parent.account_id}", "hint", {"topic": "notices"}))
    assert await here.until("hint") == {"topic": "notices", "id": None}
    assert not here.all("signed_out")


async def test_hints_reach_the_account_or_the_role_they_are_for(node: Node, room: Room, units: Units) -> None:
    parent, midwife = await node.person(room.parent), await node.person(room.midwife)
    live = node.units.live
    await live.publish(LiveEvent("role:midwife", "flags", {"id": str(room.encounter_id)}))
    await live.publish(LiveEvent(f"account:{room.midwife.account_id}", "hint", {"topic": "waiting"}))
    await live.publish(LiveEvent(f"account:{room.parent.account_id}", "hint", {"topic": "no such topic"}))
    await live.publish(LiveEvent(f"account:{room.parent.account_id}", "hint", {"topic": "notices"}))
    await parent.until("hint")
    await midwife.until("hint", lambda hint: hint["topic"] == "waiting")
    assert parent.all("hint") == [{"topic": "notices", "id": None}]
    assert midwife.all("hint") == [
        {"topic": "flags", "id": str(room.encounter_id)},
        {"topic": "waiting", "id": None},
    ]
