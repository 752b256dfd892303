"""Handshakes and events that cannot be taken, on the whole application."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from aiohttp.test_utils import TestServer

from server.settings import Settings
from tests.server.bad_input.rows import count_rows
from tests.server.policies.world import make_world
from tests.signaling.client import CONSULTATION, PERSON, Client, Refused, auth_of

KID, KEY = Settings().token_key_pairs()[0]


@pytest.fixture
async def world(units, clock):
    return await make_world(units, clock)


@pytest.fixture
async def url(application) -> AsyncIterator[str]:
    async with TestServer(application.web) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest.fixture
def token(application, world):
    principal = world.owner
    tokens = application.people.sign_in.tokens
    return tokens.issue(principal.account_id, principal.session_id, principal.role, application.units.clock.now())[0]


async def refusal(url, namespace, auth, query=""):
    client = Client(namespace)
    with pytest.raises(Refused) as refused:
        await client.connect(url, auth, query)
    await client.close()
    return refused.value


async def test_a_handshake_that_cannot_be_taken_is_refused_and_stores_nothing(url, units, world, token):
    claims = jwt.decode(token, options={"verify_signature": False})
    before = await count_rows(units)
    bad = [
        (auth_of(token, protocol=2), "protocol.unsupported"),
        (auth_of(token, protocol=0), "protocol.unsupported"),
        (auth_of(token, protocol=2**31), "protocol.unsupported"),
        ({**auth_of(token, protocol=99), "something": "new"}, "protocol.unsupported"),
        ({"token": token}, "request.invalid"),
        ({"token": token, "protocol": "one"}, "request.invalid"),
        ({"token": token, "protocol": 1, "role": "midwife"}, "request.invalid"),
        ({"protocol": 1}, "request.invalid"),
        ([], "request.invalid"),
        ("text", "request.invalid"),
        (auth_of("x" * 100_000), "request.invalid"),
        (auth_of(jwt.encode(claims, "k" * 40, headers={"kid": KID})), "auth.token_invalid"),
        (auth_of(jwt.encode({**claims, "iss": "x"}, KEY, headers={"kid": KID})), "auth.token_invalid"),
        (auth_of(jwt.encode({**claims, "sid": str(uuid4())}, KEY, headers={"kid": KID})), "auth."),
        (auth_of(jwt.encode({**claims, "exp": claims["iat"]}, KEY, headers={"kid": KID})), "auth.token_expired"),
    ]
    for namespace, query in ((PERSON, ""), (CONSULTATION, f"encounter={world.encounter_id}")):
        for auth, code in bad:
            refused = await refusal(url, namespace, auth, query)
            assert refused.code.startswith(code), (namespace, str(auth)[:80], refused.code)
            if code == "protocol.unsupported":
                assert refused.params == {"supported": [1]}
    for query in ("", "encounter=", "encounter=1", f"encounter={uuid4()}", "encounter=%00", "&" * 100):
        assert (await refusal(url, CONSULTATION, auth_of(token), query)).code == "encounters.not_found", query
    assert await count_rows(units) == before


async def test_after_all_that_was_refused_the_same_connection_still_carries_a_message(url, units, world, token):
    client = await Client(CONSULTATION).connect(url, auth_of(token), f"encounter={world.encounter_id}")
    await client.done("join", {"since": 0})
    before = await count_rows(units)
    for event, payload, code in [
        ("message.send", {"client_id": "1", "body": "x"}, "request.invalid"),
        ("message.send", {"client_id": str(uuid4()), "body": "x" * 4001}, "request.invalid"),
        ("message.send", {"client_id": str(uuid4()), "body": "a\0b"}, "request.invalid"),
        ("message.send", {"client_id": str(uuid4()), "body": "\ud800"}, "request.invalid"),
        ("message.send", {"client_id": str(uuid4()), "body": ""}, "request.invalid"),
        ("message.send", {"client_id": str(uuid4()), "body": "x", "attachment_id": "photo.jpg"}, "request.invalid"),
        (
            "message.send",
            {"client_id": str(uuid4()), "body": "", "attachment_id": str(uuid4())},
            "attachments.not_found",
        ),
        ("message.send", [[[[[[]]]]]], "request.invalid"),
        ("message.delete", {"id": 1}, "socket.unknown_event"),
        ("message.withdraw", {"client_id": str(uuid4()), "sequence": 999}, "chat.message_not_found"),
        ("receipts.mark", {"delivered": 1, "read": -1}, "request.invalid"),
        ("encounter.put_back", {}, "auth.role_not_allowed"),
        ("encounter.finish", {}, "auth.role_not_allowed"),
        ("messages.fetch", {"since": -1}, "request.invalid"),
        ("token.renew", {"token": "x"}, "auth.token_invalid"),
    ]:
        assert await client.refused(event, payload) == code, (event, str(payload)[:80])
    assert await count_rows(units) == before
    sent = await client.done("message.send", {"client_id": str(uuid4()), "body": "聞こえますか"})
    assert sent["message"]["body"] == "聞こえますか"
    await client.close()


async def test_a_token_that_expires_on_an_open_connection_is_told_and_can_be_renewed(
    application, url, units, world, clock, token
):
    client = await Client(CONSULTATION).connect(url, auth_of(token), f"encounter={world.encounter_id}")
    await client.done("join", {"since": 0})
    clock.advance(timedelta(minutes=10))
    before = await count_rows(units)
    assert await client.refused("message.send", {"client_id": str(uuid4()), "body": "x"}) == "auth.token_expired"
    assert await count_rows(units) == before
    owner = world.owner
    fresh = application.people.sign_in.tokens.issue(owner.account_id, owner.session_id, owner.role, clock.now())[0]
    await client.done("token.renew", {"token": fresh})
    await client.done("message.send", {"client_id": str(uuid4()), "body": "x"})
    await client.close()
