"""Walks the registry of socket events, and tries every stranger at a consultation's door."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from core.live import LiveEvent
from core.principal import Role
from signaling.protocol.registry import CLIENT_EVENTS
from signaling.protocol.version import PROTOCOL_VERSION
from tests.people.make import make_parent
from tests.server.policies.world import make_world
from tests.signaling.client import CONSULTATION, PERSON, Client, Refused

PRACTITIONERS_ONLY = {"encounter.admit", "encounter.put_back", "encounter.finish"}


@pytest.fixture
async def url(application) -> AsyncIterator[str]:
    async with TestServer(application.web) as server:
        yield str(server.make_url("")).rstrip("/")


def auth(api_token: str) -> dict[str, object]:
    return {"token": api_token, "protocol": PROTOCOL_VERSION}


def test_every_event_has_a_policy_that_is_not_open():
    assert CLIENT_EVENTS
    assert all(not event.policy.open and event.policy.roles for event in CLIENT_EVENTS)
    assert len({(event.namespace, event.name) for event in CLIENT_EVENTS}) == len(CLIENT_EVENTS)


def test_no_event_of_a_consultation_is_for_who_has_no_consultations():
    offices = {Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR}
    assert all(not event.policy.roles & offices for event in CLIENT_EVENTS if event.namespace == CONSULTATION)


async def test_no_stranger_enters_a_consultation_the_household_included(url, units, clock, token):
    world = await make_world(units, clock)
    for stranger in world.strangers:
        client = Client(CONSULTATION)
        with pytest.raises(Refused) as refused:
            await client.connect(url, auth(token(stranger)), f"encounter={world.encounter_id}")
        assert refused.value.code in {"encounters.not_found", "auth.role_not_allowed"}, stranger.role
        await client.sio.disconnect()


async def test_without_a_good_token_no_namespace_opens(url, units, clock):
    world = await make_world(units, clock)
    for namespace, query in ((PERSON, ""), (CONSULTATION, f"encounter={world.encounter_id}")):
        for bad in ("", "forged", "a.b.c"):
            client = Client(namespace)
            with pytest.raises(Refused) as refused:
                await client.connect(url, auth(bad), query)
            assert refused.value.code.startswith(("auth.", "request.")), (namespace, bad)
            await client.sio.disconnect()


async def test_a_client_does_nothing_that_is_the_practitioners(url, units, clock, token):
    world = await make_world(units, clock)
    client = Client(CONSULTATION)
    await client.connect(url, auth(token(world.owner)), f"encounter={world.encounter_id}")
    await client.done("join", {"since": 0})
    for event in CLIENT_EVENTS:
        if event.namespace == CONSULTATION and world.owner.role not in event.policy.roles:
            assert event.name in PRACTITIONERS_ONLY
            answer = await client.call(event.name, {})
            assert answer["error"]["code"] == "auth.role_not_allowed", event.name
    await client.sio.disconnect()


async def test_a_person_hears_only_their_own_hints(application, url, units, clock, token):
    async with units.write() as uow:
        mother = await make_parent(uow)
        father = await make_parent(uow, "しょう", Role.FAMILY, household=mother)
    hers, his = Client(PERSON), Client(PERSON)
    await hers.connect(url, auth(token(mother)))
    await his.connect(url, auth(token(father)))
    hint = {"topic": "notices", "id": None}
    for principal in (mother, father):
        await application.live.publish(LiveEvent(f"account:{principal.account_id}", "hint", hint))
    for client in (hers, his):
        await client.until("hint")
    assert [len(client.all("hint")) for client in (hers, his)] == [1, 1]
    await hers.sio.disconnect()
    await his.sio.disconnect()


@pytest.fixture
def token(application):
    def issue(principal):
        now = application.units.clock.now()
        tokens = application.people.sign_in.tokens
        return tokens.issue(principal.account_id, principal.session_id, principal.role, now)[0]

    return issue
