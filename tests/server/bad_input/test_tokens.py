"""Tokens that are not ours, or no longer: refused the same way everywhere."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from server.settings import Settings
from tests.people.make import make_parent
from tests.server.bad_input.rows import count_rows

KID, KEY = Settings().token_key_pairs()[0]


@pytest.fixture
async def parent(units):
    async with units.write() as uow:
        return await make_parent(uow)


@pytest.fixture
def claims(parent, clock):
    now = int(clock.now().timestamp())
    return {
        "sub": str(parent.account_id),
        "sid": str(parent.session_id),
        "rol": "parent",
        "iat": now,
        "exp": now + 600,
        "jti": str(uuid4()),
        "iss": "hagukumi",
        "aud": "hagukumi",
    }


def sign(claims, key=KEY, algorithm="HS256", **headers):
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": KID, **headers})


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(claims):
    """Return every token that is none of ours, by what is wrong with it."""
    good = sign(claims)
    head, body, signature = good.split(".")
    rsa_key = rsa.generate_private_key(65537, 2048)
    return {
        "another key": sign(claims, "x" * 40),
        "an unknown key id": sign(claims, kid="other"),
        "a key id from a path": sign(claims, kid="../../dev/null"),
        "no key id": jwt.encode(claims, KEY, algorithm="HS256"),
        "a key id that is a list": f"{part({'alg': 'HS256', 'kid': [KID]})}.{body}.{signature}",
        "no algorithm": f"{part({'alg': 'none', 'kid': KID})}.{body}.",
        "no algorithm, differently spelt": f"{part({'alg': 'nOnE', 'kid': KID})}.{body}.{signature}",
        "another algorithm": sign(claims, KEY * 2, "HS512"),
        "a public key": jwt.encode(claims, rsa_key, algorithm="RS256", headers={"kid": KID}),
        "another issuer": sign({**claims, "iss": "elsewhere"}),
        "another audience": sign({**claims, "aud": "elsewhere"}),
        "another's account": f"{head}.{part({**claims, 'sub': str(uuid4())})}.{signature}",
        "a higher role": f"{head}.{part({**claims, 'rol': 'administrator'})}.{signature}",
        "no expiry": sign({name: value for name, value in claims.items() if name != "exp"}),
        "an expiry that is no number": sign({**claims, "exp": 1e300}),
        "an account that is no id": sign({**claims, "sub": "1' OR '1'='1"}),
        "an unknown role": sign({**claims, "rol": "root"}),
        "an unknown session": sign({**claims, "sid": str(uuid4())}),
        "an unknown account": sign({**claims, "sub": str(uuid4())}),
        "a changed signature": good[:-6] + "AAAAAA",
        "a cut token": good[:-20],
        "two parts": f"{head}.{body}",
        "no token at all": "x",
        "not even text": "ä" * 5,
        "a very long one": "a." * 1500,
    }


async def test_no_forged_token_is_taken_and_nothing_is_stored(api, units, claims):
    before = await count_rows(units)
    for name, token in forged(claims).items():
        for method, path in (("GET", "/api/me"), ("PATCH", "/api/me"), ("POST", "/api/appointments")):
            status, problem = await api.call(method, path, json={}, headers={"Authorization": f"Bearer {token}"})
            assert (status, problem["code"]) in {
                (401, "auth.token_invalid"),
                (401, "auth.signed_out"),
            }, (name, method, path, status, problem)
    assert await count_rows(units) == before


async def test_the_token_that_they_were_forged_from_is_good(api, claims):
    assert (await api.get("/api/me", headers={"Authorization": f"Bearer {sign(claims)}"}))[0] == 200


async def test_a_role_in_the_token_does_not_raise_the_accounts_own(api, claims):
    token = sign({**claims, "rol": "administrator"})
    status, problem = await api.get("/api/accounts", headers={"Authorization": f"Bearer {token}"})
    assert status in {401, 403}, problem


async def test_an_expired_token_says_that_it_needs_renewal(api, parent, clock, claims):
    token = sign(claims)
    clock.advance(timedelta(minutes=10))
    status, problem = await api.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert (status, problem["code"]) == (401, "auth.token_expired")
    assert (await api.as_(parent).get("/api/me"))[0] == 200


async def test_another_kind_of_authorization_is_refused(api):
    for header in ("", "Bearer", "Bearer ", "Basic aGFuYTp4", "Token x", "bearer\tx", "x" * 3000):
        status, problem = await api.get("/api/me", headers={"Authorization": header})
        assert (status, problem["code"]) == (401, "auth.token_invalid"), header


async def test_an_open_route_refuses_a_forged_token_too(api, claims):
    for name, token in forged(claims).items():
        status, _ = await api.get("/api/city", headers={"Authorization": f"Bearer {token}"})
        assert status == 401, name
